"""The records that YAML files are read into, and the kinds of values in them.

pydantic reads the files, and asks each record and kind what it must be; nothing here loads it.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Annotated, Any

from msgspec import NODEFAULT, Struct, structs

from qa_checks.days import FORMS, read_day

# Texts, names in quotation marks and comments, in which a word is no function.
_QUOTED = r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/"
_ANY_VALUE = re.compile(rf"{_QUOTED}|\bany_value(?=\s*\()", re.IGNORECASE | re.DOTALL)


class Record(Struct, frozen=True):
    """What a YAML file is read into; keys that are none of its fields are errors."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """What pydantic checks: a dataclass, of which the record is made."""
        from pydantic_core import core_schema

        del source
        schema = handler.generate_schema(_as_dataclass(cls))
        return core_schema.no_info_after_validator_function(lambda read: cls(**vars(read)), schema)


@cache  # pydantic tells two of the same name apart
def _as_dataclass(record: type[Record]) -> Any:
    """The same fields as pydantic takes them, with what is said of them."""
    from dataclasses import field, make_dataclass

    parts = []
    for part in structs.fields(record):
        told = next((note for note in _notes(part.type) if isinstance(note, dict)), {})
        defaults = {"default": part.default, "default_factory": part.default_factory}
        given = {name: value for name, value in defaults.items() if value is not NODEFAULT}
        parts.append((part.name, part.type, field(metadata=told, **given)))
    about = {"__doc__": record.__doc__, "__module__": record.__module__}
    config = {"__pydantic_config__": {"extra": "forbid"}}
    return make_dataclass(record.__name__, parts, kw_only=True, namespace={**about, **config})


def _notes(kind: Any) -> tuple[Any, ...]:
    return getattr(kind, "__metadata__", ())


class TextKind(Struct, frozen=True):
    """What a text must be: not empty once it is trimmed, or of the form of a pattern."""

    pattern: str | None = None
    trimmed: bool = False
    longest: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """What pydantic checks."""
        from pydantic_core import core_schema

        del source, handler
        return core_schema.str_schema(
            pattern=self.pattern,
            strip_whitespace=self.trimmed or None,
            min_length=1 if self.trimmed else None,
            max_length=self.longest,
        )


class SqlKind(Struct, frozen=True):
    """SQL as authors write it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """What pydantic checks."""
        from pydantic_core import core_schema

        text = TextKind(trimmed=True, longest=20_000).__get_pydantic_core_schema__(source, handler)
        return core_schema.no_info_after_validator_function(settle_any_value, text)


class DayKind(Struct, frozen=True):
    """A date as people print it; a number is none, although it could be seconds since 1970."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """What pydantic checks."""
        from pydantic_core import PydanticCustomError, core_schema

        def read(value: Any) -> Any:
            try:
                if isinstance(value, str):
                    return read_day(value)
            except ValueError:
                raise PydanticCustomError("date_text", "not a date") from None
            if isinstance(value, int | float):
                raise PydanticCustomError("date_number", "not a date")
            return value

        return core_schema.no_info_before_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """What an editor checks."""
        del schema, handler
        return {
            "type": "string",
            "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[^0-9].*[0-9]{4})$",
            "description": f"A date: {FORMS}.",
        }


Text = Annotated[str, TextKind(trimmed=True)]
Sql = Annotated[str, SqlKind()]
Name = Annotated[str, TextKind(r"^[a-z][a-z0-9_]*$")]
Day = Annotated[dt.date, DayKind()]
# A column that some file must provide, or one judgement (=) that stands in a column of its own.
Need = Annotated[str, TextKind(r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(=[a-z][a-z0-9_]*)?$")]


def says(description: str | None, **more: Any) -> dict[str, Any]:
    """Of a field: what its key says to an editor, and what else pydantic checks."""
    return {"description": description, **more}


def settle_any_value(sql: str) -> str:
    """SQL with `min` for `any_value`, which gives any of the rows: another one in the next run."""
    return _ANY_VALUE.sub(lambda found: "min" if found[0].lower() == "any_value" else found[0], sql)
