"""What is added stands at its place; what was there stays, letter by letter."""

from __future__ import annotations

import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from qa_checks.errors import ReleaseError
from qa_checks.record import ledger

ENTRY = {"rule": "DAT004", "keys": ["a / b"], "when": dt.date(2022, 1, 31)}
ADDED = "  - rule: DAT004\n    keys:\n    - a / b\n    when: 2022-01-31\n"


def added(tmp_path: Path, text: str, entry: Any = ENTRY, key: str = "decisions") -> str:
    path = tmp_path / "decisions.yml"
    path.write_bytes(text.encode())
    ledger.append(path, key, entry)
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.yml"]
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decisions:\n  - rule: A\n", "decisions:\n  - rule: A\n" + ADDED),
        ("decisions:\n  - rule: A", "decisions:\n  - rule: A\n" + ADDED),
        (
            "# head\ndecisions:   # why\n  # one\n  - {rule: A}  # yes\n# tail\n",
            "# head\ndecisions:   # why\n  # one\n  - {rule: A}  # yes\n" + ADDED + "# tail\n",
        ),
        (
            "decisions:\n- rule: A\n  reason: |\n    two\n    lines\n\nother: [1]\n",
            "decisions:\n- rule: A\n  reason: |\n    two\n    lines\n\n"
            "- rule: DAT004\n  keys:\n  - a / b\n  when: 2022-01-31\nother: [1]\n",
        ),
        ("decisions:\n  - keys: [a,\n      b]\n", "decisions:\n  - keys: [a,\n      b]\n" + ADDED),
        ("decisions: []\n", "decisions:\n" + ADDED),
        ("decisions: [ ]  # none yet\nx: 1\n", "decisions:  # none yet\n" + ADDED + "x: 1\n"),
        ("decisions:\n", "decisions:\n" + ADDED),
        ("decisions:", "decisions:\n" + ADDED),
        ("decisions: null\nx: 1\n", "decisions:\n" + ADDED + "x: 1\n"),
        ("decisions: ~\n", "decisions:\n" + ADDED),
        ("decisions:\n#  - rule: A\nx: 1\n", "decisions:\n" + ADDED + "#  - rule: A\nx: 1\n"),
        ("# nothing yet\n", "# nothing yet\ndecisions:\n" + ADDED),
        ("x: 1", "x: 1\ndecisions:\n" + ADDED),
        ("", "decisions:\n" + ADDED),
    ],
)  # fmt: skip
def test_an_entry_is_added_and_nothing_else_is_touched(
    tmp_path: Path, text: str, expected: str
) -> None:
    result = added(tmp_path, text)
    assert yaml.safe_load(result)["decisions"][-1] == ENTRY
    assert result == expected


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    assert added(tmp_path, "decisions:\r\n  - rule: A\r\n") == (
        "decisions:\n  - rule: A\n" + ADDED
    ).replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "Yes", "2022-01-01", "1e3", "null", "a: b", "- x", "# no", "'", '"', "&a *b", "x" * 300,
        "two\nlines\n", "tab\tand \u2028 and é", "[a]", " blank ends ", "%", "@at", "word " * 60,
    ],
)  # fmt: skip
def test_every_text_comes_back_as_it_was_given(tmp_path: Path, text: str) -> None:
    result = added(tmp_path, "decisions:\n    - rule: A\n", {"rule": text, "keys": [text, text]})
    assert yaml.safe_load(result)["decisions"] == [
        {"rule": "A"},
        {"rule": text, "keys": [text] * 2},
    ]


def test_a_text_can_be_an_entry(tmp_path: Path) -> None:
    assert added(tmp_path, "assumptions: [] \nx: 1\n", "It is so: yes.", "assumptions") == (
        "assumptions:\n  - 'It is so: yes.'\nx: 1\n"
    )


def test_a_list_in_brackets_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = "decisions: [{rule: A}]\n"
    with pytest.raises(ReleaseError) as caught:
        added(tmp_path, text)
    assert str(caught.value) == (
        "'decisions' is a list in brackets, which cannot be added to. "
        "Write one entry a line, each after a '-'."
    )
    assert (tmp_path / "decisions.yml").read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.yml"]


