"""Each published table, and each sum of tables, as a check with its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa_checks.catalogue.codes import CodeList
from qa_checks.model import (
    Cause,
    CellState,
    Check,
    Finding,
    Outcome,
    PublishedCell,
    PublishedTable,
    State,
)
from qa_checks.published.announced import TABLE, sum_check, table_check
from qa_checks.published.causes import Compared, find_causes
from qa_checks.published.cells import compare, tidy
from qa_checks.published.closing import Index, close, index_cells, lacking_columns, say_open
from qa_checks.published.declaration import Declaration, DeclaredTable
from qa_checks.published.flow_checks import judge_flows
from qa_checks.published.located import Located, locate, read_notes
from qa_checks.published.numbers import Numbers
from qa_checks.published.sums import Sum
from qa_checks.published.understood import Fault, understand
from qa_checks.words import grouped


@dataclass(frozen=True)
class Judged:
    """Every published table of a release as a check, and cell by cell."""

    outcomes: tuple[Outcome, ...]
    tables: tuple[PublishedTable, ...]


def judge_tables(
    declaration: Declaration, numbers: Numbers, codes: Mapping[str, CodeList]
) -> Judged:
    """Compare every declared table with the rows, and close every sum and flow."""
    sheets = numbers.loaded.published
    notes = read_notes(sheets)
    outcomes: dict[str, Outcome] = {}
    tables: list[PublishedTable] = []
    compared: dict[str, Compared] = {}
    faults: dict[str, list[Fault]] = {}
    for declared in declaration.tables:
        located = locate(declared.title, sheets)
        if isinstance(located, str):
            outcomes[declared.check] = _missing(declared, located)
            continue
        table = understand(declared, located, numbers, codes)
        cells, odd = compare(table, numbers, declaration.shorthand, notes)
        compared[declared.name] = Compared(table, cells)
        faults[declared.name] = [*table.faults, *odd]
    for _, family in groupby(compared.values(), key=lambda item: id(item.table.declared.family)):
        alike = list(family)
        for item, causes in zip(alike, find_causes(alike, numbers), strict=True):
            published = _published(_with_rows(item, numbers), causes)
            tables.append(published)
            name = item.table.declared.name
            outcomes[published.check] = _outcome(item.table.declared, published, faults[name])
    every = [outcomes[declared.check] for declared in declaration.tables]
    indexes = {name: index_cells(item.table, item.cells) for name, item in compared.items()}
    every += [
        _closing(
            item, indexes, compared[item.shown].table.located if item.shown in compared else None
        )
        for item in declaration.sums
    ]
    every += judge_flows(declaration.flows, compared, numbers)
    return Judged(tuple(every), tuple(tables))


def _with_rows(item: Compared, numbers: Numbers) -> Compared:
    """The cells that differ with the rows behind them."""
    rows, table = [], item.table
    for (_, row), cells in zip(table.rows, item.cells, strict=True):
        behind = []
        for (_, column), cell in zip(table.columns, cells, strict=True):
            if cell.state is CellState.DIFFERS:
                cube, selected = table.declared.cube, table.selected(row, column)
                counted, first = numbers.rows(cube, table.snapshots(row, column)[0], selected)
                behind.append(replace(cell, counted=counted, rows=tuple(first)))
            else:
                behind.append(cell)
        rows.append(behind)
    return Compared(table, rows)


def _published(item: Compared, causes: tuple[Cause, ...]) -> PublishedTable:
    table = item.table
    return PublishedTable(
        name=table.declared.name,
        title=table.located.title,
        check=table.declared.check,
        file=table.located.sheet.file,
        sheet=table.located.sheet.sheet,
        row=table.located.row,
        cells=tuple(map(tuple, item.cells)),
        causes=causes,
        is_series=table.declared.is_series,
    )


def _missing(declared: DeclaredTable, why: str) -> Outcome:
    return Outcome(table_check(declared), State.ERRORED, reason=why, required=True)


def _outcome(declared: DeclaredTable, table: PublishedTable, faults: Sequence[Fault]) -> Outcome:
    check = table_check(declared)
    findings = [*_differences(table, check), *(_fault(table, check, fault) for fault in faults)]
    equal, differs = table.count(CellState.EQUAL), table.count(CellState.DIFFERS)
    unknown = table.count(CellState.NOT_IN_DATA)
    compared = equal + differs
    state = State.FAILED if findings else State.PASSED if compared else State.SKIPPED
    reason = "" if compared or findings else f"nothing could be compared: {_why_not(table)}"
    return Outcome(
        check,
        state,
        reason=reason,
        checked=compared + unknown + len(faults),
        failed=len(findings),
        unknown=unknown,
        required=True,
        findings=tuple(findings),
    )


def _why_not(table: PublishedTable) -> str:
    reasons = [cell.reason for row in table.cells for cell in row if cell.reason]
    return reasons[0] if reasons else "the table has no numbers"


def _differences(table: PublishedTable, check: Check) -> Iterator[Finding]:
    for row in table.cells:
        for cell in row:
            if cell.state is CellState.DIFFERS:
                yield Finding(
                    check.id, check.severity, TABLE, table.file, table.sheet, cell.row,
                    cell.column_label, table.key(cell),
                    cell.printed, f"{_say(table, cell)} {table.explain(cell)}",
                )  # fmt: skip


def _say(table: PublishedTable, cell: PublishedCell) -> str:
    """Such as: Table 8a, 31 March 2019, Outstanding: 547 is published, the rows give 611."""
    difference = cell.difference or 0
    apart = grouped(tidy(round(abs(difference), 6)))
    beside = "".join(f" {note}" for note in cell.notes)
    return (
        f"Table {table.name}, {cell.row_label}, {cell.column_label}: {cell.printed.strip()} is "
        f"published, the rows give {grouped(tidy(round(cell.recomputed or 0, 6)))} "
        f"({apart} {'more' if difference > 0 else 'fewer'}).{beside}"
    )


def _fault(table: PublishedTable, check: Check, fault: Fault) -> Finding:
    return Finding(
        check.id, check.severity, TABLE, table.file, table.sheet, fault.row,
        fault.column or None, fault.key, fault.value, fault.message,
    )  # fmt: skip


def _closing(item: Sum, indexes: Mapping[str, Index], located: Located | None) -> Outcome:
    check = sum_check(item)
    if located is None:
        reason = f"table {item.shown} was not found"
        return Outcome(check, State.SKIPPED, reason=reason, required=True)
    lacking = lacking_columns(item, indexes[item.shown])
    if lacking:
        reason = f"Table {item.shown} has no column '{lacking[0]}', which '{item.text}' names."
        return Outcome(check, State.ERRORED, reason=reason, required=True)
    closed = close(item, indexes)
    if not closed.compared:
        reason = "no cell has a number in every part of the sum"
        return Outcome(check, State.SKIPPED, reason=reason, required=True)
    told = [note for cell in indexes[item.shown].values() for note in cell.notes]
    findings = tuple(
        Finding(
            check.id, check.severity, TABLE, located.sheet.file, located.sheet.sheet, left.cell.row,
            left.cell.column_label,
            f"{item.shown} / {left.cell.row_label} / {left.cell.column_label}",
            left.cell.printed, say_open(item, left, list(dict.fromkeys(told))),
        )
        for left in closed.open
    )  # fmt: skip
    return Outcome(
        check,
        State.FAILED if findings else State.PASSED,
        checked=closed.compared + closed.unknown,
        failed=len(findings),
        unknown=closed.unknown,
        required=True,
        findings=findings,
    )
