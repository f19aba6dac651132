"""Parquet: columns of typed values, which DuckDB reads in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.reading.contents import Limits, Relation, Sheet, TypedRows
from qa_checks.reading.formats.foreign import has_control
from qa_checks.reading.formats.format import Candidate, Format, too_wide
from qa_checks.sql_text import sql_literal, sql_name

if TYPE_CHECKING:
    from qa_checks.duckdb_core import Connection

BYTES = "BLOB"
DAMAGED = r"regexp_replace(CAST({} AS VARCHAR), '\\x[0-9A-F]{{2}}', chr(65533), 'g')"


def _recognises(file: Candidate) -> bool:
    return file.start.startswith(b"PAR1") and has_control(file.start)


def _open_sheets(file: Candidate, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    from qa_checks.duckdb_core import Error

    del folder
    read = f"read_parquet({sql_literal(str(file.path))})"
    try:
        with (file.database or _database()).cursor() as connection:
            schema = connection.execute(
                "SELECT name, coalesce(num_children, 0) FROM parquet_schema($1)", [str(file.path)]
            ).fetchall()
            described = connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()
            (count,) = connection.execute(f"SELECT count(*) FROM {read}").fetchall()[0]
    except Error as error:
        raise InputError(
            f"The Parquet file is cut off or damaged ({str(error).splitlines()[0]}).",
            where=file.place,
            remedy="Copy or export it again.",
        ) from error
    header = _column_names(schema)
    if len(header) > limits.columns:
        raise too_wide(len(header), 1, limits, file.place)
    kinds = {str(name): str(kind) for name, kind, *_ in described}
    relation = Relation(
        _with_texts(f"read_parquet({sql_literal(str(file.path))}, file_row_number=true)", kinds),
        tuple((name, "VARCHAR" if kind == BYTES else kind) for name, kind in kinds.items()),
        row="file_row_number + 2",  # the names of the columns are row 1
    )
    sheet = Sheet(
        name=None,
        encoding=None,
        delimiter=None,
        newline=None,
        head=(header,),
        source=lambda: iter([list(header)]),
        direct=TypedRows(file.path, relation, int(count) + 1),
    )
    return (sheet,)


def _with_texts(rows: str, kinds: Mapping[str, str]) -> str:
    """Rows in which bytes are text, for some programs write texts without saying that they are.

    What is no text is damaged: each byte beyond ASCII is shown as one that could not be read.
    """
    texts = ", ".join(
        f"coalesce(TRY(decode({cell})), {DAMAGED.format(cell)}) AS {cell}"
        for cell in map(sql_name, (name for name, kind in kinds.items() if kind == BYTES))
    )
    return f"(SELECT * REPLACE ({texts}) FROM {rows})" if texts else rows


@cache
def _database() -> Connection:
    """What looks into files where no database is open: opening it takes longer than the look."""
    from qa_checks.duckdb_core import connect

    return connect()


def _column_names(schema: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Names of the columns as the file has them; DuckDB gives those blank or used twice others.

    The schema lists a root and then each column, followed by what is inside it.
    """
    (_, width), *rest = schema
    nodes = iter(rest)
    names = []
    for _ in range(width):
        name, inside = next(nodes)
        names.append(name)
        while inside:
            _, more = next(nodes)
            inside += more - 1
    return tuple(names)


PARQUET = Format("Parquet", _recognises, _open_sheets, packed=".parquet")
