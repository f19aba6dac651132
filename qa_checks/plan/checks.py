"""The records a plan is made of and made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa_checks.catalogue import BoundRule
from qa_checks.model import AbsentColumn, Check


@dataclass(frozen=True)
class PlannedCheck:
    """One check ready for an engine.

    ``form`` is row (``sql`` must be true of each row in ``scope``), cells
    (cells of one column in ``extract_cells`` with the ``fault``), unique (``columns`` occur
    once), query (``sql`` selects the violating rows) or figure. ``one_column``
    names the only column a row predicate depends on. ``skip`` is the reason
    not to run it; ``required`` whether that makes the run incomplete; ``lacks``
    are the titles of columns it reads that a file should have and has not.
    """

    check: Check
    form: str
    sql: str = ""
    scope: str = ""
    columns: tuple[str, ...] = ()
    points_at: tuple[str, ...] = ()
    message: str = ""
    fault: str = ""
    one_column: str | None = None
    facts: frozenset[str] = frozenset()
    rule: BoundRule | None = None
    skip: str = ""
    required: bool = False
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Given:
    """What a run has been given: tables, columns and facts, and columns that are absent."""

    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    facts: Mapping[str, object]
    strict: bool
    faulty_columns: frozenset[tuple[str, str]] = frozenset()
    has_previous: bool = False
    absent: tuple[AbsentColumn, ...] = ()
