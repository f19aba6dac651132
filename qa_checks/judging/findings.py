"""Violating rows become findings with their place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from msgspec import Struct

from qa_checks.catalogue.extract import AS_WRITTEN
from qa_checks.catalogue.schemas import Table
from qa_checks.engines.door import Rows, Wanted
from qa_checks.judging.same_faults import join_same_faults
from qa_checks.judging.secrets import Secrets, masked_columns
from qa_checks.model.checks import Finding
from qa_checks.model.logic import Predicate, Selection
from qa_checks.placeholders import PLACEHOLDER, fill_each
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import NOWHERE, HeaderKey, Loaded, table_of
from qa_checks.words import MASKED, show, show_each

ENTRY = ("_source", "_block", "_entry")
CELL_WORDS = ("place", "header", "written")
OF_CELL = ("table_name", "column_name")  # where what is written in a cell belongs
POSITION = "position"

Column = Sequence[object]
Columns = dict[str, Column]


class Shape(Struct, frozen=True):
    """What all findings of one check have in common.

    ``masked`` are the columns whose values are not shown, ``codes`` those that hold nothing but
    codes, ``free`` those that hold anything anybody may have written. ``titles`` are the words
    that stand for codes in sentences, by column; ``shows_all`` says that no row can hold anything
    that is not shown.
    """

    planned: PlannedCheck
    table: Table
    masked: frozenset[str]
    codes: frozenset[str]
    free: frozenset[str]
    titles: Mapping[str, Mapping[str, str]]
    pointed: str | None
    secrets: Secrets
    shows_all: bool


def make_findings(
    loaded: Loaded, planned: PlannedCheck, rows: Rows, secrets: Secrets
) -> tuple[Finding, ...]:
    """One finding for each fault, in the order of the rows given; none shows a secret."""
    if not rows:
        return ()
    shape = _shape_of(loaded, planned, rows.columns, secrets)
    findings = _findings(loaded, shape, rows)
    told = dict.fromkeys([*planned.points_at[:1], *PLACEHOLDER.findall(planned.message)])
    return join_same_faults(shape.table, findings, rows, tuple(told))


def wanted_rows(loaded: Loaded, planned: PlannedCheck, most: int | None) -> Wanted:
    """What findings need of the rows at fault: place, key, message and value."""
    table = table_of(loaded, planned.check.table)
    names = ["_source", "_row", *table.key, *planned.points_at[:1]]
    logic = planned.logic
    cells = isinstance(logic, Selection) and bool(logic.cells)
    elsewhere = isinstance(logic, Predicate) and not logic.in_file
    canonical = table.table in loaded.schemas.tables
    names += ENTRY if canonical and not cells else ["_block"]
    names += [name for name in CELL_WORDS if cells or elsewhere or name in table.columns]
    names += [name for name in OF_CELL if name in table.columns]
    within = POSITION if cells or POSITION in table.columns else "_entry" if canonical else ""
    # What is masked is fetched even if no finding shows it: no other check may show it either.
    columns = dict.fromkeys([*names, *PLACEHOLDER.findall(planned.message), *planned.masked])
    return Wanted(logic, tuple(columns), "" if elsewhere else within, most)


def _shape_of(
    loaded: Loaded, planned: PlannedCheck, names: Iterable[str], secrets: Secrets
) -> Shape:
    table = table_of(loaded, planned.check.table)
    copies = planned.copies
    columns = {
        name: table.columns[copies.get(name, name)]
        for name in names
        if copies.get(name, name) in table.columns
    }
    titles = {
        name: loaded.schemas.codes[column.in_].titles
        for name, column in columns.items()
        if column.in_ is not None
    }
    masked = masked_columns(planned, table, names)
    logic = planned.logic
    if (
        isinstance(logic, Selection)
        and logic.cells
        and logic.cells.column in masked_columns(planned, table, [logic.cells.column])
    ):
        masked |= {*AS_WRITTEN}
    free = {
        name
        for name, column in columns.items()
        if column.type == "text" and table.table in loaded.schemas.tables
    }
    return Shape(
        planned,
        table,
        masked=masked,
        codes=frozenset(titles),
        free=frozenset(free.difference(titles, table.key)) | {*AS_WRITTEN},
        titles={name: words for name, words in titles.items() if words},
        pointed=planned.points_at[0] if planned.points_at else None,
        secrets=secrets,
        shows_all=not (masked or secrets or any(name in OF_CELL for name in table.columns)),
    )


def _findings(loaded: Loaded, shape: Shape, rows: Rows) -> list[Finding]:
    """One finding a row; made column by column, for there may be a million of them."""
    check, message = shape.planned.check, shape.planned.message
    shown = _without_secrets(loaded, shape, rows)
    values, headers = _pointed_at(loaded, shape, rows, shown)
    sources = rows.column("_source")
    at = {source: loaded.places.get(_whole(source) or -1, NOWHERE) for source in {*sources}}
    files, sheets, roles = zip(*[at[source] for source in sources], strict=True)
    keys = _keys(shape.table, shown, len(rows))
    if "place" in shown:
        places = shown["place"]
        keys = [key or _text(place) for key, place in zip(keys, places, strict=True)]
    return [
        *map(
            Finding._make,
            zip(
                repeat(check.id),
                repeat(check.severity),
                repeat(check.table),
                files,
                sheets,
                map(_whole, rows.column("_row")),
                headers,
                keys,
                _show_filled(values),
                fill_each(message, _titled(shape, shown), len(rows)),
                repeat(None),
                roles,
                repeat(()),
            ),
        )
    ]


def _show_filled(values: Column) -> Sequence[str | None]:
    if None in values:
        return [None if value is None else show(value) for value in values]
    return show_each(values)


def _pointed_at(
    loaded: Loaded, shape: Shape, rows: Rows, shown: Columns
) -> tuple[Column, Iterable[str | None]]:
    """The value that each row is at fault by, and the header it stands under."""
    nothing: list[None] = [None] * len(rows)
    if "written" in shown and "header" in shown:
        return shown["written"], map(_text, shown["header"])
    if shape.planned.check.table == "extract_columns":
        return shown.get("header", nothing), nothing
    if "header" in shown:
        return nothing, map(_text, shown["header"])
    if shape.pointed is None:
        return nothing, nothing
    known = _Headers(loaded, shape.pointed)
    places = zip(*(rows.column(name) for name in ENTRY), strict=True)
    return shown.get(shape.pointed, nothing), map(known.__getitem__, places)


def _without_secrets(loaded: Loaded, shape: Shape, rows: Rows) -> Columns:
    """The columns that findings show, with a sign in the place of each value that is not shown."""
    placeholders = PLACEHOLDER.findall(shape.planned.message)
    names = {*shape.table.key, shape.pointed, *CELL_WORDS, *placeholders}
    shown = {name: values for name, values in rows.columns.items() if name in names}
    if shape.shows_all:
        return shown
    cells = _in_sensitive_cells(loaded, shape.table, rows)
    secret_rows = shape.secrets.rows
    places = zip(rows.column("_source"), rows.column("_row"), strict=True)
    free = {at for at, place in enumerate(places if secret_rows else ()) if place in secret_rows}
    for name, values in shown.items():
        hidden = cells.copy() if name in AS_WRITTEN else set()
        if name in shape.masked:
            hidden.update(range(len(values)))
        elif name not in shape.codes and shape.secrets.may_hide({*show_each(values)}):
            hidden.update(at for at, value in enumerate(values) if _is_secret(shape.secrets, value))
        if name in shape.free:
            hidden |= free
        if hidden:
            shown[name] = [
                MASKED if at in hidden and value is not None else value
                for at, value in enumerate(values)
            ]
    return shown


def _is_secret(secrets: Secrets, value: object) -> bool:
    return not (value is None or isinstance(value, bool)) and secrets.hide(show(value))


def _in_sensitive_cells(loaded: Loaded, table: Table, rows: Rows) -> set[int]:
    """Which rows are what the reader noticed in a cell of a sensitive column, or may be."""
    if not all(name in table.columns for name in OF_CELL):
        return set()
    sensitive = {
        (name, column)
        for name, table in loaded.schemas.tables.items()
        for column, of_column in table.columns.items()
        if of_column.sensitive
    }
    if sensitive and not all(name in rows.columns for name in OF_CELL):
        return {*range(len(rows))}
    cells = zip(*(rows.column(name) for name in OF_CELL), strict=True)
    return {at for at, cell in enumerate(cells) if cell in sensitive}


def _titled(shape: Shape, shown: Columns) -> Columns:
    """In sentences a code goes by its title, if its list gives one."""
    return shown | {
        name: [titles.get(str(value), value) for value in shown[name]]
        for name, titles in shape.titles.items()
        if name in shown
    }


def _keys(table: Table, shown: Columns, count: int) -> list[str | None]:
    """The rows' keys for a reader: their key columns joined, those without a value left out."""
    columns = [shown[name] for name in table.key if name in shown]
    if len(columns) == 1:  # as most have
        return [key or None for key in _show_filled(columns[0])]
    if not columns:
        return [None] * count
    return [
        " / ".join([show(value) for value in values if value is not None]) or None
        for values in zip(*columns, strict=True)
    ]


class _Headers(dict[tuple[object, object, object], str | None]):
    """Headers under which a canonical column stands, by source, block and entry; looked up once."""

    def __init__(self, loaded: Loaded, column: str | None) -> None:
        super().__init__()
        self._known = loaded.headers
        self._column = column

    def __missing__(self, place: tuple[object, object, object]) -> str | None:
        source, block, entry = map(_whole, place)
        if source is None or block is None or self._column is None:
            return None
        header = self._known.get(HeaderKey(source, block, entry or 0, self._column))
        self[place] = header
        return header


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
