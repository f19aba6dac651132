"""What a table schema may say, and what a catalogue holds besides its rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from qa_checks.catalogue.checklist import Checklist
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.layouts import Layout
from qa_checks.fields import Before, Day, Name, Need, Needed, Record, Sql, Text, read_need, says

# Published cells: of a column, of one judgement (=), of all judgements but one (<>).
Read = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*((=|<>)[a-z][a-z0-9_]*)?$"),
]
# A code list, which may be given as its file.
ListName = Annotated[
    str, Before(lambda name: name.removesuffix(".csv") if isinstance(name, str) else name)
]
# Any value; a day as its text.
Example = Annotated[
    Any, Before(lambda value: value.isoformat() if isinstance(value, dt.date) else value)
]
ColumnType = Literal["text", "identifier", "integer", "number", "date", "boolean"]

SQL_TYPES = {
    "text": "VARCHAR",
    "identifier": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


class Column(Record, frozen=True, kw_only=True):
    """One column of a table. Each key but title, type and example is a check of its own."""

    title: Text
    type: ColumnType = "text"
    example: Annotated[Example, says("The value an example row has unless it says so.")] = None
    nullable: Annotated[bool, says("Whether a row may be without it.")] = True
    unique: Annotated[bool, says("Whether each value may occur once only.")] = False
    in_: Annotated[ListName | None, says("A code list: codes/NAME.csv.", alias="in")] = None
    fold: Annotated[bool, says("Whether case and spaces are forgiven (and reported) in codes.")] = (
        True
    )
    ge: Annotated[int | float | Day | None, says("Smallest value allowed.")] = None
    le: Annotated[int | float | Day | None, says("Largest value allowed.")] = None
    str_matches: Annotated[str | None, says("Regular expression of the whole text.")] = None
    not_before: Annotated[
        list[Text],
        says(
            "table.column of days in the same published row that come no later than this one; "
            "where nearly all do, the two columns were exchanged."
        ),
    ] = field(default_factory=list)
    true_values: Annotated[list[str], says("Texts that mean yes.")] = field(default_factory=list)
    false_values: Annotated[list[str], says("Texts that mean no.")] = field(default_factory=list)
    severity: Annotated[
        Literal["error", "warning"],
        says("How bad it is when one of the column's constraints fails."),
    ] = "error"
    sensitive: Annotated[bool, says("Whether reports mask the value.")] = False
    repeats: Annotated[
        list[Text],
        says("table.column of the same published row that this copies; never checked twice."),
    ] = field(default_factory=list)
    derived: Annotated[Sql | None, says("An SQL expression over the table's columns.")] = None
    reads: Annotated[
        list[Read],
        says(
            "Published cells a derived column is worked out from, beside what it needs: a "
            "row in which one of them cannot be read is undecided."
        ),
    ] = field(default_factory=list)
    needs: Annotated[
        list[Need],
        says(
            "What a derived column is derived from, as table.column or, of a judgement "
            "that stands in a column of its own, table.column=value; without it there is nothing "
            "to derive and no rule may use the column."
        ),
    ] = field(default_factory=list)
    why: str = ""
    remedy: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type the column is held in."""
        return SQL_TYPES[self.type]

    @property
    def is_text(self) -> bool:
        """Whether the value is the text itself."""
        return self.type in ("text", "identifier")

    @property
    def yes_words(self) -> list[str]:
        """The texts that mean yes: those it names first, and how programs write it."""
        return [*self.true_values, "true"]

    @property
    def no_words(self) -> list[str]:
        """The texts that mean no: those it names first, and how programs write it."""
        return [*self.false_values, "false"]

    @property
    def is_checked(self) -> bool:
        """Whether its values are checked here: it copies no other table's, and is not derived."""
        return not self.repeats and self.derived is None

    @property
    def is_once(self) -> bool:
        """Whether a value may occur once only, and that is checked here."""
        return self.unique and self.is_checked

    @property
    def checks(self) -> list[str]:
        """What its values are checked for, by the words that end the ids of those checks."""
        kinds = {
            "type": not self.is_text,
            "nullable": not self.nullable,
            "in": self.in_ is not None,
            "spelling": self.in_ is not None and self.fold,
            "ge": self.ge is not None,
            "le": self.le is not None,
            "str_matches": self.str_matches is not None,
            "unique": self.unique,
        }
        return [kind for kind, is_asked in kinds.items() if is_asked and self.is_checked]

    @property
    def must_be_filled(self) -> bool:
        """Whether a row without a value is at fault."""
        return self.is_checked and not self.nullable


class Lookup(Record, frozen=True, kw_only=True):
    """Rows another SELECT gives, at most one for each row of the table."""

    select: Sql
    by: Annotated[
        list[Annotated[str, Meta(pattern=r"^_?[a-z][a-z0-9_]*$")]],
        says("Columns that are equal in both.", min_length=1),
    ]


