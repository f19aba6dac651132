"""What a rule or a schema says that can only be a mistake is refused, with its line."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.small_catalogue import TABLE, rule, write_catalogue

AGREES = {"column": "kind", "by": ["kind"], "across": "visits"}
GROUPED = "SELECT t.kind, count(*) AS n FROM in_scope AS t GROUP BY {}"


def refused(folder: Path, *rules: dict[str, Any], **parts: Any) -> tuple[str, str]:
    """What is said of a catalogue, and the line that is named."""
    with pytest.raises(CatalogueError) as caught:
        load(write_catalogue(folder, rules, **parts), parser())
    path, _, number = caught.value.where.rpartition(":")
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return caught.value.what, lines[int(number) - 1].strip()


@pytest.mark.parametrize(
    ("logic", "fault", "line"),
    [
        (
            {"scope": {"kind": ["Ful"]}},
            "scope.kind: 'Ful' is no code of 'kinds'. Did you mean 'Full'?",
            "kind:",
        ),
        (
            {"scope": {"from": dt.date(2023, 1, 1), "until": dt.date(2022, 1, 1)}},
            "scope.from: 2023-01-01 is after 2022-01-01: no row is in scope.",
            "from: 2023-01-01",
        ),
        ({"agrees": AGREES}, "agrees.by: 'kind' is what must agree: it cannot differ.", "by:"),
    ],
)
def test_a_rule_that_can_find_nothing_is_refused(
    tmp_path: Path, logic: dict[str, Any], fault: str, line: str
) -> None:
    assert refused(tmp_path, rule(1, **logic)) == (fault, line)


@pytest.mark.parametrize("place", ["99", "0", "-1"])
def test_a_place_that_no_column_has_is_no_fault_of_the_program(tmp_path: Path, place: str) -> None:
    query = GROUPED.format(place)
    write_catalogue(tmp_path, [rule(1, query=query)])
    assert load(tmp_path, parser()).rules["ABC001"].condition.endswith(query)


@pytest.mark.parametrize(
    ("column", "changes", "fault", "line"),
    [
        ("score", {"ge": 5, "le": 1}, "No value is at least 5 and at most 1.", "ge: 5"),
        (
            "day",
            {"ge": dt.date(2022, 1, 2), "le": dt.date(2022, 1, 1)},
            "No value is at least 2022-01-02 and at most 2022-01-01.",
            "ge: 2022-01-02",
        ),
        (
            "open",
            {"false_values": ["No", "Yes", "Y"]},
            "'Y' would mean yes and no.",
            "false_values:",
        ),
        (
            "person",
            {"example": True},
            "The column holds text: put a word such as Yes in quotation marks.",
            "example: true",
        ),
    ],
)
def test_a_column_that_contradicts_itself_is_refused(
    tmp_path: Path, column: str, changes: dict[str, Any], fault: str, line: str
) -> None:
    table = copy.deepcopy(TABLE)
    table["columns"][column].update(changes)
    assert refused(tmp_path, table=table) == (fault, line)


def test_bounds_that_one_value_meets_are_taken(tmp_path: Path) -> None:
    table = copy.deepcopy(TABLE)
    table["columns"]["score"].update(ge=5, le=5)
    read = load(write_catalogue(tmp_path, table=table), parser())
    score = read.tables["visits"].columns["score"]
    assert (score.ge, score.le) == (5, 5)
