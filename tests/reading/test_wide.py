"""From published text to typed values: what is read, what is refused, and where it stood."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue
from qa_checks.reading.contents import File, PlainText
from qa_checks.reading.formats import delimited_text
from qa_checks.reading.formats.delimited_text import rows_below
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile
from tests.published import write_csv
from tests.reading.loading import everything, loaded, rows_of
from tests.small_catalogue import HEADER, sheet_of, visits

CELLS = "SELECT place, written, read_as, fault FROM extract_cells ORDER BY _row, position"
FAULTS = "SELECT _row, fault, detail FROM extract_rows ORDER BY _row, fault"
DAY = dt.date(2022, 5, 10)


DATES = [
    ("10/05/2022", DAY),
    ("2022-05-10", DAY),
    ("10/05/2022 00:00:00", DAY),
    ("2022-05-10 00:00:00", DAY),
    ("10-May-2022", DAY),
    ("10 May 2022", DAY),
    ("1/5/2022", dt.date(2022, 5, 1)),
    ("  10/05/2022\u00a0", DAY),
    ("29/02/2024", dt.date(2024, 2, 29)),
    ("30/02/2022", None),
    ("13/13/2022", None),
    ("10/05/22", None),
    ("10.05.2022", None),
    ("44691", None),
    ("soon", None),
    ("2022-05-10x", None),
    ("2022-13-01", None),
]
INTEGERS = [
    ("5", 5), ("-5", -5), ("+5", 5), ("007", 7), ("1,234", 1234), ("1,234,567", 1234567),
    ("5.0", 5), ("5.00", 5), ("3.7", None), ("0.5", None), ("1,23", None), ("1e3", None),
    ("1.02E+07", None), ("99999999999999999999", None), ("five", None), ("5 6", None),
]  # fmt: skip
NUMBERS = [
    ("0.5", 0.5), ("-3.75", -3.75), (".5", 0.5), ("7", 7.0), ("1,234.5", 1234.5),
    ("1e3", 1000.0), ("1.5E-2", 0.015), ("0,5", None), ("1,2,3", None), ("50%", None),
    ("half", None),
]  # fmt: skip
BOOLEANS = [
    ("Yes", True), ("yes", True), ("Y", True), ("NO", False), ("n", False), ("1", None),
    ("maybe", None), ("TRUE", True), ("true", True), ("False", False), ("T", None),
]  # fmt: skip
IDENTIFIERS = [
    ("SC000001", "SC000001", ""),
    ("007", "007", ""),
    ("2590934.0", "2590934", "decimals"),
    ("1.02E+07", None, "scientific"),
    ("1e7", None, "scientific"),
    ("12E", "12E", ""),
    ("10.5", "10.5", ""),
]
FOR_NOTHING = ["NULL", "null", "N/A"]
CHARACTERS = [
    ("Zo\u00eb", ""),
    ("O’Neill – Smith", ""),
    ("Zo\u00c3\u00ab", "mojibake"),
    ("O\u00e2\u20ac\u2122Neill", "mojibake"),
    ("Zo\ufffd", "mojibake"),
    ("Ann\x07", "mojibake"),
    ("\ufeffAnn", "mojibake"),
    *(
        (f"An{sign}n", "mojibake")
        for sign in "\x7f\x85\xad\u200b\u2028\u202e\u2066\u3164\ue000\ufe0f\U000e0041"
    ),
    ("a\tb", ""),
]
WRITTEN: dict[str, list[str]] = {
    "Number": [text for text, *_ in IDENTIFIERS],
    "Day": [text for text, _ in DATES],
    "Kind": [],
    "Score": [text for text, _ in INTEGERS],
    "Share": [text for text, _ in NUMBERS],
    "Open": [text for text, _ in BOOLEANS],
    "Person": [text for text, _ in CHARACTERS],
}
Cells = dict[tuple[str, str], tuple[Any, str]]


@pytest.fixture(scope="module")
def cells(office: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Cells:
    """What is read of each text, and the fault recorded ('' for none): one a column in a file."""
    asked = zip_longest(*([*texts, *FOR_NOTHING] for texts in WRITTEN.values()), fillvalue="")
    lines = [[number or "1", *others] for number, *others in asked]
    files = [visits(line, name=f"{number}.csv") for number, line in enumerate(lines, start=1)]
    read = loaded(office, tmp_path_factory.mktemp("cells"), *files)
    rows = rows_of(read, f"SELECT {', '.join(HEADER)} FROM visits ORDER BY _source")
    faults = {
        (source, header): fault
        for source, header, fault in rows_of(
            read, "SELECT _source, header, fault FROM extract_cells"
        )
    }
    return {
        (column, text): (value, faults.get((number, column), ""))
        for number, (line, values) in enumerate(zip(lines, rows, strict=True), start=1)
        for column, text, value in zip(HEADER, line, values, strict=True)
    }


@pytest.mark.parametrize(("text", "value"), DATES)
def test_dates(cells: Cells, text: str, value: dt.date | None) -> None:
    assert cells["Day", text] == (value, "" if value else "unreadable")


@pytest.mark.parametrize(("text", "value"), INTEGERS)
def test_integers_are_whole_and_never_rounded(cells: Cells, text: str, value: int | None) -> None:
    assert cells["Score", text] == (value, "" if value is not None else "unreadable")


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(cells: Cells, text: str, value: float | None) -> None:
    assert cells["Share", text] == (value, "" if value is not None else "unreadable")


@pytest.mark.parametrize(("text", "value"), BOOLEANS)
def test_booleans_are_the_words_the_schema_lists_and_those_of_programs(
    cells: Cells, text: str, value: bool | None
) -> None:
    assert cells["Open", text] == (value, "" if value is not None else "unreadable")


@pytest.mark.parametrize(("text", "value", "fault"), IDENTIFIERS)
def test_identifiers_never_become_numbers(
    cells: Cells, text: str, value: str | None, fault: str
) -> None:
    assert cells["Number", text] == (value, fault)


@pytest.mark.parametrize("column", HEADER)
@pytest.mark.parametrize("word", FOR_NOTHING)
def test_words_for_nothing_are_missing_in_every_column(
    cells: Cells, column: str, word: str
) -> None:
    assert cells[column, word] == (None, "missing_word")


@pytest.mark.parametrize(("text", "fault"), CHARACTERS)
def test_damaged_characters_are_kept_and_noted(cells: Cells, text: str, fault: str) -> None:
    assert cells["Person", text] == (text, fault)


@pytest.mark.parametrize(
    ("text", "value", "cells"),
    [
        ("Full", "Full", []),
        ("Whole", "Full", []),
        ("full", "Full", [("full", "Full", "spelling")]),
        ("whole", "Full", [("whole", "Full", "spelling")]),
        ("Full ", "Full", [("Full ", "Full", "spaces")]),
        ("\u00a0Short", "Short", [("\u00a0Short", "Short", "spaces")]),
        ("Fuller", None, [("Fuller", None, "unknown_code")]),
    ],
)
def test_codes_forgive_case_and_blanks_and_say_so(
    office: Catalogue, tmp_path: Path, text: str, value: str | None, cells: list[tuple[str, ...]]
) -> None:
    read = loaded(office, tmp_path, visits(["1", "", text]))
    assert rows_of(read, "SELECT kind FROM visits") == [(value,)]
    assert rows_of(read, CELLS) == [("row 2, Kind", *cell) for cell in cells]


def plain(path: Path, rows: Sequence[Sequence[str]]) -> PlainText:
    """A file of comma-separated text that DuckDB reads by itself."""
    return PlainText(path, partial(rows_below, path, ",", rows), len(rows))


def file_of(rows: Sequence[Sequence[str]], direct: PlainText | None = None) -> InputFile:
    file = File(Path("a.csv"), "0" * 64, 1, (sheet_of(rows, direct),))
    return InputFile(Path("a.csv"), "a.csv", opened=file)


def test_a_row_equals_another_only_if_every_column_does(office: Catalogue, tmp_path: Path) -> None:
    alike = [["1", "10/05/2022", "Full", "5", "0.5", "Yes", person] for person in ("Ann", "Bob")]
    keyless = [["", *alike[0][1:]], ["", *alike[1][1:]], ["", *alike[0][1:]]]
    read = loaded(office, tmp_path, file_of([HEADER, *alike, *keyless]))
    assert rows_of(read, FAULTS) == [(6, "duplicate", "equals row 4")]


def test_faults_of_rows_keep_their_physical_numbers(office: Catalogue, tmp_path: Path) -> None:
    rows = [
        ["Visits of 2022"],
        [],
        HEADER,
        ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"],
        ["", "", "", "", "", "", ""],
        [],
        HEADER,
        ["2", "10/05/2022"],
        ["3", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann", "", ""],
        ["4", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann", "more"],
        ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"],
        ["  ", "", "", "", "", "", "\u00a0"],
    ]
    read = loaded(office, tmp_path, file_of(rows))
    assert rows_of(read, FAULTS) == [
        (5, "blank", None),
        (6, "blank", None),
        (7, "repeated_header", None),
        (8, "short", "2 cells, header has 7, so they were not checked"),
        (9, "long", "9 cells, header has 7, so they were not checked"),
        (10, "long", "8 cells, header has 7, so they were not checked"),
        (11, "duplicate", "equals row 4"),
        (12, "blank", None),
    ]
    assert rows_of(read, "SELECT _row, number FROM visits ORDER BY _row") == [
        (4, "1"), (8, "2"), (9, "3"), (10, "4"), (11, "1"),
    ]  # fmt: skip
    [entry] = read.inputs
    assert (entry.header_row, entry.rows) == (3, 5)
    assert rows_of(read, "SELECT title, header_row, rows, columns FROM extract_sheets") == [
        ("Visits of 2022", 3, 5, 7)
    ]


def test_columns_that_are_empty_blank_or_without_header_are_told_apart(
    office: Catalogue, tmp_path: Path
) -> None:
    rows = [
        [*HEADER, "", "", "Remark"],
        ["1", "", "", "", "", "", "", "", "under no header", "x"],
    ]
    read = loaded(office, tmp_path, file_of(rows))
    assert rows_of(
        read,
        "SELECT position, header, recognised FROM extract_columns WHERE position > 7 ORDER BY 1",
    ) == [
        (8, "", "empty"),
        (9, "", "blank"),
        (10, "Remark", "unknown"),
    ]


TEXTS = st.tuples(
    st.sampled_from(["1", "2", "007", "5.0", "1e7", "NULL", ""]),
    st.sampled_from(["10/05/2022", "2022-05-10", "soon", "N/A", ""]),
    st.sampled_from(["Full", "full", "Full ", " Short", "Other", "null", ""]),
    st.sampled_from(["1", "1,234", "3.7", "x", ""]),
    st.sampled_from(["0.5", "x", ""]),
    st.sampled_from(["Yes", "no", "x", ""]),
    st.sampled_from(["Ann", 'a "b" c', "x, y", "Zo\u00c3\u00ab", " Ben ", "N/A", ""]),
).filter(lambda row: any(cell.strip() for cell in row))


@settings(  # few files of many rows: it is the rows that may differ
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(TEXTS, min_size=1, max_size=60))
def test_reading_a_file_directly_gives_what_reading_it_row_by_row_gives(
    office: Catalogue, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    whole = [HEADER, *rows]
    path = write_csv(tmp_path / "direct.csv", whole)
    spooled = loaded(office, tmp_path / "s", file_of(whole))
    direct = loaded(office, tmp_path / "d", file_of(whole, plain(path, whole)))
    assert everything(spooled) == everything(direct)


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\n\n", "\r\r\n", "\x85", "\u2028"])
@pytest.mark.parametrize("large", [False, True])
def test_a_cell_of_the_first_row_may_hold_several_lines(
    office: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line_end: str, large: bool
) -> None:
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", -1 if large else 1_000_000)
    person = f"Unit 2,{line_end}Invented Park"
    rows = [HEADER, ["1", "", "Full", "5", "", "", person], ["2", "", "Full", "5", "", "", "Ann"]]
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows(rows)
    path = tmp_path / "visits.csv"
    path.write_bytes(content.getvalue().encode())
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.csv"), file_of(rows))
    assert rows_of(read, "SELECT _source, _row, number, person FROM visits ORDER BY ALL") == [
        (1, 2, "1", person), (1, 3, "2", "Ann"), (2, 2, "1", person), (2, 3, "2", "Ann"),
    ]  # fmt: skip


HEAD = ",".join(HEADER)
JOINED = ",".join(f"\u200b{name}\u200d" for name in HEADER)
NOTED = ",".join(f"{name} [note 1]:" for name in HEADER)
TURNED = ",".join(HEADER[::-1])
ALIKE = {
    "plain": f"{HEAD}\n1,10/05/2022,Full,5,0.5,Yes,Ann\n",
    "a blank line below the header": f"{HEAD}\n\n1,,Full,,,,\n2,soon,Full,,,,\n",
    "a blank line further down": f"{HEAD}\n1,,Full,,,,\n\n2,soon,Full,,,,\n",
    "data under a blank header": f"{HEAD},\n1,,Full,,,,,note\n",
    "nothing under a blank header": f"{HEAD},\n1,,Full,,,,,\n",
    "a blank before a quotation mark": f'{HEAD}\n1,, "Full",,,,\n2,,"Full",,,,\n',
    "a blank after a quotation mark": f'{HEAD}\n1,,"Full" ,,,,\n2,,"Full",,,,\n',
    "a blank cell too many": f"{HEAD}\n1,,Full,,,,\n2,soon,Full,,,Ann,,\n3,,Short,,,,\n",
    "a blank cell too many, quoted": f'{HEAD}\n1,,Full,,,,\n2,soon,"Full",,,,"",""\n3,,,,,,\n',
    "blank cells throughout": f"{HEAD}\n1,,Full,,,,\n2,,Full,,,,\n,,,,,,\n4,,,,,,Ann\n",
    "odd blanks": f"{HEAD}\n1\u2003,\x8510/05/2022,Full,5\u3000,,\xa0Yes,\u2028Ann\n2,,,,,,\n",
    "a row of odd blanks": f"{HEAD}\n\u2003,\u2003,,,,,\n2,,Full,,,,\n",
    "the header again": f"{HEAD}\n1,,Full,,,,\n{HEAD}\n2,soon,Full,,,,\n",
    "the header again, marked": f"{HEAD}\n1,,Full,,,,\n\ufeff{HEAD}\n2,soon,Full,,,,\n",
    "the header again, in capitals": f"{HEAD}\n1,,Full,,,,\n{HEAD.upper()}\n2,soon,Full,,,,\n",
    "the header again, with blanks": f"{HEAD}\n1,,Full,,,,\n{HEAD.replace(',', ' ,')}\n2,,,,,,\n",
    "a mark in the header": f"\ufeff\ufeff{HEAD}\n1,,Full,,,,\n2,soon,Full,,,,\n",
    "the header again, with joiners": f"{HEAD}\n1,,Full,,,,\n{JOINED}\n2,soon,Full,,,,\n",
    "the header again, with notes": f"{HEAD}\n1,,Full,,,,\n{NOTED}\n2,soon,Full,,,,\n",
    "a header in another order": f"{HEAD}\n1,,Full,,,,\n{TURNED}\n2,soon,Full,,,,\n",
    "part of a header": f"{HEAD}\n1,,Full,,,,\nNumber,10/05/2022,Kind,5,,,Ann\n2,,Full,,,,\n",
    "a title again": f",,,Results,,,\n{HEAD}\n1,,Full,,,,\n,,,Results,,,\n2,,Full,5,,,\n",
    "data in no known column": f"{HEAD},Remark\n1,,Full,,,,,\n,,,,,,,note\n2,,Full,5,,,,x\n",
    "signs that separate": f"{HEAD}\n1,10/05/2022\x1f10/05/2021,Full,5\x1e7,,,\n"
    + "2,10/05/2022,Full,5,0.5,Yes,Ann\n" * 5,
}


@pytest.fixture(scope="module")
def read_both_ways(
    office: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Loaded, Loaded]:
    """All of these files, read as if they were large and as the small ones that they are."""
    folder = tmp_path_factory.mktemp("alike")
    paths = [folder / f"{number}.csv" for number in range(len(ALIKE))]
    for path, text in zip(paths, ALIKE.values(), strict=True):
        path.write_bytes(text.encode())
    files = [InputFile(path, path.name) for path in paths]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delimited_text, "DIRECT_BYTES", -1)
        large = loaded(office, folder / "large", *files)
        patched.setattr(delimited_text, "DIRECT_BYTES", 1_000_000)
        small = loaded(office, folder / "small", *files)
    assert not [*large.problems, *small.problems]
    return large, small


@pytest.mark.parametrize("name", ALIKE)
def test_a_large_file_is_read_as_a_small_one(
    read_both_ways: tuple[Loaded, Loaded], name: str
) -> None:
    large, small = read_both_ways
    source = list(ALIKE).index(name) + 1
    assert everything(large, source) == everything(small, source)


AGAIN = {
    "as it is": HEADER,
    "a mark before it": ["\ufeffNumber", *HEADER[1:]],
    "joiners in every cell": [f"\u200b{name}\u200d" for name in HEADER],
    "a blank cell behind it": [*HEADER, ""],
    "blanks and other capitals": [f" {name.upper()} " for name in HEADER],
    "line breaks, colons and notes": [f"\n{name} [note 1]:" for name in HEADER],
}


@pytest.mark.parametrize("again", AGAIN)
def test_a_header_among_the_data_is_one_however_it_is_written(
    office: Catalogue, tmp_path: Path, again: str
) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    rows = [HEADER, row, AGAIN[again], ["2", *row[1:]]]
    read = loaded(office, tmp_path, file_of(rows))
    assert rows_of(read, FAULTS) == [(3, "repeated_header", None)]
    assert rows_of(read, "SELECT _row, number FROM visits ORDER BY 1") == [(2, "1"), (4, "2")]
    hidden = [(3, name) for name in AGAIN[again] if not name.isascii()][:1]  # one for the row
    assert rows_of(read, "SELECT _row, written FROM extract_cells ORDER BY position") == hidden


def test_a_title_that_stands_again_above_the_header_is_no_row(
    office: Catalogue, tmp_path: Path
) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    title = ["Visits of 2022", "", "", "Results"]
    rows = [title, HEADER, row, [*title, "", "", ""], HEADER, ["2", *row[1:]]]
    read = loaded(office, tmp_path, file_of(rows))
    assert rows_of(read, FAULTS) == [
        (5, "repeated_header", "its title stands in row 4"),
    ]
    assert rows_of(read, "SELECT _row FROM visits ORDER BY 1") == [(3,), (6,)]


@pytest.mark.parametrize(
    ("above", "detail"),
    [
        ([["Visits of 2022, continued"]], "its title stands in row 3"),
        ([["Visits of 2022", " continued"]], "its title stands in row 3"),
        ([[""], ["Table 1"], ["of two tables"], []], "its title stands in rows 4 and 5"),
        ([["Source: the office", "", ""], ["Table 2", "", ""]], "its title stands in rows 3 and 4"),
    ],
)
def test_another_title_above_a_header_among_the_data_is_no_row(
    office: Catalogue, tmp_path: Path, above: list[list[str]], detail: str
) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    rows = [HEADER, row, *above, HEADER, ["2", *row[1:]]]
    read = loaded(office, tmp_path, file_of(rows))
    assert rows_of(read, FAULTS) == [(3 + len(above), "repeated_header", detail)]
    assert rows_of(read, "SELECT number FROM visits ORDER BY 1") == [("1",), ("2",)]


def test_a_line_of_text_among_the_data_stays_a_row(office: Catalogue, tmp_path: Path) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    rows = [HEADER, row, ["note", *[""] * 6], ["2", *row[1:]], HEADER, ["3", *row[1:]]]
    read = loaded(office, tmp_path, file_of(rows))
    assert rows_of(read, FAULTS) == [(5, "repeated_header", None)]
    assert rows_of(read, "SELECT number FROM visits ORDER BY _row") == [
        ("1",), ("note",), ("2",), ("3",),
    ]  # fmt: skip


@pytest.mark.parametrize("alone", ["\x1a", "\x1a\x1a", "\u200b", "\ufeff", " \x1b "])
def test_a_row_of_characters_that_nobody_sees_is_blank(
    office: Catalogue, tmp_path: Path, alone: str
) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    rows = [HEADER, [alone], row, ["", "", alone, "", "", "", ""]]
    read = loaded(office, tmp_path, file_of(rows))
    shown = "".join(f"⟨U+{ord(sign):04X}⟩" for sign in alone.strip())
    assert rows_of(read, FAULTS) == [(2, "blank", shown), (4, "blank", shown)]
    assert rows_of(read, "SELECT number FROM visits") == [("1",)]
    assert rows_of(read, "SELECT count(*) FROM extract_cells") == [(0,)]


@pytest.mark.parametrize(
    ("pieces", "detail"),
    [
        ([["1", "10/05/2022", "Fu"], ["ll", "5", "0.5", "Yes", "A"]], "3 cells and 5 in row 3"),
        (
            [["1", "10/05/2022"], ["", "Fu"], [], ["ll", "5", "0.5", "Yes", "A"]],
            "2 cells and 2 in row 3, 0 in row 4 and 5 in row 5",
        ),
    ],
)
def test_a_row_that_a_line_break_has_broken_is_read_as_one(
    office: Catalogue, tmp_path: Path, pieces: list[list[str]], detail: str
) -> None:
    rows = [HEADER, *pieces, ["2", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]]
    read = loaded(office, tmp_path, file_of(rows))
    message = (
        f"{detail}, header has 7; a line break stands within a cell, and they were read as one"
    )
    assert rows_of(read, FAULTS) == [(2, "broken", f"{message} row")]
    written = rows_of(read, "SELECT _row, number, score, person FROM visits ORDER BY _row")
    assert written == [(2, "1", 5, "A"), (2 + len(pieces), "2", 5, "Ann")]


def test_a_blank_line_below_a_short_row_is_a_row_of_its_own(
    office: Catalogue, tmp_path: Path
) -> None:
    rows = [HEADER, ["1", "10/05/2022"], [], ["2", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]]
    read = loaded(office, tmp_path, file_of(rows))
    assert [row[:2] for row in rows_of(read, FAULTS)] == [(2, "short"), (3, "blank")]
    assert rows_of(read, "SELECT _row, number, score FROM visits ORDER BY _row") == [
        (2, "1", None),
        (4, "2", 5),
    ]


def test_short_rows_that_are_no_pieces_of_one_stay_rows(office: Catalogue, tmp_path: Path) -> None:
    full = ["3", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    rows = [HEADER, ["1", "10/05/2022", "Full", "5"], ["2", "10/05/2022"], full]
    read = loaded(office, tmp_path, file_of(rows))
    assert [row[:2] for row in rows_of(read, FAULTS)] == [(2, "short"), (3, "short")]
    assert rows_of(read, "SELECT number, day, score FROM visits ORDER BY _row") == [
        ("1", None, None),
        ("2", None, None),
        ("3", dt.date(2022, 5, 10), 5),
    ]


@pytest.mark.parametrize(("rows", "long"), [(2, 1), (3, 1), (2, 2), (3, 2)])
def test_empty_cells_left_over_are_a_fault_unless_most_rows_have_them(
    office: Catalogue, tmp_path: Path, rows: int, long: int
) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    data = [[*row, ""] if number < long else row for number in range(rows)]
    read = loaded(office, tmp_path, file_of([HEADER, *data]))
    results = [fault for _, fault, _ in rows_of(read, FAULTS) if fault != "duplicate"]
    assert results == (["long"] if long * 2 < rows else [])


def test_a_header_with_columns_in_another_order_says_where_it_differs(
    office: Catalogue, tmp_path: Path
) -> None:
    row = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
    other = [HEADER[0], HEADER[1], HEADER[2], HEADER[4], HEADER[3], *HEADER[5:]]
    read = loaded(office, tmp_path, file_of([HEADER, row, other, row]))
    [(number, fault, detail)] = rows_of(read, f"{FAULTS} LIMIT 1")
    assert (number, fault, detail) == (
        3,
        "repeated_header",
        "column 4 is 'Share' in it and 'Score' above, so the rows below may stand under other "
        "names than their own",
    )


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\ufeff", "\u200b", "\u00ad", "\x00", "\x1f"])
def test_what_nobody_sees_comes_off_headers_and_is_said(
    office: Catalogue, tmp_path: Path, mark: str
) -> None:
    header = [mark + HEADER[0], HEADER[1][:1] + mark + HEADER[1][1:], *HEADER[2:], mark]
    read = loaded(office, tmp_path, file_of([header, ["1", "10/05/2022", "", "", "", "", "", "x"]]))
    assert rows_of(read, "SELECT number, day FROM visits") == [("1", DAY)]
    assert rows_of(
        read, "SELECT place, header, written, read_as, fault FROM extract_cells ORDER BY position"
    ) == [
        (f"row 1, {name}", name, header[place], name, "invisible")
        for place, name in [(0, HEADER[0]), (1, HEADER[1]), (7, "")]
    ]
    columns = rows_of(read, "SELECT position, recognised FROM extract_columns WHERE position > 0")
    assert [how for _, how in sorted(columns)] == ["exact"] * 7 + ["blank"]


def test_what_separates_nothing_is_kept_as_written(office: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text(ALIKE["signs that separate"])
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.csv"))
    assert rows_of(
        read,
        "SELECT column_name, written, read_as, fault FROM extract_cells ORDER BY position",
    ) == [
        ("day", "10/05/2022\x1f10/05/2021", None, "unreadable"),
        ("score", "5\x1e7", None, "unreadable"),
    ]


def test_parquet_is_met_by_the_names_it_has(office: Catalogue, tmp_path: Path) -> None:
    columns = {name: ["1", name] for name in HEADER} | {"": ["", "note"]}
    path = tmp_path / "visits.parquet"
    pq.write_table(pa.table(list(columns.values()), names=list(columns)), path)
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.parquet"))
    assert rows_of(
        read, "SELECT position, header, recognised FROM extract_columns WHERE position > 7"
    ) == [(8, "", "blank")]
    assert rows_of(read, "SELECT place, fault FROM extract_rows") == [("row 3", "repeated_header")]
    assert [entry.rows for entry in read.inputs] == [1]


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        (["2", "Bob"], []),
        ([" NUMBER", "Person"], [("row 3", "repeated_header")]),
        ([None, None], [("row 3", "blank")]),
    ],
)
def test_parquet_of_the_schemas_types_is_looked_through_for_rows_that_are_no_data(
    office: Catalogue,
    tmp_path: Path,
    second: list[str | None],
    faults: list[tuple[str, str]],
) -> None:
    path = tmp_path / "visits.parquet"
    rows = zip(["1", "Ann"], second, strict=True)
    pq.write_table(pa.table([*map(list, rows)], names=["Number", "Person"]), path)
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.parquet"))
    assert rows_of(read, "SELECT place, fault FROM extract_rows") == faults
    assert [entry.rows for entry in read.inputs] == [2 - len(faults)]


@pytest.mark.parametrize("kind", ["Full", "Full "])
def test_what_is_no_number_in_parquet_is_no_value(
    office: Catalogue, tmp_path: Path, kind: str
) -> None:
    """Also where nothing else is odd, so that the file could be read in place."""
    path = tmp_path / "visits.parquet"
    shares = [math.nan, math.inf, 0.5]
    columns = [["1", "2", "3"], [kind, "Full", "Full"], shares]
    pq.write_table(pa.table(columns, names=["Number", "Kind", "Share"]), path)
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.parquet"))
    assert rows_of(read, "SELECT share FROM visits ORDER BY _row") == [(None,), (None,), (0.5,)]
    cells = "SELECT _row, written, fault FROM extract_cells WHERE column_name = 'share' ORDER BY 1"
    assert rows_of(read, cells) == [(2, "nan", "unreadable"), (3, "inf", "unreadable")]


def test_bytes_in_parquet_are_the_text_that_they_are(office: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    people = ["Zoë".encode(), "Zoë".encode("cp1252"), None]
    columns = [[b"1", b"2", b"3"], [b"Full", b"Short", b"Full"], people]
    pq.write_table(pa.table(columns, names=["Number", "Kind", "Person"]), path)
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.parquet"))
    assert rows_of(read, "SELECT number, kind, person FROM visits ORDER BY _row") == [
        ("1", "Full", "Zoë"),
        ("2", "Short", "Zo\ufffd"),
        ("3", "Full", None),
    ]
    assert rows_of(read, "SELECT _row, written, fault FROM extract_cells") == [
        (3, "Zo\ufffd", "mojibake")
    ]


@pytest.mark.parametrize("most", [0, 100])
@pytest.mark.parametrize(("person", "read_as"), [("Bob", "Bob"), (" Bob ", "Bob"), ("N/A", None)])
def test_however_many_texts_a_column_has_they_are_read_alike(
    office: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    person: str,
    read_as: str | None,
) -> None:
    monkeypatch.setattr("qa_checks.reading.plain_relation.MOST_TEXTS", most)
    path = tmp_path / "visits.parquet"
    day = dt.date(2022, 5, 15)  # the first three columns are looked through for headers
    columns = [["1", "2", "3"], [day] * 3, ["Full"] * 3, ["Ann", person, "Cid"]]
    pq.write_table(pa.table(columns, names=["Number", "Day", "Kind", "Person"]), path)
    read = loaded(office, tmp_path / "s", InputFile(path, "visits.parquet"))
    assert rows_of(read, "SELECT person FROM visits ORDER BY _row") == [
        ("Ann",),
        (read_as,),
        ("Cid",),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Number,Day,Kind,Score,Share,Open,Person\n1,,Full\n2,,Full,1,,,\n",
        "Number,Day,Kind,Score,Share,Open,Person\n1,,Full,,,,x,more\n2,,Full,1,,,\n",
    ],
)
def test_a_file_that_is_not_so_plain_after_all_is_read_row_by_row(
    office: Catalogue, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(content)
    rows = [line.split(",") for line in content.splitlines()]
    direct = loaded(office, tmp_path / "d", file_of(rows, plain(path, rows)))
    assert rows_of(direct, "SELECT number FROM visits ORDER BY _row") == [("1",), ("2",)]
    [(fault,)] = rows_of(direct, "SELECT fault FROM extract_rows")
    assert fault in ("short", "long")


def test_a_sheet_without_rows_does_not_take_the_other_sheets_with_it(
    office: Catalogue, tmp_path: Path
) -> None:
    full, bare = sheet_of([HEADER, ["1"]]), sheet_of([["Visits"], HEADER])
    file = File(
        Path("visits.ods"), "0" * 64, 1,
        (replace(bare, name="Old"), replace(full, name="New", hidden=True)),
    )  # fmt: skip
    read = loaded(office, tmp_path, InputFile(Path("visits.ods"), "visits.ods", opened=file))
    assert [(entry.sheet, entry.layout, entry.rows) for entry in read.inputs] == [
        ("Old", None, 0),
        ("New", "visits", 1),
    ]
    assert read.inputs[1].note == "a hidden sheet, read like the others"
    assert [(problem.path, problem.message) for problem in read.problems] == [
        (
            "visits.ods",
            "visits.ods, sheet 'Old': There is no row below the header in row 2 (visits). Extract "
            "the data again; if there really are none, leave the table out.",
        )
    ]
    assert rows_of(read, "SELECT number FROM visits") == [("1",)]
