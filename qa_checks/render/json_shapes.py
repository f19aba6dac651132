"""Shapes of JSON: how a value is written, and the JSON Schema of that, from one place."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from msgspec import Struct

MOMENT = "%Y-%m-%dT%H:%M:%SZ"
SELF = ""  # a key whose value is made of the thing itself, not of a part of it


def _unchanged(value: Any) -> Any:
    return value


class Shape(Struct, frozen=True):
    """What stands at one place: its JSON Schema, and how a value becomes what JSON knows.

    ``rows`` is the shape of each entry of a list of objects, None for anything else.
    """

    schema: Mapping[str, Any]
    write: Callable[[Any], Any] = _unchanged
    rows: Shape | None = None


class Key(Struct, frozen=True):
    """One key of an object.

    ``part`` leads from the thing to the value, as ``check.id``; it is the name if not given.
    """

    name: str
    shape: Shape
    about: str = ""
    part: str | None = None

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its value, with what it means."""
        return {**self.shape.schema, **({"description": self.about} if self.about else {})}

    @property
    def read(self) -> Callable[[Any], Any]:
        """What gets the value from a thing."""
        part = self.name if self.part is None else self.part
        return attrgetter(part) if part else _unchanged


def record(*keys: Key, null: bool = False) -> Shape:
    """An object that has all of these keys and no other; with ``null`` there may be none."""
    schema = {
        "type": ["object", "null"] if null else "object",
        "additionalProperties": False,
        "required": [key.name for key in keys],
        "properties": {key.name: key.schema for key in keys},
    }
    steps = [(key.name, key.read, key.shape.write) for key in keys]

    def write(thing: Any) -> dict[str, Any]:
        return {name: change(read(thing)) for name, read, change in steps}

    return Shape(schema, _or_null(write) if null else write)


def _or_null(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else write(value)


def listed(shape: Shape) -> Shape:
    """A list of things of one shape."""
    schema = {"type": "array", "items": shape.schema}
    if shape.write is _unchanged:
        return Shape(schema)
    return Shape(schema, lambda values: [*map(shape.write, values)], shape)


def mapped(shape: Shape) -> Shape:
    """Values of one shape by name, in the order of the names."""

    def write(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: shape.write(value) for name, value in sorted(values.items())}

    return Shape({"type": "object", "additionalProperties": shape.schema}, write)


def one_of(words: Iterable[str]) -> Shape:
    """One of some words."""
    return Shape({"enum": [str(word) for word in words]})


def refer(name: str, shape: Shape) -> Shape:
    """A shape that the schema describes once, under a name of its ``$defs``."""
    return Shape({"$ref": f"#/$defs/{name}"}, shape.write)


def write_day(day: dt.date | None) -> str | None:
    """``2021-11-16``."""
    return None if day is None else day.isoformat()


def write_moment(moment: dt.datetime) -> str:
    """``2021-11-16T09:30:00Z``."""
    return moment.astimezone(dt.UTC).strftime(MOMENT)


def read_moment(text: object) -> dt.datetime | None:
    """The moment that `write_moment` wrote; None for anything else."""
    try:
        moment = dt.datetime.strptime(str(text), MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return moment if write_moment(moment) == text else None


def write_number(value: float | int | None) -> float | int | None:
    """JSON knows no infinity and no NaN: a number that is neither finite nor known is null."""
    return value if value is None or math.isfinite(value) else None


def write_seconds(seconds: float) -> float | None:
    """Seconds to four places, as every report of them says."""
    return write_number(round(seconds, 4))
