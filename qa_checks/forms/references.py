"""Values that must stand in another table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from qa_checks.fields import Sql, Text, says
from qa_checks.forms.form import Form, Ground, Lowered, Naming, Piece
from qa_checks.model.logic import Predicate
from qa_checks.words import list_words


class References(Form, frozen=True, kw_only=True):
    """Each value of ``columns`` must stand in ``to_columns`` of the table ``to``."""

    key: ClassVar[str] = "references"

    columns: Annotated[list[Text], says(None, min_length=1)]
    to: Text
    to_columns: Annotated[list[Text], says(None, min_length=1)]
    where: Annotated[Sql | None, says("Which rows of the other table count.")] = None

    def __post_init__(self) -> None:
        if len(self.columns) != len(self.to_columns):
            raise ValueError("columns and to_columns must be equally many")

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """The condition on the other table."""
        del ground
        if self.where is not None:
            yield Piece(("references", "where"), self.where, self.to, rows=self.to)

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """The columns of both tables."""
        for name in self.columns:
            yield Naming(("references", "columns"), ground.table, name)
        yield Naming(("references", "to"), self.to)
        for name in self.to_columns:
            yield Naming(("references", "to_columns"), self.to, name)

    def tell(self) -> str:
        """Which columns stand where."""
        where = f" where {self.where}" if self.where else ""
        return (
            f"{list_words(self.columns)} stands in {list_words(self.to_columns)} "
            f"of {self.to}{where}."
        )

    def lower(self, ground: Ground) -> Lowered:
        """A predicate with IN; a missing value refers to nothing."""
        filled = " AND ".join(f'"{name}" IS NOT NULL' for name in self.to_columns)
        where = f" AND ({self.where})" if self.where else ""
        names = [f't."{name}"' for name in self.columns]
        left = names[0] if len(names) == 1 else f"({', '.join(names)})"
        # Not a row of their own: DuckDB would then call a missing part different, not unknown.
        right = ", ".join(f'"{name}"' for name in self.to_columns)
        given = " AND ".join(f"{name} IS NOT NULL" for name in names)
        listed = f"SELECT {right} FROM {self.to} WHERE {filled}{where}"
        condition = f"CASE WHEN {given} THEN {left} IN ({listed}) END"
        return Lowered(
            Predicate(
                ground.table,
                condition,
                ground.scope,
                known=tuple(self.columns),
                listed=listed if len(names) == 1 else "",
            )
        )
