"""Columns that together occur once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from qa_checks.fields import ITSELF, Text, says
from qa_checks.forms.form import Form, Ground, Lowered, Naming
from qa_checks.model.logic import occurs_once
from qa_checks.words import list_words


class Unique(Form, frozen=True):
    """Columns that together occur once."""

    key: ClassVar[str] = "unique"

    columns: Annotated[list[Text], says(None, alias=ITSELF, min_length=1)]

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """The columns."""
        for name in self.columns:
            yield Naming(("unique",), ground.table, name)

    def tell(self) -> str:
        """Which columns."""
        return f"Each combination of {list_words(self.columns)} occurs once."

    def lower(self, ground: Ground) -> Lowered:
        """A predicate that also says what it is about."""
        return Lowered(occurs_once(ground.table, self.columns, ground.scope))
