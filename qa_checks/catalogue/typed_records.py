"""Records told by the types of their fields, and read from what was parsed."""

from __future__ import annotations

import builtins
import datetime as dt
import typing
from collections.abc import Sequence
from functools import cache, partial
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from msgspec import NODEFAULT, Meta, structs

from qa_checks.catalogue.kinds import (
    LINES,
    BareKind,
    ChoiceKind,
    DictKind,
    Fault,
    Kind,
    ListKind,
    Part,
    PlainKind,
    RecordKind,
    UnionKind,
)
from qa_checks.days import WAYS_TO_WRITE
from qa_checks.fields import ITSELF, OTHERS, Before, Holds, Record
from qa_checks.words import list_words

PLAIN = {
    str: "a valid string",
    int: "a valid integer",
    float: "a valid number",
    bool: "true or false",
    dt.date: f"a date like {WAYS_TO_WRITE}",
}
Model = TypeVar("Model", bound=Record)


class RecordError(ValueError):
    """What was parsed is no such record: all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, at.place))}: {at.text}" for at in faults))
        self.faults = faults


def read_record(data: Any, record: type[Model]) -> Model:
    """A record of what was parsed.

    Raises
    ------
    RecordError
        With all that is wrong.
    """
    faults: list[Fault] = []
    read: Model = record_kind(record).read(data, (), faults)
    if faults:
        raise RecordError(faults)
    return read


@cache
def record_kind(record: type[Record]) -> BareKind | RecordKind:
    """What a record must be."""
    parts = tuple(map(_part, structs.fields(record)))
    if parts and parts[0].key == ITSELF:
        value = parts[0].kind
        return BareKind(told=value.told, types=value.types, record=record, part=parts[0])
    return RecordKind(told=LINES, types=frozenset([dict]), record=record, parts=parts)


def _part(field: structs.FieldInfo) -> Part:
    notes = [note for note in _notes(field.type) if isinstance(note, Meta)]
    key = next((note.extra["key"] for note in notes if note.extra), field.name)
    about = next((note.description for note in notes if note.description), None)
    default = None if field.default is NODEFAULT else field.default
    return Part(key, field.name, partial(kind_of, field.type), field.required, default, about)


def _notes(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__metadata__", ())


def _limits(note: Meta) -> bool:
    """Whether it says more than what the value is for."""
    words = ("pattern", "min_length", "max_length", "gt", "ge", "le")
    return any(getattr(note, word) is not None for word in words)


def kind_of(hint: Any) -> Kind:
    """What a type of a field says that its values must be."""
    inside = get_args(hint)
    match get_origin(hint):
        case None:
            kind = _single(hint)
        case typing.Annotated:
            notes = _notes(hint)
            held = next((note.type for note in notes if isinstance(note, Holds)), inside[0])
            kind = _limited(kind_of(held), notes)
        case typing.Literal:
            told = list_words([f"'{word}'" for word in inside], "or")
            kind = ChoiceKind(told=told, types=frozenset([str]), words=inside)
        case builtins.list:
            kind = ListKind(told="a list", types=frozenset([list]), item=kind_of(inside[0]))
        case builtins.dict:
            key, item = map(kind_of, inside)
            kind = DictKind(told=LINES, types=frozenset([dict]), key=key, item=item)
        case _:
            kind = _union([kind_of(part) for part in inside if part is not NoneType])
            kind = structs.replace(kind, is_optional=NoneType in inside)
    return kind


def _single(hint: Any) -> Kind:
    if hint is Any:
        return Kind()
    if issubclass(hint, Record):
        return record_kind(hint)
    types = (int, float) if hint is float else (hint,)
    return PlainKind(told=PLAIN[hint], types=frozenset(types), type=hint)


def _union(kinds: Sequence[Kind]) -> Kind:
    if len(kinds) == 1:
        return kinds[0]
    told = " or ".join(dict.fromkeys(kind.told for kind in kinds))
    # A value that is changed before it is looked at may be of any type.
    is_any = any(kind.changes or not kind.types for kind in kinds)
    types = frozenset[type]() if is_any else frozenset().union(*(kind.types for kind in kinds))
    return UnionKind(told=told, types=types, kinds=tuple(kinds))


def _limited(kind: Kind, notes: Sequence[Any]) -> Kind:
    limits = [note for note in notes if isinstance(note, Meta) and _limits(note)]
    changes = [note for note in notes if isinstance(note, Before)]
    return structs.replace(kind, limits=(*kind.limits, *limits), changes=(*changes, *kind.changes))


def known_keys(record: type[Record]) -> list[str]:
    """Keys of a record and of the records inside it."""
    return list(dict.fromkeys(_keys_in(record_kind(record))))


def _keys_in(kind: Kind) -> list[str]:
    match kind:
        case RecordKind():
            own = [part.key for part in kind.parts if part.key != OTHERS]
            return [*own, *(key for part in kind.parts for key in _keys_in(part.kind))]
        case ListKind() | DictKind():
            return _keys_in(kind.item)
        case UnionKind():
            return [key for part in kind.kinds for key in _keys_in(part)]
        case _:
            return []
