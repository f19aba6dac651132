"""The SQL of the schemas: derived columns, look-ups, figures and charts pass the guard as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_checks.catalogue import guard
from qa_checks.errors import CatalogueError
from qa_checks.words import end_sentence

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class SchemaSql:
    """One piece of SQL in the schemas: where it stands, its text, what it may look at.

    A derived column is one expression over its table and the table's
    look-ups, named by ``table``; figures, charts and look-ups are SELECTs.
    """

    where: str
    text: str
    table: str = ""
    derived: bool = False


def check_sql(
    pieces: list[SchemaSql],
    known: dict[str, list[str]],
    identities: Mapping[str, Sequence[str]],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Pass the SQL of the schemas through the guard, look-ups before what uses them.

    Parameters
    ----------
    known
        The columns of each table.
    identities
        Those of them that tell its rows apart.

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
            names.own_names.update(known[piece.table])
        fault = (
            names.fault
            or guard.check_tables(names, known)
            or guard.check_columns(names, known)
            or guard.check_facts(names)
            or guard.check_orderings(names, identities)
        )
        if fault:
            raise CatalogueError(end_sentence(f"{fault[:1].upper()}{fault[1:]}"), where=piece.where)
        if piece.table and not piece.derived:
            given = {reference[-1] for reference in names.columns}
            looked_up.setdefault(piece.table, set()).update(given, names.own_names)
