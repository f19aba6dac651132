"""Reads a large text file whose values all stand in their plain form straight into their types.

pyarrow is strict: a value that it does not take as it stands (1.5 or 1e3 for a whole number,
20200105 for a date) ends the attempt, and the file is read as text, where each value is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qa_checks.catalogue.schemas import Column
from qa_checks.reading.contents import Relation, Sheet
from qa_checks.reading.wide import ROW

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

    from qa_checks.duckdb_core import Connection

TYPED = ("integer", "date", "boolean")
PLAIN = (*TYPED, "text", "identifier")
BLOCK = 4 * 1024 * 1024
Truths = tuple[tuple[str, ...], tuple[str, ...]]  # words for yes and for no


class _Text(NamedTuple):
    """A file, what stands between two cells, the row of its header, and names for all columns."""

    path: Path
    delimiter: str
    header_row: int
    names: list[str]


def read_typed(
    connection: Connection,
    path: Path,
    sheet: Sheet,
    header_row: int,
    columns: Mapping[int, Column],
    name: str,
) -> Relation | None:
    """Read some columns of the rows below a header into their types.

    Parameters
    ----------
    columns
        Those to read, by their position counted from 1.
    name
        What the rows are to be called in the database.

    Returns
    -------
    Relation | None
        None if a value does not stand in its plain form: then every row must be looked at.
    """
    above, header = sheet.head[:header_row], sheet.head[header_row - 1]
    one_line = not any("\n" in text or "\r" in text for row in above for text in row)
    if not one_line or not all(text.strip() for text in header) or not _have_plain_types(columns):
        return None
    by_name = {f"p{place}": column for place, column in columns.items()}
    names = [f"p{place}" for place in range(1, len(header) + 1)]
    text = _Text(path, sheet.delimiter or ",", header_row, names)
    table = _read_narrow(text, sheet.head[header_row:], by_name)
    if table is None:
        return None
    import duckdb  # its Python layer takes Arrow tables in, see `qa_checks.duckdb_core`

    kinds = {place: column.sql_type for place, column in by_name.items()}
    values = ", ".join(f"CAST({place} AS {kind}) AS {place}" for place, kind in kinds.items())
    rows = duckdb.from_arrow(table, connection=connection)
    rows.project(f"{values}, {ROW}").create_view(name)
    return Relation(name, tuple((place, kinds.get(place, "VARCHAR")) for place in names), ROW)


def _have_plain_types(columns: Mapping[int, Column]) -> bool:
    """Whether each column's type is one that can be read so, and one of them is more than text."""
    kinds = {column.type for column in columns.values()}
    return kinds <= set(PLAIN) and bool(kinds & set(TYPED)) and len(_truths(columns.values())) < 2


def _truths(columns: Iterable[Column]) -> set[Truths]:
    """The words for yes and for no, of each kind of column that has such."""
    return {
        (tuple(column.yes_words), tuple(column.no_words))
        for column in columns
        if column.type == "boolean"
    }


def _read_narrow(
    text: _Text, first_rows: Sequence[Sequence[str]], columns: Mapping[str, Column]
) -> pa.Table | None:
    """Read columns into types that take little memory, for filling it takes long.

    The first rows tell how many bytes a whole number needs; where they are not enough, the file is
    read once more.
    """
    import pyarrow as pa

    first = dict(zip(text.names, zip(*first_rows, strict=False), strict=False))
    types = {name: _arrow_type(column) for name, column in columns.items()}
    narrow = {
        name: _whole_type(first.get(name, ())) if kind == pa.int64() else kind
        for name, kind in types.items()
    }
    truths = next(iter(_truths(columns.values())), ((), ()))
    table = _read(text, narrow, truths)
    if table is None and narrow != types:
        table = _read(text, types, truths)
    return table


def _arrow_type(column: Column) -> pa.DataType:
    """The type of a column, if nothing is known of its values; of codes there are few."""
    import pyarrow as pa

    if column.in_ is not None and column.is_text:
        return pa.dictionary(pa.int32(), pa.string())
    types = {"integer": pa.int64(), "date": pa.date32(), "boolean": pa.bool_()}
    return types.get(column.type, pa.string())


def _whole_type(cells: Iterable[str]) -> pa.DataType:
    """The narrowest type for whole numbers with a digit more than any of some cells has."""
    import pyarrow as pa

    most = max(map(len, cells), default=0)
    narrow = ((1, pa.int8()), (3, pa.int16()), (8, pa.int32()))
    return next((kind for digits, kind in narrow if 0 < most <= digits), pa.int64())


def _read(text: _Text, types: Mapping[str, pa.DataType], truths: Truths) -> pa.Table | None:
    import pyarrow as pa
    from pyarrow import csv

    yes, no = truths
    pool = _memory_pool()
    try:
        table = csv.read_csv(
            text.path,
            csv.ReadOptions(block_size=BLOCK, skip_rows=text.header_row, column_names=text.names),
            csv.ParseOptions(delimiter=text.delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=types,
                include_columns=list(types),
                strings_can_be_null=True,
                null_values=[""],
                true_values=list(yes),
                false_values=list(no),
            ),
            memory_pool=pool,
        )
    except pa.ArrowException:
        return None
    first = text.header_row + 1
    return table.append_column(ROW, pa.arange(first, first + table.num_rows, memory_pool=pool))


def _memory_pool() -> pa.MemoryPool:
    """Memory by small pages where that can be had: clearing large ones may take far longer."""
    import pyarrow as pa

    has_jemalloc = "jemalloc" in pa.supported_memory_backends()
    return pa.jemalloc_memory_pool() if has_jemalloc else pa.default_memory_pool()
