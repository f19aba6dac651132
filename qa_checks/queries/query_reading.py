"""A query read as a second analyst would: what it reads, what it keeps, and what is doubtful."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from sqlglot.errors import SqlglotError

from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.sources import QueryReading
from qa_checks.queries.date_filters import conditions_of, doubt_dates
from qa_checks.queries.doubts import list_doubts
from qa_checks.queries.joins import doubt_joins
from qa_checks.queries.parsed_query import parse
from qa_checks.queries.query_shapes import part_of
from qa_checks.queries.tables_read import list_tables


class KnownKeys(Struct, frozen=True):
    """Columns that tell rows apart, each with the names it may go by.

    ``result`` are those of the rows that the query gives, ``tables`` those of tables by their
    names.
    """

    result: Sequence[Collection[str]] = ()
    tables: Mapping[str, Sequence[Collection[str]]] = {}


NO_KEYS = KnownKeys()


def read_query(
    text: str, dialect: str, facts: ReleaseFacts, keys: KnownKeys = NO_KEYS
) -> QueryReading:
    """Say what a query reads and what in it may give other rows than are meant.

    Parameters
    ----------
    dialect
        What sqlglot calls the SQL of the database: postgres, tsql, sqlite, …
    facts
        What the release says of itself.
    """
    parsed = parse(text, dialect)
    tree, dialect = parsed.tree, parsed.dialect
    if tree is None:
        return QueryReading(text, dialect, parsed.fault)
    try:
        doubts = [
            *list_doubts(tree, dialect),
            *doubt_joins(tree, keys.result, keys.tables, dialect),
            *doubt_dates(tree, facts, dialect),
        ]
        return QueryReading(
            text,
            dialect,
            tables=list_tables(tree),
            conditions=tuple(
                dict.fromkeys(part_of(condition, dialect) for condition in conditions_of(tree))
            ),
            doubts=tuple(dict.fromkeys(doubts)),
        )
    except (SqlglotError, RecursionError):
        return QueryReading(text, dialect, "it could not be followed")
