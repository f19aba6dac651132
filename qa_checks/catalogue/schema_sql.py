"""The SQL of the schemas, of columns, look-ups, conditions and cubes, passes the guard as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from qa_checks.catalogue import guard
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.known_tables import KnownTables, known_tables
from qa_checks.catalogue.schemas import Schemas, Table
from qa_checks.catalogue.sql_names import Names
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.duckdb_core import Connection
from qa_checks.errors import CatalogueError
from qa_checks.fields import read_need
from qa_checks.words import capitalise, end_sentence, suggest

Key = tuple[str | int, ...]
Fault = tuple[Key, str]


class SchemaSql(Struct, frozen=True):
    """One piece of SQL in the schemas: its file and key, its text, what it may look at.

    A derived column is one expression over its table and the table's
    look-ups, named by ``table``; all others are SELECTs.
    """

    path: Path
    key: Key
    text: str
    table: str = ""
    derived: bool = False


def refuse(path: Path, key: Key, fault: str) -> NoReturn:
    """Say what is wrong at a key of a file, with its line."""
    where = f"{path}:{find_line(path, key)}"
    raise CatalogueError(_sentence(fault), where=where)


def find_condition(
    given: Given | str | None, conditions: Mapping[str, Given], path: Path
) -> Given | None:
    """The condition itself, where a file gives only its name."""
    if not isinstance(given, str):
        return given
    if given not in conditions:
        hint = suggest(given, conditions)
        refuse(path, ("given",), f"schemas/conditions.yml has no condition '{given}'. {hint}")
    return conditions[given]


def unknown(key: Key, what: str, names: Sequence[str], known: Collection[str]) -> Iterator[Fault]:
    """Say of each name that there is no such thing."""
    for name in names:
        if name not in known:
            hint = suggest(name, known, f"There are: {', '.join(known) or 'none'}.")
            yield key, f"there is no {what} '{name}'. {hint}"


def unknown_columns(
    key: Key, verb: str, needs: Sequence[str], tables: Mapping[str, Table]
) -> Iterator[Fault]:
    """Say of each column that a key needs, as `fields.Needed` writes it, that there is none."""
    for need in needs:
        table, column, *_ = read_need(need)
        if table not in tables or column not in tables[table].columns:
            yield key, f"it {verb} '{need}', but there is no column '{table}.{column}'"


def _sentence(fault: str) -> str:
    """A fault with a capital at its beginning, unless the path of a file stands there."""
    begins = fault.partition(" ")[0]
    return end_sentence((fault if "/" in begins else capitalise(fault)).rstrip())


def check_own_sql(
    pieces: list[SchemaSql], schemas: Schemas, connection: Connection, why: str
) -> list[Names]:
    """Pass SQL through the guard that speaks of one release alone, and of code lists.

    Parameters
    ----------
    why
        Said where it names another release, or what is known of this one.
    """
    parsed = check_sql(pieces, known_tables(schemas.tables, schemas.codes), connection)
    for piece, names in zip(pieces, parsed, strict=True):
        elsewhere = [
            name
            for name in sorted(names.tables)
            if name not in schemas.tables and not name.startswith("codes.")
        ]
        elsewhere += [f"${name}" for name in sorted(names.parameters)]
        if elsewhere:
            refuse(piece.path, piece.key, f"{why}: it cannot name {elsewhere[0]}")
    return parsed


def check_sql(pieces: list[SchemaSql], known: KnownTables, connection: Connection) -> list[Names]:
    """Pass the SQL of the schemas through the guard, look-ups before what uses them.

    Returns the names that each piece uses.

    Raises
    ------
    CatalogueError
        At the first piece that is refused.
    """
    parsed = guard.read_names(connection, [(piece.text, piece.derived) for piece in pieces])
    looked_up: dict[str, set[str]] = {}
    for piece, names in zip(pieces, parsed, strict=True):
        if piece.derived:
            names.own_names |= looked_up.get(piece.table, set())
            names.own_names.update(known.columns[piece.table])
        if fault := guard.check(names, known) or guard.check_facts(names.parameters):
            refuse(piece.path, piece.key, fault)
        if piece.table and not piece.derived:
            given = {reference[-1] for reference in names.columns}
            looked_up.setdefault(piece.table, set()).update(given, names.own_names)
    return parsed
