"""Sheets that are no table of a known layout: listed, and kept cell by cell."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from qa_checks.model import Role
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small


def test_every_sheet_is_listed_and_the_unread_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Visits").write_column("A1", ["Number", "1"])
        notes = book.add_worksheet("Working")
        notes.hide()
        notes.write_column("A1", ["A title", "", "No.", 7])
        notes.write_column("B3", ["Name", ' Oak "House",\nLeeds '])
    read = loaded(small(tmp_path / "office"), tmp_path / "s", InputFile(path, path.name))
    listed = rows_of(read, "SELECT _source, sheet, hidden, read FROM extract_contents ORDER BY 1")
    assert listed == [(1, "Visits", False, True), (2, "Working", True, False)]
    assert rows_of(
        read, "SELECT * EXCLUDE (_block) FROM extract_unread ORDER BY _row, position"
    ) == [
        (2, 1, "row 1, column 1", 1, "No.", "A title"),
        (2, 3, "row 3, column 1", 1, "No.", "No."),
        (2, 3, "row 3, column 2", 2, "Name", "Name"),
        (2, 4, "row 4, column 1", 1, "No.", "7"),
        (2, 4, "row 4, column 2", 2, "Name", 'Oak "House",\nLeeds'),
    ]


def test_sheets_of_the_previous_release_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Visits").write_column("A1", ["Number", "1"])
        book.add_worksheet("Notes").write("A1", "A note")
    file = InputFile(path, path.name, role=Role.PREVIOUS)
    read = loaded(small(tmp_path / "office"), tmp_path / "s", file)
    assert rows_of(read, "FROM extract_contents") == rows_of(read, "FROM extract_unread") == []
