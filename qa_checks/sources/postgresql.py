"""Asks PostgreSQL by ADBC, which streams rows by COPY: only plain types arrive as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from qa_checks.errors import InputError
from qa_checks.model.sources import SourceColumn
from qa_checks.sources.asked import Asked, Delivered, with_names
from qa_checks.sources.faults import DatabaseFault, lacks_driver, refuse_option, wrong_password
from qa_checks.sources.outer_select import wrap

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    from adbc_driver_manager import Error

TYPE = b"POSTGRESQL:type"
PLAIN = ("bool", "int2", "int4", "int8", "text", "varchar", "float8", "date")
# By way of a number: as text it has the sign of the server's currency.
CASTS = {"money": "{}::numeric::text"}
# What a URL may say besides; anything else could lead elsewhere or hold a secret.
OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "gssencmode",
           "krbsrvname", "application_name", "target_session_attrs")  # fmt: skip
ZONE = "Europe/London"
# The form of everything that is delivered as text, whatever the server's own is.
SETTINGS = {
    "TimeZone": ZONE,
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "iso_8601",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
WORDS = {
    "42501": "this user may not read it",
    "22": "a value in it cannot be converted",
    "42": "a part of it is not understood",
    "53": "the database has no room left",
    "54": "it is too large for the database",
}
SAID = re.compile(r"(?:ERROR|FATAL|failed): +(?!FATAL)(.+)")


@contextmanager
def ask(asked: Asked) -> Iterator[Delivered]:
    """Ask, and give the rows in batches.

    Raises
    ------
    InputError
        If the database does not answer, or not to this.
    """
    with _connect(asked) as statement:
        from adbc_driver_manager import Error

        try:
            _begin(statement, asked)
            schema = _describe(statement, asked.text)
            types = [_type_of(field) for field in schema]
            as_text = [
                kind not in PLAIN or place in asked.as_text for place, kind in enumerate(types)
            ]
            reader = _execute(statement, _select(asked.text, types, as_text))
        except Error as fault:
            raise _explain(asked, fault) from None
        columns = [
            SourceColumn(name, kind, text)
            for name, kind, text in zip(schema.names, types, as_text, strict=True)
        ]
        named = with_names(reader.schema, schema.names)
        with closing(reader):
            yield Delivered(named, _batches(statement, reader, named, asked), lambda: columns)


@contextmanager
def _connect(asked: Asked) -> Iterator[Any]:
    """A statement of the driver's; its Python layer, which imports all of pandas, is left out."""
    try:
        from adbc_driver_manager import AdbcConnection, AdbcStatement, Error
        from adbc_driver_postgresql import connect
    except ImportError:
        raise lacks_driver(asked, "adbc-driver-postgresql") from None

    with ExitStack() as opened:
        try:
            database = opened.enter_context(closing(connect(_address(asked))))
            connection = opened.enter_context(closing(AdbcConnection(database)))
            connection.set_autocommit(False)
        except Error as fault:
            raise _explain_connecting(asked, str(fault)) from None
        asked.connected()
        yield opened.enter_context(closing(AdbcStatement(connection)))


def _execute(statement: Any, sql: str) -> pa.RecordBatchReader:
    import pyarrow as pa

    statement.set_sql_query(sql)
    stream, _ = statement.execute_query()
    return pa.RecordBatchReader.from_stream(stream)


def _describe(statement: Any, sql: str) -> pa.Schema:
    """The columns that a SELECT would give."""
    import pyarrow as pa

    statement.set_sql_query(sql)
    return pa.schema(statement.execute_schema())


def _address(asked: Asked) -> str:
    """What libpq connects to; nothing is taken from its own files and variables for passwords."""
    url = asked.address
    for name, value in url.options.items():
        is_socket = name == "host" and value.startswith("/")
        if name not in OPTIONS and not is_socket:
            raise refuse_option(asked, name, OPTIONS)
    options = {
        **url.options,
        "user": url.user,
        "password": url.password,
        "passfile": f"{os.devnull}/none",
        "connect_timeout": str(asked.patience.connect),
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "fallback_application_name": "qa-checks",
    }
    host = f"[{url.host}]" if ":" in url.host else quote(url.host)
    port = f":{url.port}" if url.port else ""
    query = urlencode(options, quote_via=quote)
    return f"postgresql://{host}{port}/{quote(url.database)}?{query}"


