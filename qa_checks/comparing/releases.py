"""Two releases compared as the catalogue says: what changed, and which check asks for a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.catalogue.conditions import Given
from qa_checks.comparing.change_findings import finding_of, say_masked
from qa_checks.comparing.choice_of_rules import masked_columns
from qa_checks.comparing.column_sources import is_given, list_sources
from qa_checks.comparing.columns_apart import list_apart, say_lacking
from qa_checks.comparing.matching import ROW, Asked, Side, match
from qa_checks.comparing.meanings import Classed, class_changes, own_checks
from qa_checks.comparing.movements import define, move
from qa_checks.comparing.row_keys import judge_key, key_check
from qa_checks.comparing.two_releases import NEW_SAID, OLD_SAID, SCHEMA, TwoReleases
from qa_checks.comparing.unread import (
    count_unread,
    judge_unread,
    note_unread,
    say_apart,
    unread_check,
)
from qa_checks.errors import without_values
from qa_checks.model.changes import (
    CHANGE_HEADERS,
    MOST_LISTED,
    ChangeClass,
    ComparedColumn,
    ComparedTable,
)
from qa_checks.model.checks import Check, Outcome, State
from qa_checks.reading.loaded import Snapshot, within
from qa_checks.words import plural

Take = Callable[[Iterator[Sequence[str]]], None]


class Compared(Struct, frozen=True):
    """The checks that the comparisons of two releases are, and what they came to."""

    outcomes: tuple[Outcome, ...]
    tables: tuple[ComparedTable, ...]


def compare_releases(releases: TwoReleases, take: Take | None = None) -> Compared:
    """Compare the release with the one before it, by every comparison of the catalogue.

    Parameters
    ----------
    take
        Is given every change, as lines for a table.
    """
    releases.loaded.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    note_unread(releases)
    outcomes: list[Outcome] = []
    tables: list[ComparedTable] = []
    everything: list[tuple[Comparison, Classed]] = []
    reasons = {
        name: _why_not(releases, comparison)
        for name, comparison in releases.catalogue.comparisons.items()
    }
    for name, comparison in releases.catalogue.comparisons.items():
        reason = reasons[name]
        if reason:
            # Where nothing at all can be compared, nothing has passed.
            required, check = all(reasons.values()), key_check(comparison)
            outcomes.append(Outcome(check, State.SKIPPED, reason=reason, required=required))
            tables.append(_empty(comparison, reason))
            continue
        of_table, table, classed = _compare(releases, comparison)
        outcomes += of_table
        tables.append(table)
        everything.append((comparison, classed))
    if take is not None:
        take(_lines(everything))
    return Compared(tuple(outcomes), tuple(tables))


def announce(catalogue: Catalogue) -> list[Check]:
    """Every check of the comparisons, as it may be selected."""
    return [
        check
        for comparison in catalogue.comparisons.values()
        for check in (key_check(comparison), unread_check(comparison), *own_checks(comparison))
    ]


def _why_not(releases: TwoReleases, comparison: Comparison) -> str:
    """Why two releases cannot be compared so; '' if they can."""
    from qa_checks.duckdb_core import Error

    sides = ((OLD_SAID, releases.loaded.previous), (NEW_SAID, releases.loaded.release))
    for called, snapshot in sides:
        for name in comparison.tables:
            if name not in snapshot.tables:
                return f"{called} has no {releases.catalogue.tables[name].rows_are}"
    if isinstance(comparison.given, Given):
        try:
            [(holds,)] = releases.ask(f"SELECT ({comparison.given.that})")
        except Error as fault:
            return f"what it is given cannot be told: {without_values(fault)}"
        return "" if holds else comparison.given.else_
    return ""


def _compare(
    releases: TwoReleases, comparison: Comparison
) -> tuple[list[Outcome], ComparedTable, Classed]:
    old, new = (
        _side(releases, comparison, snapshot, called)
        for called, snapshot in (
            (OLD_SAID, releases.loaded.previous),
            (NEW_SAID, releases.loaded.release),
        )
    )
    columns = _columns(releases, comparison, old, new)
    compared = tuple(name for name, reason in columns.items() if not reason)
    given = releases.ask(f"DESCRIBE {new.source}")
    beside = tuple(name for name, *_ in given if name not in (ROW, *compared, *comparison.key))
    asked = Asked(tuple(comparison.key), compared, beside)
    matched = match(
        releases.loaded.connection, old, new, asked, f"{SCHEMA}.differing_{comparison.comparison}"
    )
    unread = count_unread(releases, comparison, matched)
    classed = class_changes(matched, comparison, releases, unread)
    outcomes = [
        judge_key(releases, comparison, matched),
        judge_unread(comparison, unread, matched.both),
        *_judge(releases, comparison, classed, matched.both),
    ]
    changed = classed.cells()
    hidden = masked_columns(releases.catalogue)
    masked = [comparison.columns[name].title for name in compared if name in hidden]
    table = ComparedTable(
        name=comparison.comparison,
        title=comparison.title,
        rows_are=comparison.rows_are,
        old=OLD_SAID,
        new=NEW_SAID,
        old_rows=matched.old_rows,
        new_rows=matched.new_rows,
        both=matched.both,
        added=matched.added,
        gone=matched.gone,
        changed=classed.changed_rows(),
        left_out=matched.left_out,
        columns=(
            *(
                ComparedColumn(
                    name,
                    comparison.columns[name].title,
                    changed.get(name, 0),
                    reason or _say_unread(unread.get(name, 0)),
                )
                for name, reason in columns.items()
            ),
            *list_apart(releases, comparison, old, new),
        ),
        definitions=(*define(releases, comparison), *say_masked(masked)),
        classes=tuple(
            ChangeClass(kind.title, kind.state, kind.check, number)
            for kind, number in classed.counts
            if number
        ),
        movements=tuple(move(releases, comparison, matched)),
        changes=tuple(classed.changes(MOST_LISTED)),
        revisions=tuple(classed.changes(releases.keep, revisions=True)),
        revised=sum(number for kind, number in classed.counts if kind.revision),
    )
    return outcomes, table, classed


def _lines(everything: Sequence[tuple[Comparison, Classed]]) -> Iterator[Sequence[str]]:
    """Every change of every comparison, below a header."""
    yield CHANGE_HEADERS
    for comparison, classed in everything:
        for change in classed.changes(None):
            cells = change.cells(comparison.comparison)
            yield ["" if cell is None else str(cell) for cell in cells]


def _columns(releases: TwoReleases, comparison: Comparison, old: Side, new: Side) -> dict[str, str]:
    """The columns to compare, each with the reason why it is not; '' if it is.

    What neither release has is none.
    """
    told = {}
    sides = [
        (side.called, snapshot, list_sources(releases, side))
        for side, snapshot in ((old, releases.loaded.previous), (new, releases.loaded.release))
    ]
    for name, column in comparison.columns.items():
        lacking = [
            called
            for called, snapshot, sources in sides
            if not is_given(column.needs, snapshot, sources)
        ]
        if len(lacking) < 2:
            told[name] = say_lacking(lacking[0]) if lacking else ""
    return told


def _say_unread(number: int) -> str:
    cells = plural(number, "cell", "cells")
    were = "was" if number == 1 else "were"
    return f"{cells} could not be read on one side, and {were} not compared" if number else ""


def _side(releases: TwoReleases, comparison: Comparison, snapshot: Snapshot, called: str) -> Side:
    """The rows of one release as a table of their own: SQL names tables without a release."""
    side = "old" if snapshot is releases.loaded.previous else "new"
    table = f"{SCHEMA}.{side}_{comparison.comparison}"
    cursor = within(releases.loaded.connection, snapshot.database)
    cursor.execute(f"CREATE OR REPLACE TABLE {table} AS {comparison.select}")
    return Side(table, called)


def _judge(
    releases: TwoReleases, comparison: Comparison, classed: Classed, both: int
) -> list[Outcome]:
    """The checks of a comparison that no rule is."""
    outcomes = []
    for kind, number in classed.counts:
        if kind.own is None:
            continue
        if not both and not number:
            outcomes.append(Outcome(kind.own, State.SKIPPED, reason=say_apart(comparison)))
            continue
        changes = classed.of_kind(kind, releases.keep) if number else []
        findings = [finding_of(change, kind.own, OLD_SAID, NEW_SAID) for change in changes]
        outcomes.append(Outcome.of(kind.own, findings, classed.compared, number))
    return outcomes


def _empty(comparison: Comparison, reason: str) -> ComparedTable:
    return ComparedTable(
        comparison.comparison, comparison.title, comparison.rows_are, OLD_SAID, NEW_SAID,
        reason=reason,
    )  # fmt: skip
