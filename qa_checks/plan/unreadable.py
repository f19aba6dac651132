"""What cannot be read is unknown: a row with such a cell is undecided, neither right nor wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qa_checks.catalogue import BoundRule
from qa_checks.model import Logic, Predicate
from qa_checks.plan.planned import Given

UNREADABLE = "x.read_as IS NULL AND x.fault <> 'shorthand'"
READ = re.compile(r"(?P<table>\w+)\.(?P<column>\w+)(?:(?P<operator>=|<>)(?P<entry>\w+))?")
FILE_ROW = ("_source", "_row")
OWN_ROW = ("_source", "_block", "_row")
Unreadable = frozenset[tuple[str, str, str]]


def undecided_where_unreadable(bound: BoundRule, given: Given) -> Logic:
    """The logic of a rule, undecided for rows in which a cell that it reads cannot be read.

    A row of a file may give several to a table, such as an inspection and the one before it: a
    cell of the row that is judged decides nothing of the other. What is looked up elsewhere may
    stand anywhere in the row of the file.
    """
    logic = bound.logic
    looked_up = _cells(bound.reads - bound.own_reads, given.unreadable)
    own = [cell for cell in _cells(bound.own_reads, given.unreadable) if cell not in looked_up]
    if not own and not looked_up:
        return logic
    if isinstance(logic, Predicate):
        among = _is_among("t", logic.table, own, looked_up, given)
        condition = f"CASE WHEN {among} THEN NULL ELSE {logic.condition} END"
        return replace(logic, condition=condition, column="", once=(), known=None, counterpart=None)
    kept = f"({_is_among('v', logic.table, own, looked_up, given)}) IS NOT TRUE"
    sql = f"SELECT v.* FROM ({logic.sql}) AS v WHERE {kept}"
    return replace(logic, sql=sql, undecided=_is_among("t", logic.table, own, looked_up, given))


def _cells(reads: Iterable[str], unreadable: Unreadable) -> list[str]:
    return sorted({cell for read in reads for cell in _conditions(read, unreadable)})


def _is_among(
    row: str, table: str, own: Sequence[str], looked_up: Sequence[str], given: Given
) -> str:
    """SQL that is true of a row with one of some cells that cannot be read."""
    in_table = [cell for cell in own if cell.startswith(_of_table(table))]
    beside = [cell for cell in own if cell not in in_table]
    tests = []
    if in_table:
        tests.append(_stands_at(row, OWN_ROW, in_table))
    if beside and given.neighbours:
        places = " UNION ALL ".join(
            f"SELECT {source} AS source, {block} AS block, {own_block} AS own"
            for source, block, own_block in sorted(given.neighbours)
        )
        tests.append(
            f"({_listed(row, OWN_ROW)}) IN (SELECT x._source, near.own, x._row "
            f"FROM extract_cells AS x JOIN ({places}) AS near "
            f"ON near.source = x._source AND near.block = x._block WHERE {_faulty(beside)})"
        )
    elif beside:
        tests.append(_stands_at(row, FILE_ROW, beside))
    if looked_up:
        tests.append(_stands_at(row, FILE_ROW, looked_up))
    return " OR ".join(tests)


def _stands_at(row: str, place: Sequence[str], cells: Sequence[str]) -> str:
    there = f"SELECT {_listed('x', place)} FROM extract_cells AS x WHERE {_faulty(cells)}"
    return f"({_listed(row, place)}) IN ({there})"


def _faulty(cells: Sequence[str]) -> str:
    return f"{UNREADABLE} AND ({' OR '.join(cells)})"


def _listed(row: str, place: Sequence[str]) -> str:
    return ", ".join(f"{row}.{column}" for column in place)


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
