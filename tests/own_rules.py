"""The project's own rules, which every run reads: read and tried once for all tests of a process.

What is kept is only what is read of the same bytes, or of the same SQL on the same tables.
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

from qa_checks.catalogue import builtin, guard, packed, ruleset, trials
from qa_checks.reading.connection import connect

if TYPE_CHECKING:
    import duckdb

    from qa_checks.catalogue.rule_file import RuleWords
    from qa_checks.catalogue.schemas import Schemas
    from qa_checks.catalogue.sql_names import Names
    from qa_checks.catalogue.trials import Trial

OWN = builtin()
_read_rule = ruleset._read_rule
_read_names = guard.read_names
_digest_sources = packed._digest_sources
_trial_faults = trials.trial_faults
_rules: dict[tuple[str, bytes, bool], RuleWords] = {}
_understood: dict[tuple[str, bool], Names] = {}
_held: set[tuple[Trial, str]] = set()  # with the tables they were tried on


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
        patch.object(trials, "trial_faults", _take_faults),
    ):
        yield


def _take_rule(path: Path, examples: bool) -> RuleWords:
    if not path.is_file():
        return _read_rule(path, examples)
    told_by = path.name, path.read_bytes(), examples
    if told_by not in _rules:
        _rules[told_by] = _read_rule(path, examples)
    return _rules[told_by]


def _take_names(
    connection: duckdb.DuckDBPyConnection, pieces: Sequence[tuple[str, bool]]
) -> list[Names]:
    new = [piece for piece in dict.fromkeys(pieces) if piece not in _understood]
    _understood.update(zip(new, _read_names(connection, new), strict=True))
    return [_copy(_understood[piece]) for piece in pieces]


def _copy(names: Names) -> Names:
    """Names of its own: who reads a schema adds to them."""
    return replace(names, **{part: copy(value) for part, value in asdict(names).items()})


def _take_faults(listed: Sequence[Trial], schemas: Schemas) -> Iterator[tuple[Trial, str]]:
    tables = f"{sorted(schemas.lists)} {';'.join(trials._empty_tables(schemas))}"
    new = [trial for trial in listed if (trial, tables) not in _held]
    faults = list(_trial_faults(new, schemas))
    _held.update((trial, tables) for trial in set(new).difference(trial for trial, _ in faults))
    yield from faults


def _take_digest(folder: Path, parts: tuple[str, ...]) -> str:
    if folder == OWN:
        return _digest_own(parts, packed.MAKER_FILES)
    return _digest_sources(folder, parts)


@cache
def _digest_own(parts: tuple[str, ...], _makers: tuple[str, ...]) -> str:
    return _digest_sources(OWN, parts)
