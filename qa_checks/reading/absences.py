"""Columns that files of a kind have had for years, and one of this release lacks or has empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Set
from typing import TYPE_CHECKING

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.layouts import Layout
from qa_checks.errors import ReleaseError
from qa_checks.model.inputs import AbsentColumn, Input, Role
from qa_checks.reading.header_text import normalise
from qa_checks.reading.headers import Target
from qa_checks.reading.loaded import OF_PREVIOUS, Loaded, within
from qa_checks.release import Release
from qa_checks.words import suggest

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection

BLANK = " (blank throughout)"
LEAST = 3  # rows; fewer may well be blank
FILLED = 0.9  # of the rows of the release before
FIRST = 1_000  # rows that nearly always show a value


def find_absences(loaded: Loaded, release: Release) -> tuple[AbsentColumn, ...]:
    """What each file lacks of what its layout has had since the release's date or longer.

    A required column is not among them: that it is missing is a finding of its own. One that is
    there and blank throughout is, where the release before has values in it.

    Raises
    ------
    ReleaseError
        If release.yml gives a reason for a column that is none, or that no file lacks.
    """
    facts = release.facts
    day = max((day for day in (facts.as_at, facts.period_end) if day), default=None)
    sheets = [
        (sheet, loaded.schemas.layouts[sheet.layout])
        for sheet in loaded.inputs
        if sheet.layout and sheet.role is Role.RELEASE
    ]
    lacking = [_lacked(sheet, layout) for sheet, layout in sheets]
    emptied = [
        find_emptied(loaded, sheet, dict(_usual(layout)).keys() - _unpivoted(layout))
        for sheet, layout in sheets
    ]
    named = set().union(*lacking, *emptied)
    reasons = _read_reasons(loaded.schemas, named, release)
    absent = []
    for (sheet, layout), lacks, blank in zip(sheets, lacking, emptied, strict=True):
        lacked = (lacks | blank) - set(layout.required)
        usual = dict(_usual(layout))
        first = min((since for since in usual.values() if since), default=None)
        # Of loose files without a date only what no year's files lack is missed.
        until = day if day or release.strict else first
        for name, since in usual.items():
            if name in lacked and (since is None or until is None or since <= until):
                target = _columns(layout)[name]
                block = layout.blocks[target.block]
                absent.append(
                    AbsentColumn(
                        path=sheet.path,
                        sheet=sheet.sheet,
                        table=target.table,
                        column=target.column,
                        title=block.columns[target.column][0] + (BLANK if name in blank else ""),
                        since=since,
                        reason=reasons.get(name, ""),
                        unpivoted=block.unpivot is not None,
                    )
                )
    return tuple(absent)


def _usual(layout: Layout) -> Iterator[tuple[str, dt.date | None]]:
    """Columns the files of a layout have had, and since when; all of it where it says nothing."""
    if layout.usual is None:
        yield from ((name, None) for name in _columns(layout))
        return
    for usual in layout.usual:
        yield from ((name, usual.since) for name in usual.columns)


def _columns(layout: Layout) -> dict[str, Target]:
    """The columns of a layout as table.column; of two blocks that have one, the first."""
    columns: dict[str, Target] = {}
    for number, block in enumerate(layout.blocks):
        for column in block.columns:
            columns.setdefault(f"{block.table}.{column}", Target(number, block.table, column))
    return columns


def _unpivoted(layout: Layout) -> set[str]:
    """Columns whose cells are rows of a table: nothing of a blank one is in it."""
    return {
        f"{block.table}.{column}"
        for block in layout.blocks
        if block.unpivot
        for column in block.columns
    }


def _lacked(sheet: Input, layout: Layout) -> set[str]:
    """Columns of the layout, as table.column, that the sheet does not have."""
    there = {
        Target(column.block, column.table, column.column)
        for column in sheet.columns
        if column.table and column.column and column.block is not None
    }
    return {name for name, target in _columns(layout).items() if target not in there}


def _read_reasons(schemas: Schemas, lacked: Set[str], release: Release) -> dict[str, str]:
    """The reasons of release.yml, by table.column, for what some file lacks."""
    named = _names(schemas)
    reasons = {}
    for name, reason in release.absent.items():
        meant = named.get(normalise(name))
        if meant is None:
            hint = suggest(normalise(name), named, "Name it as its header does.")
            raise _fault(release, name, f"No layout has a column '{name}'.", hint)
        if not meant & lacked:
            raise _fault(
                release, name, f"No file of this release lacks '{name}'.", "Take the line out."
            )
        reasons.update(dict.fromkeys(meant, reason))
    return reasons


def _names(schemas: Schemas) -> Mapping[str, set[str]]:
    """Everything a column may be called, normalised, and the columns that are meant."""
    named: dict[str, set[str]] = {}
    for layout in schemas.layouts.values():
        for block in layout.blocks:
            for column, headers in block.columns.items():
                meant = f"{block.table}.{column}"
                names = [meant, *headers]
                if not block.unpivot:
                    names.append(schemas.tables[block.table].columns[column].title)
                for name in names:
                    named.setdefault(normalise(name), set()).add(meant)
    return named


def _fault(release: Release, name: str, what: str, remedy: str) -> ReleaseError:
    from qa_checks.catalogue.yaml_files import find_line

    place = f"{release.path}:{find_line(release.path, ('absent', name))}" if release.path else ""
    return ReleaseError(what, where=place or "absent", remedy=remedy)


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
            rows, filled = _count(loaded.connection, table, own, sources, first)
            own = [column for column in own if rows >= LEAST and not filled[column]]
        if own:
            own = [column for column in own if not _has_unread(loaded, table, column, sources)]
        if own:
            of_previous = within(loaded.connection, OF_PREVIOUS)
            rows, filled = _count(of_previous, table, own, _sources(loaded, before))
            emptied |= {f"{table}.{name}" for name in own if rows and filled[name] >= FILLED * rows}
    return emptied


def _sources(loaded: Loaded, sheets: Collection[Input]) -> str:
    """The numbers that rows of some sheets bear, as SQL has them."""
    places = {(sheet.path, sheet.sheet, sheet.role) for sheet in sheets}
    numbers = [number for number, place in loaded.places.items() if tuple(place) in places]
    return ", ".join(map(str, numbers)) or "NULL"


def _count(
    connection: Connection, table: str, columns: Collection[str], sources: str, limit: str = ""
) -> tuple[int, dict[str, int]]:
    """How many rows some sources give to a table, and how many have a value in each column."""
    if not columns:
        return 0, {}
    counts = ", ".join(f'count("{column}")' for column in columns)
    rows = f'SELECT * FROM "{table}" WHERE _source IN ({sources}){limit}'
    [(number, *filled)] = connection.execute(f"SELECT count(*), {counts} FROM ({rows})").fetchall()
    return number, dict(zip(columns, filled, strict=True))


def _has_unread(loaded: Loaded, table: str, column: str, sources: str) -> bool:
    """Whether a cell of the column says something that is no value."""
    asked = (
        f"SELECT 1 FROM extract_cells WHERE _source IN ({sources}) "
        "AND table_name = ? AND column_name = ? LIMIT 1"
    )
    return bool(loaded.connection.execute(asked, [table, column]).fetchall())
