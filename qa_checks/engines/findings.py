"""Violating rows become findings with their place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.schemas import Table
from qa_checks.model import Finding
from qa_checks.plan import PlannedCheck
from qa_checks.reading.store import Store
from qa_checks.words import PLACEHOLDER, fill, show

MASKED = "[masked]"
CELL_WORDS = ("place", "header", "written")


@dataclass(frozen=True)
class Shape:
    """What all findings of one check have in common.

    ``masked`` are the columns whose values are not shown, ``titles`` the words that stand for
    codes in sentences, by column.
    """

    planned: PlannedCheck
    table: Table
    masked: frozenset[str]
    titles: Mapping[str, Mapping[str, str]]
    pointed: str | None


def make_findings(
    store: Store, planned: PlannedCheck, rows: Sequence[Mapping[str, object]]
) -> tuple[Finding, ...]:
    """One finding for each violating row, in the order given."""
    if not rows:
        return ()
    shape = _shape_of(store, planned, rows[0])
    return tuple(_finding(store, shape, row) for row in rows)


def shown_columns(store: Store, planned: PlannedCheck) -> list[str]:
    """Columns of a violating row that its finding needs: place, key, message and value."""
    table = table_of(store, planned.check.table)
    entries = [
        block.unpivot.name
        for layout in store.catalogue.layouts.values()
        for block in layout.blocks
        if block.table == table.table and block.unpivot
    ]
    names = ["_source", "_block", "_row", *table.key, *planned.points_at[:1], *entries]
    names += [name for name in CELL_WORDS if planned.form == "cells" or name in table.columns]
    return list(dict.fromkeys([*names, *PLACEHOLDER.findall(planned.message)]))


def table_of(store: Store, name: str) -> Table:
    """Schema of a canonical or extract table."""
    return store.catalogue.tables.get(name) or EXTRACT_TABLES[name]


def _shape_of(store: Store, planned: PlannedCheck, names: Iterable[str]) -> Shape:
    table = table_of(store, planned.check.table)
    columns = {name: table.columns[name] for name in names if name in table.columns}
    titles = {
        name: store.catalogue.codes[column.in_.removesuffix(".csv")].titles
        for name, column in columns.items()
        if column.in_ is not None
    }
    sensitive = {name for name, column in columns.items() if column.sensitive}
    return Shape(
        planned,
        table,
        masked=frozenset(sensitive.union(planned.rule.rule.masked if planned.rule else ())),
        titles={name: words for name, words in titles.items() if words},
        pointed=planned.points_at[0] if planned.points_at else None,
    )


def _finding(store: Store, shape: Shape, row: Mapping[str, object]) -> Finding:
    check, pointed = shape.planned.check, shape.pointed
    file, sheet = store.places.get(_whole(row.get("_source")) or -1, (None, None))
    shown = _masked(shape, row) if shape.masked else row
    value = shown.get(pointed) if pointed else None
    column = _header(store, row, pointed) if pointed else None
    if "written" in row and "header" in row:
        value, column = shown["written"], str(row["header"])
    elif check.table == "extract_columns":
        value, column = row.get("header"), None
    return Finding(
        check=check.id,
        severity=check.severity,
        table=check.table,
        file=file,
        sheet=sheet,
        row=_whole(row.get("_row")),
        column=column,
        key=key_of(shape.table, row) or _text(row.get("place")),
        value=None if value is None else show(value),
        message=fill(shape.planned.message, _titled(shape, shown) if shape.titles else shown),
    )


def _masked(shape: Shape, row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: MASKED if value is not None and name in shape.masked else value
        for name, value in row.items()
    }


def _titled(shape: Shape, row: Mapping[str, object]) -> dict[str, object]:
    """In sentences a code goes by its title, if its list gives one."""
    return {
        name: shape.titles[name].get(str(value), value) if name in shape.titles else value
        for name, value in row.items()
    }


def key_of(table: Table, row: Mapping[str, object]) -> str | None:
    """The row's key for a reader: its key columns joined, those without a value left out."""
    parts = [show(row[name]) for name in table.key if row.get(name) is not None]
    return " / ".join(parts) or None


def _header(store: Store, row: Mapping[str, object], column: str) -> str | None:
    """Header under which a canonical column of this row stands in its file."""
    source, block = _whole(row.get("_source")), _whole(row.get("_block"))
    if source is None or block is None:
        return None
    direct = store.headers.get((source, block, column))
    if direct is not None:
        return direct
    for value in row.values():
        entry = store.headers.get((source, block, f"={value}"))
        if entry is not None:
            return entry
    return _nearest_header(store, source, block, column)


def _nearest_header(store: Store, source: int, block: int, column: str) -> str | None:
    """Header of a column that another block of the same sheet gives, the nearest block first."""
    wanted = (source, block, f"~{column}")
    if wanted not in store.headers:
        # A copy: another thread may remember a header meanwhile.
        found = sorted(
            (abs(number - block - 0.5), header)
            for (where, number, name), header in list(store.headers.items())
            if where == source and name in (column, f"={column}")
        )
        store.headers[wanted] = found[0][1] if found else ""
    return store.headers[wanted] or None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
