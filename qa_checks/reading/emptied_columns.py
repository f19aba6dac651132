"""Columns that are blank throughout, and that the release before has values in."""

from __future__ import annotations

from collections.abc import Collection

from qa_checks.model.inputs import Input, Role
from qa_checks.reading.loaded import OF_PREVIOUS, Loaded, within

LEAST = 3  # rows; fewer may well be blank
FILLED = 0.9  # of the rows of the release before
FIRST = 1_000  # rows that nearly always show a value


def find_emptied(loaded: Loaded, sheet: Input, columns: Collection[str]) -> set[str]:
    """Those of a sheet's columns in which no row has anything, though nearly all had last time.

    Parameters
    ----------
    loaded
        Both releases.
    sheet
        A sheet of the release that is checked.
    columns
        What is looked at, as table.column.
    """
    before = [
        entry
        for entry in loaded.inputs
        if entry.role is Role.PREVIOUS and entry.layout == sheet.layout
    ]
    there = {f"{column.table}.{column.column}" for column in sheet.columns if column.table}
    looked_at = sorted(there.intersection(columns))
    if not before or not looked_at:
        return set()
    sources = _sources(loaded, [sheet])
    emptied = set()
    for table in dict.fromkeys(name.partition(".")[0] for name in looked_at):
        own = [name.partition(".")[2] for name in looked_at if name.startswith(f"{table}.")]
        for first in (f" LIMIT {FIRST}", ""):
            rows, filled = _count(loaded, table, own, sources, first)
            own = [column for column in own if rows >= LEAST and not filled[column]]
        if own:
            own = [column for column in own if not _has_unread(loaded, table, column, sources)]
        if own:
            rows, filled = _count(
                loaded, f"{OF_PREVIOUS}.{table}", own, _sources(loaded, before), ""
            )
            emptied |= {f"{table}.{name}" for name in own if rows and filled[name] >= FILLED * rows}
    return emptied


def _sources(loaded: Loaded, sheets: Collection[Input]) -> str:
    """The numbers that rows of some sheets bear, as SQL has them."""
    places = {(sheet.path, sheet.sheet, sheet.role) for sheet in sheets}
    numbers = [number for number, place in loaded.places.items() if tuple(place) in places]
    return ", ".join(map(str, numbers)) or "NULL"


def _count(
    loaded: Loaded, table: str, columns: Collection[str], sources: str, limit: str
) -> tuple[int, dict[str, int]]:
    """How many rows some sources give to a table, and how many have a value in each column."""
    if not columns:
        return 0, {}
    counts = ", ".join(f'count("{column}")' for column in columns)
    database, _, name = table.rpartition(".")
    rows = f'SELECT * FROM "{name}" WHERE _source IN ({sources}){limit}'
    connection = within(loaded.connection, database) if database else loaded.connection
    [(number, *filled)] = connection.execute(f"SELECT count(*), {counts} FROM ({rows})").fetchall()
    return number, dict(zip(columns, filled, strict=True))


def _has_unread(loaded: Loaded, table: str, column: str, sources: str) -> bool:
    """Whether a cell of the column says something that is no value."""
    asked = (
        f"SELECT 1 FROM extract_cells WHERE _source IN ({sources}) "
        "AND table_name = ? AND column_name = ? LIMIT 1"
    )
    return bool(loaded.connection.execute(asked, [table, column]).fetchall())
