"""Rows looked at many at a time give exactly what looking at each gives, odd in whatever way."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import asdict, replace

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.schemas import Column
from qa_checks.reading import plain_rows
from qa_checks.reading.connection import connect
from qa_checks.reading.contents import Sheet
from qa_checks.reading.headers import known_names
from qa_checks.reading.later_headers import Header, letters_of
from qa_checks.reading.row_faults import RowFaults
from qa_checks.reading.rows import pick_cells
from qa_checks.reading.typing_sql import faulty, typed
from qa_checks.reading.usual_values import ARE_USUAL
from qa_checks.reading.wanted import Wanted
from qa_checks.sql_text import sql_literal
from tests.small_catalogue import HEADER, TABLE

BLOCK = 64
MISSING = frozenset(("NULL", "N/A", "[x9]"))
CELLS = (*HEADER, "", "Remark")
TITLE = ("Visits in 2022", *[""] * 8)


def row(**changed: str) -> list[str]:
    """A row of data, with some other cells."""
    cells = ["123", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann", "", ""]
    for name, text in changed.items():
        cells[[*HEADER, "unnamed", "Remark"].index(name)] = text
    return cells


def line(*cells: str) -> list[str]:
    return [*cells, *[""] * (9 - len(cells))]


ODD = {
    "blanks around a text": [row(Person=" Ann ")],
    "a no-break blank around a text": [row(Person="\u00a0Ann")],
    "blanks around a code": [row(Kind="Full ")],
    "blanks for a code": [row(Kind="  ")],
    "blanks for a text": [row(Person=" ")],
    "words for a missing value": [row(Day="NULL", Score="N/A", Person="NULL", Number="[x9]")],
    "a quotation mark": [row(Person='Ann "the" Bee')],
    "the sign between texts": [row(Person="| Ann |"), row(Number="1|2"), row(Person=" |")],
    "a line break in a cell": [row(Person="Ann\nBee")],
    "a wrong encoding": [row(Person="Zo\u00c3\u00ab")],
    "letters beyond ASCII": [row(Person="Zo\u00eb"), row(Person="\u00c3"), row(Kind="\u00ab")],
    "a character nobody sees": [row(Person="An\u200bn")],
    "nothing but what nobody sees": [line("\u200b", "\u200b", "\u200b", "\u200b")],
    "another form of a day": [row(Day="2022-05-10")],
    "a time": [row(Day="10/05/2022 12:30")],
    "a year of two digits": [row(Day="10/05/22"), row(Day="1/12/20")],
    "thousands": [row(Score="1,000")],
    "a number with an exponent": [row(Number="1e5")],
    "data under no header": [row(unnamed="x"), row(unnamed=" ")],
    "a remark in no table": [row(Remark=" x\u200b ")],
    "the header": [list(CELLS)],
    "the header in other letters": [[cell.upper() + "\u200b" for cell in CELLS]],
    "another header": [["Number", "Day", "Kind", "Score", "Share", "Open", "Owner", "", ""]],
    "a header with other first cells": [["a", "b", "c", "d", "Share", "Open", "Person", "", ""]],
    "the title": [list(TITLE)],
    "a title and the header": [line("Visits in 2023"), line(), list(CELLS)],
    "a title of data": [line("Visits in 2023"), row()],
    "a header with other first cells below a title": [
        line("Visits"),
        ["a", "Day", "Kind", "Score", "Share", "Open", "Person", "", ""],
    ],
    "blank rows": [line(), line("", " "), []],
    "few cells": [line("Full", "12")],
    "as many as a title": [line("Full", "12", "3")],
    "too few cells": [row()[:4], row()[:8]],
    "too many cells": [[*row(), "x"], [*row(), ""], [*row(), " "]],
    "a row broken in two": [["123", "10/05/2022", "Fu"], ["ll", "5", "0.5", "Yes", "Ann", "", ""]],
    "the half of a broken row": [["123", "10/05/2022", "Fu"]],
    "a total": [line("Total", "", "", "30")],
    "numbers alone": [line("", "", "", "30", "4")],
    "a total in half the columns": [line("Leeds total", "", "", "30", "4")],
    "notes": [line("Source: the office"), line(), line("1. Provisional.")],
    "a full row that begins as a total does": [
        ["Total", "", "", "30", "5", "6", "7", "", ""],
    ],
    "a second table": [line(), line("Table 2"), line("Kind", "Score"), line("Full", "12")],
    "many lines": [line("Note", str(number)) for number in range(200)],
}


def wanted_of(office: Catalogue) -> Wanted:
    layout = office.layouts["visits"]
    names = frozenset(map(letters_of, known_names(layout).targets))
    columns = TABLE["columns"].values()
    return Wanted(
        header=Header(CELLS, names, (2, 0, 1), frozenset([TITLE])),
        layout=layout,
        header_row=2,
        positions=range(7),
        codes=[2],
        besides_numbers=[
            number
            for number, column in enumerate(columns)
            if column.get("type") not in ("integer", "number")
        ],
        are_usual={
            number: ARE_USUAL[column["type"]]
            for number, column in enumerate(columns)
            if column.get("type") in ARE_USUAL
        },
        missing=MISSING,
        look_for_odd=True,
    )


def pick(
    office: Catalogue, below: list[list[str]], is_text: bool = True
) -> tuple[list[tuple[str, ...]], RowFaults]:
    """What is picked of the rows below a header, and what is noted of them."""
    wanted = wanted_of(office)
    rows = [list(TITLE), list(CELLS), *below]
    sheet = Sheet(
        *(None, None, "," if is_text else None, None, ()),
        source=lambda: map(list, rows),
        blank_end_counts=is_text,
    )
    faults = RowFaults()
    return [tuple(cells) for cells in pick_cells(sheet, wanted, faults)], faults


def pick_both(
    office: Catalogue, below: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, RowFaults]:
    """Pick in both ways, which must give the same; rows that needed no look of their own."""
    plain: list[int] = []
    note = plain_rows.PlainRows.note

    def count(rows: plain_rows.PlainRows, wanted: Wanted, faults: RowFaults) -> None:
        plain.append(len(rows.cells))
        note(rows, wanted, faults)

    for is_text in (True, False):
        monkeypatch.setattr(plain_rows, "BLOCK", BLOCK)
        monkeypatch.setattr(plain_rows.PlainRows, "note", count)
        cells, faults = pick(office, below, is_text)
        monkeypatch.setattr(plain_rows, "look_at", lambda *_: None)
        each, noted = pick(office, below, is_text)
        monkeypatch.undo()
        assert cells == each
        assert {**asdict(faults), "rows": sorted(faults.rows)} == {
            **asdict(noted),
            "rows": sorted(noted.rows),
        }
    return sum(plain) // 2, faults


def test_plain_rows_need_no_look_of_their_own(
    office: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row()] * (BLOCK * 4)
    plain, faults = pick_both(office, rows, monkeypatch)
    assert (plain, faults.below, faults.rows) == (BLOCK * 3, BLOCK * 4, [])


@pytest.mark.parametrize(
    ("odd", "may_be"),
    [
        (row(Person="Total Care Ltd"), True),
        (row(Kind="Leeds total"), True),
        (row(Number="", Day=""), True),
        (row(Number=""), False),
        (row(Remark="Total"), False),
        (row(), False),
    ],
)
def test_plain_rows_say_whether_one_may_be_a_total(
    office: Catalogue, odd: list[str], may_be: bool
) -> None:
    wanted = replace(wanted_of(office), besides_numbers=[0, 1, 2])
    rows = [(3, row(Day="")), (4, row()), (5, odd)]
    plain = plain_rows.look_at(rows, wanted)
    assert (plain and plain.may_hold_totals) is may_be


@pytest.mark.parametrize("odd", ODD)
def test_odd_rows_are_told_as_if_each_row_were_looked_at(
    office: Catalogue, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First, last, at the end of a block, and at the beginning of one."""
    rows = list(ODD[odd])
    for remainder in (BLOCK - 1, 0):
        rows += [row()] * (BLOCK * 3)
        rows += [row()] * ((remainder - len(rows)) % BLOCK)
        rows += ODD[odd]
    rows += [*([row()] * (BLOCK * 3)), *ODD[odd]]
    plain, faults = pick_both(office, rows, monkeypatch)
    assert plain >= BLOCK
    assert faults.below == len(rows)


