"""What cannot be read is unknown: a row with such a cell is undecided, neither right nor wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qa_checks.model import Logic, Predicate

UNREADABLE = "x.read_as IS NULL AND x.fault <> 'shorthand'"
READ = re.compile(r"(?P<table>\w+)\.(?P<column>\w+)(?:(?P<operator>=|<>)(?P<entry>\w+))?")
FILE_ROW = ("_source", "_row")
OWN_ROW = ("_source", "_block", "_row")
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
    if isinstance(logic, Predicate):
        # A row of a file may give several to a table, such as an inspection and the one before it.
        looks_elsewhere = "SELECT" in logic.condition.upper()
        own = [cell for cell in cells if cell.startswith(_of_table(logic.table))]
        own = [] if looks_elsewhere else own
        others = [cell for cell in cells if cell not in own]
        tests = [
            _is_among("t", place, some)
            for place, some in ((OWN_ROW, own), (FILE_ROW, others))
            if some
        ]
        condition = f"CASE WHEN {' OR '.join(tests)} THEN NULL ELSE {logic.condition} END"
        return replace(logic, condition=condition, column="", once=(), known=None, counterpart=None)
    kept = f"({_is_among('v', FILE_ROW, cells)}) IS NOT TRUE"
    sql = f"SELECT v.* FROM ({logic.sql}) AS v WHERE {kept}"
    return replace(logic, sql=sql, undecided=_is_among("t", FILE_ROW, cells))


def _is_among(row: str, place: Sequence[str], cells: Sequence[str]) -> str:
    """SQL that is true of a row with one of some cells that cannot be read."""
    own, theirs = (", ".join(f"{name}.{column}" for column in place) for name in (row, "x"))
    return (
        f"({own}) IN (SELECT {theirs} FROM extract_cells AS x WHERE {UNREADABLE} "
        f"AND ({' OR '.join(cells)}))"
    )


def is_unreadable(table: str, column: str) -> str:
    """SQL that is true of a row of a table whose own cell in a column cannot be read."""
    listed = ", ".join(f"x.{name}" for name in OWN_ROW)
    return (
        f"({', '.join(OWN_ROW)}) IN (SELECT {listed} FROM extract_cells AS x WHERE {UNREADABLE} "
        f"AND {_of_column(table, column)})"
    )


def _of_table(table: str) -> str:
    return f"x.table_name = '{table}' AND "


def _of_column(table: str, column: str) -> str:
    return f"{_of_table(table)}x.column_name = '{column}'"


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
        yield f"{_of_table(table)}x.entry {operator} '{entry}'"
