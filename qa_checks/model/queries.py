"""What the query of a source reads, and what in it is worth a second look."""

from __future__ import annotations

from msgspec import Struct


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
