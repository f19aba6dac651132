"""Workbooks: every sheet of an XLSX, XLS or ODS file as rows of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.reading.kinds import protected
from qa_checks.reading.sheets import HEAD_ROWS, Limits, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


def open_workbook(path: Path, place: str, limits: Limits) -> tuple[Sheet, ...]:
    """Give every worksheet of a workbook, hidden ones included, in their order.

    Raises
    ------
    InputError
        If the workbook is damaged, protected with a password or too large.
    """
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_path(path)
        return tuple(
            _open_sheet(
                workbook, about.name, about.visible != SheetVisibleEnum.Visible, place, limits
            )
            for about in workbook.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
        )
    except PasswordError as error:
        raise protected(place) from error
    except CalamineError as error:
        raise InputError(
            f"The workbook is damaged ({error}).",
            where=place,
            remedy="Save it anew from the spreadsheet program, or give the table as CSV.",
        ) from error


def _open_sheet(
    workbook: CalamineWorkbook, name: str, hidden: bool, place: str, limits: Limits
) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is not None and sheet.end[1] >= limits.columns:
        raise InputError(
            f"Sheet {name!r} has {sheet.end[1] + 1:,} columns; "
            f"at most {limits.columns:,} are read.",
            where=place,
            remedy="Delete the columns that are not needed and save it again.",
        )
    return Sheet(
        name=name,
        kind="workbook",
        encoding=None,
        delimiter=None,
        newline=None,
        head=tuple(tuple(row) for row in islice(_read_rows(sheet), HEAD_ROWS)),
        source=partial(_read_rows, sheet),
        row_count=0 if sheet.end is None else sheet.end[0] + 1,
        hidden=hidden,
    )


def _read_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    if sheet.end is None:
        return
    for row in sheet.iter_rows():
        yield [cell if type(cell) is str else to_text(cell) for cell in row]


def to_text(cell: object) -> str:
    """Write a cell as text, the way it would stand in a CSV file.

    A date is ISO, with its time only if there is one; a whole number has no
    decimal point, so that a URN kept as a number stays a URN.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
