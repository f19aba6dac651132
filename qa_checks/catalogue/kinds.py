"""Kinds of values in YAML files: what one must be, and how it is read.

Nothing is taken for another type: a number is no text, a text no number, yes and no are neither.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import Any

from msgspec import Meta, Struct

from qa_checks.days import WAYS_TO_WRITE
from qa_checks.fields import OTHERS, Before, Record

Place = tuple[str | int, ...]
LINES = "a set of 'key: value' lines"
SIZED = {str: ("string", "character"), list: ("list", "item"), dict: ("dictionary", "item")}


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


def _say_beyond(limits: Meta, value: Any) -> str:
    """What a value is beyond the limits; '' where it is within them."""
    if isinstance(value, str | list | dict):
        whole, part = SIZED[type(value)]
        after = "" if isinstance(value, str) else f" after validation, not {len(value)}"
        least, most = limits.min_length or 0, limits.max_length or len(value)
        if not least <= len(value) <= most:
            word, bound = ("least", least) if len(value) < least else ("most", most)
            return f"{whole} should have at {word} {bound} {part}{'s' * (bound != 1)}{after}"
        if limits.pattern and isinstance(value, str) and not re.fullmatch(limits.pattern, value):
            return f"string should match pattern '{limits.pattern}'"
    elif limits.gt is not None and value <= limits.gt:
        return f"input should be greater than {limits.gt}"
    elif limits.ge is not None and value < limits.ge:
        return f"input should be greater than or equal to {limits.ge}"
    elif limits.le is not None and value > limits.le:
        return f"input should be less than or equal to {limits.le}"
    return ""


class Kind(Struct, frozen=True, kw_only=True):
    """What a value must be, ``told`` in words: of one of some types, or anything without any."""

    told: str = "a value"
    types: frozenset[type] = frozenset()
    limits: tuple[Meta, ...] = ()
    changes: tuple[Before, ...] = ()
    is_optional: bool = False

    def takes(self, value: Any) -> bool:
        """Whether a value is meant as one of this kind, if perhaps a faulty one."""
        return not self.types or type(value) in self.types

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
            beyond = (text for limits in self.limits if (text := _say_beyond(limits, read)))
            faults += [Fault(place, text) for text in beyond]
        return read

    def refusal(self, value: Any) -> str:
        """What to say of a value that is none of this kind."""
        if self.types == {dict}:
            return f"{LINES} belongs here"
        if self.types == {dt.date}:
            return f"'{value}' is not a date. Write it as {WAYS_TO_WRITE}"
        return f"input should be {self.told}"

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        del place, faults
        return value


class PlainKind(Kind, frozen=True, kw_only=True):
    """A text, a number, a date, or yes or no."""

    type: type

    def refusal(self, value: Any) -> str:
        """What to say of a value; YAML takes a word such as Yes for one that is no text."""
        is_word = self.type is str and type(value) in (bool, int, float, dt.date)
        return super().refusal(value) + ": put it in quotation marks" * is_word

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        if self.type is float and not math.isfinite(value):
            faults.append(Fault(place, self.refusal(value)))
        return float(value) if self.type is float else value


class ChoiceKind(Kind, frozen=True, kw_only=True):
    """One of some words."""

    words: tuple[str, ...]

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        if value not in self.words:
            faults.append(Fault(place, self.refusal(value)))
        return value


class ListKind(Kind, frozen=True, kw_only=True):
    """A list of values of one kind."""

    item: Kind

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        read = self.item.read
        return [read(item, (*place, number), faults) for number, item in enumerate(value)]


class DictKind(Kind, frozen=True, kw_only=True):
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


class RecordKind(Kind, frozen=True, kw_only=True):
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

    def _read(self, value: Any, place: Place, faults: list[Fault]) -> Any:
        before = len(faults)
        fields = {self.part.name: self.part.kind.read(value, place, faults)}
        return _make(self.record, fields, place, faults) if len(faults) == before else None


class UnionKind(Kind, frozen=True, kw_only=True):
    """A value of one of several kinds."""

    kinds: tuple[Kind, ...]

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
