"""The records that YAML files are read into, and the values in them; `catalogue.kinds` reads both.

A field says what its value must be by its type and by notes in `Annotated`: `Meta` for limits,
`Before` for what is made of the value that stands in the file, `Holds` for a type that msgspec does
not know. Patterns are of the whole text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from msgspec import Meta, Struct

from qa_checks.days import WAYS_TO_WRITE, read_day

# Texts, names in quotation marks and comments, in which a word is no function.
_QUOTED = r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/"
_ANY_VALUE = rf"(?is){_QUOTED}|\bany_value(?=\s*\()"

OTHERS = "*"  # the key of a field that takes all keys no other field has
ITSELF = "."  # the key of the only field of a record that is written without any key


class Record(Struct, frozen=True):
    """What a YAML file is read into; keys that are none of its fields are errors."""


class Holds(Struct, frozen=True):
    """The type of a field of `Any`: a text or a day, which msgspec cannot tell apart."""

    type: Any


class Before(Struct, frozen=True):
    """What is made of a value before it is looked at; a ValueError says what is wrong with it."""

    change: Callable[[Any], Any]
    written: Any = None  # its type in the file, where that is another


def settle_any_value(sql: str) -> str:
    """SQL with `min` for `any_value`, which gives any of the rows: another one in the next run."""
    return re.sub(
        _ANY_VALUE, lambda call: "min" if call[0].lower() == "any_value" else call[0], sql
    )


def list_empty(value: Any) -> Any:
    """A key without a value as an empty list: a skeleton to be filled."""
    return [] if value is None else value


def _trim(value: Any) -> Any:
    """A text without the blanks around it; nothing where no character of it can be seen."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text if any(sign.isprintable() and sign != " " for sign in text) else ""


def _settle(value: Any) -> Any:
    return settle_any_value(value.strip()) if isinstance(value, str) else value


def _read_printed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return read_day(value)
    except ValueError:
        return value  # it is told as what it is: no date


_Printed = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[^0-9].*[0-9]{4})$",
        description=f"A date: {WAYS_TO_WRITE}.",
    ),
]
Text = Annotated[str, Before(_trim), Meta(min_length=1)]
Sql = Annotated[str, Before(_settle), Meta(min_length=1, max_length=20_000)]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, Meta(pattern=r"^[A-Z]{2,4}[0-9]{3}$")]
ColumnOfRows = Annotated[str, Meta(pattern=r"^_?[a-z][a-z0-9_]*$")]
PLACE = ("_source", "_row")  # the columns of every table that say where a row stood
# A date as people print it; a number is none, although it could be seconds since 1970.
Day = Annotated[dt.date, Before(_read_printed, written=_Printed)]
# A column that some file must provide, or one judgement (=) that stands in a column of its own.
Need = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(=[a-z][a-z0-9_]*)?$")]


class Needed(NamedTuple):
    """A column as schemas and rules name it: ``table.column``, perhaps with values behind a sign.

    ``judgements.judgement=overall`` are rows with that value, which a file may have as a column of
    its own; of several between ``|`` any will do. Behind ``<>`` stands the one that is not meant.
    """

    table: str
    column: str
    sign: str
    values: tuple[str, ...]

    @property
    def given(self) -> list[tuple[str, str]]:
        """Table and column as a file may provide it, ``judgement=overall``; any will do."""
        values = [f"{self.column}{self.sign}{value}" for value in self.values]
        return [(self.table, name) for name in values or [self.column]]

    @property
    def published(self) -> tuple[str, ...]:
        """The columns of a file that hold it: those of values have their names."""
        return self.values if self.sign == "=" else (self.column,)


def read_need(text: str) -> Needed:
    """What the name of a column means."""
    name, *values = re.split("=|<>", text, maxsplit=1)
    table, _, column = name.partition(".")
    sign = text[len(name) :].removesuffix("".join(values))
    return Needed(table, column, sign, tuple(values[0].split("|")) if values else ())


def says(description: str | None, alias: str = "", **limits: Any) -> Meta:
    """Of a field: what its key says to an editor, the key if it is no name, and limits."""
    return Meta(description=description, extra={"key": alias} if alias else None, **limits)
