"""The same fact in two views of a release, in two releases or in two tables, by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from qa_checks.fields import Sql, Text
from qa_checks.forms.form import Form, Ground, Key, Lowered, Naming, Piece
from qa_checks.model import Selection
from qa_checks.sql_text import sql_literal
from qa_checks.strict import Strict
from qa_checks.words import list_words

VIEWS, RELEASES = "views", "releases"
PLACES = {VIEWS: "in each view", RELEASES: "as in the previous release"}


class Agrees(Form, Strict):
    """A fact that must be the same wherever it stands.

    Each row is compared with one other, its counterpart: the first row with
    the same ``by`` in the first view that has one, in the previous release, or
    in another table. A row without a counterpart or without a value is not
    compared.
    """

    key: ClassVar[str] = "agrees"
    about: ClassVar[str] = "The same fact in two views, releases or tables, by key."
    own_words: ClassVar[frozenset[str]] = frozenset({"other_value", "this_view", "other_view"})

    column: Text = Field(description="What must be the same.")
    by: list[Text] = Field(min_length=1, description="Columns that two rows share.")
    across: Text = Field(description="views, releases, or the name of the other table.")
    compare: Sql | None = Field(
        None, description="What is compared instead of the column: an expression over one row."
    )
    unless: Sql | None = Field(
        None, description="When a row t and its counterpart o may differ: a condition on both."
    )
    missing_differs: bool = Field(
        False, description="Whether a value on one side only is a difference."
    )

    def other(self, ground: Ground) -> str:
        """The table in which the counterparts stand."""
        own = {VIEWS: ground.table, RELEASES: f"previous.{ground.table}"}
        return own.get(self.across, self.across)

    def faults(self, ground: Ground) -> Iterator[tuple[Key, str]]:
        """Views of a table that has none."""
        if self.across == VIEWS and ground.tables[ground.table].views is None:
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
            yield Piece(("agrees", "unless"), self.unless, ground.table, aliases=aliases)

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """The columns, in both tables."""
        yield Naming(("agrees", "across"), self.other(ground))
        for table in (ground.table, self.other(ground)):
            yield Naming(("agrees", "column"), table, self.column)
            for name in self.by:
                yield Naming(("agrees", "by"), table, name)
        views = ground.tables[ground.table].views
        if self.across == VIEWS and views is not None:
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
        """A SELECT of the rows that differ from their counterpart, one row for each."""
        compare = self.compare or f't."{self.column}"'
        words = self._words(ground)
        rank = _case(f't."{self._view(ground)}"', {name: i for i, name in enumerate(words)})
        view = f", {rank} AS _view" if words else ""
        own = (
            f"SELECT t.*, ({compare}) AS _compared{view} FROM {ground.table} AS t "
            f"WHERE {ground.scope or 'TRUE'}"
        )
        others = self._counterparts(ground, compare, rank if words else "")
        meets = " AND ".join(f'o."{name}" = t."{name}"' for name in self.by)
        differs = "IS DISTINCT FROM" if self.missing_differs else "<>"
        conditions = [f"o._compared {differs} t._compared"]
        shown = [f'o."{self.column}" AS other_value']
        if words:
            conditions.append("o._view < t._view")
            for alias, name in (("t", "this_view"), ("o", "other_view")):
                view_of = f'{alias}."{self._view(ground)}"'
                shown.append(f"{_case(view_of, words)} AS {name}")
        if self.unless is not None:
            conditions.append(f"({self.unless}) IS NOT TRUE")
        sql = (
            f"SELECT t.*, {', '.join(shown)} FROM ({own}) AS t JOIN ({others}) AS o ON {meets} "
            f"WHERE {' AND '.join(conditions)}"
        )
        earlier = f" AND o._view < {rank}" if words else ""
        scope = [f"EXISTS (SELECT 1 FROM ({others}) AS o WHERE {meets}{earlier})"]
        scope += [] if self.missing_differs else [f"({compare}) IS NOT NULL"]
        scope += [f"({ground.scope})"] if ground.scope else []
        selection = Selection(ground.table, sql, " AND ".join(scope))
        return Lowered(selection, copies={"other_value": self.column})

    def _words(self, ground: Ground) -> Mapping[str, str]:
        """What each view is called, in the order of comparison; none across anything else."""
        views = ground.tables[ground.table].views
        return views.words if self.across == VIEWS and views is not None else {}

    def _view(self, ground: Ground) -> str:
        views = ground.tables[ground.table].views
        return views.column if views is not None else ""

    def _counterparts(self, ground: Ground, compare: str, rank: str) -> str:
        """A SELECT of one row for each key: the first one, in the first view that has it."""
        keys = ", ".join(f't."{name}"' for name in self.by)
        filled = [f't."{name}" IS NOT NULL' for name in self.by]
        filled += [] if self.missing_differs else [f"({compare}) IS NOT NULL"]
        filled += [f"{rank} IS NOT NULL"] if rank else []
        order = ", ".join([*([rank] if rank else []), "t._source", "t._row", f"({compare})"])
        view = f", {rank} AS _view" if rank else ""
        return (
            f"SELECT c.* FROM (SELECT t.*, ({compare}) AS _compared{view}, row_number() OVER ("
            f"PARTITION BY {keys} ORDER BY {order}) AS _place FROM {self.other(ground)} AS t "
            f"WHERE {' AND '.join(filled)}) AS c WHERE c._place = 1"
        )


def _case(value: str, results: Mapping[str, object]) -> str:
    """SQL that maps one value to another."""
    pairs = " ".join(
        f"WHEN {sql_literal(key)} THEN {sql_literal(result)}" for key, result in results.items()
    )
    return f"CASE {value} {pairs} END"
