"""Records as JSON that is the same for equal records, and back.

A record is written with the fields that differ from their defaults, and one of several kinds with
its name. Order is kept where it means something (the columns of a table) and made where it means
nothing (a set). A path is written relative to the folder of the catalogue.

A day comes back as one only where nothing else may stand: in a value of any type it is a text.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import NODEFAULT, structs
from msgspec.structs import FieldInfo


def write_json(value: Any, folder: Path) -> str:
    """A record, or what records are made of, as JSON on one line."""

    def simplify(item: Any) -> Any:
        match item:
            case Path():
                return item.relative_to(folder).as_posix()
            case dt.date():
                return item.isoformat()
            case frozenset():
                return sorted(item)
            case _:
                return _simplify_record(item)

    return json.dumps(value, default=simplify, ensure_ascii=False, separators=(",", ":"))


def _simplify_record(record: Any) -> dict[str, Any]:
    config = record.__struct_config__
    kind = {config.tag_field: config.tag} if config.tag else {}
    given = [(field, getattr(record, field.name)) for field in _fields(record.__class__)]
    return kind | {field.name: part for field, part in given if part != _default(field)}


@cache
def _fields(kind: Any) -> Sequence[FieldInfo]:
    return structs.fields(kind)


def _default(field: FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def read_json(contents: bytes | msgspec.Raw, kind: Any, folder: Path) -> Any:
    """What `write_json` wrote, of the kind it was: a record, a dict of records and so on."""
    return msgspec.json.decode(contents, type=kind, dec_hook=lambda _, name: folder / name)
