"""Violating rows become findings with their place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.catalogue.schemas import Table
from qa_checks.engines.door import Wanted
from qa_checks.judging.same_faults import join_same_faults
from qa_checks.judging.secrets import Secrets, masked_columns
from qa_checks.model import Finding, Predicate, Selection
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import NOWHERE, HeaderKey, Loaded, table_of
from qa_checks.words import MASKED, PLACEHOLDER, fill, show

ENTRY = ("_source", "_block", "_entry")
CELL_WORDS = ("place", "header", "written")
OF_CELL = ("table_name", "column_name")  # where what is written in a cell belongs
AS_WRITTEN = ("written", "read_as", "whole_number")
POSITION = "position"


@dataclass(frozen=True)
class Shape:
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
    loaded: Loaded, planned: PlannedCheck, rows: Sequence[Mapping[str, object]], secrets: Secrets
) -> tuple[Finding, ...]:
    """One finding for each fault, in the order of the rows given; none shows a secret."""
    if not rows:
        return ()
    shape = _shape_of(loaded, planned, rows[0], secrets)
    headers = _Headers(loaded, shape.pointed)
    findings = [_finding(loaded, shape, headers, row) for row in rows]
    said = dict.fromkeys([*planned.points_at[:1], *PLACEHOLDER.findall(planned.message)])
    return join_same_faults(shape.table, findings, rows, tuple(said))


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
        name: loaded.schemas.codes[column.in_.removesuffix(".csv")].titles
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
        shows_all=not (masked or secrets or any(name in OF_CELL for name in names)),
    )


def _finding(loaded: Loaded, shape: Shape, headers: _Headers, row: Mapping[str, object]) -> Finding:
    check, pointed = shape.planned.check, shape.pointed
    place = loaded.places.get(_whole(row.get("_source")) or -1, NOWHERE)
    shown = row if shape.shows_all else _without_secrets(loaded, shape, row)
    value = shown.get(pointed) if pointed else None
    column = headers[row.get("_source"), row.get("_block"), row.get("_entry")] if pointed else None
    if "written" in row and "header" in row:
        value, column = shown["written"], str(shown["header"])
    elif check.table == "extract_columns":
        value, column = shown.get("header"), None
    elif "header" in row:
        value, column = None, str(row["header"])
    return Finding(  # by position, which is quicker: there may be a million of them
        check.id,
        check.severity,
        check.table,
        place.file,
        place.sheet,
        _whole(row.get("_row")),
        column,
        key_of(shape.table, shown) or _text(row.get("place")),
        None if value is None else show(value),
        fill(shape.planned.message, _titled(shape, shown) if shape.titles else shown),
        None,
        place.role,
    )


def _without_secrets(
    loaded: Loaded, shape: Shape, row: Mapping[str, object]
) -> Mapping[str, object]:
    """The row with a sign in the place of each value that is not shown."""
    masked = shape.masked | ({*AS_WRITTEN} if _is_sensitive_cell(loaded, row) else frozenset())
    if (row.get("_source"), row.get("_row")) in shape.secrets.rows:
        masked |= shape.free
    hidden = {
        name
        for name, value in row.items()
        if value is not None
        and (name in masked or (name not in shape.codes and _is_secret(shape.secrets, value)))
    }
    return row if not hidden else {**row, **dict.fromkeys(hidden, MASKED)}


def _is_secret(secrets: Secrets, value: object) -> bool:
    return not isinstance(value, bool) and secrets.hide(show(value))


def _is_sensitive_cell(loaded: Loaded, row: Mapping[str, object]) -> bool:
    """Whether the reader noticed something in a cell of a sensitive column."""
    name, column = (str(row.get(key)) for key in OF_CELL)
    table = loaded.schemas.tables.get(name)
    return table is not None and column in table.columns and table.columns[column].sensitive


def _titled(shape: Shape, row: Mapping[str, object]) -> dict[str, object]:
    """In sentences a code goes by its title, if its list gives one."""
    return {
        name: shape.titles[name].get(str(value), value) if name in shape.titles else value
        for name, value in row.items()
    }


def key_of(table: Table, row: Mapping[str, object]) -> str | None:
    """The row's key for a reader: its key columns joined, those without a value left out."""
    if len(table.key) == 1:  # as most have
        value = row.get(table.key[0])
        return None if value is None else show(value) or None
    parts = [show(row[name]) for name in table.key if row.get(name) is not None]
    return " / ".join(parts) or None


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
