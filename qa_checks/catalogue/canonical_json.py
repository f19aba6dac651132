"""Records as JSON that is the same for equal records, and back.

A record is written with the fields that differ from their defaults. Order is kept where it means
something (the columns of a table) and made where it means nothing (a set). A day is written as
{"day": "2021-08-31"}, a path relative to the folder of the catalogue.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct, structs
from msgspec.structs import FieldInfo

Maker = Callable[[Any], Any]


def write_json(value: Any, folder: Path) -> str:
    """A record, or what records are made of, as JSON on one line."""

    def simplify(item: Any) -> Any:
        match item:
            case Path():
                return item.relative_to(folder).as_posix()
            case dt.date():
                return {"day": item.isoformat()}
            case frozenset():
                return sorted(item)
        given = [(field, getattr(item, field.name)) for field in _fields(item.__class__)]
        return {field.name: part for field, part in given if part != _default(field)}

    return json.dumps(value, default=simplify, ensure_ascii=False, separators=(",", ":"))


@cache
def _fields(kind: Any) -> Sequence[FieldInfo]:
    return structs.fields(kind)


def _default(field: FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def _with_days(parsed: Any) -> Any:
    match parsed:
        case {"day": str(day)} if len(parsed) == 1:
            return dt.date.fromisoformat(day)
        case dict():
            return {key: _with_days(value) for key, value in parsed.items()}
        case list():
            return list(map(_with_days, parsed))
    return parsed


def make(kind: Any, parsed: Any, folder: Path) -> Any:
    """What `write_json` wrote, of the kind it was: a record, a dict of records and so on."""
    maker = _maker(kind, folder)
    return maker(parsed) if maker else parsed


@cache
def _maker(kind: Any, folder: Path) -> Maker | None:
    """What makes a value of a kind from parsed JSON; None where that is the value already."""
    origin, inside = get_origin(kind), [part for part in get_args(kind) if part is not ...]
    maker: Maker | None = None
    if origin is Annotated:
        maker = _maker(inside[0], folder)
    elif kind is Path:
        maker = folder.joinpath
    elif kind in (dt.date, Any):
        maker = _with_days
    elif _is_record(kind):
        maker = _record_maker(kind, folder)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        maker = kind
    elif origin in (Union, UnionType):
        maker = _choice_maker([part for part in inside if part is not NoneType], folder)
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        maker = _mapping_maker(_maker(inside[1], folder))
    elif isinstance(origin, type) and inside:
        maker = _list_maker(origin, _maker(inside[0], folder))
    return maker


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _record_maker(kind: Any, folder: Path) -> Maker:
    makers = {field.name: _maker(field.type, folder) for field in _fields(kind)}
    own = [(name, maker) for name, maker in makers.items() if maker is not None]

    def make_record(parsed: dict[str, Any]) -> Any:
        values = dict(parsed)
        for name, maker in own:
            if name in values:
                values[name] = maker(values[name])
        return kind(**values)

    return make_record


def _mapping_maker(item: Maker | None) -> Maker | None:
    if item is None:
        return None
    return lambda parsed: {key: item(value) for key, value in parsed.items()}


def _list_maker(kind: type, item: Maker | None) -> Maker | None:
    shape: Maker | None = kind if kind in (tuple, frozenset) else None
    if item is None:
        return shape
    return lambda parsed: (shape or list)(map(item, parsed))


def _choice_maker(kinds: Sequence[Any], folder: Path) -> Maker | None:
    """Of several kinds of record, the one that has the fields that were written."""
    records = [
        (set(kind.__struct_fields__), _record_maker(kind, folder))
        for kind in kinds
        if _is_record(kind)
    ]
    plain = next((maker for kind in kinds if (maker := _maker(kind, folder))), None)

    def make_choice(parsed: Any) -> Any:
        if isinstance(parsed, dict) and records:
            return next(maker for names, maker in records if parsed.keys() <= names)(parsed)
        return parsed if parsed is None or plain is None or records else plain(parsed)

    return make_choice if records or plain else None
