"""The system of record a release is compared with: what it was asked, and what that reads."""

from __future__ import annotations

from msgspec import Struct


class Query(Struct, frozen=True):
    """What a database is asked.

    Attributes
    ----------
    url
        The address that SQLAlchemy knows; no password stands in it.
    shown
        The address as messages and reports name it: without its options.
    dialect
        What sqlglot calls the SQL of such a database: postgres, tsql, sqlite.
    text
        The SQL.
    file
        The name of the .sql file that holds it, as release.yml gives it; empty where release.yml
        holds it itself.
    """

    url: str
    shown: str
    dialect: str
    text: str
    file: str = ""


class SourceColumn(Struct, frozen=True):
    """A column of the system of record as it was delivered.

    Attributes
    ----------
    name
        As the query or the file calls it.
    type
        As the database calls it; empty for a file.
    as_text
        Whether it was delivered as text, to be read like the text of a file.
    mixed
        What is said of a column that holds several kinds of value; empty of all others.
    """

    name: str
    type: str
    as_text: bool
    mixed: str = ""


class Source(Struct, frozen=True):
    """A table of the catalogue as the system of record has it.

    Attributes
    ----------
    table
        The table of the catalogue.
    shown
        What messages and reports call it: the database with its query, or the file.
    key
        The columns that name a row in both.
    compared
        The columns to compare, as release.yml lists them; empty for all that both sides have.
    database
        Where DuckDB holds its rows, as the same tables that a release has.
    query
        What was asked; None of a file.
    line
        Where release.yml names it.
    rows
        How many rows it has; None if it could not be read, and ``problem`` then says why.
    columns
        What was delivered.
    """

    table: str
    shown: str
    key: tuple[str, ...]
    compared: tuple[str, ...]
    database: str
    query: Query | None = None
    line: int = 0
    rows: int | None = None
    problem: str = ""
    columns: tuple[SourceColumn, ...] = ()


class TableRead(Struct, frozen=True):
    """A table of the database that a query reads, and the columns of it that it names.

    ``columns`` ends in ``*`` where it takes all; ``name`` is empty for columns that could be of
    any of several tables.
    """

    name: str
    columns: tuple[str, ...]


class Doubt(Struct, frozen=True):
    """Something in a query that may give other rows than are meant.

    ``name`` tells doubts of one kind, ``part`` is the piece of the query.
    """

    name: str
    sentence: str
    part: str


class QueryReading(Struct, frozen=True):
    """A query as it was understood.

    ``fault`` says why it could not be; ``conditions`` are those that a row must meet.
    """

    text: str
    dialect: str
    fault: str = ""
    tables: tuple[TableRead, ...] = ()
    conditions: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class AskedQuery(Struct, frozen=True):
    """A query that rows of the run come from, and what it reads.

    ``shown`` is what reports call it: the database and the file, ``check`` the id of its check.
    """

    shown: str
    check: str
    reading: QueryReading