class Views(Record, frozen=True, kw_only=True):
    """The views of a release that a table holds beside each other."""

    column: Annotated[Name, says("The column that names a row's view.")]
    words: Annotated[
        dict[Text, Text],
        says(
            "Each view with what sentences call it. A row is compared with its "
            "counterpart in the first of these views that has one.",
            min_length=2,
        ),
    ]
    repeated: Annotated[list[Name], says("Views in which a key may stand in several rows.")] = (
        field(default_factory=list)
    )

    def __post_init__(self) -> None:
        for name in self.repeated:
            if name not in self.words:
                raise ValueError(f"'{name}' is repeated, but there is no such view")


class Table(Record, frozen=True, kw_only=True):
    """One canonical table."""

    table: Name
    title: Text
    rows_are: Annotated[Text, says("What one row is, in the plural: inspections.")]
    key: Annotated[list[Name], says("Columns that name a row for a reader.", min_length=1)]
    unit: Annotated[
        Text | None,
        says(
            "What the first key column names, in the singular: reports then show all findings "
            "of one together."
        ),
    ] = None
    unique_key: Annotated[bool, says("Whether the key may occur once only.")] = True
    time: Annotated[Name | None, says("The date column that scopes in time refer to.")] = None
    views: Views | None = None
    source: list[Text] = field(default_factory=list)
    lookups: Annotated[
        dict[Name, Lookup], says("What derived columns may take values from, by name.")
    ] = field(default_factory=dict)
    columns: dict[Name, Column]

    @property
    def stored(self) -> dict[str, Column]:
        """The columns that come from files: all but the derived ones."""
        return {name: column for name, column in self.columns.items() if column.derived is None}

    @property
    def checks(self) -> Iterator[str]:
        """The ids of the checks that it gives."""
        for name, column in self.columns.items():
            yield from (f"{self.table}.{name}.{kind}" for kind in column.checks)
        if self.unique_key:
            yield f"{self.table}.key"

    def __post_init__(self) -> None:
        named = [*self.key, *([self.time] if self.time else [])]
        for name in [*named, *([self.views.column] if self.views else [])]:
            if name not in self.columns:
                raise ValueError(f"'{name}' is not a column of table '{self.table}'")
        if self.time and self.columns[self.time].type != "date":
            raise ValueError(f"'{self.time}' is no column of dates, so it cannot be the time")


class Schemas(Struct, frozen=True, kw_only=True):
    """A catalogue without its rules: all that reading files needs.

    ``judged`` are the extract tables some rule speaks of, ``lists`` what a release may expect
    that is a list with reasons, not a number.
    """

    folder: Path
    tables: dict[str, Table]
    layouts: dict[str, Layout]
    codes: dict[str, CodeList]
    cubes: dict[str, Cube] = {}
    comparisons: dict[str, Comparison] = {}
    conditions: dict[str, Given] = {}
    checklist: Checklist = Checklist()
    judged: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()


def sensitive_columns(tables: Mapping[str, Table]) -> frozenset[str]:
    """Names of columns whose values reports mask."""
    return frozenset(
        name
        for table in tables.values()
        for name, column in table.columns.items()
        if column.sensitive
    )


def published_cells(read: str, tables: Mapping[str, Table]) -> Iterator[str]:
    """Published cells that a column comes from: its own, or those it repeats or is derived from.

    Parameters
    ----------
    read
        As in the schemas: ``table.column``, ``table.column=value`` or ``table.column<>value``.
    """
    todo, seen = [read], set()
    while todo:
        origin = todo.pop()
        if origin in seen:
            continue
        seen.add(origin)
        table, _, name = origin.partition(".")
        column = tables[table].columns.get(name) if table in tables else None
        if column is None or column.derived is None:
            yield origin
            todo += column.repeats if column else []
        else:
            todo += [*column.needs, *column.reads]


def has_all(needs: Collection[str], columns: Collection[tuple[str, str]]) -> bool:
    """Whether some file provides everything that a derived column or a cube needs.

    Parameters
    ----------
    needs
        As in the schemas: ``table.column``, or ``table.column=value`` with any of several values
        between ``|``, or ``table.column<>value``, any other value.
    columns
        The pairs of table and column that some file provides.
    """
    return all(_is_given(read_need(need), columns) for need in needs)


def _is_given(need: Needed, columns: Collection[tuple[str, str]]) -> bool:
    if need.sign == "<>":
        return any(
            owner == need.table
            and given.startswith(f"{need.column}=")
            and given != f"{need.column}={need.values[0]}"
            for owner, given in columns
        )
    return any(given in columns for given in need.given)
