"""SQL that counts a batch of predicates in one scan: one number for each, which holds three counts.

They are the rows in scope, the invalid and the undecidable ones. A row of which nobody can tell
whether it is in scope is undecidable unless it is valid anyway. That each row adds one number is a
third quicker than three counts, for which DuckDB evaluates a condition several times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa_checks.model import Predicate

ROWS = 31  # bits for the rows in scope, and as many for the invalid ones; above are the others
VALID = 1
INVALID = VALID + (1 << ROWS)
UNDECIDED = VALID + (1 << 2 * ROWS)
SUBQUERY = "SELECT "


def read_counts(number: int | None) -> tuple[int, int, int]:
    """The rows in scope, the invalid and the undecidable ones that a scan found."""
    number = number or 0  # a sum over no rows is NULL
    most = (1 << ROWS) - 1
    return number & most, number >> ROWS & most, number >> 2 * ROWS


def looks_elsewhere(*conditions: str) -> bool:
    """Whether some conditions look into other rows: planning several in one statement is slow."""
    return any(SUBQUERY in condition for condition in conditions)


def source_of(asked: Predicate) -> str:
    """What stands behind FROM for the rows of a predicate."""
    return f"({asked.rows})" if asked.rows else asked.table


def scan_values(batch: Sequence[Predicate]) -> str:
    """Count predicates that depend on one column, each distinct value judged once."""
    table, column = batch[0].table, batch[0].column
    counts = ", ".join(
        f"sum(CAST(n AS HUGEINT) * {_judged(i, scoped=False)})" for i in range(len(batch))
    )
    tests = ", ".join(f"({asked.condition}) AS p{i}" for i, asked in enumerate(batch))
    return (
        f'SELECT {counts} FROM (SELECT n, {tests} FROM (SELECT "{column}", count(*) AS n '
        f'FROM {table} GROUP BY "{column}") AS t)'
    )


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
    """Count predicates over the rows of a table, each in its own scope.

    The row number stands beside the predicates, so that one which speaks of
    all rows together (a sum, a count) is an error.
    """
    values = ["t._row"]
    for i, asked in enumerate(batch):
        values.append(f"({asked.condition}) AS p{i}")
        values += [f"({asked.scope}) AS s{i}"] if asked.scope else []
    counts = ", ".join(count_rows(i, scoped=bool(asked.scope)) for i, asked in enumerate(batch))
    return f"SELECT {counts} FROM (SELECT {', '.join(values)} FROM {source_of(batch[0])} AS t)"


def count_rows(number: int, *, scoped: bool) -> str:
    """The number for a predicate that stands beside its scope, if it has one."""
    return f"sum({_judged(number, scoped=scoped)})"


def _judged(number: int, *, scoped: bool) -> str:
    """What one row adds to the number."""
    judged = (
        f"CASE WHEN p{number} THEN {VALID} WHEN NOT p{number} THEN {INVALID} ELSE {UNDECIDED} END"
    )
    if not scoped:
        return judged
    unknown = f"s{number} IS NULL AND p{number} IS NOT TRUE"
    return f"CASE WHEN s{number} THEN {judged} WHEN {unknown} THEN {UNDECIDED} ELSE 0 END"