@pytest.mark.parametrize("text", ["{x: 1}\n", "x: 1\n...\n"])
def test_a_form_that_cannot_be_added_to_is_refused_and_left_alone(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ReleaseError, match="written in a form that cannot be added to"):
        added(tmp_path, text)
    assert (tmp_path / "decisions.yml").read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.yml"]


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "decisions.yml"
    ledger.append(path, "decisions", ENTRY, head="# What was decided.\n")
    assert path.read_text() == "# What was decided.\ndecisions:\n" + ADDED
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target = tmp_path / "real.yml"
    target.write_text("decisions:\n")
    target.chmod(0o640)
    link = tmp_path / "decisions.yml"
    link.symlink_to("real.yml")
    ledger.append(link, "decisions", ENTRY)
    assert link.is_symlink()
    assert target.read_text() == "decisions:\n" + ADDED
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", "a: 1\nassurance: It is so.\n"),
        ("a: 1", "a: 1\nassurance: It is so.\n"),
        ("assurance:\na: 1\n", "assurance: It is so.\na: 1\n"),
        ("assurance: ~  # yet\na: 1\n", "assurance: It is so.  # yet\na: 1\n"),
    ],
)
def test_a_key_is_given_its_value(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "checklist.yml"
    path.write_text(text)
    ledger.put(path, "assurance", "It is so.")
    assert path.read_text() == expected


def test_a_long_value_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "checklist.yml"
    path.write_text("assurance:   # the statement\nlimitations:\n")
    message = "The release is fit to be published: " * 9 + "\nand more"
    ledger.put(path, "assurance", message)
    assert yaml.safe_load(path.read_text()) == {"assurance": message, "limitations": None}


def test_two_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"

    def add(name: str) -> None:
        for number in range(20):
            ledger.append(path, "decisions", f"{name}{number}")

    with ThreadPoolExecutor(3) as threads:  # which keep out of each other's way as processes do
        list(threads.map(add, "abc"))
    written = yaml.safe_load(path.read_text())["decisions"]
    assert sorted(written) == sorted(f"{name}{number}" for name in "abc" for number in range(20))


OLD = {"rule": "A", "keys": ["x"]}


@pytest.mark.parametrize(
    ("text", "instead", "expected"),
    [
        (
            "# head\ndecisions:\n  # first\n  - rule: A\n    keys: [x]  # one\n  # second\n"
            "  - {rule: B}\n# tail\n",
            {0: None},
            "# head\ndecisions:\n  # first\n  # second\n  - {rule: B}\n" + ADDED + "# tail\n",
        ),
        (
            "decisions:\n  -\n    rule: A\n  -   rule: B\n      reason: |\n        two\n\n"
            "  - rule: C\n",
            {0: None, 1: OLD},
            "decisions:\n  - rule: A\n    keys:\n    - x\n  - rule: C\n" + ADDED,
        ),
        ("decisions:\n  - rule: A\n  - rule: B\n", {1: None}, "decisions:\n  - rule: A\n" + ADDED),
        ("decisions:\n  - rule: A\nx: 1\n", {0: None}, "decisions:\n" + ADDED + "x: 1\n"),
    ],
)
def test_an_entry_takes_the_place_of_another(
    tmp_path: Path, text: str, instead: dict[int, Any], expected: str
) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text(text)
    ledger.append(path, "decisions", ENTRY, instead=instead)
    assert path.read_text() == expected


def test_the_last_entry_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text("decisions:\n  - rule: A\n")
    ledger.append(path, "decisions", instead={0: None})
    assert path.read_text() == "decisions:\n"


def test_an_entry_in_brackets_stays(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text("decisions: [{rule: A}]\n")
    with pytest.raises(ReleaseError, match="is a list in brackets"):
        ledger.append(path, "decisions", instead={0: None})
    assert path.read_text() == "decisions: [{rule: A}]\n"
