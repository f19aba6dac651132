"""Violating rows become findings with their place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.schemas import Table
from qa_checks.model import Finding
from qa_checks.plan import PlannedCheck
from qa_checks.reading.store import Store
from qa_checks.words import fill, show

MASKED = "[masked]"


def make_findings(
    store: Store, planned: PlannedCheck, rows: Sequence[Mapping[str, object]]
) -> tuple[Finding, ...]:
    """One finding for each violating row, in the order given."""
    table = table_of(store, planned.check.table)
    return tuple(_finding(store, planned, table, row) for row in rows)


def table_of(store: Store, name: str) -> Table:
    """Schema of a canonical or extract table."""
    return store.catalogue.tables.get(name) or EXTRACT_TABLES[name]


def _finding(
    store: Store, planned: PlannedCheck, table: Table, row: Mapping[str, object]
) -> Finding:
    source = _whole(row.get("_source"))
    file, sheet = store.places.get(source or -1, (None, None))
    number = _whole(row.get("_row"))
    pointed = planned.points_at[0] if planned.points_at else None
    shown = {name: _masked(table, name, value) for name, value in row.items()}
    value = shown.get(pointed) if pointed else None
    column = _header(store, row, pointed) if pointed else None
    if "written" in row and "header" in row:
        value, column = row["written"], str(row["header"])
    elif planned.check.table == "extract_columns":
        value, column = row.get("header"), None
    return Finding(
        check=planned.check.id,
        severity=planned.check.severity,
        table=planned.check.table,
        file=file,
        sheet=sheet,
        row=number,
        column=column,
        key=key_of(table, row) or _text(row.get("place")),
        value=None if value is None else show(value),
        message=fill(planned.message, shown),
    )


def key_of(table: Table, row: Mapping[str, object]) -> str | None:
    """The row's key for a reader: its key columns joined, those without a value left out."""
    parts = [show(row[name]) for name in table.key if row.get(name) is not None]
    return " / ".join(parts) or None


def _masked(table: Table, name: str, value: object) -> object:
    column = table.columns.get(name)
    return MASKED if column is not None and column.sensitive and value is not None else value


def _header(store: Store, row: Mapping[str, object], column: str) -> str | None:
    """Header under which a canonical column of this row stands in its file."""
    source, block = _whole(row.get("_source")), _whole(row.get("_block"))
    if source is None or block is None:
        return None
    direct = store.headers.get((source, block, column))
    if direct is not None:
        return direct
    for value in row.values():
        named = store.headers.get((source, block, f"={value}"))
        if named is not None:
            return named
    blocks = sorted(
        (abs(number - block - 0.5), number)
        for (where, number, name) in store.headers
        if where == source and name in (column, f"={column}")
    )
    if not blocks:
        return None
    number = blocks[0][1]
    return store.headers.get((source, number, column)) or store.headers.get(
        (source, number, f"={column}")
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
