"""A check as one SELECT, in the SQL of the rule language, of the rows it finds at fault."""

from __future__ import annotations

from qa_checks.model import Logic, Predicate


def faults_sql(logic: Logic, table: str) -> str:
    """The SELECT whose rows are what the check counts as failed.

    Parameters
    ----------
    table
        What stands for the rows of the check's own table: its name or a
        subquery.
    """
    if not isinstance(logic, Predicate):
        return logic.sql
    rows = f"({logic.rows})" if logic.rows else table
    scope = f" AND ({logic.scope})" if logic.scope else ""
    return f"SELECT t.* FROM {rows} AS t WHERE ({logic.condition}) IS FALSE{scope}"


def is_of_rows(logic: Logic) -> bool:
    """Whether it is a condition on the rows of its table, and on nothing else."""
    return isinstance(logic, Predicate) and not logic.rows
