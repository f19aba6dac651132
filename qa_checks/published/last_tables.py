"""Figures that the last release's tables show too, held against what was printed there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList
from qa_checks.errors import ReleaseError
from qa_checks.model.checks import Finding, Outcome
from qa_checks.model.published import CellState
from qa_checks.published.announced import last_tables_check
from qa_checks.published.causes import Compared
from qa_checks.published.cells import compare
from qa_checks.published.closing import Tables
from qa_checks.published.declaration import Declaration, read_declaration
from qa_checks.published.entries import Entry
from qa_checks.published.located import locate, notes_by_file
from qa_checks.published.numbers import Numbers
from qa_checks.published.published_faults import Fault
from qa_checks.published.relation_checks import index_tables
from qa_checks.published.same_figures import Figure, entries_of, have_one_value
from qa_checks.published.understood import understand
from qa_checks.words import grouped

_REVISED = re.compile(r"\b(revis|correct|restate)", re.IGNORECASE)


def judge_last_tables(
    path: Path,
    compared: Mapping[str, Compared],
    tables: Tables,
    numbers: Numbers,
    codes: Mapping[str, CodeList],
) -> Outcome:
    """Compare each figure of the tables with what those of the last release say of it.

    Parameters
    ----------
    path
        The tables.yml of the last release.
    """
    check = last_tables_check()
    try:
        declaration = read_declaration(path, numbers.loaded.schemas)
    except ReleaseError as fault:
        return replace(Outcome.skipped(check, str(fault)), required=False)
    before, lost = _read_last(declaration, numbers, codes)
    both = [
        (item, entry, before[figure])
        for name, item in compared.items()
        for figure, entry in entries_of(item.table, tables[name])
        if entry.says_something and figure in before
    ]
    if not both:
        reason = "no figure stands in the tables of the last release too. " + " ".join(lost)
        return replace(Outcome.skipped(check, reason), required=False)
    findings: list[Finding] = []
    told = 0
    for item, now, then in both:
        if have_one_value(now, then) or any(map(_REVISED.search, now.cell.notes)):
            continue
        if now.cell.state is CellState.DIFFERS:
            told += 1
        else:
            findings.append(_fault_of(now, then).find(check, item.table.located.sheet))
    more = [f"Told with cells that differ from the rows: {grouped(told)} more."] if told else []
    reason = " ".join([*more, *lost])
    return Outcome.of(check, findings, len(both), unknown=told, reason=reason)


def _read_last(
    declaration: Declaration, numbers: Numbers, codes: Mapping[str, CodeList]
) -> tuple[Mapping[Figure, Entry], list[str]]:
    """What each figure was in the last release's tables; a sentence on each that is not found."""
    sheets, last = numbers.loaded.published_before, numbers.loaded.previous
    notes = notes_by_file(sheets)
    compared: dict[str, Compared] = {}
    lost: list[str] = []
    for declared in declaration.tables:
        located = locate(declared.title, sheets)
        if isinstance(located, str):
            lost.append(f"Of the last release: {located}")
            continue
        table = replace(understand(declared, located, numbers, codes), release=last)
        cells, _ = compare(table, numbers, declaration.shorthand, notes[located.sheet.file])
        compared[declared.name] = Compared(table, cells)
    tables = index_tables(declaration, compared)
    figures = {
        figure: entry
        for name, item in compared.items()
        for figure, entry in entries_of(item.table, tables[name])
        if entry.says_something
    }
    return figures, lost


def _fault_of(now: Entry, then: Entry) -> Fault:
    """Such as: Table 1, 31 March 2020, Full: 7 is published; the last release published 5 …."""
    place = f"table {then.table}, {then.cell.row_label}, {then.cell.column_label}"
    return now.fault(
        f"is published; the last release published {then.cell.printed.strip()} ({place}), and "
        "nothing says that it was revised."
    )
