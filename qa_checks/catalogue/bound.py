"""A rule as every room behind the catalogue knows it: plain data, whatever its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from qa_checks.model.checks import Check
from qa_checks.model.logic import Logic, Precondition

PREVIOUS = "previous."  # before the name of a table of the previous release
HISTORY = "history."  # before the name of a table with the rows of all earlier releases


def without_release(table: str) -> str:
    """The name of a table without the release that SQL means."""
    return table.removeprefix(PREVIOUS).removeprefix(HISTORY)


class BoundRule(Struct, frozen=True):
    """A rule as plain data: its words, its logic, and what its SQL speaks of.

    ``tables`` are the canonical tables it reads (``previous.providers`` for the
    previous release's), ``columns`` the pairs of table and column, ``facts``
    the named parameters, ``needs`` what else some file must provide, ``reads``
    published cells that decide nothing where they cannot be read, ``own_reads`` those of
    them that stand in the row that is judged. ``copies``
    are names in its findings that hold values of a column. A value of the column ``limits`` that
    breaks the rule is impossible, and so unknown for every other check. A row in which a check of
    ``yields_to`` finds something is none of its own.
    ``condition`` and ``rows`` tell a reader what must hold, and of which rows.
    ``examples_text`` stands for the examples where the rule was unpacked.
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
    own_reads: frozenset[str]
    copies: Mapping[str, str]
    condition: str
    rows: str
    limits: str = ""
    yields_to: tuple[str, ...] = ()
    examples: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    examples_text: str = ""

    @property
    def told_examples(self) -> str:
        """The examples for a reader."""
        if not self.examples:
            return self.examples_text
        import yaml

        return str(yaml.safe_dump(self.examples, sort_keys=False, allow_unicode=True, width=88))
