"""Rows that stand as a whole in one cell are refused by their cause."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from qa_checks.reading.loaded import Loaded
from qa_checks.reading.wrapped_rows import refuse_wrapped
from qa_checks.release import InputFile
from tests.reading.loading import loaded, small
from tests.small_catalogue import HEADER

ROWS = [HEADER, ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann, Lee"], ["2", *[""] * 6]]
CAUSE = "Each row stands as a whole in one cell"


def as_line(row: list[str], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(row)
    return text.getvalue()


def read(path: Path) -> Loaded:
    return loaded(small(path.parent / "office"), path.parent / "s", InputFile(path, path.name))


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("above", [0, 1])
@pytest.mark.parametrize("trailing", ["", ",,"])
def test_each_row_in_quotation_marks(
    tmp_path: Path, delimiter: str, above: int, trailing: str
) -> None:
    lines = [as_line(row, delimiter) for row in [*ROWS, ROWS[1]]]
    bare, wrapped = lines[:above], [as_line([line]) + trailing for line in lines[above:]]
    (tmp_path / "visits.csv").write_text("\n".join([*bare, *wrapped, ""]))
    [problem] = read(tmp_path / "visits.csv").problems
    assert CAUSE in problem.message


def test_rows_pasted_into_the_first_column(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "visits.xlsx") as book:
        book.add_worksheet().write_column("A1", [as_line(row) for row in ROWS])
    [problem] = read(tmp_path / "visits.xlsx").problems
    assert CAUSE in problem.message


def test_prose_and_lists_are_none() -> None:
    refuse_wrapped([["A note, with commas, here"], ["Another, one"], [""], []], "x")
    refuse_wrapped([["a, b, c, d", "1"], ["e, f, g, h", "2"]], "x")
    refuse_wrapped([["a,b,c,d"], ["one\ntwo, three, four, five"]], "x")
