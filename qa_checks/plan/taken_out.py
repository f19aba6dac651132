"""A check that sets a limit finds what the reader has taken out for being beyond it."""

from __future__ import annotations

from qa_checks.model.logic import FaultyCells, Logic, Selection
from qa_checks.plan.planned import Given


def beyond_limit(check: str, column: str, logic: Logic, given: Given) -> Logic:
    """The logic, or the cells that were taken out for this check, if there are such."""
    if check not in given.beyond:
        return logic
    sql = f"SELECT c.* FROM extract_cells AS c WHERE c.fault = '{check}'"
    return Selection(logic.table, sql, cells=FaultyCells(column, check, taken_out=True))
