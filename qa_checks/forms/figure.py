"""One of the catalogue's numbers and what it must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from qa_checks.fields import Sql, Text, says
from qa_checks.forms.form import Form, Ground, Key, Lowered, Naming, Piece
from qa_checks.model.logic import Precondition, Predicate
from qa_checks.words import list_words, suggest

SIGNS = {"equals": "=", "at_least": ">=", "at_most": "<="}
WORDS = {"equals": "", "at_least": "at least ", "at_most": "at most "}
TOLD = {"equals": "equals", "at_least": "is at least", "at_most": "is at most"}


class Figure(Form, frozen=True, kw_only=True):
    """One named figure and what it must equal, or the bounds it must lie between."""

    key: ClassVar[str] = "figure"
    own_words: ClassVar[frozenset[str]] = frozenset({"figure", "expected", "name"})
    no_use_for: ClassVar[tuple[str, ...]] = ("scope", "reads", "columns", "yields_to")

    name: Annotated[Text, says("A figure of a cube in schemas/cubes.")]
    equals: Annotated[Sql | None, says("A number, a $parameter or an expression.")] = None
    at_least: Sql | None = None
    at_most: Sql | None = None

    def __post_init__(self) -> None:
        if not self.bounds:
            raise ValueError("say what the figure must be: equals, at_least or at_most")

    @property
    def bounds(self) -> dict[str, str]:
        """The expressions it is compared with, by key."""
        given = {key: getattr(self, key) for key in SIGNS}
        return {key: sql for key, sql in given.items() if sql is not None}

    def faults(self, ground: Ground) -> Iterator[tuple[Key, str]]:
        """A figure that is not there."""
        if self.name not in ground.figures:
            hint = suggest(self.name, ground.figures)
            yield ("figure", "name"), f"there is no figure '{self.name}'. {hint}".rstrip()

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """The expressions it is compared with."""
        for key, sql in self.bounds.items():
            yield Piece(("figure", key), sql, ground.table)

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """The tables the figure is counted from."""
        for table in ground.figures[self.name].tables:
            yield Naming(("figure", "name"), table)

    def needs(self, ground: Ground) -> Sequence[str]:
        """What the figure needs."""
        return ground.figures[self.name].needs

    def preconditions(self, ground: Ground) -> Iterator[Precondition]:
        """The figure must be known."""
        figure = ground.figures[self.name]
        if figure.given is not None:
            yield Precondition(figure.given.that, figure.given.else_)
        sql = figure.sql
        yield Precondition(f"({sql}) IS NOT NULL", f"the figure {self.name} cannot be counted here")

    def tell(self) -> str:
        """The figure and its bounds."""
        told = [f"{TOLD[key]} {sql}" for key, sql in self.bounds.items()]
        return f"The figure {self.name} {list_words(told)}."

    def lower(self, ground: Ground) -> Lowered:
        """A predicate over one row, which holds the figure and what it is compared with."""
        bounds = self.bounds
        values = ", ".join(f"({sql}) AS {key}" for key, sql in bounds.items())
        rows = (
            "SELECT NULL AS _source, NULL AS _block, NULL AS _row, "
            f"'{self.name}' AS place, '{self.name}' AS name, "
            f"({ground.figures[self.name].sql}) AS figure, {values}"
        )
        known = " AND ".join(f"t.{key} IS NOT NULL" for key in bounds)
        holds = " AND ".join(f"t.figure {SIGNS[key]} t.{key}" for key in bounds)
        predicate = Predicate(
            ground.table, f"CASE WHEN {known} THEN {holds} END", rows=rows, in_file=False
        )
        expected = " and ".join(f"{WORDS[key]}{{{key}}}" for key in bounds)
        return Lowered(predicate, words={"expected": expected}, points_at=("figure",))
