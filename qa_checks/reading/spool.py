"""Rows that Python reads, put down in a file for DuckDB to load in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, NamedTuple

from qa_checks.duckdb_core import Connection, Error
from qa_checks.errors import InputError, without_values
from qa_checks.sql_text import sql_literal
from qa_checks.words import grouped, plural

AT_ONCE = 64  # rows
_FORM = (
    "header=false, auto_detect=false, delim=',', quote='\"', escape='\"', strict_mode=true, "
    "new_line='\\n', nullstr='', allow_quoted_nulls=true, parallel=false, max_line_size=16777216"
)


class Spool(NamedTuple):
    """So many rows in a file, every cell in quotation marks."""

    path: Path
    rows: int

    def source(self, columns: Mapping[str, str]) -> str:
        """What stands behind FROM, given name and type of each column; an empty cell is NULL."""
        listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        return f"read_csv({sql_literal(str(self.path))}, columns={{{listed}}}, {_FORM})"

    def load(self, connection: Connection, sql: str, where: str = "") -> None:
        """Load the rows by a statement that reads them all, and take the file away.

        Raises
        ------
        InputError
            If DuckDB cannot read them, or reads others than were put down.
        """
        try:
            [(loaded,)] = connection.execute(sql).fetchall()
        except Error as fault:
            what = f"Its rows cannot be loaded: {without_values(fault)}."
            raise InputError(what, where=where) from None
        self.path.unlink()
        if loaded != self.rows:
            what = (
                f"{plural(self.rows, 'row was', 'rows were')} read, but {grouped(loaded)} loaded."
            )
            raise InputError(what, where=where)


def put_down(rows: Iterable[Sequence[str]], folder: Path) -> Spool:
    """Put rows down in a file of a folder."""
    with NamedTemporaryFile(
        "w", dir=folder, suffix=".csv", delete=False, encoding="utf-8", newline=""
    ) as stream:
        return Spool(Path(stream.name), _write(stream, rows))


def _write(stream: IO[str], rows: Iterable[Sequence[str]]) -> int:
    """Write rows, some at once, and say how many there are."""
    number, left = 0, iter(rows)
    while some := list(islice(left, AT_ONCE)):
        number += len(some)
        text = '"\n"'.join(['","'.join(cells) for cells in some])
        if text.count('"') != 2 * sum(map(len, some)) - 2:
            text = '"\n"'.join(
                ['","'.join([cell.replace('"', '""') for cell in cells]) for cells in some]
            )
        stream.write(f'"{text}"\n')
    return number
