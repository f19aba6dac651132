"""What published tables say of each other, as checks: sums, percentages, the same figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import fold
from qa_checks.model.checks import Check, Finding, FindingPlace, Outcome, State
from qa_checks.published.announced import (
    percentages_check,
    same_figure_check,
    shares_a_cube,
    sum_check,
)
from qa_checks.published.causes import Compared
from qa_checks.published.closing import (
    Closed,
    Tables,
    close,
    fault_of_derived,
    fault_of_open,
    say_rounded,
    turn,
)
from qa_checks.published.declaration import Declaration
from qa_checks.published.entries import Entry, Spot, index_cells
from qa_checks.published.percentages import Percentages
from qa_checks.published.portions import (
    Portion,
    Portions,
    compare_portions,
    fault_of_wrong,
    settle_base,
)
from qa_checks.published.published_faults import Fault
from qa_checks.published.same_figures import (
    SameFigures,
    fault_of_contradiction,
    find_same_figures,
    say_beside,
)
from qa_checks.published.sums import Sum
from qa_checks.published.terms import Term
from qa_checks.published.withheld import withhold_in_vain
from qa_checks.words import grouped, grouped_to, list_some

SHOWN = 3


class Related(Struct, frozen=True):
    """The checks of what tables say of each other.

    ``covered`` are the numbers of sums and the percentages that were compared, ``beside`` is what
    the finding of a cell that differs from the rows says of other tables, ``withheld`` what each
    table withholds in vain and no sum has told.
    """

    outcomes: tuple[Outcome, ...]
    covered: frozenset[Spot]
    beside: Mapping[Spot, str]
    withheld: Mapping[str, Sequence[Fault]]


class Ended(Struct, frozen=True):
    """How a check ended, the cells it compared, and those that it tells to be withheld in vain.

    ``open`` are percentages of which a count or base is withheld.
    """

    outcome: Outcome
    covered: frozenset[Spot] = frozenset()
    derived: frozenset[Spot] = frozenset()
    open: tuple[Portion, ...] = ()


def index_tables(declaration: Declaration, compared: Mapping[str, Compared]) -> Tables:
    """The cells of each table by what their row and column are called."""
    percentages = _keys_of_percentages(declaration)
    return {
        name: index_cells(item.table, item.cells, declaration.shorthand, percentages)
        for name, item in compared.items()
    }


def judge_relations(
    declaration: Declaration, compared: Mapping[str, Compared], tables: Tables
) -> Related:
    """Close every sum, and compare percentages with their counts, and figures with themselves."""
    ended = [_close(item, tables, compared) for item in declaration.sums]
    ended += [_compare(item, tables, compared) for item in declaration.percentages]
    outcomes = [item.outcome for item in ended]
    same = find_same_figures(list(compared.values()), tables)
    if shares_a_cube(declaration):
        outcomes.append(_same(same, compared))
    return Related(
        tuple(outcomes),
        frozenset(spot for item in ended for spot in item.covered),
        say_beside(same.contradictions),
        withhold_in_vain(
            compared,
            tables,
            frozenset(spot for item in ended for spot in item.derived),
            [portion for item in ended for portion in item.open],
        ),
    )


def _keys_of_percentages(declaration: Declaration) -> frozenset[tuple[str, str]]:
    """Tables and columns whose numbers are percentages, whether a sign says so or not."""
    shares = [item.shares for item in declaration.percentages]
    hundreds = [term for item in declaration.sums if item.is_hundred for _, term in item.parts]
    return frozenset(term.key for term in [*shares, *hundreds])


def _close(item: Sum, tables: Tables, compared: Mapping[str, Compared]) -> Ended:
    check = sum_check(item)
    terms = [term for _, term in item.parts] if item.is_hundred else item.terms
    if item.is_down:
        tables = {name: turn(entries) for name, entries in tables.items()}
    stopped = _stop(check, item.text, terms, tables, "row" if item.is_down else "column")
    if stopped:
        return Ended(stopped)
    closed = close(item, tables)
    if not (closed.compared or closed.derived):
        return Ended(Outcome.skipped(check, "no cell has a number in every part of the sum"))
    entries = tables[item.shown].values()
    notes = list(dict.fromkeys(note for entry in entries for note in entry.cell.notes))
    faults = [fault_of_open(item, left, notes) for left in closed.open]
    faults += [fault_of_derived(item, derived) for derived in closed.derived]
    findings = [_find(fault, check, compared) for fault in faults]
    misses = [say_rounded(item, miss) for miss in closed.rounded]
    ended = _end(check, findings, closed, misses)
    return replace(ended, derived=frozenset(derived.entry.spot for derived in closed.derived))


def _compare(item: Percentages, tables: Tables, compared: Mapping[str, Compared]) -> Ended:
    check = percentages_check(item)
    terms = [item.shares, item.counts, Term(item.base.table)]
    stopped = _stop(check, item.text, terms, tables)
    if stopped:
        return Ended(stopped)
    base = settle_base(item.base, tables)
    if isinstance(base, str):
        return Ended(Outcome.errored(check, base))
    portions = compare_portions(item, tables, base)
    if not portions.compared:
        reason = "no percentage has both its count and its base"
        return Ended(Outcome.skipped(check, reason), open=portions.open)
    findings = [_find(fault_of_wrong(wrong), check, compared) for wrong in portions.wrong]
    misses = [f"{label} {grouped_to(total)} for 100" for label, total in portions.rounded.items()]
    return replace(_end(check, findings, portions, misses), open=portions.open)


def _end(
    check: Check, findings: Sequence[Finding], related: Closed | Portions, misses: Sequence[str]
) -> Ended:
    rows = related.compared + related.unknown
    # What rounding alone explains is said, and is no fault.
    reason = f"By rounding alone: {list_some(misses, SHOWN, '; ')}." if misses else ""
    outcome = Outcome.of(check, findings, rows, unknown=related.unknown, reason=reason)
    return Ended(outcome, related.covered)


def _same(same: SameFigures, compared: Mapping[str, Compared]) -> Outcome:
    """What differs from the rows is told by its table, and is not told a second time."""
    check = same_figure_check()
    if not same.compared:
        return Outcome(check, State.SKIPPED, reason="no figure is published in two cells")
    told = sum(item.is_told for item in same.contradictions)
    findings = []
    for item in same.contradictions:
        if not item.is_told:
            finding = _find(fault_of_contradiction(item), check, compared)
            places = tuple(_place(other, compared) for other in item.others)
            findings.append(finding._replace(places=places))
    reason = f"Told with cells that differ from the rows: {grouped(told)} more." if told else ""
    return Outcome.of(check, findings, same.compared, unknown=told, reason=reason)


def _place(entry: Entry, compared: Mapping[str, Compared]) -> FindingPlace:
    sheet = compared[entry.table].table.located.sheet
    return FindingPlace(sheet.file, sheet.sheet, entry.cell.row)


def _stop(
    check: Check, text: str, terms: Sequence[Term], tables: Tables, what: str = "column"
) -> Outcome | None:
    """Why a sentence of tables.yml cannot be followed: a table or column that is not there."""
    for term in terms:
        if term.table not in tables:
            return Outcome.skipped(check, f"table {term.table} was not found")
    for term in terms:
        columns = {column for _, column in tables[term.table]}
        if term.column and fold(term.column) not in columns:
            reason = f"Table {term.table} has no {what} '{term.column}', which '{text}' names."
            return Outcome.errored(check, reason)
    return None


def _find(fault: Fault, check: Check, compared: Mapping[str, Compared]) -> Finding:
    return fault.find(check, compared[fault.table].table.located.sheet)
