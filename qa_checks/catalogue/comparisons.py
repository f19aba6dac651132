"""What a comparison of two releases may say: which rows, which columns, and what a change means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import field

from qa_checks.catalogue.conditions import Given
from qa_checks.fields import ColumnOfRows, Name, Need, Record, RuleId, Sql, Text, says

ADDED, GONE = "added", "gone"
OTHER = "other"  # names what no meaning takes
CONDITION = "A condition on t, the row now, and o, the row before."
OF_CELL = ("before", "now")  # the two values of a cell, in a condition of a meaning


class ColumnToCompare(Record, frozen=True, kw_only=True):
    """A column of the SELECT that is compared cell by cell."""

    title: Text
    needs: Annotated[
        list[Need], says("Columns that both releases must have for it to be compared.")
    ] = field(default_factory=list)
    key: Annotated[
        dict[Name, Text],
        says(
            "What names its row in the table of a rule beside the columns of the SELECT, such as "
            "{judgement: overall}."
        ),
    ] = field(default_factory=dict)


class Meaning(Record, frozen=True, kw_only=True):
    """What some changes mean. Each change has the first meaning that takes it."""

    name: Name
    title: Annotated[Text, says("What has happened, for a reader.")]
    of: Annotated[
        list[Name], says("Columns that are compared, or `added` or `gone` for rows.", min_length=1)
    ]
    when: Annotated[
        Sql | None, says(f"{CONDITION} before and now are the cell. Without one, always.")
    ] = None
    rule: Annotated[
        RuleId | None,
        says("The rule that says so: it takes what the rule finds, and adds no finding."),
    ] = None
    keyed_by: Annotated[
        dict[Name, ColumnOfRows],
        says(
            "Columns of the SELECT that stand for others in the key of what the rule finds, such "
            "as {event_number: previous_event_number}."
        ),
    ] = field(default_factory=dict)
    is_: Annotated[
        Literal["expected", "to know", "to be explained"],
        says(
            "What is to be explained is a finding. Expected is what something in the data proves; "
            "what happens often, and nothing proves, is to know.",
            alias="is",
        ),
    ] = "to be explained"
    severity: Literal["error", "warning"] = "warning"
    revision: Annotated[bool, says("Whether it corrects what was published.")] = False

    def __post_init__(self) -> None:
        if self.rule is not None and (self.when is not None or self.is_ != "to be explained"):
            raise ValueError("what a rule finds is to be explained: say neither when nor is")
        if self.keyed_by and self.rule is None:
            raise ValueError("keyed_by is about what a rule finds: name the rule")


class GradeMovement(Record, frozen=True, kw_only=True):
    """How grades moved between the two releases."""

    grade: Annotated[ColumnOfRows, says("Column of the SELECT with a whole number, 1 best.")]
    labels: Annotated[list[Text], says("What 1, 2, … are called.", min_length=1)]
    rows: Annotated[
        dict[Text, Sql], says(f"A table of grades for each kind of rows, by its title. {CONDITION}")
    ]
    comparable: Annotated[Sql, says(f"Whether both were judged alike. {CONDITION}")]
    apart: Annotated[Sql, says("What those are that were not: a text, of t and o.")]


class Definition(Record, frozen=True, kw_only=True):
    """Something to know before any number is compared: what is counted, or called, otherwise."""

    needs: Annotated[list[Need], says("Columns without which this release cannot tell.")] = field(
        default_factory=list
    )
    select: Annotated[Sql, says("SELECT of a row for each thing to say; none, and all is well.")]
    message: Annotated[Text, says("The sentence, with {columns} of the SELECT.")]


class Comparison(Record, frozen=True, kw_only=True):
    """schemas/comparisons/NAME.yml: rows of two releases that are compared by a key."""

    comparison: Name
    title: Text
    table: Annotated[Name, says("The table that its findings are of.")]
    rows_are: Annotated[Text, says("What one row is, in the plural.")]
    tables: Annotated[list[Name], says("Tables that both releases must have.", min_length=1)]
    given: Annotated[
        Given | Name | None,
        says(
            "What must be true of the two releases. A condition, or the name of one in "
            "schemas/conditions.yml."
        ),
    ] = None
    key: Annotated[list[ColumnOfRows], says("Columns that name a row.", min_length=1)]
    select: Annotated[
        Sql, says("SELECT of the rows, asked of each release alone, with _source and _row.")
    ]
    columns: Annotated[dict[Name, ColumnToCompare], says("What is compared.", min_length=1)]
    definitions: list[Definition] = field(default_factory=list)
    meanings: Annotated[
        list[Meaning], says("What changes mean, in the order in which it is asked.")
    ] = field(default_factory=list)
    movement: GradeMovement | None = None
    place: Annotated[int, says("Its place among all comparisons.")] = 0

    def conditions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every expression over the row now and the row before, with its key in the file."""
        for number, meaning in enumerate(self.meanings):
            if meaning.when is not None:
                yield ("meanings", number, "when"), meaning.when
        if self.movement is not None:
            for title, condition in self.movement.rows.items():
                yield ("movement", "rows", title), condition
            yield ("movement", "comparable"), self.movement.comparable
            yield ("movement", "apart"), self.movement.apart
