"""Notes of workbooks, and the marks that point at them."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from qa_checks.reading.note_marks import find_notes
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import TABLE


def test_notes_stand_in_their_table_or_begin_a_cell() -> None:
    rows = [
        ["Notes", ""],
        ["Note Number", "Note text"],
        ["[note 1]", "Counts are rounded."],
        ["2", "As in [note 1], and see [note 12b]"],
        ["", ""],
        ["3", "no note any more"],
        ["", "[Note 4] Figures are provisional"],
        ["Note 5: the series begins again", ""],
        ["Note 6 homes", "note 7: x"],
    ]
    assert [(met.row, met.position, met.number) for met in find_notes(rows) if met.is_note] == [
        (3, 1, "1"),
        (4, 1, "2"),
        (7, 2, "4"),
        (8, 1, "5"),
    ]
    assert [(met.row, met.position, met.number) for met in find_notes(rows) if not met.is_note] == [
        (4, 2, "1"),
        (4, 2, "12b"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("31 March 2015 [Note 3]", ["3"]),
        ("Homes [note 1, 2] [note 3a]", ["1", "2", "3a"]),
        ("Homes [notes 1 and 2]", ["1", "2"]),
        ("[note 4]", ["4"]),
        ("Homes [c]", []),
        ("note 3", []),
        ("", []),
    ],
)
def test_marks_stand_in_brackets(text: str, numbers: list[str]) -> None:
    met = [*find_notes([["x", text], ["x", text]])]
    assert [(mark.row, mark.number, mark.is_note) for mark in met] == [
        (1, number, False) for number in numbers
    ]


@pytest.mark.usefixtures("workbooks_here")
def test_those_of_all_sheets_of_a_workbook_are_kept_and_of_no_text(tmp_path: Path) -> None:
    book, text = tmp_path / "visits.xlsx", tmp_path / "visits.csv"
    with xlsxwriter.Workbook(book) as made:
        visits = made.add_worksheet("Visits")
        visits.write_column("A1", ["Visits [note 1]", "Number", "1"])
        made.add_worksheet("Notes").write_column("B2", ["[note 2] Visits are counted once"])
    text.write_text("Visits [note 1],\nNumber\n1\n")
    office = small(tmp_path / "office", table=TABLE)
    read = loaded(office, tmp_path / "s", *(InputFile(path, path.name) for path in (book, text)))
    asked = "SELECT _source, _row, place, position, number, is_note, written FROM extract_notes"
    assert rows_of(read, asked) == [
        (1, 1, "row 1, column 1", 1, "1", False, "Visits [note 1]"),
        (2, 2, "row 2, column 2", 2, "2", True, "[note 2] Visits are counted once"),
    ]
