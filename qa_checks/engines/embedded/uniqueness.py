"""Values that should occur once and do not, grouped once and counted."""

from __future__ import annotations

from qa_checks.engines.door import Counts
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.scope_counts import Extent
from qa_checks.model.logic import Predicate
from qa_checks.sql_text import sql_names


def count_repeats(database: Database, asked: Predicate, extent: Extent) -> Counts:
    """Count the rows that share their values with another.

    Rows that lack one of the values cannot be compared and are unknown.
    """
    columns = sql_names(asked.once)
    filled = " AND ".join(f'"{name}" IS NOT NULL' for name in asked.once)
    scope = f" AND ({asked.scope})" if asked.scope else ""
    [(repeated, compared)] = database.ask(
        "SELECT coalesce(sum(times) FILTER (times > 1), 0), coalesce(sum(times), 0) FROM "
        f"(SELECT count(*) AS times FROM {asked.table} AS t WHERE {filled}{scope} "
        f"GROUP BY {columns})",
        asked.facts,
    )
    return Counts(extent.rows, int(repeated), extent.rows - int(compared))
