"""Sheets that are no known table although they look like one, so that a release lacks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.schemas import Schemas
from qa_checks.errors import ReleaseError
from qa_checks.reading.contents import Sheet
from qa_checks.reading.headers import Names, count_clues, count_known, find_never
from qa_checks.reading.possible_layouts import describe_best
from qa_checks.release import InputFile
from qa_checks.words import list_some

KNOWN_HEADERS = 3
KNOWN_SHARE = 0.2
WIDE = 8  # cells in each of many rows make a table
MANY = 20
CODES = 4  # words of code lists beside a number of the key's form make a row of data


def explain_unread(sheet: Sheet, item: InputFile, wanted: Sequence[Names], schemas: Schemas) -> str:
    """Why a sheet that is not read must be: its name, headers, shape or rows are those of data.

    Returns
    -------
    str
        A sentence; empty for a cover, notes, or a table that a layout says is another kind, if none
        of the others has both such headers and words of its name or title.
    """
    title = next((cell for row in sheet.head for cell in row if cell.strip()), "")
    name = sheet.name or ""
    others = [names for names in wanted if _is_other_kind(sheet, [name, title], names)]
    if others:
        own = [names for names in wanted if names not in others]
        wanted = [names for names in own if any(_is_near(row, names) for row in sheet.head)]
        if not any(count_clues(names.layout, f"{name} / {title}") for names in wanted):
            return ""
    if any(count_clues(names.layout, f"{name} / {title}") for names in wanted) and _rows(sheet, 2):
        why = "its name or title is that of a known table"
    elif any(_is_near(row, names) for names in wanted for row in sheet.head):
        why = "some of its headers are those of a known table"
    elif _rows(sheet, WIDE) >= MANY:
        why = "it holds a table"
    elif _has_row(sheet, wanted, schemas):
        why = "its rows are like those of a known table"
    else:
        return ""
    return (
        f"{item.shown}, sheet '{name}': It is not read, although {why} "
        f"({describe_best(sheet.head, wanted)}). Restore its headers; or say in release.yml, with "
        "'unchecked:' beside the path of the file, why it need not be checked."
    )


def check_reasons(item: InputFile, sheets: Sequence[Sheet]) -> None:
    """Refuse a reason for a sheet that is not there.

    Raises
    ------
    ReleaseError
        If release.yml names a sheet under ``unchecked`` that the file does not have.
    """
    names = [sheet.name for sheet in sheets if sheet.name]
    for name in item.unchecked:
        if name not in names:
            raise ReleaseError(
                f"There is no sheet '{name}', which 'unchecked' names.",
                where=item.shown,
                remedy=f"Sheets: {list_some(names, 10)}." if names else "The file has no sheets.",
            )


def refuse_needless(item: InputFile, read: Sequence[Sheet]) -> None:
    """Refuse a reason for a sheet that is read, and so is checked.

    Raises
    ------
    ReleaseError
        If release.yml names such a sheet under ``unchecked``.
    """
    for sheet in read:
        if sheet.name in item.unchecked:
            raise ReleaseError(
                f"The sheet '{sheet.name}', which 'unchecked' names, is read and checked.",
                where=item.shown,
                remedy="Take the line out, or name another sheet.",
            )


def _is_other_kind(sheet: Sheet, texts: Sequence[str], names: Names) -> bool:
    nearest = max(sheet.head, key=lambda row: count_known(row, names), default=())
    headers = nearest if _is_near(nearest, names) else ()
    return find_never(names.layout, [*texts, *headers]) is not None


def _is_near(row: Sequence[str], names: Names) -> bool:
    known = count_known(row, names)
    return known >= KNOWN_HEADERS and known >= KNOWN_SHARE * sum(bool(cell.strip()) for cell in row)


def _rows(sheet: Sheet, width: int) -> int:
    """How many rows have at least so many filled cells, as far as it matters."""
    wide = (row for row in sheet.rows() if sum(bool(cell.strip()) for cell in row) >= width)
    return sum(1 for _ in islice(wide, MANY))


def _has_row(sheet: Sheet, wanted: Sequence[Names], schemas: Schemas) -> bool:
    """Whether a wide row has a number such as a known table's key, and words of its code lists."""
    tables = {block.table for names in wanted for block in names.layout.blocks}
    columns = [schemas.tables[table].columns for table in sorted(tables)]
    keys = [schemas.tables[table].columns[schemas.tables[table].key[0]] for table in sorted(tables)]
    forms = {re.compile(key.str_matches) for key in keys if key.str_matches}
    lists = {column.in_ for of_table in columns for column in of_table.values() if column.in_}
    codes = {word for name in lists for word in schemas.codes[name].folded}
    for row in sheet.rows():
        filled = [cell.strip() for cell in row if cell.strip()]
        if (
            len(filled) >= WIDE
            and any(form.fullmatch(cell) for form in forms for cell in filled)
            and len(codes & set(map(fold, filled))) >= CODES
        ):
            return True
    return False
