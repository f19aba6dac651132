"""A rule as every room behind the catalogue knows it: plain data, whatever its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa_checks.model import Check, Logic, Precondition


@dataclass(frozen=True)
class BoundRule:
    """A rule as plain data: its words, its logic, and what its SQL speaks of.

    ``tables`` are the canonical tables it reads (``previous.providers`` for the
    previous release's), ``columns`` the pairs of table and column, ``facts``
    the named parameters, ``needs`` what else some file must provide, ``reads``
    published cells that decide nothing where they cannot be read. ``copies``
    are names in its findings that hold values of a column.
    ``condition`` and ``rows`` tell a reader what must hold, and of which rows.
    """

    check: Check
    logic: Logic
    message: str
    points_at: tuple[str, ...]
    masked: tuple[str, ...]
    optional: tuple[str, ...]
    preconditions: tuple[Precondition, ...]
    path: Path
    where: str
    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    facts: frozenset[str]
    needs: frozenset[str]
    reads: frozenset[str]
    copies: Mapping[str, str]
    condition: str
    rows: str
    examples: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
