"""A condition that must be true of each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import ConfigDict, RootModel

from qa_checks.fields import Sql
from qa_checks.forms.form import Form, Ground, Lowered, Piece
from qa_checks.model import Predicate


class Require(Form, RootModel[Sql]):
    """A row predicate that must be true."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    key: ClassVar[str] = "require"
    about: ClassVar[str] = "A row predicate that must be true."

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """The condition."""
        yield Piece(("require",), self.root, ground.table)

    def tell(self) -> str:
        """The condition as it stands."""
        return self.root

    def lower(self, ground: Ground) -> Lowered:
        """It is a predicate already."""
        return Lowered(Predicate(ground.table, self.root, ground.scope))
