"""The records a plan is made of and made from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from qa_checks.model.checks import Check
from qa_checks.model.inputs import AbsentColumn
from qa_checks.model.logic import FaultyCells, Logic, Precondition, Selection
from qa_checks.reading.unread_cells import UnreadCells


class PlannedCheck(Struct, frozen=True):
    """One check ready for an engine.

    ``points_at`` are the columns a finding points at, ``masked`` those whose
    values it never repeats, ``copies`` names that hold values of a column.
    ``skip`` is the reason not to run the check;
    ``required`` whether that makes the run incomplete, ``must_decide`` whether
    it does if the check can decide nothing. ``lacks`` are the titles of columns
    it reads that a file should have and has not. A row in which a check of ``yields_to`` finds
    something is not looked at.
    """

    check: Check
    logic: Logic
    message: str = ""
    points_at: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    copies: Mapping[str, str] = {}
    preconditions: tuple[Precondition, ...] = ()
    skip: str = ""
    required: bool = False
    must_decide: bool = False
    lacks: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()


class Given(Struct, frozen=True):
    """What a run has been given: tables, columns and facts, and columns that are absent.

    ``unread`` says where cells could not be read; ``neighbours`` are, by source, a block
    and one whose rows take values from its cells. ``beyond`` are checks that
    set a limit, and for which values beyond it were taken out. ``lists`` are names of what
    a release may expect that are lists, not numbers.
    """

    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    facts: Mapping[str, object]
    strict: bool
    unread: UnreadCells = field(default_factory=UnreadCells)
    neighbours: frozenset[tuple[int, int, int]] = frozenset()
    beyond: frozenset[str] = frozenset()
    has_previous: bool = False
    has_history: bool = False
    absent: tuple[AbsentColumn, ...] = ()
    lists: frozenset[str] = frozenset()


def beyond_limit(check: str, column: str, logic: Logic, given: Given) -> Logic:
    """The logic, or the cells that were taken out for this check, if there are such."""
    if check not in given.beyond:
        return logic
    sql = f"SELECT c.* FROM extract_cells AS c WHERE c.fault = '{check}'"
    return Selection(logic.table, sql, cells=FaultyCells(column, check, taken_out=True))
