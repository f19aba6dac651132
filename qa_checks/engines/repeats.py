"""Values that should occur once and do not: grouped once, then counted and fetched."""

from __future__ import annotations

from qa_checks.engines.database import Database
from qa_checks.engines.extents import Extent
from qa_checks.engines.outcomes import Counts
from qa_checks.engines.parameters import named_facts
from qa_checks.engines.violations import Rows, Violations
from qa_checks.plan import PlannedCheck

GROUPS = "repeated_values"  # a temporary table: each connection has its own


def find_repeats(
    database: Database, planned: PlannedCheck, extent: Extent, violations: Violations
) -> tuple[Counts, Rows]:
    """Count the rows that share their values with another, and fetch them.

    Rows that lack one of the values cannot be compared and are unknown.
    """
    columns = ", ".join(f'"{name}"' for name in planned.columns)
    filled = " AND ".join(f'"{name}" IS NOT NULL' for name in planned.columns)
    where = f" WHERE {planned.scope}" if planned.scope else ""
    rows = f"FROM (SELECT * FROM {planned.check.table} AS t{where})"
    facts = named_facts(planned, planned.scope)
    database.ask(
        f"CREATE OR REPLACE TEMP TABLE {GROUPS} AS SELECT {columns}, count(*) AS times {rows} "
        f"WHERE {filled} GROUP BY {columns} HAVING count(*) > 1",
        facts,
    )
    repeated = database.ask(f"SELECT sum(times) FROM {GROUPS}")[0][0] or 0
    compared = database.ask(f"SELECT count(*) {rows} WHERE {filled}", facts)[0][0]
    counts = Counts(extent.rows, repeated, extent.rows - compared)
    if not repeated:
        return counts, []
    sql = f"SELECT * {rows} WHERE ({columns}) IN (SELECT ({columns}) FROM {GROUPS})"
    return counts, violations.select(sql, planned)
