"""Sheets that are no known table although they look like one, so that a release lacks them."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.errors import ReleaseError
from qa_checks.reading.contents import Sheet
from qa_checks.reading.headers import Names, count_clues, count_known, describe_best, find_never
from qa_checks.release import InputFile
from qa_checks.words import list_some

KNOWN_HEADERS = 3
KNOWN_SHARE = 0.2
WIDE = 8  # cells in each of many rows make a table
MANY = 20


def explain_unread(sheet: Sheet, item: InputFile, wanted: Sequence[Names]) -> str:
    """Why a sheet that is not read must be: its name, its headers or its shape are those of data.

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


def _is_other_kind(sheet: Sheet, texts: Sequence[str], names: Names) -> bool:
    nearest = max(sheet.head, key=lambda row: count_known(row, names), default=())
    headers = nearest if _is_near(nearest, names) else ()
    return find_never(names.layout, [*texts, *headers]) is not None


def _is_near(row: Sequence[str], names: Names) -> bool:
    known = count_known(row, names)
    return known >= KNOWN_HEADERS and known >= KNOWN_SHARE * sum(bool(cell.strip()) for cell in row)


def _rows(sheet: Sheet, width: int) -> int:
    """How many of the first rows have at least so many filled cells."""
    return sum(sum(bool(cell.strip()) for cell in row) >= width for row in sheet.head)
