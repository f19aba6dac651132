"""Asks any database that SQLAlchemy knows, SQLite among them; every value is delivered as text."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa  # type: ignore[import-untyped]
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from qa_checks.errors import InputError, without_values
from qa_checks.model.sources import SourceColumn
from qa_checks.sources.asked import Asked, Delivered
from qa_checks.sources.faults import DatabaseFault, lacks_driver
from qa_checks.words import grouped, list_words, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

ROWS = 10_000
STEPS = 100_000  # of SQLite, after which it looks whether anybody waits
READ_ONLY = {
    "mysql": "SET TRANSACTION READ ONLY",
    "mariadb": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}
FIRST_ROW = 2  # the names of the columns are row 1, as in a file
KINDS = {
    bool: "yes or no",
    int: "whole number",
    float: "number with a point",
    Decimal: "number with a point",
    str: "text",
    bytes: "bytes",
}


@contextmanager
def ask(asked: Asked) -> Iterator[Delivered]:
    """Ask, and give the rows in batches.

    Raises
    ------
    InputError
        If the database does not answer, or not to this.
    """
    engine = _open(asked)
    try:
        try:
            connection = engine.connect()
        except (SQLAlchemyError, ImportError, OSError, sqlite3.Error) as fault:
            raise DatabaseFault.NO_CONNECTION.of(asked, without_values(_origin(fault))) from None
        asked.connected()
        with connection:
            try:
                yield _deliver(connection, asked)
            except SQLAlchemyError as fault:
                raise DatabaseFault.QUERY.of(asked, without_values(_origin(fault))) from None
            finally:
                connection.rollback()
    finally:
        engine.dispose()


def _open(asked: Asked) -> Engine:
    if asked.address.backend == "sqlite":
        if not asked.file.is_file():
            raise InputError(
                "There is no such database file.",
                where=asked.place,
                remedy="Check the name and the folder: 'sqlite:///care.db' is a file beside "
                "release.yml.",
            )
        return create_engine("sqlite://", creator=lambda: _open_sqlite(asked))
    try:
        url = make_url(asked.address.url)
        if asked.address.password:
            url = url.set(password=asked.address.password)
        return create_engine(url, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise lacks_driver(asked, asked.address.driver) from None


def _open_sqlite(asked: Asked) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(asked.file.absolute()))}?mode=ro",
        uri=True,
        timeout=asked.patience.connect,
        check_same_thread=False,
    )
    # What is no UTF-8 is found as damaged text; an error would repeat it.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.set_progress_handler(asked.given_up.is_set, STEPS)
    return connection


def _deliver(connection: Connection, asked: Asked) -> Delivered:
    begin = READ_ONLY.get(connection.dialect.name)
    if begin:
        connection.exec_driver_sql(begin)
        connection.commit()
    streaming = connection.execution_options(stream_results=True, max_row_buffer=ROWS)
    result = streaming.exec_driver_sql(asked.text)
    names = list(result.keys())
    schema = pa.schema([(name, pa.string()) for name in names])
    met = [_Met() for _ in names]

    def batches() -> Iterator[pa.RecordBatch]:
        first = FIRST_ROW
        for rows in result.partitions(ROWS):
            columns = list(zip(*rows, strict=True))
            for kinds, column in zip(met, columns, strict=True):
                kinds.note(column, first)
            arrays = [pa.array(map(to_text, column), pa.string()) for column in columns]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
            first += len(rows)

    def columns() -> Sequence[SourceColumn]:
        return [
            SourceColumn(name, kinds.name, True, kinds.say_mixed())
            for name, kinds in zip(names, met, strict=True)
        ]

    return Delivered(schema, batches(), columns)


def _origin(fault: Exception) -> Exception:
    """The driver's own error, without what SQLAlchemy adds: the SQL."""
    origin = fault.orig if isinstance(fault, DBAPIError) else fault
    return origin if isinstance(origin, Exception) else fault


class _Met:
    """The kinds of value that a column was met with."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.first: dict[str, int] = {}

    def note(self, values: Sequence[Any], first: int) -> None:
        kinds = Counter(map(type, values))
        kinds.pop(type(None), None)
        for kind, number in kinds.items():
            name = KINDS.get(kind, kind.__name__)
            self.counts[name] += number
            if name not in self.first:
                self.first[name] = first + next(
                    place for place, value in enumerate(values) if type(value) is kind
                )

    @property
    def name(self) -> str:
        return list_words([kind for kind, _ in self.counts.most_common()])

    def say_mixed(self) -> str:
        if len(self.counts) < 2:
            return ""
        return list_words(
            [
                f"{kind} {plural(number, 'time')} (first in row {grouped(self.first[kind])})"
                for kind, number in self.counts.most_common()
            ]
        )


WRITE: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "true" if value else "false",
    Decimal: lambda value: format(value, "f"),
    dt.datetime: lambda value: value.isoformat(" "),
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    bytes: lambda value: f"\\x{value.hex()}",
    bytearray: lambda value: f"\\x{value.hex()}",
    list: lambda value: json.dumps(value, default=str),
    dict: lambda value: json.dumps(value, default=str),
}


def to_text(value: Any) -> str | None:
    """A value as text that says all of it; None for NULL."""
    return None if value is None else WRITE.get(type(value), str)(value)
