"""The extract beside the system of record, in words: totals, columns, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa_checks.model.queries import AskedQuery, TableRead
from qa_checks.model.reconciliation import FieldDifference, Reconciliation
from qa_checks.words import fill, grouped, plural, reveal


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as every report shows it.

    ``listed`` says how many differences are listed, ``unlike`` are the columns that differ, each
    with the number of rows and its check; ``apart`` says which were not compared.
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
            tuple(
                (column.title, column.changed, f"{table.name}.differs.{column.name}")
                for column in table.columns
                if column.changed
            ),
            tuple(_say_apart(table)),
        )
        for number, table in enumerate(compared, start=1)
    )


def say_totals(table: Reconciliation) -> str:
    """Such as: 3,012 providers in both, 1 only in the source, 2 only in the extract; 4 differ."""
    if table.reason:
        return f"Not compared: {table.reason.rstrip('.')}."
    both = fill(f"{{both}} {table.rows_are} in both", {"both": table.both})
    left_out = plural(table.left_out, "row of the two was", "rows of the two were")
    end = f" {left_out} not compared: they share a key, or have none." if table.left_out else ""
    fields = "no field differs" if not table.differing else (
        f"a field differs in {grouped(table.differing)}"
    )  # fmt: skip
    return (
        f"{both}, {grouped(table.missing)} only in the source, {grouped(table.surplus)} only in "
        f"the extract; of those in both {fields}.{end}"
    )


def _say_listed(table: Reconciliation) -> str:
    """How many differences are listed, and whether that is all."""
    every = table.missing + table.surplus + sum(column.changed for column in table.columns)
    listed = len(table.differences)
    lead = "" if listed == every else "The first "
    of = "" if listed == every else f" of {grouped(every)}"
    return f"{lead}{plural(listed, 'difference')}{of}"


def _say_apart(table: Reconciliation) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for column in table.columns:
        if column.reason:
            by_reason.setdefault(column.reason, []).append(column.title)
    for reason, titles in by_reason.items():
        yield f"{', '.join(titles)}: {reason}"


def say_side(difference: FieldDifference, text: str | None) -> str:
    """What one side says of a field; nothing of a whole row."""
    if not difference.column:
        return ""
    return "(blank)" if text is None else reveal(text)


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
