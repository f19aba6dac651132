"""Percentages of fewer cases than tables.yml asks for, of which no note says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qa_checks.model.checks import Outcome
from qa_checks.published.announced import few_cases_check
from qa_checks.published.causes import Compared
from qa_checks.published.closing import Tables
from qa_checks.published.declaration import Declaration
from qa_checks.published.entries import Spot
from qa_checks.published.portions import Portion, find_portions, settle_base
from qa_checks.published.published_faults import Fault
from qa_checks.words import grouped_to, plural


def judge_few_cases(
    declaration: Declaration, compared: Mapping[str, Compared], tables: Tables
) -> Iterator[Outcome]:
    """The check that percentages of few cases are told, where tables.yml says how few those are."""
    if declaration.few is None:
        return
    check, checked = few_cases_check(declaration.few), 0
    few: dict[Spot, list[Portion]] = {}
    for portion in _portions(declaration, tables):
        checked += 1
        if 0 < (portion.base.printed.value or 0) < declaration.few:
            few.setdefault(portion.base.spot, []).append(portion)
    faults = [
        _fault_of(portions, declaration.few)
        for portions in few.values()
        if not any(map(_has_note, portions))
    ]
    findings = [fault.find(check, compared[fault.table].table.located.sheet) for fault in faults]
    if checked:
        yield Outcome.of(check, findings, checked)
    else:
        yield Outcome.skipped(check, "no percentage stands beside its base")


def _portions(declaration: Declaration, tables: Tables) -> Iterator[Portion]:
    """Every percentage with its base, but for those that are a base's own."""
    for item in declaration.percentages:
        named = (item.shares.table, item.counts.table, item.base.table)
        base = settle_base(item.base, tables) if tables.keys() >= set(named) else ""
        if isinstance(base, str):
            continue
        for portion in find_portions(item, tables, base):
            if portion is not None and not portion.is_whole:
                yield portion


def _has_note(portion: Portion) -> bool:
    return any(entry.cell.notes for entry in (portion.share, portion.count, portion.base))


def _fault_of(portions: list[Portion], few: int) -> Fault:
    """Such as: Table 2, Voluntary, Good: 33% and 1 other are published, of 3 cases, ..."""
    first, more = portions[0], len(portions) - 1
    are = f"and {plural(more, 'other')} are" if more else "is"
    cases = grouped_to(first.base.printed.value or 0)
    return first.share.fault(
        f"{are} published, of {cases} cases: fewer than {few}, and no note says so."
    )
