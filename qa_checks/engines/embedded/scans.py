"""SQL that counts a batch of predicates in one scan: three numbers for each.

The numbers are the rows in scope, the invalid and the undecidable ones. A row of
which nobody can tell whether it is in scope is undecidable unless it is valid anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.model import Predicate


def source_of(asked: Predicate) -> str:
    """What stands behind FROM for the rows of a predicate."""
    return f"({asked.rows})" if asked.rows else asked.table


def scan_values(batch: Sequence[Predicate]) -> str:
    """Count predicates that depend on one column, each distinct value judged once."""
    table, column = batch[0].table, batch[0].column
    counts = ", ".join(
        f"sum(n), sum(n) FILTER (p{i} IS FALSE), sum(n) FILTER (p{i} IS NULL)"
        for i in range(len(batch))
    )
    tests = ", ".join(f"({asked.condition}) AS p{i}" for i, asked in enumerate(batch))
    return (
        f'SELECT {counts} FROM (SELECT n, {tests} FROM (SELECT "{column}", count(*) AS n '
        f'FROM {table} GROUP BY "{column}") AS t)'
    )


def scan_rows(batch: Sequence[Predicate]) -> str:
    """Count predicates over the rows of a table, each in its own scope.

    The row number stands beside the predicates, so that one which speaks of
    all rows together (a sum, a count) is an error.
    """
    parts, values = [], ["t._row"]
    for i, asked in enumerate(batch):
        values.append(f"({asked.condition}) AS p{i}")
        if asked.scope:
            values.append(f"({asked.scope}) AS s{i}")
            meant = f"(s{i} OR s{i} IS NULL AND p{i} IS NOT TRUE)"
            invalid = f"s{i} AND p{i} IS FALSE"
            unknown = f"s{i} AND p{i} IS NULL OR s{i} IS NULL AND p{i} IS NOT TRUE"
            parts.append(f"count_if({meant}), count_if({invalid}), count_if({unknown})")
        else:
            parts.append(f"count(*), count_if(p{i} IS FALSE), count(*) - count(p{i})")
    source = source_of(batch[0])
    return f"SELECT {', '.join(parts)} FROM (SELECT {', '.join(values)} FROM {source} AS t)"
