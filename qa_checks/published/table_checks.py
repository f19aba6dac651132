"""Each published table as a check with its outcome, and what the tables say of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList
from qa_checks.model.checks import Outcome, State
from qa_checks.model.published import Cause, CellState, PublishedCell, PublishedTable
from qa_checks.published.announced import table_check
from qa_checks.published.causes import Compared, find_causes
from qa_checks.published.cells import compare
from qa_checks.published.declaration import Declaration
from qa_checks.published.declared_tables import DeclaredTable
from qa_checks.published.few_cases import judge_few_cases
from qa_checks.published.flow_checks import judge_flows
from qa_checks.published.last_tables import judge_last_tables
from qa_checks.published.left_out import find_left_out, find_unprinted
from qa_checks.published.located import locate, notes_by_file
from qa_checks.published.noughts import find_noughts
from qa_checks.published.numbers import Numbers
from qa_checks.published.published_faults import Fault, fault_in
from qa_checks.published.relation_checks import Related, index_tables, judge_relations
from qa_checks.published.undeclared import judge_undeclared
from qa_checks.published.understood import understand
from qa_checks.words import grouped, grouped_to, list_some, plural

SHOWN = 3


class Judged(Struct, frozen=True):
    """Every published table of a release as a check, and cell by cell; notes on all of them."""

    outcomes: tuple[Outcome, ...]
    tables: tuple[PublishedTable, ...]
    notes: tuple[str, ...] = ()


def judge_tables(
    declaration: Declaration,
    numbers: Numbers,
    codes: Mapping[str, CodeList],
    last: Path | None = None,
) -> Judged:
    """Compare every declared table with the rows, and close every sum and flow.

    Parameters
    ----------
    last
        The tables.yml of the last release.
    """
    sheets = numbers.loaded.published
    notes = notes_by_file(sheets)
    outcomes: dict[str, Outcome] = {}
    tables: list[PublishedTable] = []
    compared: dict[str, Compared] = {}
    faults: dict[str, list[Fault]] = {}
    for declared in declaration.tables:
        located = locate(declared.title, sheets)
        if isinstance(located, str):
            outcomes[declared.check] = Outcome.errored(table_check(declared), located)
            continue
        table = understand(declared, located, numbers, codes)
        cells, odd = compare(table, numbers, declaration.shorthand, notes[located.sheet.file])
        compared[declared.name] = Compared(table, cells)
        left_out = find_left_out(table, numbers, codes)
        faults[declared.name] = [*table.faults, *left_out, *odd]
    indexed = index_tables(declaration, compared)
    related = judge_relations(declaration, compared, indexed)
    for _, family in groupby(compared.values(), key=lambda item: id(item.table.declared.family)):
        alike = list(family)
        faults[alike[0].table.declared.name] += find_unprinted(
            [item.table for item in alike], numbers
        )
        for nought in find_noughts(alike):
            faults[nought.table].append(nought)
        for item, causes in zip(alike, find_causes(alike, numbers), strict=True):
            published = _published(_with_rows(item, numbers), causes)
            tables.append(published)
            name = item.table.declared.name
            told = [*faults[name], *related.withheld[name]]
            outcomes[published.check] = _outcome(item, published, told, related)
    every = [outcomes[declared.check] for declared in declaration.tables]
    every += [*related.outcomes, *judge_flows(declaration.flows, compared, numbers)]
    if last:
        every.append(judge_last_tables(last, compared, indexed, numbers, codes))
    titles = [declared.title for declared in declaration.tables]
    every += judge_undeclared(sheets, titles, [item.table.located for item in compared.values()])
    every += judge_few_cases(declaration, compared, indexed)
    bare = [item for item in compared.values() if not item.table.declared.is_recomputed]
    return Judged(tuple(every), tuple(tables), tuple(_note(bare, related)))


def _note(bare: Sequence[Compared], related: Related) -> Iterator[str]:
    """How much is known of tables without a cube: no check of theirs has passed."""
    if bare:
        names = {item.table.declared.name for item in bare}
        numbers = sum(
            cell.published is not None for item in bare for row in item.cells for cell in row
        )
        closed = sum(name in names for name, _, _ in related.covered)
        yield (
            f"{plural(len(bare), 'published table')} without a cube: {grouped(closed)} of "
            f"{plural(numbers, 'number')} were compared with other printed numbers, none with rows."
        )


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


def _outcome(
    item: Compared, table: PublishedTable, faults: Sequence[Fault], related: Related
) -> Outcome:
    declared, sheet = item.table.declared, item.table.located.sheet
    check = table_check(declared)
    findings = [fault.find(check, sheet) for fault in (*_differences(table, related), *faults)]
    equal, differs = table.count(CellState.EQUAL), table.count(CellState.DIFFERS)
    unknown = table.count(CellState.NOT_IN_DATA)
    compared = equal + differs
    if not (compared or findings):
        return _not_compared(declared, table, related)
    return Outcome.of(check, findings, compared + unknown + len(faults), unknown=unknown)


def _not_compared(declared: DeclaredTable, table: PublishedTable, related: Related) -> Outcome:
    """A table that no rows are known of: it has passed nothing.

    One that is declared to be so need not be compared with rows if every number of it stands in a
    sum or percentage.
    """
    check, unknown = table_check(declared), table.count(CellState.NOT_IN_DATA)
    alone = [
        cell
        for row in table.cells
        for cell in row
        if cell.published is not None
        and (table.name, cell.row, cell.position) not in related.covered
    ]
    reason = f"nothing could be compared: {_why_not(table)}"
    required = True
    if not declared.is_recomputed and unknown:
        named = list_some([f"{cell.row_label}, {cell.column_label}" for cell in alone], SHOWN, "; ")
        required = bool(alone)
        reason = (
            f"no cube is named, and {len(alone)} of {plural(unknown, 'number')} are part of no sum "
            f"and no percentage that was compared: {named}"
            if alone
            else "no cube is named: tables known only by their sums and percentages"
        )
    return Outcome(
        check, State.SKIPPED, reason=reason, checked=unknown, unknown=unknown, required=required
    )


def _why_not(table: PublishedTable) -> str:
    reasons = [cell.reason for row in table.cells for cell in row if cell.reason]
    return reasons[0] if reasons else "the table has no numbers"


def _differences(table: PublishedTable, related: Related) -> Iterator[Fault]:
    for row in table.cells:
        for cell in row:
            if cell.state is CellState.DIFFERS:
                beside = related.beside.get((table.name, cell.row, cell.position), "")
                told = [_say(cell), beside, table.explain(cell)]
                yield fault_in(table.name, cell, " ".join(filter(None, told)))


def _say(cell: PublishedCell) -> str:
    """Such as: 547 is published, the rows give 611."""
    difference = cell.difference or 0
    apart = f"{grouped_to(abs(difference))} {'more' if difference > 0 else 'fewer'}"
    beside = "".join(f" {note}" for note in cell.notes)
    return (
        f"{cell.printed.strip()} is published, the rows give {grouped_to(cell.recomputed or 0)} "
        f"({apart if difference else 'no percentage'}).{beside}"
    )
