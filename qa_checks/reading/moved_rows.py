"""Finds single rows whose values stand one column beside their headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from qa_checks.reading.intake import Intake
from qa_checks.reading.misplaced import (
    FAULTY,
    LEAST,
    MOVED,
    fits,
    is_told,
    take_out_cells,
)
from qa_checks.reading.wide import ROW, ColumnFault, Wide, WideColumn
from qa_checks.reading.wide_sql import become_table
from qa_checks.words import plural

MOST = 1_000  # rows with as many faulty cells are compared; more are a fault of the columns


class Moved(NamedTuple):
    """A row that moved: from which column on, and two headers that show it."""

    row: int
    first: WideColumn
    under: WideColumn
    like: WideColumn


def take_out_moved_rows(intake: Intake, wide: Wide) -> Iterator[ColumnFault]:
    """Rows whose faulty cells are all values of the column beside them, on the same side.

    They are one fault for each column from which on rows moved so; what stands behind it in these
    rows is judged no more. Where one faulty cell does not fit, nothing is said.
    """
    if wide.is_misplaced:
        return
    columns = {item.position: item for item in wide.columns}
    cells = _faulty_cells(intake, wide, columns)
    moved: dict[tuple[int, int], list[Moved]] = defaultdict(list)
    for step in (1, -1):  # how far further right the values stand than their headers
        for row in _find(intake, columns, cells, step):
            moved[row.first.position, step].append(row)
    if moved:
        become_table(intake.connection, wide)
    for (first, step), rows in sorted(moved.items()):
        yield _take_out(intake, wide, [columns[at] for at in columns if at >= first], rows, step)


def _faulty_cells(
    intake: Intake, wide: Wide, columns: dict[int, WideColumn]
) -> dict[int, dict[int, str]]:
    """What is written in the faulty cells of rows with some, by row and position."""
    rows = intake.connection.execute(
        f"SELECT _row, position, written FROM extract_cells WHERE _source = {wide.source} "
        f"AND {FAULTY} AND _row IN (SELECT _row FROM extract_cells WHERE _source = {wide.source} "
        f"AND {FAULTY} GROUP BY 1 HAVING count(DISTINCT position) >= {LEAST}) "
        f"ORDER BY 1, 2 LIMIT {MOST * len(columns)}"
    ).fetchall()
    cells: dict[int, dict[int, str]] = defaultdict(dict)
    for row, position, written in rows:
        if position in columns:
            cells[row][position] = written
    return cells if len(cells) <= MOST else {}


def _find(
    intake: Intake, columns: dict[int, WideColumn], cells: dict[int, dict[int, str]], step: int
) -> Iterator[Moved]:
    told = {at + step for at, item in columns.items() if is_told(item)}  # where their values stand
    by_column: dict[int, set[str]] = defaultdict(set)
    for texts in cells.values():
        for at in texts.keys() & told:
            by_column[at].add(texts[at])
    fitting = {
        (at, text)
        for at, written in by_column.items()
        for (text,) in intake.connection.execute(
            f"SELECT v FROM (SELECT unnest($1) AS v) WHERE {fits(intake, columns[at - step], 'v')}",
            [sorted(written)],
        ).fetchall()
    }
    for row, texts in cells.items():
        places = sorted(texts.keys() & told)
        if len(places) >= LEAST and all((at, texts[at]) in fitting for at in places):
            first = places[0]
            yield Moved(row, columns[min(texts)], columns[first], columns[first - step])


def _take_out(
    intake: Intake, wide: Wide, behind: list[WideColumn], moved: list[Moved], step: int
) -> ColumnFault:
    rows = [row.row for row in moved]
    among = f"{ROW} IN ({', '.join(map(str, rows))})"
    for item in behind:
        take_out_cells(intake, wide, item, MOVED, among)
    way = "right" if step > 0 else "left"
    shown = ", ".join(map(str, rows[:5])) + (", …" if len(rows) > 5 else "")
    detail = (
        f"1 column further {way} than their headers in {plural(len(rows), 'row')} ({shown}): what "
        f"stands under '{moved[0].under.cell.text}' reads like '{moved[0].like.cell.text}'"
    )
    return ColumnFault(behind[0].cell, MOVED, rows[0], len(rows) * len(behind), detail)
