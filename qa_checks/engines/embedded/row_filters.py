"""SQL that finds the rows at fault of a predicate in a large table, in the way that costs least."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qa_checks.engines.embedded.failing_rows import failing, fails
from qa_checks.model.logic import Predicate
from qa_checks.sql_text import shares_bucket, sql_names

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

PLACE = ("_source", "_block", "_row", "_entry")
MOST_HELD = 4_000_000  # rows of a few numbers each, some 100 MiB
WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")
# Lists and other tables are joined, which DuckDB does well only where nothing else is asked.
JOINED = re.compile(r"\b(IN|SELECT)\b", re.IGNORECASE)


def find_failing(
    release: Snapshot,
    types: Mapping[str, str],
    predicate: Predicate,
    columns: Sequence[str],
    in_scope: int,
) -> str:
    """SELECT of the rows at fault of a predicate, with at least some columns.

    Parameters
    ----------
    release
        Says what reading knows of the columns of its tables.
    types
        Those of the table's columns.
    in_scope
        How many rows are in its scope.
    """
    if len(predicate.once) == 1 and types.get(predicate.once[0]) in WHOLE:
        return _repeated_numbers(release, predicate, columns, in_scope)
    if predicate.column and not predicate.scope and not JOINED.search(predicate.condition):
        return _with_bad_values(release, predicate)
    return failing(predicate)


def _repeated_numbers(
    release: Snapshot, predicate: Predicate, columns: Sequence[str], in_scope: int
) -> str:
    """Rows that share a whole number with another row in scope.

    Where few are in scope they are held, so that the table is read once.
    """
    known = release.shared.get((predicate.table, predicate.once[0]), "")
    if known and not predicate.scope and {*columns} <= {*PLACE, predicate.once[0]}:
        return known
    column = f'"{predicate.once[0]}"'
    scope = f" AND ({predicate.scope})" if predicate.scope else ""
    rows = f"FROM {predicate.table} AS t WHERE {column} IS NOT NULL{scope}"
    names, held = sql_names([*columns, predicate.once[0]]), ""
    if in_scope <= MOST_HELD and not known:
        held = f"held AS MATERIALIZED (SELECT {names} {rows}), "
        rows = "FROM held WHERE TRUE"
    may_share = f"_row IN (SELECT _row FROM ({known}))" if known else shares_bucket(column, rows)
    return (
        f"WITH {held}candidates AS MATERIALIZED (SELECT {names} {rows} AND {may_share}) "
        f"SELECT * FROM candidates WHERE {column} IN "
        f"(SELECT {column} FROM candidates GROUP BY ALL HAVING count(*) > 1)"
    )


def _with_bad_values(release: Snapshot, predicate: Predicate) -> str:
    """Rows with a value that fails, each distinct one judged once."""
    table, column = predicate.table, f'"{predicate.column}"'
    # An aggregate of the value, or the condition would reach the rows before they are grouped.
    values = release.texts.get((table, predicate.column)) or (
        f"SELECT any_value(r.{column}) AS {column} FROM {table} AS r GROUP BY r.{column}"
    )
    return (
        f"SELECT * FROM {table} WHERE {column} IN "
        f"(SELECT {column} FROM ({values}) AS t WHERE {fails(predicate)})"
    )
