"""The project's own rules, which every run reads: read once for all tests of a process.

What is kept is only what is read of files that no test changes, or of the same SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from msgspec.structs import asdict, replace

from qa_checks.catalogue import builtin, guard, packed, ruleset
from qa_checks.reading.connection import connect

if TYPE_CHECKING:
    import duckdb

    from qa_checks.catalogue.rule_file import RuleWords
    from qa_checks.catalogue.sql_names import Names

OWN = builtin()
_read_rule = ruleset._read_rule
_read_names = guard.read_names
_digest_sources = packed._digest_sources
_read_own_rule = cache(ruleset._read_rule)
_understood: dict[tuple[str, bool], Names] = {}


@cache
def parser() -> duckdb.DuckDBPyConnection:
    """A connection for catalogues that are read and not run: it has nothing to do but to parse."""
    return connect()


@contextmanager
def read_once() -> Iterator[None]:
    """Have a catalogue take from earlier ones what it has in common with them."""
    with (
        patch.object(ruleset, "_read_rule", _take_rule),
        patch.object(guard, "read_names", _take_names),
        patch.object(packed, "_digest_sources", _take_digest),
    ):
        yield


def _take_rule(path: Path, examples: bool) -> RuleWords:
    return (_read_own_rule if path.is_relative_to(OWN) else _read_rule)(path, examples)


def _take_names(
    connection: duckdb.DuckDBPyConnection, pieces: Sequence[tuple[str, bool]]
) -> list[Names]:
    new = [piece for piece in dict.fromkeys(pieces) if piece not in _understood]
    _understood.update(zip(new, _read_names(connection, new), strict=True))
    return [_copy(_understood[piece]) for piece in pieces]


def _copy(names: Names) -> Names:
    """Names of its own: who reads a schema adds to them."""
    return replace(names, **{part: copy(value) for part, value in asdict(names).items()})


def _take_digest(folder: Path, parts: tuple[str, ...]) -> str:
    if folder == OWN:
        return _digest_own(parts, packed.MAKER_FILES)
    return _digest_sources(folder, parts)


@cache
def _digest_own(parts: tuple[str, ...], _makers: tuple[str, ...]) -> str:
    return _digest_sources(OWN, parts)
