"""The same fact in two views of a release, in two releases or in two tables, by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar

from qa_checks.fields import Sql, Text, says
from qa_checks.forms.form import Form, Ground, Key, Lowered, Naming, Piece
from qa_checks.model.logic import Counterpart, Predicate
from qa_checks.sql_text import sql_literal
from qa_checks.words import list_words

if TYPE_CHECKING:
    from qa_checks.catalogue.schemas import Views

VIEWS, RELEASES = "views", "releases"
PLACES = {VIEWS: "in each view", RELEASES: "as in the previous release"}


class Agrees(Form, frozen=True, kw_only=True):
    """A fact that must be the same wherever it stands.

    Each row is compared with one other, its counterpart: the first row with
    the same ``by`` in the first view that has one, in the previous release, or
    in another table. A row without a counterpart or without a value is not
    compared.
    """

    key: ClassVar[str] = "agrees"
    own_words: ClassVar[frozenset[str]] = frozenset({"other_value", "this_view", "other_view"})

    column: Annotated[Text, says("What must be the same.")]
    by: Annotated[list[Text], says("Columns that two rows share.", min_length=1)]
    across: Annotated[Text, says("views, releases, or the name of the other table.")]
    compare: Annotated[
        Sql | None, says("What is compared instead of the column: an expression over one row.")
    ] = None
    unless: Annotated[
        Sql | None, says("When a row t and its counterpart o may differ: a condition on both.")
    ] = None
    missing_differs: Annotated[bool, says("Whether a value on one side only is a difference.")] = (
        False
    )

    def other(self, ground: Ground) -> str:
        """The table in which the counterparts stand."""
        own = {VIEWS: ground.table, RELEASES: f"previous.{ground.table}"}
        return own.get(self.across, self.across)

    def faults(self, ground: Ground) -> Iterator[tuple[Key, str]]:
        """Views of a table that has none; a fact that two rows share already."""
        if self.column in self.by and self.compare is None:
            yield ("agrees", "by"), f"'{self.column}' is what must agree: it cannot differ"
        if self.across == VIEWS and self._views(ground) is None:
            fault = f"the schema of table '{ground.table}' does not name its views"
            yield ("agrees", "across"), fault

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """What is compared, in both tables, and what excuses a difference."""
        other = self.other(ground)
        if self.compare is not None:
            for table in dict.fromkeys([ground.table, other]):
                yield Piece(("agrees", "compare"), self.compare, table, aliases={"t": table})
        if self.unless is not None:
            aliases = {"t": ground.table, "o": other}
            rows = ", ".join(f"{table} AS {alias}" for alias, table in aliases.items())
            yield Piece(("agrees", "unless"), self.unless, ground.table, aliases, rows=rows)

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """The columns, in both tables."""
        yield Naming(("agrees", "across"), self.other(ground))
        for table in (ground.table, self.other(ground)):
            yield Naming(("agrees", "column"), table, self.column)
            for name in self.by:
                yield Naming(("agrees", "by"), table, name)
        views = self._views(ground)
        if views is not None:
            yield Naming(("agrees", "across"), ground.table, views.column)

    def tell(self) -> str:
        """What is the same where."""
        place = PLACES.get(self.across, f"as in {self.across}")
        told = [f"{self.column} is the same {place}, for the same {list_words(self.by)}."]
        if self.compare is not None:
            told.append(f"Compared is {self.compare}")
        if self.missing_differs:
            told.append("A value on one side only is a difference.")
        if self.unless is not None:
            told.append(f"They may differ where {self.unless}")
        return "\n".join(told)

    def lower(self, ground: Ground) -> Lowered:
        """A predicate over the rows that have a counterpart, each beside its own."""
        same = "IS NOT DISTINCT FROM" if self.missing_differs else "="
        condition = f"t._other {same} t._compared"
        if self.unless is not None:
            condition += " OR t._may_differ"
        predicate = Predicate(
            ground.table,
            condition,
            ground.scope,
            rows=self._pairs(ground),
            counterpart=self._counterpart(ground),
        )
        return Lowered(predicate, copies={"other_value": self.column})

    def _pairs(self, ground: Ground) -> str:
        """A SELECT of the rows that are compared, with what their counterparts hold."""
        shown = ["t.*", f'o."{self.column}" AS other_value', "o._compared AS _other"]
        meets = [f'o."{name}" = t."{name}"' for name in self.by]
        views = self._views(ground)
        if views is not None:
            meets.append("o._view < t._view")
            for alias, name in (("t", "this_view"), ("o", "other_view")):
                word = _case(f'{alias}."{views.column}"', views.words)
                shown.append(f"{word} AS {name}")
        if self.unless is not None:
            shown.append(f"({self.unless}) IS TRUE AS _may_differ")
        return (
            f"SELECT {', '.join(shown)} FROM ({self._rows(ground, ground.table)}) AS t "
            f"JOIN ({self._counterparts(ground)}) AS o ON {' AND '.join(meets)}"
        )

    def _counterpart(self, ground: Ground) -> Counterpart | None:
        """What is compared, where it is no more than one value in two views."""
        views = self._views(ground)
        if views is None or self.unless is not None or self.missing_differs:
            return None
        return Counterpart(
            by=tuple(self.by),
            view=_place_of(views),
            order=self._order(ground),
            value=self._compared,
        )

    @property
    def _compared(self) -> str:
        return self.compare or f't."{self.column}"'

    def _order(self, ground: Ground) -> tuple[str, ...]:
        """What tells rows of one key and view apart; first is what stands first in the file."""
        views = self._views(ground)
        told = {*self.by, *([views.column] if views is not None else [])}
        order = [name for name in ground.known.identities[self.other(ground)] if name not in told]
        return tuple(sorted(order, key=lambda name: not name.startswith("_")))

    def _counterparts(self, ground: Ground) -> str:
        """A SELECT of one row for each key: the first one, in the first view that has it."""
        other = self.other(ground)
        keys = ", ".join(f't."{name}"' for name in self.by)
        views = [] if self._views(ground) is None else ["_view"]
        placed = ", ".join(f't."{name}"' for name in [*views, *self._order(ground)])
        first = f"SELECT DISTINCT ON ({keys}) t.* FROM ({self._rows(ground, other)}) AS t"
        return f"{first} ORDER BY {placed}" if placed else first

    def _rows(self, ground: Ground, table: str) -> str:
        """A SELECT of the rows of a table that can be compared at all."""
        compare = self._compared
        shown = ["t.*", f"({compare}) AS _compared"]
        filled = [f't."{name}" IS NOT NULL' for name in self.by]
        filled += [] if self.missing_differs else [f"({compare}) IS NOT NULL"]
        views = self._views(ground)
        if views is not None:
            place = _place_of(views)
            shown.append(f"{place} AS _view")
            filled.append(f"{place} IS NOT NULL")
        return f"SELECT {', '.join(shown)} FROM {table} AS t WHERE {' AND '.join(filled)}"

    def _views(self, ground: Ground) -> Views | None:
        """The views of the table, where it is they that are compared."""
        return ground.tables[ground.table].views if self.across == VIEWS else None


def _place_of(views: Views) -> str:
    """SQL of the place that a row's view has among all."""
    return _case(f't."{views.column}"', {name: i for i, name in enumerate(views.words)})


def _case(value: str, results: Mapping[str, object]) -> str:
    """SQL that maps one value to another."""
    pairs = " ".join(
        f"WHEN {sql_literal(key)} THEN {sql_literal(result)}" for key, result in results.items()
    )
    return f"CASE {value} {pairs} END"
