"""What a cube may say: which rows count, by what they are told apart, and what is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.conditions import Given
from qa_checks.fields import Name, Need, Record, Sql, Text, TextKind, says
from qa_checks.words import suggest

Value = str | int | bool | dt.date | None
# Values of dimensions: of each named one the only value, or any of several.
Where = Mapping[str, Value | Sequence[Value]]
ColumnOfRows = Annotated[str, TextKind(r"^_?[a-z][a-z0-9_]*$")]
CodesOf = Annotated[str, TextKind(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
PLACE = ("_source", "_row")
WHERE = "Values of dimensions, of each the only one or any of a list; null where there is none."


@dataclass(frozen=True, kw_only=True)
class RecodedBy(Record):
    """By what rows may count under another value in published tables, if a release says so."""

    column: ColumnOfRows = field(metadata=says("Column of the SELECT: such as the owner."))
    needs: list[Need] = field(
        default_factory=list,
        metadata=says("Columns without which nobody knows what is re-coded, beside its own."),
    )


@dataclass(frozen=True, kw_only=True)
class Dimension(Record):
    """A column of the SELECT that tells the rows apart."""

    title: Text
    codes: CodesOf | None = field(
        default=None,
        metadata=says(
            "The code list of its values, or a column of one (grades.grade): a value that no row "
            "has is counted as nought."
        ),
    )
    values: list[Value] = field(
        default_factory=list, metadata=says("Its values, where no code list has them.")
    )
    needs: list[Need] = field(
        default_factory=list,
        metadata=says(
            "Columns without which it is not known, nor what is counted by it, beside those it is "
            "made of; the cube is."
        ),
    )
    recoded_by: RecodedBy | None = field(
        default=None,
        metadata=says("By what a release may re-code it for its tables (`recode` in tables.yml)."),
    )

    def __post_init__(self) -> None:
        if self.codes is not None and self.values:
            raise ValueError("its values stand in the code list: say either codes or values")


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """What is counted, other than the rows: a sum, or how many different values there are."""

    sum: ColumnOfRows | None = None
    count_distinct: ColumnOfRows | None = None
    needs: list[Need] = field(
        default_factory=list,
        metadata=says("Columns without which it is not known, beside those it is made of."),
    )

    def __post_init__(self) -> None:
        if (self.sum is None) == (self.count_distinct is None):
            raise ValueError("say either sum or count_distinct, and of which column")


class MeasureKind(Struct, frozen=True):
    """The word `count` or a record; what is at fault is told of the one that it is."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """What pydantic checks."""
        from pydantic_core import core_schema

        del source
        return core_schema.tagged_union_schema(
            {"word": core_schema.literal_schema(["count"]), "record": handler(Measure)},
            discriminator=lambda value: "word" if isinstance(value, str) else "record",
        )


Counted = Literal["count"] | Measure


@dataclass(frozen=True, kw_only=True)
class Share(Record):
    """A measure as a part of the same measure with only some dimensions fixed."""

    of: Name = field(metadata=says("The measure."))
    within: list[Name] = field(
        default_factory=list,
        metadata=says("The dimensions that the whole keeps; without any it is all rows."),
    )


@dataclass(frozen=True, kw_only=True)
class Figure(Record):
    """One number that every report shows."""

    title: Text
    where: dict[Name, Value | list[Value]] = field(default_factory=dict, metadata=says(WHERE))
    measure: Name | None = field(default=None, metadata=says("The first one without."))
    share: Name | None = field(
        default=None, metadata=says("Of the cube's shares the one that is shown beside it.")
    )
    which: list[ColumnOfRows] = field(
        default_factory=list,
        metadata=says(
            "Columns of the SELECT by which each row counted is named, of a figure so small that "
            "the report names them all."
        ),
    )


@dataclass(frozen=True, kw_only=True)
class DrawnChart(Record):
    """One small chart that every report draws: a bar for each value of a dimension."""

    title: Text
    category: Name
    series: dict[Text, dict[Name, Value | list[Value]]] = field(
        metadata=says(f"The parts of a bar by name. {WHERE}", min_length=1)
    )
    measure: Name | None = field(default=None, metadata=says("The first one without."))
    place: int = field(default=0, metadata=says("Its place among the charts of all cubes."))


@dataclass(frozen=True, kw_only=True)
class Cube(Record):
    """schemas/cubes/NAME.yml: rows that count, to be counted by any of their dimensions."""

    cube: Name
    title: Text
    tables: list[Name] = field(
        metadata=says("Tables without which nothing is known.", min_length=1)
    )
    needs: list[Need] = field(
        default_factory=list,
        metadata=says("Columns without which nothing is known, beside those that its rows are of."),
    )
    optional: list[Need] = field(
        default_factory=list,
        metadata=says("Columns that its SELECT reads, and without which it is known all the same."),
    )
    given: Given | Name | None = field(
        default=None,
        metadata=says(
            "What a release must hold for the cube to be known; else its numbers are null. A "
            "condition, or the name of one in schemas/conditions.yml."
        ),
    )
    select: Sql = field(metadata=says("SELECT of the rows that count, one row each."))
    order: list[ColumnOfRows] = field(
        default_factory=lambda: list(PLACE),
        metadata=says("Columns of the SELECT by which rows are listed.", min_length=1),
    )
    dimensions: dict[Name, Dimension] = field(default_factory=dict)
    measures: dict[Name, Annotated[Counted, MeasureKind()]] = field(
        metadata=says("`count` for the number of rows, or a sum or count_distinct.", min_length=1)
    )
    shares: dict[Name, Share] = field(default_factory=dict)
    figures: dict[Name, Figure] = field(
        default_factory=dict, metadata=says("Numbers that every report shows.")
    )
    charts: dict[Name, DrawnChart] = field(default_factory=dict)
    place: int = field(
        default=0, metadata=says("Where its figures stand among those of all cubes.")
    )

    def measure(self, name: str | None) -> Counted:
        """A measure by its name; the first one without."""
        return next(iter(self.measures.values())) if name is None else self.measures[name]

    def adds_up(self, measure: str) -> bool:
        """Whether the parts of a measure make its whole; those of different values do not."""
        counted = self.measures[measure]
        return counted == "count" or counted.sum is not None

    def needs_of(self, measure: str | None, dimensions: Sequence[str]) -> list[str]:
        """Columns without which a measure is not known by these dimensions."""
        counted = self.measure(measure)
        own = [] if counted == "count" else counted.needs
        return [
            *self.needs,
            *own,
            *(need for name in dimensions for need in self.dimensions[name].needs),
        ]


def figures_of(cubes: Mapping[str, Cube]) -> Iterator[tuple[str, Cube, Figure]]:
    """Every figure with its name and its cube, in the order in which reports show them."""
    for cube in sorted(cubes.values(), key=lambda cube: (cube.place, cube.cube)):
        for name, figure in cube.figures.items():
            yield name, cube, figure


def listed(values: Value | Sequence[Value]) -> list[Value]:
    """The values of one dimension that a condition names."""
    if isinstance(values, Sequence) and not isinstance(values, str):
        return list(values)
    return [values]


def values_of(dimension: Dimension, codes: Mapping[str, CodeList]) -> list[Value]:
    """The values a dimension may have, in the order of their list; none where nothing says."""
    if dimension.codes is None:
        return dimension.values
    name, _, column = dimension.codes.partition(".")
    code_list = codes[name]
    if not column:
        return list(code_list.codes)
    values = dict.fromkeys(row[column] for row in code_list.rows if row[column])
    is_whole = code_list.sql_type(column) == "BIGINT"
    return [int(value) if is_whole else value for value in values]


def check_where(cube: Cube, where: Where, codes: Mapping[str, CodeList]) -> str:
    """Say which dimension or value a cube does not have, with the nearest one; '' if it has all."""
    for name, values in where.items():
        if name not in cube.dimensions:
            known = ", ".join(cube.dimensions) or "none"
            hint = suggest(name, cube.dimensions, f"Its dimensions: {known}.")
            return f"cube '{cube.cube}' has no dimension '{name}'. {hint}"
        allowed = values_of(cube.dimensions[name], codes)
        if not listed(values):
            return f"no value of dimension '{name}' is named"
        for value in listed(values):
            if value is not None and allowed and not _is_among(value, allowed):
                words, word = [say_value(item) for item in allowed], say_value(value)
                there = f"Its values: {', '.join(words)}."
                hint = there if word in words else suggest(word, words, there)
                return f"dimension '{name}' has no value '{word}'. {hint}"
    return ""


def say_value(value: Value) -> str:
    """A value as a YAML file says it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_among(value: Value, allowed: Sequence[Value]) -> bool:
    """Whether a value is one of some; 1 is not true, although Python takes them for equal."""
    return any(type(item) is type(value) and item == value for item in allowed)
