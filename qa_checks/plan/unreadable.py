"""What cannot be read is unknown: a row with such a cell is undecided, neither right nor wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from qa_checks.catalogue import BoundRule
from qa_checks.catalogue.cells_read import ROW
from qa_checks.catalogue.schemas import Table, published_cells
from qa_checks.fields import read_need
from qa_checks.model.logic import Logic, Predicate
from qa_checks.plan.planned import Given
from qa_checks.reading.cell_faults import UNREADABLE
from qa_checks.reading.unread_cells import KIND, MOST_NAMED, Kind
from qa_checks.sql_text import sql_literals

FILE_ROW = ("_source", "_row")
OWN_ROW = ("_source", "_block", "_row")
Place = tuple[int, ...]
Kinds = frozenset[Kind]


def undecided_where_unreadable(
    bound: BoundRule, tables: Mapping[str, Table], given: Given
) -> Logic:
    """The logic of a rule, undecided for rows in which a cell that it reads cannot be read.

    A row of a file may give several to a table, such as an inspection and the one before it: a
    cell of the row that is judged decides nothing of the other. What is looked up elsewhere may
    stand anywhere in the row of the file.
    """
    logic = _with_open_lookups(bound.logic, tables, given)
    looked_up = _kinds_of(bound.reads - bound.own_reads, given.unread.kinds)
    own = _kinds_of(bound.own_reads, given.unread.kinds) - looked_up
    among = _is_among("t", logic, own, looked_up, given)
    if not among:
        return logic
    if isinstance(logic, Predicate):
        return _asking(logic, f"CASE WHEN {among} THEN NULL ELSE {logic.condition} END")
    kept = f"({_is_among('v', logic, own, looked_up, given)}) IS NOT TRUE"
    return replace(logic, sql=f"SELECT v.* FROM ({logic.sql}) AS v WHERE {kept}", undecided=among)


def _with_open_lookups(logic: Logic, tables: Mapping[str, Table], given: Given) -> Logic:
    """A condition whose EXISTS are NULL where only rows with unreadable cells could meet them.

    Each of these rows is held against every row that is judged, so they must be few.
    """
    if not isinstance(logic, Predicate) or not given.unread.kinds:
        return logic
    from qa_checks.plan.open_lookups import Lookup, left_open

    def unreadable(lookup: Lookup) -> tuple[str, str]:
        if lookup.table not in tables:
            return "", ""
        names = re.findall(r"\w+", lookup.where)
        own_names = re.findall(rf"\b{ROW}\.(\w+)", lookup.where)
        return (
            _few_among(ROW, logic.table, own_names, tables, given),
            _few_among(lookup.alias, lookup.table, names, tables, given),
        )

    condition = left_open(logic.condition, unreadable)
    return logic if condition == logic.condition else _asking(logic, condition)


def _asking(logic: Predicate, condition: str) -> Predicate:
    """The same with another condition, of which nothing more is known."""
    return replace(
        logic, condition=condition, column="", once=(), known=None, listed="", counterpart=None
    )


def _few_among(
    row: str, table: str, names: Iterable[str], tables: Mapping[str, Table], given: Given
) -> str:
    """SQL that is true of a row with such a cell in columns of some names; '' for none or many."""
    reads = [cell for name in names for cell in published_cells(f"{table}.{name}", tables)]
    kinds = _kinds_of(reads, given.unread.kinds)
    own = frozenset(kind for kind in kinds if kind[0] == table)
    rows = Predicate(table, "")
    if not kinds or _rows_concerned(rows, own, frozenset(), given) is None:
        return ""
    return _is_among(row, rows, own, kinds - own, given)


def holds_unreadable(table: str, column: str, given: Given) -> str:
    """SQL that is true of a row of a table whose own cell in a column cannot be read.

    It is '' where no row has such a cell.
    """
    kinds = frozenset(kind for kind in given.unread.kinds if kind[:2] == (table, column))
    return _is_among("t", Predicate(table, ""), kinds, frozenset(), given) if kinds else ""


def _is_among(row: str, logic: Logic, own: Kinds, looked_up: Kinds, given: Given) -> str:
    """SQL that is true of a row with one of some cells that cannot be read; '' if there is none.

    A few rows are named; many are looked for.
    """
    in_table = frozenset(kind for kind in own if kind[0] == logic.table)
    beside = own - in_table
    if not given.neighbours:
        beside, looked_up = frozenset(), looked_up | beside
    tests = []
    rows = _rows_concerned(logic, in_table, beside, given)
    if rows is not None:
        tests.append(_named(row, OWN_ROW, rows))
    else:
        tests += [_stands_at(row, OWN_ROW, in_table)] if in_table else []
        tests += [_stands_near(row, beside, given)] if beside else []
    if looked_up:
        tests.append(_stands_in_file(row, looked_up, given))
    return " OR ".join(filter(None, tests))


def _rows_concerned(
    logic: Logic, in_table: Kinds, beside: Kinds, given: Given
) -> set[Place] | None:
    """Rows with such a cell in their own block, or in one they take values from; None if many."""
    if given.unread.rows is None:
        return None
    # What stands in the place of a table's rows may be those of another.
    whole = not isinstance(logic, Predicate) or bool(logic.rows)
    rows: set[Place] = {
        (concerned.source, concerned.block, concerned.row)
        for kind in in_table | beside
        for concerned in given.unread.rows.get(kind, ())
        if (whole or concerned.table == logic.table)
        and (kind in beside or concerned.block == concerned.cell_block)
    }
    return rows if len(rows) <= MOST_NAMED else None


def _stands_in_file(row: str, kinds: Kinds, given: Given) -> str:
    """SQL that is true of every row that comes from the same row of a file."""
    few = given.unread.file_rows
    rows = {place for kind in kinds for place in few.get(kind, ())}
    if few.keys() >= kinds and len(rows) <= MOST_NAMED:
        return _named(row, FILE_ROW, rows)
    return _stands_at(row, FILE_ROW, kinds)


def _named(row: str, place: Sequence[str], rows: Collection[Place]) -> str:
    """SQL that names rows by their place; '' for none."""
    by_sheet: dict[Place, list[int]] = {}
    for *sheet, number in sorted(rows):
        by_sheet.setdefault(tuple(sheet), []).append(number)
    return " OR ".join(
        "".join(f"{row}.{name} = {at} AND " for name, at in zip(place, sheet, strict=False))
        + f"{row}._row IN ({', '.join(map(str, numbers))})"
        for sheet, numbers in by_sheet.items()
    )


def _stands_near(row: str, kinds: Kinds, given: Given) -> str:
    places = " UNION ALL ".join(
        f"SELECT {source} AS source, {block} AS block, {own_block} AS own"
        for source, block, own_block in sorted(given.neighbours)
    )
    return (
        f"({_listed(row, OWN_ROW)}) IN (SELECT x._source, near.own, x._row "
        f"FROM extract_cells AS x JOIN ({places}) AS near "
        f"ON near.source = x._source AND near.block = x._block WHERE {_faulty(kinds)})"
    )


def _stands_at(row: str, place: Sequence[str], kinds: Kinds) -> str:
    there = f"SELECT {_listed('x', place)} FROM extract_cells AS x WHERE {_faulty(kinds)}"
    return f"({_listed(row, place)}) IN ({there})"


def _faulty(kinds: Kinds) -> str:
    listed = ", ".join(f"({sql_literals(kind)})" for kind in sorted(kinds))
    return f"{UNREADABLE} AND ({KIND}) IN ({listed})"


def _listed(row: str, place: Sequence[str]) -> str:
    return ", ".join(f"{row}.{column}" for column in place)


def _kinds_of(reads: Iterable[str], unread: Kinds) -> Kinds:
    """The kinds of cells that are read, of those that the release has."""
    return frozenset(kind for read in reads for kind in _read_by(read, unread))


def _read_by(read: str, unread: Kinds) -> Iterator[Kind]:
    need = read_need(read)
    for kind in unread:
        table, column, entry = kind
        if need.sign:
            matches = bool(entry) and (entry in need.values) is (need.sign == "=")
        else:
            matches = column == need.column
        if matches and table == need.table:
            yield kind
