"""Rows that a line break within a cell has broken are read as one, and no others are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa_checks.reading.broken_rows import WholeRows, join_broken
from qa_checks.reading.row_lengths import Noted

WIDTH = 7


def whole(number: str) -> list[str]:
    return [number, "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]


def join(*rows: Sequence[str]) -> tuple[list[tuple[int, list[str]]], list[Noted]]:
    """Join rows below a header in row 1; give them and what is noted."""
    noted: list[Noted] = []
    numbered = enumerate(map(list, rows), start=2)
    return list(join_broken(numbered, WholeRows(WIDTH, WIDTH, rows), noted)), noted


@pytest.mark.parametrize(
    ("pieces", "joined", "words"),
    [
        (
            [["2", "10/05/2022", "Fu"], ["ll", "5", "0.5", "Yes", "Ann"]],
            ["2", "10/05/2022", "Fu\nll", "5", "0.5", "Yes", "Ann"],
            "3 cells and 5 in row 4",
        ),
        (
            [["2", "10/05/2022"], ["", "Fu"], [], ["ll", "5", "0.5", "Yes", "Ann"]],
            ["2", "10/05/2022\n", "Fu\nll", "5", "0.5", "Yes", "Ann"],
            "2 cells and 2 in row 4, 0 in row 5 and 5 in row 6",
        ),
        (
            [["2", "10/05/2022", "Full", "5", "0.5", "Ye"], ["s", "Ann"]],
            ["2", "10/05/2022", "Full", "5", "0.5", "Ye\ns", "Ann"],
            "6 cells and 2 in row 4",
        ),
    ],
)
def test_pieces_that_fit_together_and_not_apart_are_one_row(
    pieces: list[list[str]], joined: list[str], words: str
) -> None:
    rows, noted = join(whole("1"), *pieces, whole("9"))
    assert rows == [(2, whole("1")), (3, joined), (3 + len(pieces), whole("9"))]
    said = (
        f"{words}, header has 7; a line break stands within a cell, and they were read as one row"
    )
    assert noted == [(3, "broken", said, len(pieces[0]))]


@pytest.mark.parametrize(
    "rows",
    [
        # Two rows whose last cells were left out have the header's cells by chance.
        [["2", "10/05/2022", "Full", "5"], ["3", "11/05/2022", "Full", "6"]],
        # A blank line stands behind a short row, or a word on a line of its own.
        [["2", "10/05/2022"], []],
        [["2", "10/05/2022"], ["North East"]],
        # Of a note below the last row, the cells make up for those that are missing.
        [["2", "10/05/2022", "Full", "5", "0.5", "Yes"], ["Source", "the office"]],
        # Together they do not fit either.
        [["2", "10/05/2022", "Full", "5"], ["Full", "soon", "soon", "soon"]],
        [["2", "10/05/2022", "Fu"], ["ll", "5", "0.5", "Yes"]],
    ],
)
def test_other_short_rows_stay_rows(rows: list[list[str]]) -> None:
    every = [whole("1"), *rows, whole("9")]
    assert join(*every) == (list(enumerate(every, start=2)), [])
    assert join(*every[:-1]) == (list(enumerate(every[:-1], start=2)), [])


def test_rows_that_end_at_the_last_name_of_the_header_are_whole() -> None:
    """Of a header with three names and two blanks, two such rows have five cells together."""
    rows = [["1", "Full", "5"], ["2", "Full", "Ann"], ["3", "Full", "6"]]
    noted: list[Noted] = []
    numbered = list(enumerate(rows, start=2))
    assert list(join_broken(numbered, WholeRows(3, 5, rows), noted)) == numbered
    assert noted == []
