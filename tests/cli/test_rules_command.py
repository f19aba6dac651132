"""`qa-checks rules`: listing, explaining, and plain output where colour is not wanted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import qa_checks
from tests.cli.terminal import at_terminal

ESCAPE = "\x1b"


def test_list_does_what_rules_alone_does(tmp_path: Path) -> None:
    alone, listed = qa_checks("rules", cwd=tmp_path), qa_checks("rules", "list", cwd=tmp_path)
    assert alone == listed
    assert (alone.code, alone.err) == (0, "")
    assert "  DAT004  error    " in alone.out
    assert ESCAPE not in alone.out
    some = qa_checks("rules", "list", "--theme", "dates", "--severity", "error", cwd=tmp_path)
    lines = [line for line in some.out.splitlines() if re.match("  [A-Z]{3}[0-9]{3} ", line)]
    assert lines
    assert {line[2:5] for line in lines} == {"DAT"}
    assert {line[10:15] for line in lines} == {"error"}
    as_json = json.loads(qa_checks("rules", "list", "--format", "json", cwd=tmp_path).out)
    assert [rule["id"] for rule in as_json if rule["name"] == "published-before-inspected"] == [
        "DAT004"
    ]


@pytest.mark.parametrize(
    ("asked", "first", "parts"),
    [
        ("dat004", "DAT004  published-before-inspected  error", ["Condition", "Examples"]),
        ("published-before-inspected", "DAT004  published-before-inspected  error", ["Condition"]),
        ("providers.key", "providers.key  repeated-key  error",
         ["No two rows have the same unique reference number and view of the release"]),
        ("providers.sector.in", "providers.sector.in  unknown-code  error",
         ["  Private", "  Voluntary", "  schemas/codes/sectors.csv"]),
        ("inspections.inspection_date.type",
         "inspections.inspection_date.type  unreadable-value  error",
         ["What can be read", "Why it matters", "What to do", "Source"]),
        ("decisions.in_force", "decisions.in_force  decision-no-longer-holds  error",
         ["Every decision is in force and covers at least one finding",
          "  Each decision in decisions.yml."]),
        ("text.number", "text.number  number-unlike-its-query  error",
         ["  Each number that a claim binds to a query."]),
        ("tables.8b", "tables.8b  published-cell-differs-from-rows  error",
         ["Table 8b is what the rows give"]),
        ("compare.changed.owner", "compare.changed.owner  cell-changed  warning",
         ["'owner' is the same on both sides"]),
        ("compare.latest.key", "compare.latest.key  row-without-its-own-key  error",
         ["  schemas/comparisons"]),
        ("source.providers.missing", "source.providers.missing  row-the-extract-lacks  error",
         ["  Each row of the source."]),
    ],
)  # fmt: skip
def test_any_check_of_a_report_can_be_shown(
    tmp_path: Path, asked: str, first: str, parts: list[str]
) -> None:
    shown = qa_checks("rules", "show", asked, cwd=tmp_path)
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[0] == first
    assert set(parts) <= set(lines)
    assert "\\n" not in shown.out
    assert ESCAPE not in shown.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "DAT0044"], "There is no check 'DAT0044'. Did you mean 'DAT004"),
        (["show", "providers.sector"], "Did you mean 'providers.sector."),
        (["show", "decisions.inforce"], "Did you mean 'decisions.in_force'?"),
        (["show", "text.numbr"], "Did you mean 'text.number'"),
        (["show", "compare.nobody.key"], "'compare.latest.key'"),
        (["show", "providers.sectr.in"], "Did you mean 'providers.sector.in'"),
        (["show", "???"], "`qa-checks rules` lists the rules; a report names every check."),
        (["list", "--theme", "date"], "There is no rule of the theme 'date'. Available: dates, "),
        (["--theme", "dates", "show", "DAT004"], "Write them behind `qa-checks rules list`."),
    ],
)
def test_what_does_not_exist_is_refused_with_the_nearest(
    tmp_path: Path, words: list[str], message: str
) -> None:
    ended = qa_checks("rules", *words, cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


COLOURFUL = {"TERM": "xterm-256color"}


@pytest.mark.parametrize("words", [["rules"], ["rules", "show", "DAT004"]])
def test_no_color_means_no_escape_at_all(tmp_path: Path, words: list[str]) -> None:
    assert ESCAPE in at_terminal(*words, cwd=tmp_path, **COLOURFUL).out
    assert ESCAPE not in at_terminal(*words, cwd=tmp_path, NO_COLOR="1", **COLOURFUL).out
