"""Records told by the types of their fields, and read from what was parsed."""

from __future__ import annotations

import builtins
import typing
from collections.abc import Sequence
from functools import cache, partial
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from msgspec import NODEFAULT, Meta, structs

from qa_checks.catalogue.kinds import (
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
from qa_checks.fields import ITSELF, OTHERS, Before, Record

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
        return BareKind(record=record, part=parts[0])
    return RecordKind(record=record, parts=parts)


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
            kind = _limited(kind_of(inside[0]), _notes(hint))
        case typing.Literal:
            kind = ChoiceKind(words=inside)
        case builtins.list:
            kind = ListKind(item=kind_of(inside[0]))
        case builtins.dict:
            kind = DictKind(key=kind_of(inside[0]), item=kind_of(inside[1]))
        case _:
            kind = _union([kind_of(part) for part in inside if part is not NoneType])
            kind = structs.replace(kind, is_optional=NoneType in inside)
    return kind


def _single(hint: Any) -> Kind:
    if hint is Any:
        return Kind()
    return record_kind(hint) if issubclass(hint, Record) else PlainKind(type=hint)


def _union(kinds: Sequence[Kind]) -> Kind:
    return kinds[0] if len(kinds) == 1 else UnionKind(kinds=tuple(kinds))


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
    return []
