"""A rule file as it was read, on the ground it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.rule_file import RuleWords
from qa_checks.catalogue.schemas import Table
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import CatalogueError
from qa_checks.forms import Form, Ground, Naming, Piece
from qa_checks.words import end_sentence


class RuleOnGround(Struct, frozen=True):
    """A rule file as it was read, and what the rule stands on."""

    rule: RuleWords
    form: Form
    path: Path
    ground: Ground
    given: Given | None = None

    @property
    def owner(self) -> Table:
        """The schema of the rule's table."""
        return self.ground.tables[self.rule.table]

    def pieces(self) -> Iterator[Piece]:
        """Every piece of SQL in the rule."""
        rule = self.rule
        yield from self.form.pieces(self.ground)
        if rule.scope.where is not None:
            rows = f"{rule.table} AS t"
            yield Piece(("scope", "where"), rule.scope.where, rule.table, rows=rows)
        if self.given is not None:
            key = ("given",) if isinstance(rule.given, str) else ("given", "that")
            yield Piece(key, self.given.that, rule.table, rows="(SELECT 0 AS _row) AS t")

    def namings(self) -> Iterator[Naming]:
        """Every column, with its table, that the rule names outside SQL."""
        yield from self.form.namings(self.ground)
        for name in self.rule.scope.columns:
            yield Naming(("scope", name), self.rule.table, name)

    def refuse(self, key: Sequence[str | int], fault: str) -> NoReturn:
        """Say what is wrong, and on which line."""
        line = find_line(self.path, tuple(key))
        named = ".".join(part for part in key if isinstance(part, str))
        raise CatalogueError(end_sentence(f"{named}: {fault}"), where=f"{self.path}:{line}")
