"""Finds days that stand as numbers: the serial days of a spreadsheet, and dates without strokes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from qa_checks.reading.dates import DAY
from qa_checks.reading.intake import Intake
from qa_checks.reading.wide import ROW, ColumnFault, Wide, WideColumn

LEAST = 2  # one may be a slip
NUMBERED = "numbered_day"
_BETWEEN = "BETWEEN DATE '1920-01-01' AND DATE '2099-12-31'"  # hardly any other number is a day
_NUMBER = "replace(written, ',', '')"
_DIGITS = "split_part(written, '.', 1)"


class _Form(NamedTuple):
    """How days are written as numbers: its name, a pattern, SQL of the day, and how it is read."""

    name: str
    pattern: str
    day: str
    reading: str


_FORMS = (
    _Form(
        "serial numbers of a spreadsheet",
        "[0-9]{2},?[0-9]{3}([.][0-9]+)?",
        f"DATE '1899-12-30' + CAST(floor(TRY_CAST({_NUMBER} AS DOUBLE)) AS INTEGER)",
        "counted from 1900",
    ),
    _Form(
        "dates without strokes",
        "[0-9]{8}([.]0+)?",
        f"CAST(try_strptime({_DIGITS}, '%Y%m%d') AS DATE)",
        "read as year, month and day",
    ),
    _Form(
        "dates without strokes",
        "[0-9]{7,8}([.]0+)?",
        f"CAST(try_strptime(lpad({_DIGITS}, 8, '0'), '%d%m%Y') AS DATE)",
        "read as day, month and year",
    ),
)


def count_numbered_days(intake: Intake, wide: Wide, faulty: Mapping[int, int]) -> Mapping[int, int]:
    """How many cells of columns of days hold such a number, by the position of the column.

    Parameters
    ----------
    faulty
        How many cells cannot be values, by the position of their column.
    """
    days = [item.position for item in wide.columns if item.column.type == "date"]
    positions = [position for position in days if position in faulty]
    if not positions:
        return {}
    forms = " OR ".join(map(_has_form, _FORMS))
    counts = (
        f"SELECT position, count(*) FROM extract_cells WHERE _source = {wide.source} "
        f"AND fault = 'unreadable' AND list_contains($1, position) AND ({forms}) GROUP BY 1"
    )
    return dict(intake.connection.execute(counts, [positions]).fetchall())


def name_numbered_days(
    intake: Intake, wide: Wide, counted: Mapping[int, int]
) -> Iterator[ColumnFault]:
    """Columns of days with several such numbers; each form of them is one fault.

    Parameters
    ----------
    counted
        What `count_numbered_days` says.
    """
    for item in wide.columns:
        if item.position in counted:
            for form in _FORMS:
                yield from _name(intake, wide, item, form)


def _name(intake: Intake, wide: Wide, item: WideColumn, form: _Form) -> Iterator[ColumnFault]:
    where = f"{wide.recorded(item.position)} AND fault = 'unreadable' AND {_has_form(form)}"
    ends = ", ".join(
        f"arg_{end}(written, {form.day}), strftime({end}({form.day}), '{DAY}')"
        for end in ("min", "max")
    )
    [(row, cells, *span)] = intake.connection.execute(
        f"SELECT min({ROW}), count(*), {ends} FROM extract_cells WHERE {where}"
    ).fetchall()
    if cells >= LEAST:
        intake.connection.execute(f"UPDATE extract_cells SET fault = '{NUMBERED}' WHERE {where}")
        detail = form.name if item.column.sensitive else _say(form, span)
        yield ColumnFault(item.cell, NUMBERED, row, cells, detail)


def _say(form: _Form, span: Sequence[str]) -> str:
    """What the first and the last of the numbers stand for."""
    number, day, last_number, last_day = span
    if day == last_day:
        return f"{form.name}, {number}, which {form.reading} is {day}"
    return f"{form.name}, {number} to {last_number}, which {form.reading} are {day} to {last_day}"


def _has_form(form: _Form) -> str:
    """SQL of whether what is written in a cell is a day of this form."""
    return f"(regexp_full_match(written, '{form.pattern}') AND {form.day} {_BETWEEN})"