@pytest.mark.parametrize("seed", range(8))
def test_any_rows_are_told_as_if_each_row_were_looked_at(
    office: Catalogue, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = random.Random(seed)
    rows: list[list[str]] = []
    for _ in range(12):
        rows += [row() for _ in range(chosen.choice((1, 30, BLOCK, BLOCK * 2, BLOCK * 3)))]
        for odd in chosen.sample(sorted(ODD), chosen.randrange(4)):
            rows += ODD[odd]
    pick_both(office, rows, monkeypatch)


def test_a_value_written_as_usual_is_read_as_any_other() -> None:
    """The SQL for values that are written as nearly all are gives what that for any value gives."""
    chosen = random.Random(1)
    signs = ("0", "1", "12", "-", ".", ",", "e", "E", "SC", " ", ":", "\u0661")
    texts = {"".join(chosen.choices(signs, k=chosen.randrange(1, 7))) for _ in range(2000)}
    texts |= {"".join(chosen.choices("0123//", k=10)) for _ in range(2000)}
    texts |= {"31/02/2022", "31/12/2022", "1/1/202020", "1" * 18, "9" * 19, "NULL", "-"}
    connection = connect(threads=1)
    for kind, are_usual in ARE_USUAL.items():
        usual = [text for text in texts if text in ("NULL", "-") or are_usual([text])]
        assert len(usual) > 50
        column = Column(title="Any", example="1", type=kind)
        read = [typed(column, "t", (), usual=flag) for flag in (False, True)]
        kept = [faulty(column, "t", "v", odd=True, usual=flag) for flag in (False, True)]
        listed = ", ".join(f"({sql_literal(text)})" for text in usual)
        differing = connection.execute(
            f"SELECT t FROM (SELECT t, {read[0]} AS v, {read[1]} AS w "
            f"FROM (VALUES {listed}) AS x(t)) "
            f"WHERE v IS DISTINCT FROM w OR ({kept[0]}) IS DISTINCT FROM ({kept[1]})"
        ).fetchall()
        assert differing == []
