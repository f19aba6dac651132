"""Columns that together occur once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, RootModel

from qa_checks.fields import Text
from qa_checks.forms.form import Form, Ground, Lowered, Naming
from qa_checks.model.logic import occurs_once
from qa_checks.words import list_words


class Unique(Form, RootModel[Annotated[list[Text], Field(min_length=1)]]):
    """Columns that together occur once."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    key: ClassVar[str] = "unique"
    about: ClassVar[str] = "Columns that together occur once."

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """The columns."""
        for name in self.root:
            yield Naming(("unique",), ground.table, name)

    def tell(self) -> str:
        """Which columns."""
        return f"Each combination of {list_words(self.root)} occurs once."

    def lower(self, ground: Ground) -> Lowered:
        """A predicate that also says what it is about."""
        return Lowered(occurs_once(ground.table, self.root, ground.scope))
