"""What SQL shows of columns whose values reports mask, whatever it calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qa_checks.catalogue import guard
from qa_checks.catalogue.lineage import traced_columns
from qa_checks.catalogue.provenance import trace
from qa_checks.catalogue.schemas import Table, sensitive_columns
from qa_checks.catalogue.sql_names import Names
from qa_checks.duckdb_core import Connection

Columns = Mapping[str, Iterable[str]]  # the columns of every table
Masked = Mapping[str, frozenset[str]]


def masked_origins(
    select: Names,
    known: Columns,
    tables: Mapping[str, Table],
    relations: Mapping[str, str] = {},
) -> Masked:
    """The masked columns that each column is made of which a SELECT gives, by its name.

    Parameters
    ----------
    select
        Has passed the guard.
    known
        The columns of every table.
    tables
        The schemas of all tables.
    relations
        Other names for some tables, each with that of the table.
    """
    if select.query is None or not sensitive_columns(tables):
        return {}
    own = {name: relations.get(name, name) for name in select.tables}
    traced = traced_columns({name: known[name] for name in own.values()}, tables)
    columns = trace(select.query, {name: traced[table] for name, table in own.items()})
    return {name: lineage.masked for name, lineage in columns.items() if lineage.masked}


def derived_origins(
    table: Table, known: Columns, tables: Mapping[str, Table], connection: Connection
) -> Iterator[tuple[str, frozenset[str]]]:
    """The derived columns of a table that are not masked, and what masked ones they show.

    Parameters
    ----------
    table
        Its SQL has passed the guard.
    known, tables
        As of `masked_origins`.
    """
    if not sensitive_columns(tables):
        return
    derived = [
        name
        for name, column in table.columns.items()
        if column.derived is not None and not column.sensitive
    ]
    sources = [f'"{table.table}" AS t']
    sources += [f'(\n{lookup.select}\n) AS "{name}"' for name, lookup in table.lookups.items()]
    texts = [
        f'SELECT (\n{table.columns[name].derived}\n) AS "{name}" FROM {", ".join(sources)}'
        for name in derived
    ]
    base = {f"base.{name}": name for name in tables}
    read = guard.read_names(connection, [(text, False) for text in texts])
    for name, names in zip(derived, read, strict=True):
        if shown := masked_origins(names, known, tables, base).get(name):
            yield name, shown
