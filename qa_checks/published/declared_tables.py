"""The tables that tables.yml declares: what cube each shows, what its labels stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from qa_checks.catalogue.cubes import Cube
from qa_checks.fields import Record, Text, says
from qa_checks.published.times import AS_AT, TIMES

Value = str | int | bool | None
Selected = dict[Text, Value | list[Value]]
Labels = Text | dict[Text, Selected | Text]
NO_CUBE = Cube(cube="", title="", tables=[], select="", measures={})
EACH = "each"
WORDS = ("measure", "share")  # what a selection may say beside values of dimensions
SELECTED = (
    "Values of dimensions, of each the only one or any of a list; `measure` or `share` names what "
    "is counted, the cube's first measure without."
)
STANDS_FOR = (
    "What the labels stand for: `as_at` (a day) or `period` of a release, a dimension, or each "
    "label with values of dimensions; `each` names a dimension for all other labels."
)


class Family(Record, frozen=True, kw_only=True):
    """Tables of one form: the same cube, the same rows and columns."""

    cube: Annotated[
        Text | None,
        says(
            "The file of schemas/cubes that says what is counted. Without it a table is known only "
            "by what is printed: its rows and columns may be any, and select nothing."
        ),
    ] = None
    where: Annotated[Selected, says(SELECTED)] = field(default_factory=dict)
    rows: Annotated[Labels | None, says(STANDS_FOR)] = None
    labels: Annotated[
        dict[Text, Labels],
        says(f"In the place of rows: several columns of labels, by header. {STANDS_FOR}"),
    ] = field(default_factory=dict)
    columns: Annotated[Labels | None, says(STANDS_FOR)] = None
    ignore: Annotated[list[Text], says("Headers of columns that the cube does not count.")] = field(
        default_factory=list
    )
    titles: Annotated[
        dict[Text, Selected],
        says(
            f"How the title of each table begins, or the name of its file, sheet or marked-up "
            f"table, with what it selects. {SELECTED}",
            min_length=1,
        ),
    ]
    alternatives: Annotated[
        dict[Text, Selected],
        says("Other selections that may explain a difference, each by its name."),
    ] = field(default_factory=dict)
    rounded: Annotated[
        Annotated[int, Meta(gt=0)] | None,
        says("What numbers are rounded to, such as 5, where not to 1."),
    ] = None
    top: Annotated[
        Annotated[int, Meta(gt=0)] | None,
        says(
            "How many values of `each` the table shows, the largest by its first column (or row), "
            "where not all."
        ),
    ] = None

    def __post_init__(self) -> None:
        is_bare = self.cube is None and self.rows is None
        if (self.rows is None) == (not self.labels) and not is_bare:
            raise ValueError("say what the labels of rows stand for: rows, or labels by header")
        if self.cube is not None and self.columns is None:
            raise ValueError("say what the headers stand for: columns")
        sides = [self.columns, self.rows, *self.labels.values()]
        if sum(side in TIMES for side in sides if isinstance(side, str)) > 1:
            raise ValueError("only one side of a table stands for days or periods")
        if self.top is not None and not any(map(_is_of_each, sides)):
            raise ValueError("top is of rows or columns that stand for each value of a dimension")


class DeclaredTable(Struct, frozen=True):
    """One table of a family."""

    name: str
    title: str
    family: Family
    cube: Cube
    selected: Mapping[str, Any]

    @property
    def check(self) -> str:
        """The id of the check it is."""
        return f"tables.{re.sub(r'[^a-z0-9]+', '_', self.name.lower()).strip('_')}"

    @property
    def is_recomputed(self) -> bool:
        """Whether a cube says what it shows; else it is known only by what is printed."""
        return self.cube is not NO_CUBE

    def rounding(self, selected: Mapping[str, Any]) -> int | None:
        """What a number is rounded to; percentages are printed in a precision of their own."""
        return None if "share" in selected else self.family.rounded

    @property
    def time(self) -> str:
        """What the rows are of, where each is of a day or period: as_at or period; '' else."""
        sides = [self.family.rows, *self.family.labels.values()]
        return next((str(side) for side in sides if side in TIMES), "")

    @property
    def times(self) -> str:
        """What its rows or columns are of, in words."""
        return "days" if AS_AT in (self.time, self.family.columns) else "periods"

    @property
    def is_series(self) -> bool:
        """Whether each row is of another day or period."""
        return bool(self.time)


def without_words(selected: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a selection that is about dimensions."""
    return {name: value for name, value in selected.items() if name not in WORDS}


def name_of(title: str) -> str:
    """What a table is called: '8a' of 'Table 8a:'."""
    stem = re.sub(r"(?i)^(table|figure|chart)[\s_]+", "", title.strip()).rstrip(" :.")
    return stem or title


def _is_of_each(labels: Labels | None) -> bool:
    """Whether labels stand for each value of a dimension."""
    return labels is not None and (
        EACH in labels if isinstance(labels, dict) else labels not in TIMES
    )