def _begin(statement: Any, asked: Asked) -> None:
    """Begin a transaction that only reads, sees one state of the database, and ends in time."""
    statement.set_sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    statement.execute_update()
    settings = {**SETTINGS, "statement_timeout": f"{asked.patience.query}s"}
    calls = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())
    with closing(_execute(statement, f"SELECT {calls}")) as told:
        told.read_all()


def _type_of(field: pa.Field) -> str:
    """What the database calls the type of a column."""
    return str((field.metadata or {}).get(TYPE, b""), "utf-8")


def _select(text: str, types: Sequence[str], as_text: Sequence[bool]) -> str:
    """The query with columns cast to text where they would not arrive as they are."""
    if not any(as_text):
        return text
    columns = [
        CASTS.get(kind, "{}::text") if is_text else "{}"
        for kind, is_text in zip(types, as_text, strict=True)
    ]
    return wrap(text, columns)


def _batches(
    statement: Any, reader: pa.RecordBatchReader, named: pa.Schema, asked: Asked
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    from adbc_driver_manager import Error

    try:
        for batch in reader:
            yield pa.RecordBatch.from_arrays(batch.columns, schema=named)
    except (Error, pa.ArrowException, OSError) as fault:
        raise _explain_midway(statement, asked, str(fault)) from None


def _explain_connecting(asked: Asked, message: str) -> InputError:
    if "password" in message and ("authentication failed" in message or "no password" in message):
        return wrong_password(asked)
    if "timeout expired" in message:
        return DatabaseFault.NO_ANSWER.of(asked)
    if "translate host name" in message:
        return DatabaseFault.NO_CONNECTION.of(asked, "no machine is known by the name of the host")
    told = SAID.search(message)
    return DatabaseFault.NO_CONNECTION.of(asked, told[1] if told else "it does not answer")


def _explain(asked: Asked, fault: Error) -> InputError:
    """A fault by its SQLSTATE; the words of the database only where they are about the SQL."""
    message, state = str(fault), fault.sqlstate or ""
    if state == "57014":
        return DatabaseFault.TOO_LONG.of(asked)
    if state == "25006":
        return DatabaseFault.WRITES.of(asked)
    if state.startswith(("57P", "08", "58")) or not state:
        return DatabaseFault.HALFWAY.of(asked)
    if state.startswith("42") and "Failed to prepare" in message:
        return DatabaseFault.QUERY.of(
            asked, next(iter(SAID.findall(message)), "it is not understood")
        )
    told = WORDS.get(state) or WORDS.get(state[:2]) or "the database gave up"
    return DatabaseFault.QUERY.of(asked, f"{told} (SQLSTATE {state})")


def _explain_midway(statement: Any, asked: Asked, message: str) -> InputError:
    """A fault among the rows, of which the driver gives no SQLSTATE."""
    if "statement timeout" in message:
        return DatabaseFault.TOO_LONG.of(asked)
    if "read-only" in message or "read-write" in message:
        return DatabaseFault.WRITES.of(asked)
    if not _is_there(statement):
        return DatabaseFault.HALFWAY.of(asked)
    return DatabaseFault.QUERY.of(
        asked, "an error occurred while rows were delivered: none counts as read"
    )


def _is_there(statement: Any) -> bool:
    """Whether the database still answers, if only that the transaction has failed."""
    from adbc_driver_manager import OperationalError, ProgrammingError

    try:
        _execute(statement, "SELECT 1").close()
    except OperationalError:
        return False
    except ProgrammingError:
        return True  # the driver itself refuses: it must be rolled back first
    return True
