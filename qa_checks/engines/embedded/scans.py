"""SQL that judges a batch of predicates in one scan: how often each set of answers occurs.

A row has two answers for each predicate: whether its condition is true, and whether it is in scope;
either may be unknown. Few different sets of them occur in a table, and they are planned and counted
in less time than sums for each predicate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qa_checks.model.logic import Predicate

SUBQUERY = "SELECT "
Answers = Sequence[tuple[bool | None, bool | None, int]]  # holds, is in scope, how many rows


def read_answers(scans: Sequence[Sequence[Sequence[Any]]], asked: int) -> Iterator[Answers]:
    """The answers for each predicate, out of the sets that some scans found for as many of them."""
    for sets in scans:
        for place in range(0, 2 * (asked // len(scans)), 2):
            yield [(answers[place], answers[place + 1], answers[-1]) for answers in sets]


def count_rows(answers: Answers) -> tuple[int, int, int]:
    """The rows in scope, the invalid and the undecidable ones.

    A row of which nobody can tell whether it is in scope is undecidable unless it is valid anyway.
    """
    checked = failed = unknown = 0
    for holds, in_scope, rows in answers:
        if in_scope is False or (in_scope is None and holds):
            continue
        checked += rows
        if in_scope is None or holds is None:
            unknown += rows
        elif not holds:
            failed += rows
    return checked, failed, unknown


def looks_elsewhere(*conditions: str) -> bool:
    """Whether some conditions look into other rows: planning several in one statement is slow."""
    return any(SUBQUERY in condition for condition in conditions)


def source_of(asked: Predicate) -> str:
    """What stands behind FROM for the rows of a predicate."""
    return f"({asked.rows})" if asked.rows else asked.table


def scan_undecided(
    batch: Sequence[Predicate], values: Iterable[str] = (), results: Iterable[str] = ()
) -> str:
    """Count predicates of a table without looking for the invalid rows: two numbers for each.

    They are the rows in scope and the undecidable ones. Where the columns are known that decide
    a predicate, they are counted in its place. ``results`` are further aggregates of the same scan,
    ``values`` what they need of each row of the table ``t``.
    """
    parts = []
    values = {"t._row", *values}
    values.update(f't."{name}"' for asked in batch for name in asked.known or ())
    for i, asked in enumerate(batch):
        if asked.scope:
            values.add(f"({asked.scope}) AS s{i}")
        if asked.known is None or (asked.scope and not asked.once):
            values.add(f"({asked.condition}) AS p{i}")
        if not asked.scope:
            rows, undecided = "count(*)", f"count(*) - {_decided(asked, i)}"
        elif asked.once:
            given = " AND ".join(f'"{name}" IS NOT NULL' for name in asked.once)
            meant = f"s{i} IS NOT FALSE"
            unknown = f"{meant} AND (s{i} AND {given}) IS NOT TRUE"
            rows, undecided = f"count_if({meant})", f"count_if({unknown})"
        else:
            rows, undecided = f"count_if({_meant(i)})", f"count_if({_unknown(i)})"
        parts.append(f"{rows} AS rows{i}, {undecided} AS undecided{i}")
    parts += results
    listed = ", ".join(sorted(values))
    return f"SELECT {', '.join(parts)} FROM (SELECT {listed} FROM {batch[0].table} AS t)"


def _decided(asked: Predicate, number: int) -> str:
    """How many rows of a predicate without a scope can be decided."""
    match asked.known:
        case None:
            return f"count(p{number})"
        case ():
            return "count(*)"
        case (column,):
            return f'count("{column}")'
        case columns:
            given = " AND ".join(f'"{name}" IS NOT NULL' for name in columns)
            return f"count_if({given})"


def _meant(number: int) -> str:
    return f"(s{number} OR s{number} IS NULL AND p{number} IS NOT TRUE)"


def _unknown(number: int) -> str:
    return f"(s{number} AND p{number} IS NULL OR s{number} IS NULL AND p{number} IS NOT TRUE)"


def scan_rows(batch: Sequence[Predicate]) -> str:
    """Judge predicates over the rows of a table, each in its own scope.

    The row number stands beside the answers, so that a condition which speaks of
    all rows together (a sum, a count) is an error.
    """
    tests = ", ".join(ask(i, asked.condition, asked.scope) for i, asked in enumerate(batch))
    judged = f"SELECT t._row, {tests} FROM {source_of(batch[0])} AS t"
    if len(batch) == 1 and batch[0].scope:
        # Outside of the scope nobody looks into other rows, or for a value where there is none.
        judged = f"SELECT * FROM ({judged}) WHERE s0 IS NOT FALSE"
    return count_sets(len(batch), judged)


def ask(number: int, condition: str, scope: str = "") -> str:
    """The two answers of a row for a predicate, under the names that `count_sets` counts."""
    return f"({condition})::BOOL AS p{number}, ({scope or 'TRUE'})::BOOL AS s{number}"


def count_sets(number: int, judged: str) -> str:
    """SELECT of the sets of answers for so many predicates that a SELECT gives, and their rows."""
    answers = ", ".join(f"p{i}, s{i}" for i in range(number))
    return f"SELECT {answers}, count(*) AS rows FROM ({judged}) GROUP BY ALL"
