"""The extract beside the system of record, in words: totals, columns, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.model.reconciliation import Reconciliation
from qa_checks.model.sources import AskedQuery, TableRead
from qa_checks.placeholders import fill
from qa_checks.render.change_lines import say_left_out, say_not_compared
from qa_checks.words import grouped, say_listed


class SourceLine(Struct, frozen=True):
    """One source as every report shows it.

    ``listed`` says how many differences are listed; ``unlike`` is what differs, each with the
    number of rows and its check; ``apart`` says which columns were not compared.
    """

    compared: Reconciliation
    anchor: str
    totals: str
    listed: str
    unlike: tuple[tuple[str, int, str], ...]
    apart: tuple[str, ...]


def source_lines(compared: Sequence[Reconciliation]) -> tuple[SourceLine, ...]:
    """Every source, in the order in which it is declared."""
    return tuple(
        SourceLine(
            table,
            f"source-{number}",
            say_totals(table),
            _say_listed(table),
            tuple(_find_unlike(table)),
            tuple(say_not_compared(table.columns)),
        )
        for number, table in enumerate(compared, start=1)
    )


def _find_unlike(table: Reconciliation) -> Iterator[tuple[str, int, str]]:
    if table.missing:
        yield "The whole row: the extract lacks it", table.missing, f"{table.name}.missing"
    if table.surplus:
        yield "The whole row: the source lacks it", table.surplus, f"{table.name}.surplus"
    for column in table.columns:
        if column.changed:
            yield column.title, column.changed, f"{table.name}.differs.{column.name}"


def say_totals(table: Reconciliation) -> str:
    """Such as: 3,012 providers in both, 1 only in the source, 2 only in the extract; 4 differ."""
    if table.reason:
        return f"Not compared: {table.reason.rstrip('.')}."
    both = fill(f"{{both}} {table.rows_are} in both", {"both": table.both})
    end = f" {say_left_out(table.left_out)}" if table.left_out else ""
    fields = "no field differs"
    if table.differing:
        fields = f"a field differs in {grouped(table.differing)}"
    elif all(column.reason for column in table.columns):
        fields = "no field was compared"
    return (
        f"{both}, {grouped(table.missing)} only in the source, {grouped(table.surplus)} only in "
        f"the extract; of those in both {fields}.{end}"
    )


def _say_listed(table: Reconciliation) -> str:
    every = table.missing + table.surplus + sum(column.changed for column in table.columns)
    return say_listed(len(table.differences), every, "difference")


def say_read(query: AskedQuery) -> str:
    """Such as: It reads dbo.inspections (urn, inspection_date) and dbo.providers (urn)."""
    if query.reading.fault:
        return f"It could not be followed: {query.reading.fault}."
    tables = [_say_table(table) for table in query.reading.tables]
    return f"It reads {'; '.join(tables)}." if tables else "It reads no table."


def _say_table(table: TableRead) -> str:
    named = ", ".join("all columns" if name == "*" else name for name in table.columns)
    if not table.name:
        return f"{named}, of one of these"
    return f"{table.name} ({named})" if named else f"{table.name} (its rows)"
