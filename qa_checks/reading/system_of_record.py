"""What was read of the system of record, beside what release.yml declares of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from msgspec.structs import replace

from qa_checks.catalogue.schemas import Table
from qa_checks.errors import ReleaseError
from qa_checks.model.sources import Source, SourceColumn
from qa_checks.reading.loaded import Loaded
from qa_checks.words import suggest


def tell_sources(
    declared: Sequence[Source],
    loaded: Loaded,
    delivered: Mapping[str, tuple[SourceColumn, ...]],
) -> tuple[Source, ...]:
    """The sources of a release with how many rows were read of each, or why none.

    Parameters
    ----------
    delivered
        The columns that came, by the database that holds a source's tables.
    """
    return tuple(_tell(source, loaded, delivered.get(source.database, ())) for source in declared)


def _tell(source: Source, loaded: Loaded, columns: tuple[SourceColumn, ...]) -> Source:
    table = loaded.schemas.tables[source.table]
    snapshot = loaded.snapshots[source.database]
    problems = [item.message for item in loaded.problems if item.path == source.shown]
    rows = None
    if source.table in snapshot.tables and not problems:
        [(rows,)] = loaded.connection.execute(
            f"SELECT count(*) FROM {source.database}.main.{source.table}"
        ).fetchall()
    lacking = "" if rows is not None else f"It has no table '{source.table}'."
    return replace(
        source,
        key=source.key or tuple(table.key),
        rows=rows,
        columns=columns,
        problem=" ".join(problems) or lacking,
    )


def check_sources(declared: Sequence[Source], tables: Mapping[str, Table], path: str) -> None:
    """Refuse a source whose table or columns the catalogue does not have.

    Raises
    ------
    ReleaseError
        With file and line.
    """
    for source in declared:
        where = f"{path}:{source.line}"
        table = tables.get(source.table)
        if table is None:
            _refuse(f"The catalogue has no table '{source.table}'.", source.table, tables, where)
        if source.compared and set(source.compared) <= set(source.key or table.key):
            raise ReleaseError(
                "The columns to compare are those of the key alone, by which rows are found.",
                where=where,
                remedy="Name a column beside the key, or leave 'columns' out.",
            )
        for name in (*source.key, *source.compared):
            if name not in table.stored:
                lacks = "derives the" if name in table.columns else "has no"
                what = f"The table '{source.table}' {lacks} column '{name}'."
                _refuse(what, name, table.stored, where)


def _refuse(what: str, name: str, known: Mapping[str, object], where: str) -> NoReturn:
    hint = suggest(name, list(known))
    raise ReleaseError(
        f"{what} {hint}".rstrip(), where=where, remedy=f"Available: {', '.join(sorted(known))}."
    )
