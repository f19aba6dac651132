"""What a comparison of two releases may say: which rows, which columns, and what a change means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from qa_checks.catalogue.conditions import Given
from qa_checks.fields import Name, Need, Record, Sql, Text, TextKind, says

ADDED, GONE = "added", "gone"
PLACE = ("_source", "_row")
OTHER = "other"  # names what no meaning takes
ColumnOfRows = Annotated[str, TextKind(r"^_?[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, TextKind(r"^[A-Z]{3}[0-9]{3}$")]
CONDITION = "A condition on t, the row now, and o, the row before."
OF_CELL = ("before", "now")  # the two values of a cell, in a condition of a meaning


@dataclass(frozen=True, kw_only=True)
class ColumnToCompare(Record):
    """A column of the SELECT that is compared cell by cell."""

    title: Text
    needs: list[Need] = field(
        default_factory=list,
        metadata=says("Columns that both releases must have for it to be compared."),
    )
    key: dict[Name, Text] = field(
        default_factory=dict,
        metadata=says(
            "What names its row in the table of a rule beside the columns of the SELECT, such as "
            "{judgement: overall}."
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Meaning(Record):
    """What some changes mean. Each change has the first meaning that takes it."""

    name: Name
    title: Text = field(metadata=says("What has happened, for a reader."))
    of: list[Name] = field(
        metadata=says("Columns that are compared, or `added` or `gone` for rows.", min_length=1)
    )
    when: Sql | None = field(
        default=None,
        metadata=says(f"{CONDITION} before and now are the cell. Without one, always."),
    )
    rule: RuleId | None = field(
        default=None,
        metadata=says("The rule that says so: it takes what the rule finds, and adds no finding."),
    )
    keyed_by: dict[Name, ColumnOfRows] = field(
        default_factory=dict,
        metadata=says(
            "Columns of the SELECT that stand for others in the key of what the rule finds, such "
            "as {event_number: previous_event_number}."
        ),
    )
    is_: Literal["expected", "to know", "to be explained"] = field(
        default="to be explained",
        metadata=says(
            "What is to be explained is a finding. Expected is what something in the data proves; "
            "what happens often, and nothing proves, is to know.",
            alias="is",
        ),
    )
    severity: Literal["error", "warning"] = "warning"
    revision: bool = field(default=False, metadata=says("Whether it corrects what was published."))

    def __post_init__(self) -> None:
        if self.rule is not None and (self.when is not None or self.is_ != "to be explained"):
            raise ValueError("what a rule finds is to be explained: say neither when nor is")
        if self.keyed_by and self.rule is None:
            raise ValueError("keyed_by is about what a rule finds: name the rule")


@dataclass(frozen=True, kw_only=True)
class GradeMovement(Record):
    """How grades moved between the two releases."""

    grade: ColumnOfRows = field(metadata=says("Column of the SELECT with a whole number, 1 best."))
    labels: list[Text] = field(metadata=says("What 1, 2, … are called.", min_length=1))
    rows: dict[Text, Sql] = field(
        metadata=says(f"A table of grades for each kind of rows, by its title. {CONDITION}")
    )
    comparable: Sql = field(metadata=says(f"Whether both were judged alike. {CONDITION}"))
    apart: Sql = field(metadata=says("What those are that were not: a text, of t and o."))


@dataclass(frozen=True, kw_only=True)
class Definition(Record):
    """Something to know before any number is compared: what is counted, or called, otherwise."""

    needs: list[Need] = field(
        default_factory=list, metadata=says("Columns without which this release cannot tell.")
    )
    select: Sql = field(
        metadata=says("SELECT of a row for each thing to say; none, and all is well.")
    )
    message: Text = field(metadata=says("The sentence, with {columns} of the SELECT."))


@dataclass(frozen=True, kw_only=True)
class Comparison(Record):
    """schemas/comparisons/NAME.yml: rows of two releases that are compared by a key."""

    comparison: Name
    title: Text
    table: Name = field(metadata=says("The table that its findings are of."))
    rows_are: Text = field(metadata=says("What one row is, in the plural."))
    tables: list[Name] = field(metadata=says("Tables that both releases must have.", min_length=1))
    given: Given | Name | None = field(
        default=None,
        metadata=says(
            "What must be true of the two releases. A condition, or the name of one in "
            "schemas/conditions.yml."
        ),
    )
    key: list[ColumnOfRows] = field(metadata=says("Columns that name a row.", min_length=1))
    select: Sql = field(
        metadata=says("SELECT of the rows, asked of each release alone, with _source and _row.")
    )
    columns: dict[Name, ColumnToCompare] = field(metadata=says("What is compared.", min_length=1))
    definitions: list[Definition] = field(default_factory=list)
    meanings: list[Meaning] = field(
        default_factory=list, metadata=says("What changes mean, in the order in which it is asked.")
    )
    movement: GradeMovement | None = None
    place: int = field(default=0, metadata=says("Its place among all comparisons."))

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
