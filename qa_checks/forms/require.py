"""A condition that must be true of each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from qa_checks.fields import ITSELF, Sql, says
from qa_checks.forms.form import Form, Ground, Lowered, Piece
from qa_checks.model.logic import Predicate


class Require(Form, frozen=True):
    """A row predicate that must be true."""

    key: ClassVar[str] = "require"

    condition: Annotated[Sql, says(None, alias=ITSELF)]

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """The condition."""
        yield Piece(("require",), self.condition, ground.table, rows=f"{ground.table} AS t")

    def tell(self) -> str:
        """The condition as it stands."""
        return self.condition

    def lower(self, ground: Ground) -> Lowered:
        """It is a predicate already."""
        return Lowered(Predicate(ground.table, self.condition, ground.scope))
