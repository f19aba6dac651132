"""Kinds of values in YAML files: what one must be, and how it is read.

Nothing is taken for another type: a number is no text, a text no number, yes and no are neither.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Any

from msgspec import Meta, Struct

from qa_checks.catalogue.value_limits import say_beyond
from qa_checks.days import FORMS
from qa_checks.fields import OTHERS, Before, Record

Place = tuple[str | int, ...]
LINES = "a set of 'key: value' lines"
PLAIN = {
    str: "a valid string",
    int: "a valid integer",
    float: "a valid number",
    bool: "true or false",
    dt.date: f"a date like {FORMS}",
}


class Wrong(Enum):
    """What may be wrong with a file."""

    VALUE = "value"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Fault(Struct, frozen=True):
    """What is wrong, at which path of keys; of a key that is missing, where it belongs."""

    place: Place
    text: str
    wrong: Wrong = Wrong.VALUE

    @property
    def name(self) -> str:
        """The key at fault; of an entry of a list the name of the list."""
        if self.wrong is Wrong.UNKNOWN:
            return str(self.place[-1])  # it may be no text
        words = (part for part in reversed(self.place) if isinstance(part, str))
        return next(words, str(self.place[-1]) if self.place else "file")


class Kind(Struct, frozen=True, kw_only=True):
    """What a value must be; this one anything."""

    limits: tuple[Meta, ...] = ()
    changes: tuple[Before, ...] = ()
    is_optional: bool = False

    @property
    def told(self) -> str:
        """It in words."""
        return "a value"

    def takes(self, value: Any) -> bool:
        """Whether a value is meant as one of this kind, if perhaps a faulty one."""
        del value
        return True

    def read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        """The value as a record holds it; what is wrong with it is added to the faults."""
        if value is None and self.is_optional:
            return None
        before = len(faults)
        try:
            for note in self.changes:
                value = note.change(value)
        except ValueError as fault:
            faults.append(Fault(place, str(fault)))
            return None
        if not self.takes(value):
            faults.append(Fault(place, self.refusal(value)))
            return None
        read = self._read(value, place, faults)
        if len(faults) == before:
            beyond = (text for limits in self.limits if (text := say_beyond(limits, read)))
            faults += [Fault(place, text) for text in beyond]
        return read

    def refusal(self, value: Any) -> str:
        """What to say of a value that is none of this kind."""
        del value
        return f"input should be {self.told}"

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        del place, faults
        return value


class PlainKind(Kind, frozen=True, kw_only=True):
    """A text, a number, a date, or yes or no."""

    type: type

    @property
    def told(self) -> str:
        """Its name."""
        return PLAIN[self.type]

    def takes(self, value: Any) -> bool:
        """Whether it is of the type itself; a whole number is a number too."""
        if self.type is float:
            return type(value) in (int, float) and math.isfinite(value)
        return type(value) is self.type

    def refusal(self, value: Any) -> str:
        """The value, where a date belongs."""
        if self.type is dt.date:
            return f"'{value}' is not a date. Write it as {FORMS}"
        return super().refusal(value)

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        del place, faults
        return float(value) if self.type is float else value


class ChoiceKind(Kind, frozen=True, kw_only=True):
    """One of some words."""

    words: tuple[str, ...]

    @property
    def told(self) -> str:
        """The words."""
        *others, last = [f"'{word}'" for word in self.words]
        return f"{', '.join(others)} or {last}" if others else last

    def takes(self, value: Any) -> bool:
        """Any text."""
        return isinstance(value, str)

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        if value not in self.words:
            faults.append(Fault(place, self.refusal(value)))
        return value


class ListKind(Kind, frozen=True, kw_only=True):
    """A list of values of one kind."""

    item: Kind

    @property
    def told(self) -> str:
        """A list."""
        return "a list"

    def takes(self, value: Any) -> bool:
        """Any list."""
        return isinstance(value, list)

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        read = self.item.read
        return [read(item, (*place, number), faults) for number, item in enumerate(value)]


class LinesKind(Kind, frozen=True, kw_only=True):
    """A set of keys and values."""

    @property
    def told(self) -> str:
        """Lines."""
        return LINES

    def takes(self, value: Any) -> bool:
        """Any keys."""
        return isinstance(value, dict)

    def refusal(self, value: Any) -> str:
        """Where lines belong."""
        del value
        return f"{LINES} belongs here"


class DictKind(LinesKind, frozen=True, kw_only=True):
    """Values of one kind by names."""

    key: Kind
    item: Kind

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        return {
            self.key.read(key, (*place, key), faults): self.item.read(item, (*place, key), faults)
            for key, item in value.items()
        }


class Part(Struct, frozen=True, dict=True):
    """A field of a record: its key in YAML, its name, and what is said of it.

    ``tell_kind`` gives what its value must be; few files have every key.
    """

    key: str
    name: str
    tell_kind: Callable[[], Kind]
    is_required: bool
    default: Any = None
    about: str | None = None

    @cached_property
    def kind(self) -> Kind:
        """What its value must be."""
        return self.tell_kind()


class RecordKind(LinesKind, frozen=True, kw_only=True):
    """A record, by the names of its fields."""

    record: type[Record]
    parts: tuple[Part, ...]

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        before = len(faults)
        fields, left = {}, dict(value)
        for part in self.parts:
            if part.key == OTHERS:
                fields[part.name] = part.kind.read(left, place, faults)
                left = {}
            elif part.key in left:
                item = left.pop(part.key)
                fields[part.name] = part.kind.read(item, (*place, part.key), faults)
            elif part.is_required:
                faults.append(Fault((*place, part.key), "", Wrong.MISSING))
        faults += [Fault((*place, key), "", Wrong.UNKNOWN) for key in left]
        return _make(self.record, fields, place, faults) if len(faults) == before else None


class BareKind(Kind, frozen=True, kw_only=True):
    """A record of one field, written as the value of that."""

    record: type[Record]
    part: Part

    @property
    def told(self) -> str:
        """The value."""
        return self.part.kind.told

    def takes(self, value: Any) -> bool:
        """What the field takes."""
        return self.part.kind.takes(value)

    def refusal(self, value: Any) -> str:
        """What the field says."""
        return self.part.kind.refusal(value)

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        before = len(faults)
        fields = {self.part.name: self.part.kind.read(value, place, faults)}
        return _make(self.record, fields, place, faults) if len(faults) == before else None


class UnionKind(Kind, frozen=True, kw_only=True):
    """A value of one of several kinds."""

    kinds: tuple[Kind, ...]

    @property
    def told(self) -> str:
        """All of them."""
        return " or ".join(dict.fromkeys(kind.told for kind in self.kinds))

    def takes(self, value: Any) -> bool:
        """What any of them takes, or may take once it is changed."""
        return any(kind.changes or kind.takes(value) for kind in self.kinds)

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        """As the first kind that finds nothing wrong; else what the first that is meant finds."""
        meant: list[Fault] = []
        for kind in self.kinds:
            own: list[Fault] = []
            read = kind.read(value, place, own)
            if not own:
                return read
            meant = meant or (own if kind.takes(value) else [])
        faults += meant or [Fault(place, self.refusal(value))]
        return None


def _make(record: type[Record], fields: dict[str, Any], place: Place, faults: list[Fault]) -> Any:
    try:
        return record(**fields)
    except ValueError as fault:
        faults.append(Fault(place, str(fault)))
        return None
