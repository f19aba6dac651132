"""Cells that could not be read on one of the two sides: they are neither equal nor changed."""

from __future__ import annotations

from collections.abc import Mapping

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.column_sources import list_blocks, list_sheets
from qa_checks.comparing.matching import NEW, OLD, ROW, SOURCE_ID, Matched
from qa_checks.comparing.two_releases import SCHEMA, TwoReleases
from qa_checks.fields import read_need
from qa_checks.model.checks import Check, Outcome, State
from qa_checks.reading.cell_faults import UNREADABLE
from qa_checks.reading.intake import EARLIER_UNREAD
from qa_checks.sql_text import sql_literal, sql_name
from qa_checks.words import grouped, list_words, plural

UNREAD = f"{SCHEMA}.unread"


def note_unread(releases: TwoReleases) -> None:
    """Make a table of the cells of both releases that hold something of which no value was made."""
    of_release = (
        f"SELECT {SOURCE_ID}, _block, {ROW}, table_name, column_name, entry FROM extract_cells "
        f"WHERE {UNREADABLE}"
    )
    releases.ask(
        f"CREATE OR REPLACE TABLE {UNREAD} AS SELECT DISTINCT {SOURCE_ID}, _block, {ROW}, "
        "concat(table_name, '.', coalesce(entry, column_name)) AS cell "
        f"FROM ({of_release} UNION ALL FROM {EARLIER_UNREAD})"
    )


def count_unread(releases: TwoReleases, comparison: Comparison, matched: Matched) -> dict[str, int]:
    """In how many rows of both sides a compared column could not be read; only where in some."""
    [(number,)] = releases.ask(f"SELECT count(*) FROM {UNREAD}")
    if not number:
        return {}
    by = " AND ".join(f"o.{sql_name(name)} = n.{sql_name(name)}" for name in comparison.key)
    old, new = matched.compared
    counts = {}
    for column in matched.asked.columns:
        places = (f"o.{SOURCE_ID}", f"o.{ROW}", f"n.{SOURCE_ID}", f"n.{ROW}")
        [(number,)] = releases.ask(
            f"SELECT count(*) FROM {old} AS o JOIN {new} AS n ON {by} "
            f"WHERE {_is_unread(releases, comparison, column, places)}"
        )
        if number:
            counts[column] = number
    return counts


def is_unread(releases: TwoReleases, comparison: Comparison, matched: Matched, column: str) -> str:
    """SQL, over what differs, of whether a cell could not be read on one side."""
    places = (matched.column(OLD, SOURCE_ID), "o0", matched.column(NEW, SOURCE_ID), "n0")
    return _is_unread(releases, comparison, column, places)


def _is_unread(
    releases: TwoReleases, comparison: Comparison, column: str, places: tuple[str, str, str, str]
) -> str:
    needs = comparison.columns[column].needs or [f"{comparison.table}.{column}"]
    cells = ", ".join(
        sql_literal(f"{need.table}.{published}")
        for need in map(read_need, needs)
        for published in need.published
    )
    blocks = ", ".join(
        f"({source}, {block})"
        for source, sheet in list_sheets(releases, releases.loaded.places)
        for block in list_blocks(releases, needs, sheet)
    )
    old_source, old_row, new_source, new_row = places
    return (
        f"EXISTS (SELECT 1 FROM {UNREAD} AS u WHERE u.cell IN ({cells}) "
        f"AND (u.{SOURCE_ID}, u._block) IN ({blocks}) "
        f"AND ((u.{SOURCE_ID} = {old_source} AND u.{ROW} = {old_row}) "
        f"OR (u.{SOURCE_ID} = {new_source} AND u.{ROW} = {new_row})))"
    )


def unread_check(comparison: Comparison) -> Check:
    """The check that every cell could be compared."""
    id_ = f"compare.{comparison.comparison}.unread"
    return word_check("unread", id_, comparison=comparison.title, table=comparison.table)


def say_apart(comparison: Comparison) -> str:
    """Why nothing was compared of two releases that share no key."""
    return f"the two releases have no {comparison.rows_are} in common: nothing was compared"


def judge_unread(comparison: Comparison, counts: Mapping[str, int], both: int) -> Outcome:
    """The outcome of that check: where a cell could not be compared, it has not passed."""
    check, number = unread_check(comparison), sum(counts.values())
    if not both:
        return Outcome.skipped(check, say_apart(comparison))
    if not number:
        return Outcome.of(check, (), both)
    told = list_words(
        [f"{comparison.columns[name].title} ({grouped(count)})" for name, count in counts.items()]
    )
    return Outcome(
        check,
        State.SKIPPED,
        reason=f"{plural(number, 'cell')} could not be read on one side: {told}",
        checked=both,
        unknown=number,
        required=True,
    )
