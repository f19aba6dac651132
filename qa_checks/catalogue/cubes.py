"""What a cube may say: which rows count, by what they are told apart, and what is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.conditions import Given
from qa_checks.fields import PLACE, ColumnOfRows, Holds, Name, Need, Record, Sql, Text, says
from qa_checks.words import suggest

Value = str | int | bool | dt.date | None
OneOrAny = Annotated[Any, Holds(Value | list[Value])]
# Values of dimensions: of each named one the only value, or any of several.
Where = Mapping[str, Value | Sequence[Value]]
CodesOf = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
WHERE = "Values of dimensions, of each the only one or any of a list; null where there is none."


class RecodedBy(Record, frozen=True, kw_only=True):
    """By what rows may count under another value in published tables, if a release says so."""

    column: Annotated[ColumnOfRows, says("Column of the SELECT: such as the owner.")]
    needs: Annotated[
        list[Need], says("Columns without which nobody knows what is re-coded, beside its own.")
    ] = field(default_factory=list)


class Dimension(Record, frozen=True, kw_only=True):
    """A column of the SELECT that tells the rows apart."""

    title: Text
    codes: Annotated[
        CodesOf | None,
        says(
            "The code list of its values, or a column of one (grades.grade): a value that no row "
            "has is counted as nought."
        ),
    ] = None
    values: Annotated[
        list[Annotated[Any, Holds(Value)]], says("Its values, where no code list has them.")
    ] = field(default_factory=list)
    needs: Annotated[
        list[Need],
        says(
            "Columns without which it is not known, nor what is counted by it, beside those it is "
            "made of; the cube is."
        ),
    ] = field(default_factory=list)
    recoded_by: Annotated[
        RecodedBy | None,
        says("By what a release may re-code it for its tables (`recode` in tables.yml)."),
    ] = None

    def __post_init__(self) -> None:
        if self.codes is not None and self.values:
            raise ValueError("its values stand in the code list: say either codes or values")


class Measure(Record, frozen=True, kw_only=True):
    """What is counted, other than the rows: a sum, or how many different values there are."""

    sum: ColumnOfRows | None = None
    count_distinct: ColumnOfRows | None = None
    needs: Annotated[
        list[Need], says("Columns without which it is not known, beside those it is made of.")
    ] = field(default_factory=list)

    def __post_init__(self) -> None:
        if (self.sum is None) == (self.count_distinct is None):
            raise ValueError("say either sum or count_distinct, and of which column")


Counted = Literal["count"] | Measure


class Share(Record, frozen=True, kw_only=True):
    """A measure as a part of the same measure with only some dimensions fixed."""

    of: Annotated[Name, says("The measure.")]
    within: Annotated[
        list[Name], says("The dimensions that the whole keeps; without any it is all rows.")
    ] = field(default_factory=list)


class Figure(Record, frozen=True, kw_only=True):
    """One number that every report shows."""

    title: Text
    where: Annotated[dict[Name, OneOrAny], says(WHERE)] = field(default_factory=dict)
    measure: Annotated[Name | None, says("The first one without.")] = None
    share: Annotated[Name | None, says("Of the cube's shares the one that is shown beside it.")] = (
        None
    )
    which: Annotated[
        list[ColumnOfRows],
        says(
            "Columns of the SELECT by which each row counted is named, of a figure so small that "
            "the report names them all."
        ),
    ] = field(default_factory=list)


class DrawnChart(Record, frozen=True, kw_only=True):
    """One small chart that every report draws: a bar for each value of a dimension."""

    title: Text
    category: Name
    series: Annotated[
        dict[Text, dict[Name, OneOrAny]],
        says(f"The parts of a bar by name. {WHERE}", min_length=1),
    ]
    measure: Annotated[Name | None, says("The first one without.")] = None
    place: Annotated[int, says("Its place among the charts of all cubes.")] = 0


class Cube(Record, frozen=True, kw_only=True):
    """schemas/cubes/NAME.yml: rows that count, to be counted by any of their dimensions."""

    cube: Name
    title: Text
    tables: Annotated[list[Name], says("Tables without which nothing is known.", min_length=1)]
    needs: Annotated[
        list[Need],
        says("Columns without which nothing is known, beside those that its rows are of."),
    ] = field(default_factory=list)
    optional: Annotated[
        list[Need],
        says("Columns that its SELECT reads, and without which it is known all the same."),
    ] = field(default_factory=list)
    given: Annotated[
        Given | Name | None,
        says(
            "What a release must hold for the cube to be known; else its numbers are null. A "
            "condition, or the name of one in schemas/conditions.yml."
        ),
    ] = None
    select: Annotated[Sql, says("SELECT of the rows that count, one row each.")]
    order: Annotated[
        list[ColumnOfRows], says("Columns of the SELECT by which rows are listed.", min_length=1)
    ] = field(default_factory=lambda: list(PLACE))
    dimensions: dict[Name, Dimension] = field(default_factory=dict)
    measures: Annotated[
        dict[Name, Counted],
        says("`count` for the number of rows, or a sum or count_distinct.", min_length=1),
    ]
    shares: dict[Name, Share] = field(default_factory=dict)
    figures: Annotated[dict[Name, Figure], says("Numbers that every report shows.")] = field(
        default_factory=dict
    )
    charts: dict[Name, DrawnChart] = field(default_factory=dict)
    place: Annotated[int, says("Where its figures stand among those of all cubes.")] = 0

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
