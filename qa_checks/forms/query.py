"""A SELECT of the violating rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from qa_checks.fields import ITSELF, Sql, says
from qa_checks.forms.form import Form, Ground, Lowered, Piece
from qa_checks.model.logic import Selection

IN_SCOPE = "in_scope"  # the rows of the rule's scope, as a query names them


class Query(Form, frozen=True):
    """A SELECT of the violating rows."""

    key: ClassVar[str] = "query"
    free_words: ClassVar[bool] = True

    select: Annotated[Sql, says(None, alias=ITSELF)]

    @property
    def file(self) -> str:
        """The .sql file that is named in the place of a SELECT."""
        return self.select if self.select.endswith(".sql") else ""

    def with_text(self, text: str) -> Self:
        """The SELECT in the file, without a semicolon at its end."""
        return type(self)(text.strip().rstrip(";"))

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """The SELECT."""
        yield Piece(("query",), self.select, relations={IN_SCOPE: ground.table})

    def tell(self) -> str:
        """The SELECT as it stands."""
        return f"This query finds nothing:\n{self.select}"

    def lower(self, ground: Ground) -> Lowered:
        """It is a selection already; the rows of its scope go by a name of their own."""
        sql = self.select
        if re.search(rf"\b{IN_SCOPE}\b", sql, re.IGNORECASE):
            rows = f"SELECT * FROM {ground.table} AS t WHERE {ground.scope or 'TRUE'}"
            sql = f"WITH {IN_SCOPE} AS ({rows}) SELECT * FROM ({sql}) AS violating"
        return Lowered(Selection(ground.table, sql, ground.scope))
