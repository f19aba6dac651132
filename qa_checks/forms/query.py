"""A SELECT of the violating rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import ConfigDict, RootModel

from qa_checks.forms.form import Form, Ground, Lowered, Piece
from qa_checks.model import Selection
from qa_checks.strict import Sql


class Query(Form, RootModel[Sql]):
    """A SELECT of the violating rows."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    key: ClassVar[str] = "query"
    about: ClassVar[str] = "A SELECT of the violating rows."
    free_words: ClassVar[bool] = True

    @property
    def file(self) -> str:
        """The .sql file that is named in the place of a SELECT."""
        return self.root if self.root.endswith(".sql") else ""

    def with_text(self, text: str) -> Self:
        """The SELECT in the file, without a semicolon at its end."""
        return type(self)(text.strip().rstrip(";"))

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """The SELECT."""
        del ground
        yield Piece(("query",), self.root)

    def tell(self) -> str:
        """The SELECT as it stands."""
        return f"This query finds nothing:\n{self.root}"

    def lower(self, ground: Ground) -> Lowered:
        """It is a selection already."""
        return Lowered(Selection(ground.table, self.root, ground.scope))
