"""A catalogue is read from its folder; the built-in one is unpacked where its pack is fresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.catalogue.rulebook import Catalogue, builtin
from qa_checks.catalogue.schemas import Schemas

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection


def load(
    folder: Path | None = None, connection: Connection | None = None, examples: bool = False
) -> Catalogue:
    """Load a catalogue; one that is read from its files is checked.

    Parameters
    ----------
    folder
        Holds ``schemas/`` and ``rules/``; without one it is the built-in
        catalogue, from its pack if that was made of the files at hand.
    connection
        Any DuckDB connection; its parser reads the rules' SQL.
    examples
        Whether the rules' examples are loaded too.

    Raises
    ------
    UsageError
        If the folder is no catalogue.
    CatalogueError
        If a file is not well formed, with the file and line.
    """
    return load_rules(load_schemas(folder, connection, examples), connection, examples)


def load_schemas(
    folder: Path | None = None, connection: Connection | None = None, examples: bool = False
) -> Schemas:
    """The first half of `load`, all that reading needs; from a pack comes the whole catalogue."""
    if folder is None:
        from qa_checks.catalogue.packed import unpack

        packed = unpack(examples)
        if packed is not None:
            return packed
    from qa_checks.catalogue.folder import read_schemas

    return read_schemas(folder or builtin(), connection or _connect())


def load_rules(
    schemas: Schemas,
    connection: Connection | None = None,
    examples: bool = False,
    packed: bool = True,
) -> Catalogue:
    """The second half of `load`, for which no file need wait.

    Without ``packed`` the rules that any catalogue has are read from their files too.
    """
    if isinstance(schemas, Catalogue):
        return schemas
    from qa_checks.catalogue.ruleset import add_rules

    return add_rules(schemas, connection or _connect(), examples, packed)


def _connect() -> Connection:
    from qa_checks.duckdb_core import connect

    return connect()
