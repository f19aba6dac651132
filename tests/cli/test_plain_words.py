"""What is taken without typer is what typer would have made of the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.cli import plain_words
from qa_checks.cli.app import load_command
from qa_checks.cli.choices import Choices
from qa_checks.cli.plain_words import OPTIONS, SHARED, take_words

PLAIN = {
    "check": [
        "a.csv",
        "a.csv b.csv",
        "a.csv --as-at 2021-08-31 --layout latest --period 2021-04-01..2021-08-31",
        "--quiet a.csv --published-by 30/09/2021",
        "a.csv --catalogue c --severity error --format json --output o --no-files --debug",
        "a.csv --no-workbook --failing-rows r --fail-on warning --second-opinion",
    ],
    "run": ["", "r.yml", "--output o r.yml --no-workbook", "--format github --catalogue c"],
}
LEFT_TO_TYPER = [
    "check", "check --help", "check a.csv -q", "check a.csv --as-at=2021-08-31",
    "check a.csv --as-at", "check a.csv --as-at --quiet", "check a.csv --quiet --quiet",
    "check a.csv --previous b.csv", "check a.csv --max-findings 5", "check a.csv --rules DAT004",
    "check a.csv --format xml", "check a.csv --fail-on none", "check -- a.csv", "check -",
    "run a.yml b.yml", "run --as-at 2021-08-31", "run --no-such", "rules list", "--help", "",
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "line"), [(command, line) for command in PLAIN for line in PLAIN[command]]
)
def test_plain_words_mean_what_typer_makes_of_them(command: str, line: str) -> None:
    words = line.split()
    taken = take_words(command, words)
    assert taken is not None
    own, shared = taken
    by_typer = load_command(command).make_context(command, words).params
    defaults = {name: getattr(Choices(), name) for name in Choices.__struct_fields__}
    rest = {"layout": None, "as_at": None, "period": None, "published_by": None, "previous": ()}
    whole = {**(rest if command == "check" else {"release": Path("release.yml")}), **own}
    assert by_typer == {**defaults, **shared, **whole}


@pytest.mark.parametrize("command", OPTIONS)
def test_every_option_is_one_that_typer_knows_and_only_reads(command: str) -> None:
    known = {
        word: parameter for parameter in load_command(command).params for word in parameter.opts
    }
    for word, kind in OPTIONS[command].items():
        assert word.startswith("--")
        parameter = known[word]
        assert parameter.name == word[2:].replace("-", "_")
        assert parameter.is_flag is (kind is bool)
        assert parameter.callback is None
        assert not parameter.multiple
        assert parameter.envvar is None
    assert SHARED.keys() <= known.keys()


@pytest.mark.parametrize("line", LEFT_TO_TYPER)
def test_words_that_could_be_wrong_are_left_to_typer(line: str) -> None:
    assert plain_words.read_words(line.split()) is None
