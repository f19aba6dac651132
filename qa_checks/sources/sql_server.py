"""Asks SQL Server by mssql-python, which gives Arrow: only plain types arrive as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from qa_checks.errors import InputError
from qa_checks.model.sources import SourceColumn
from qa_checks.sources.asked import Asked, Delivered, with_names
from qa_checks.sources.faults import DatabaseFault, lacks_driver, refuse_option, wrong_password
from qa_checks.sources.outer_select import wrap_transact

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    from mssql_python import Error

ROWS = 10_000
PLAIN = ("bit", "tinyint", "smallint", "int", "bigint", "varchar", "nvarchar", "float", "date")
# How each type says all of it as text; {} is the column. Others are cast as they are.
CASTS = {
    "char": "RTRIM(CAST({} AS nvarchar(max)))",  # blanks fill it up and are none of the value
    "nchar": "RTRIM(CAST({} AS nvarchar(max)))",
    "money": "CONVERT(nvarchar(60), {}, 2)",
    "smallmoney": "CONVERT(nvarchar(60), {}, 2)",
    "real": "CONVERT(nvarchar(60), {}, 3)",
    "datetime": "CONVERT(nvarchar(60), {}, 121)",
    "datetime2": "CONVERT(nvarchar(60), {}, 121)",
    "smalldatetime": "CONVERT(nvarchar(60), {}, 121)",
    "datetimeoffset": "CONVERT(nvarchar(60), {}, 121)",
    "uniqueidentifier": "LOWER(CAST({} AS nvarchar(60)))",
    "binary": "CONVERT(nvarchar(max), {}, 1)",
    "varbinary": "CONVERT(nvarchar(max), {}, 1)",
    "timestamp": "CONVERT(nvarchar(max), CAST({} AS varbinary(8)), 1)",
    "geography": "{}.ToString()",
    "geometry": "{}.ToString()",
    "hierarchyid": "{}.ToString()",
}
OTHERWISE = "CAST({} AS nvarchar(max))"
# What a URL may say besides; anything else could lead elsewhere or hold a secret.
OPTIONS = ("Encrypt", "TrustServerCertificate", "HostNameInCertificate", "ServerCertificate",
           "ApplicationIntent", "MultiSubnetFailover", "Authentication",
           "Trusted_Connection")  # fmt: skip
ORIGIN = re.compile(r"^(?:\[[^\]]*\])+")
DESCRIBE = "EXEC sys.sp_describe_first_result_set @tsql = ?"


@contextmanager
def ask(asked: Asked) -> Iterator[Delivered]:
    """Ask, and give the rows in batches.

    Raises
    ------
    InputError
        If the database does not answer, or not to this.
    """
    try:
        import mssql_python
    except ImportError:
        raise lacks_driver(asked, "mssql-python") from None

    try:
        connection = mssql_python.connect(_address(asked), timeout=asked.patience.connect)
    except mssql_python.Error as fault:
        raise _explain_connecting(asked, fault) from None
    asked.connected()
    connection.timeout = asked.patience.query
    with closing(connection), closing(connection.cursor()) as cursor:
        try:
            described = _describe(cursor, asked)
        except mssql_python.Error as fault:
            raise DatabaseFault.QUERY.of(asked, ORIGIN.sub("", fault.ddbc_error)) from None
        try:
            types = [kind for _, kind in described]
            cursor.execute(select_plainly(asked, types))
            reader = cursor.arrow_reader(ROWS)
            columns = [
                SourceColumn(name, kind, not _is_plain(kind, place, asked))
                for place, (name, kind) in enumerate(described)
            ]
            named = with_names(reader.schema, [name for name, _ in described])
            yield Delivered(named, _batches(reader, named, asked), lambda: columns)
        except mssql_python.Error as fault:
            raise _explain(asked, fault) from None
        finally:
            connection.rollback()


def _address(asked: Asked) -> str:
    """What the driver connects to."""
    url = asked.address
    for name in url.options:
        if name not in OPTIONS:
            raise refuse_option(asked, name, OPTIONS)
    port = f",{url.port}" if url.port else ""
    parts = {
        "Server": f"{url.host or 'localhost'}{port}",
        "Database": url.database,
        "UID": url.user,
        "PWD": url.password,
        **url.options,
    }
    return ";".join(f"{name}={_quoted(value)}" for name, value in parts.items() if value)


def _quoted(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}"


def _describe(cursor: Any, asked: Asked) -> list[tuple[str, str]]:
    """Name and type of each column that a query gives, without its being run."""
    cursor.execute(DESCRIBE, asked.text)
    return [
        (name or "", str(kind or "").split("(", maxsplit=1)[0])
        for hidden, _, name, _, _, kind, *_ in cursor.fetchall()
        if not hidden
    ]


def select_plainly(asked: Asked, types: Sequence[str]) -> str:
    """The query with columns cast to text where they would not arrive as they are."""
    columns = [
        "{}" if _is_plain(kind, place, asked) else CASTS.get(kind, OTHERWISE)
        for place, kind in enumerate(types)
    ]
    return asked.text if set(columns) == {"{}"} else wrap_transact(asked.text, columns)


def _is_plain(kind: str, place: int, asked: Asked) -> bool:
    return kind in PLAIN and place not in asked.as_text


def _batches(reader: Any, named: pa.Schema, asked: Asked) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    from mssql_python import Error

    try:
        for batch in reader:
            yield pa.RecordBatch.from_arrays(batch.columns, schema=named)
    except Error as fault:
        raise _explain(asked, fault) from None
    except pa.ArrowException:
        raise DatabaseFault.HALFWAY.of(asked) from None


def _explain_connecting(asked: Asked, fault: Error) -> InputError:
    message = fault.ddbc_error
    if "load the driver" in message:
        return DatabaseFault.NO_LIBRARIES.of(asked)
    if "Login failed" in message:
        return wrong_password(asked)
    if "imeout" in message:
        return DatabaseFault.NO_ANSWER.of(asked)
    return DatabaseFault.NO_CONNECTION.of(asked, fault.driver_error)


def _explain(asked: Asked, fault: Error) -> InputError:
    """A fault in the driver's fixed words: those of the database may repeat a value."""
    words = fault.driver_error
    if "imeout expired" in words:
        return DatabaseFault.TOO_LONG.of(asked)
    if "ommunication link" in words or "onnection" in words:
        return DatabaseFault.HALFWAY.of(asked)
    return DatabaseFault.QUERY.of(asked, words)
