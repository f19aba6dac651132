"""Values that a column cannot have are taken out: they are unknown, as what cannot be read is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from qa_checks.catalogue.limits import Limit
from qa_checks.reading.cell_faults import CellsMet, note_cells, take_out
from qa_checks.reading.intake import Intake
from qa_checks.reading.wide import ROW, Wide, WideColumn, value_column
from qa_checks.reading.wide_sql import become_table
from qa_checks.sql_text import sql_names

TODAY = "$today"
ASIDE = "impossible"  # the table of rows with a value beyond a limit
Bounded = tuple[WideColumn, Limit]


def take_out_impossible(intake: Intake, limits: Sequence[Limit], today: dt.date) -> None:
    """Record values beyond a limit, with the check that reports them, and leave no value there."""
    for wide in (wide for wides in intake.wides.values() for wide in wides):
        bounded = [(item, limit) for item in wide.columns for limit in _of(item, wide, limits)]
        to_come = [pair for pair in bounded if TODAY in pair[1].condition]
        if wide.is_view and not _find_broken(intake, wide.name, to_come, today):
            others = [pair for pair in bounded if pair not in to_come]
            _leave_out(intake, wide, others, today)
        else:
            _take_out(intake, wide, bounded, today)


def _of(item: WideColumn, wide: Wide, limits: Sequence[Limit]) -> list[Limit]:
    """The limits on the values of a published column."""
    block = wide.match.layout.blocks[item.target.block]
    column = (item.target.table, value_column(block, item.target))
    return [limit for limit in limits if (limit.table, limit.column) == column]


def _find_broken(
    intake: Intake, rows: str, bounded: Sequence[Bounded], today: dt.date
) -> list[Bounded]:
    """The limits that some rows of a sheet go beyond; one scan for columns that differ in name."""
    asked: list[Bounded] = []
    scans = []
    waiting = list(bounded)
    while waiting:
        level, waiting = _of_one_name_each(waiting)
        values = {limit.column: item.name for item, limit in level}
        named = ", ".join(f'"{name}" AS "{column}"' for column, name in values.items())
        tests = ", ".join(f"bool_or(NOT ({limit.condition}))" for _, limit in level)
        scans.append(f"(SELECT {tests} FROM (SELECT {named} FROM {rows}) AS t)")
        asked += level
    if not scans:
        return []
    [are_broken] = _ask(intake, f"SELECT * FROM {', '.join(scans)}", today)
    broken = [pair for pair, is_broken in zip(asked, are_broken, strict=True) if is_broken]
    return [pair for pair in bounded if pair in broken]


def _of_one_name_each(bounded: Sequence[Bounded]) -> tuple[list[Bounded], list[Bounded]]:
    """Limits of which no two call different columns by the same name, and the others."""
    item_of = {limit.column: item for item, limit in reversed(bounded)}
    level = [pair for pair in bounded if item_of[pair[1].column] is pair[0]]
    return level, [pair for pair in bounded if pair not in level]


def _values(wide: Wide, item: WideColumn, limit: Limit) -> str:
    """The values of a column under the name by which its limit calls it."""
    return f'(SELECT {ROW}, "{item.name}" AS "{limit.column}" FROM {wide.name}) AS t'


def _take_out(intake: Intake, wide: Wide, bounded: Sequence[Bounded], today: dt.date) -> None:
    """Take values beyond a limit out of the table that holds a sheet."""
    for item, limit in _find_broken(intake, wide.name, bounded, today):
        become_table(intake.connection, wide)
        beyond = f"FROM {_values(wide, item, limit)} WHERE NOT ({limit.condition})"
        _ask(intake, f"CREATE OR REPLACE TEMP TABLE {ASIDE} AS SELECT {ROW} {beyond}", today)
        take_out(intake, wide, item, limit.check, f"{ROW} IN (FROM {ASIDE})")


def _leave_out(intake: Intake, wide: Wide, bounded: Sequence[Bounded], today: dt.date) -> None:
    """Read no value beyond a limit from a file that is read in place.

    Such a file is large: it is scanned, and a view laid over it, once for each of the names by
    which limits call columns.
    """
    waiting = list(bounded)
    while waiting:
        level, waiting = _of_one_name_each(waiting)
        if _gather(intake, wide, level):
            broken = _find_broken(intake, ASIDE, level, today)
            note_cells(intake, wide, list(_cells_beyond(broken)))
            _look_past(intake, wide, broken)


def _gather(intake: Intake, wide: Wide, level: Sequence[Bounded]) -> int:
    """Put rows with a value beyond one of some limits aside, and say how many there are."""
    names = {item.name: limit.column for item, limit in level}
    values = ", ".join(f'"{name}", "{name}" AS "{column}"' for name, column in names.items())
    tests = " OR ".join(f"NOT ({limit.condition})" for _, limit in level)
    [(rows,)] = intake.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {ASIDE} AS "
        f"FROM (SELECT {ROW}, {values} FROM {wide.name}) AS t WHERE {tests}"
    ).fetchall()
    return int(rows)


def _cells_beyond(level: Sequence[Bounded]) -> Iterator[CellsMet]:
    """The cells beyond each limit, in the rows put aside; of several the first tells of a cell."""
    for number, (item, limit) in enumerate(level):
        kept = "".join(
            f" AND ({earlier.condition}) IS NOT FALSE"
            for other, earlier in level[:number]
            if other is item
        )
        rows = f"(FROM {ASIDE} AS t WHERE NOT ({limit.condition}){kept})"
        yield CellsMet(item, limit.check, rows)


def _look_past(intake: Intake, wide: Wide, broken: Sequence[Bounded]) -> None:
    """Lay a view over a file that has no value beyond some limits, each name that of one column."""
    beyond: dict[str, list[str]] = {}
    names = {}
    for item, limit in broken:
        beyond.setdefault(item.name, []).append(f"NOT ({limit.condition})")
        names[item.name] = limit.column
        wide.shared.pop(item.name, None)
    whole = f"{wide.name}_past_{broken[0][0].name}"
    values = ", ".join(
        f'CASE WHEN {" OR ".join(tests)} THEN NULL ELSE "{name}" END AS "{name}"'
        for name, tests in beyond.items()
    )
    named = ", ".join(f'"{name}" AS "{column}"' for name, column in names.items())
    intake.connection.execute(
        f'ALTER VIEW {wide.name} RENAME TO "{whole}";'
        f"CREATE VIEW {wide.name} AS SELECT * EXCLUDE ({sql_names(names.values())}) "
        f"REPLACE ({values}) "
        f'FROM (SELECT *, {named} FROM "{whole}") AS t'
    )


def _ask(intake: Intake, sql: str, today: dt.date) -> list[tuple[object, ...]]:
    values = {"today": today} if TODAY in sql else None
    return intake.connection.execute(sql, values).fetchall()
