"""Each release's tables stand in a database of their own; a row knows its published column."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.model.inputs import Role
from qa_checks.reading.contents import File
from qa_checks.reading.loaded import HeaderKey
from qa_checks.release import InputFile
from tests.own_rules import parser
from tests.reading.loading import loaded, rows_of
from tests.small_catalogue import TABLE, rule, run_on, sheet_of, visits, write_catalogue

MARKS: dict[str, Any] = {
    "table": "visits",
    "title": "Marks",
    "rows_are": "marks",
    "key": ["number", "subject"],
    "unique_key": False,
    "columns": {
        "number": {"title": "Number", "type": "identifier", "example": "1"},
        "subject": {"title": "Subject", "example": "art", "in": "subjects.csv"},
        "mark": {"title": "Mark", "example": "5"},
    },
}
WIDE: dict[str, Any] = {
    "layout": "visits",
    "title": "marks",
    "required": [],
    "blocks": [
        {
            "table": "visits",
            "unpivot": {"name": "subject", "value": "mark"},
            "columns": {"art": ["Mark in art"], "music": ["Mark in music"]},
        },
    ],
}


def test_a_text_in_the_sql_of_a_derived_column_is_the_same_in_every_release(
    tmp_path: Path,
) -> None:
    table = copy.deepcopy(TABLE)
    counted = "SELECT kind, count(*) AS visits_of_kind FROM base.visits GROUP BY kind"
    table["lookups"] = {"counts": {"by": ["kind"], "select": counted}}
    table["columns"] |= {
        "origin": {"title": "Origin", "derived": "'database.csv, base.visits'"},
        "alike": {"title": "Alike", "type": "integer", "derived": "counts.visits_of_kind"},
    }
    catalogue = load(write_catalogue(tmp_path, table=table), parser())
    read = loaded(
        catalogue,
        tmp_path / "s",
        visits(["1", "", "Full"]),
        visits(["2", "", "Full"], ["3", "", "Full"], role=Role.PREVIOUS),
    )
    sql = "SELECT number, origin, alike FROM {} ORDER BY 1"
    assert rows_of(read, sql.format("visits")) == [("1", "database.csv, base.visits", 1)]
    assert rows_of(read, sql.format("previous.visits")) == [
        ("2", "database.csv, base.visits", 2),
        ("3", "database.csv, base.visits", 2),
    ]


def test_an_unpivoted_row_knows_the_column_it_comes_from(tmp_path: Path) -> None:
    """The mark in art reads like the name of another column."""
    parts = {
        "table": MARKS,
        "layout": WIDE,
        "cube": None,
        "codes": {"subjects": "code,aliases\nart,\nmusic,\n"},
    }
    rules = [
        rule(
            1,
            require="mark <> 'music'",
            columns=["mark"],
            message="{subject} is {mark}.",
            examples={"valid": [{"mark": "5"}], "invalid": [{"mark": "music"}]},
        )
    ]
    rows = [["Mark in art", "Mark in music"], ["music", "5"], ["4", "music"]]
    file = File(Path("marks.csv"), "0" * 64, 1, (sheet_of(rows),))
    write_catalogue(tmp_path, rules, **parts)
    report = run_on(tmp_path, InputFile(Path("marks.csv"), "marks.csv", opened=file))
    [findings] = [outcome.findings for outcome in report.outcomes if outcome.check.id == "ABC001"]
    assert [(finding.row, finding.column, finding.message) for finding in findings] == [
        (2, "Mark in art", "art is music."),
        (3, "Mark in music", "music is music."),
    ]


def test_what_reading_hands_over_cannot_be_changed(tmp_path: Path) -> None:
    catalogue = load(write_catalogue(tmp_path), parser())
    read = loaded(catalogue, tmp_path / "s", visits(["1"]))
    assert read.headers[HeaderKey(1, 0, 0, "kind")] == "Kind"
    assert read.release.tables == {"visits"}
    assert read.previous.tables == frozenset()
    with pytest.raises(AttributeError, match="immutable"):
        read.schemas = catalogue  # type: ignore[misc]
