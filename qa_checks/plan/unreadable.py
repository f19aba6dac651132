"""What cannot be read is unknown: a row with such a cell is undecided, neither right nor wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qa_checks.model import Logic, Predicate

UNREADABLE = "x.read_as IS NULL AND x.fault <> 'shorthand'"
READ = re.compile(r"(?P<table>\w+)\.(?P<column>\w+)(?:(?P<operator>=|<>)(?P<entry>\w+))?")
Unreadable = frozenset[tuple[str, str, str]]


def undecided_where_unreadable(logic: Logic, reads: Iterable[str], unreadable: Unreadable) -> Logic:
    """The logic, undecided for the rows in which a cell that it reads cannot be read.

    Parameters
    ----------
    reads
        Published cells, as the schemas name them: ``table.column``,
        ``table.column=value`` or ``table.column<>value``.
    unreadable
        Where the files of this release have such cells: table, column, and
        the value that an unpivoted column stands for. Where they have none,
        nothing is added.
    """
    cells = sorted({cell for read in reads for cell in _conditions(read, unreadable)})
    if not cells:
        return logic
    rows = f"SELECT x._source, x._row FROM extract_cells AS x WHERE {UNREADABLE}"
    rows = f"{rows} AND ({' OR '.join(cells)})"
    if isinstance(logic, Predicate):
        condition = (
            f"CASE WHEN (t._source, t._row) IN ({rows}) THEN NULL ELSE {logic.condition} END"
        )
        return replace(logic, condition=condition, column="", once=(), known=None, counterpart=None)
    kept = f"((v._source, v._row) IN ({rows})) IS NOT TRUE"
    sql = f"SELECT v.* FROM ({logic.sql}) AS v WHERE {kept}"
    return replace(logic, sql=sql, undecided=f"(t._source, t._row) IN ({rows})")


def is_unreadable(table: str, column: str) -> str:
    """SQL that is true of a row of a table whose own cell in a column cannot be read."""
    return (
        f"(_source, _row) IN (SELECT x._source, x._row FROM extract_cells AS x WHERE {UNREADABLE} "
        f"AND {_of_column(table, column)})"
    )


def _of_column(table: str, column: str) -> str:
    return f"x.table_name = '{table}' AND x.column_name = '{column}'"


def _conditions(read: str, unreadable: Unreadable) -> Iterator[str]:
    """The condition for the cells that are read, if the release has such cells at all."""
    parts = READ.fullmatch(read)
    if parts is None:
        return
    table, column, operator, entry = parts.group("table", "column", "operator", "entry")
    if operator is None:
        if any(cell[:2] == (table, column) for cell in unreadable):
            yield _of_column(table, column)
        return
    entries = {cell[2] for cell in unreadable if cell[0] == table and cell[2]}
    if entries & {entry} if operator == "=" else entries - {entry}:
        yield f"x.table_name = '{table}' AND x.entry {operator} '{entry}'"
