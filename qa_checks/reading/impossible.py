"""Values that a column cannot have are taken out: they are unknown, as what cannot be read is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qa_checks.catalogue.limits import Limit
from qa_checks.reading.cell_faults import note_cells, take_out
from qa_checks.reading.intake import Intake
from qa_checks.reading.wide import ROW, Wide, WideColumn, value_column

TODAY = "$today"
Bounded = tuple[WideColumn, Limit]


def take_out_impossible(intake: Intake, limits: Sequence[Limit], today: dt.date) -> None:
    """Record values beyond a limit, with the check that reports them, and leave no value there."""
    for wide in (wide for wides in intake.wides.values() for wide in wides):
        bounded = [(item, limit) for item in wide.columns for limit in _of(item, wide, limits)]
        broken = [pair for pair in bounded if _is_broken(intake, wide, pair, today)]
        for item, limit in broken:
            beyond = f"FROM {_values(wide, item, limit)} WHERE NOT ({limit.condition})"
            if wide.is_view and TODAY not in limit.condition:
                rows = f'(SELECT {ROW}, "{limit.column}" AS "{item.name}" {beyond})'
                note_cells(intake, wide, item, limit.check, rows)
                _leave_out(intake, wide, item, limit)
                continue
            _become_table(intake, wide)
            _ask(intake, f"CREATE OR REPLACE TEMP TABLE impossible AS SELECT {ROW} {beyond}", today)
            take_out(intake, wide, item, limit.check, f"{ROW} IN (FROM impossible)")


def _of(item: WideColumn, wide: Wide, limits: Sequence[Limit]) -> list[Limit]:
    """The limits on the values of a published column."""
    block = wide.match.layout.blocks[item.target.block]
    column = (item.target.table, value_column(block, item.target))
    return [limit for limit in limits if (limit.table, limit.column) == column]


def _is_broken(intake: Intake, wide: Wide, bounded: Bounded, today: dt.date) -> bool:
    """Whether there is a value beyond a limit; asking of all in one statement takes longer."""
    item, limit = bounded
    beyond = f"FROM {_values(wide, item, limit)} WHERE NOT ({limit.condition})"
    [(broken,)] = _ask(intake, f"SELECT EXISTS ({beyond})", today)
    return bool(broken)


def _values(wide: Wide, item: WideColumn, limit: Limit) -> str:
    """The values of a column under the name by which its limit calls it."""
    return f'(SELECT {ROW}, "{item.name}" AS "{limit.column}" FROM {wide.name}) AS t'


def _leave_out(intake: Intake, wide: Wide, item: WideColumn, limit: Limit) -> None:
    """Read no value beyond a limit from a file that is read in place."""
    whole = f"{wide.name}_{item.name}_{limit.check.rpartition('.')[2]}"
    value = f'CASE WHEN NOT ({limit.condition}) THEN NULL ELSE "{item.name}" END AS "{item.name}"'
    intake.connection.execute(
        f'ALTER VIEW {wide.name} RENAME TO "{whole}";'
        f'CREATE VIEW {wide.name} AS SELECT * EXCLUDE ("{limit.column}") REPLACE ({value}) '
        f'FROM (SELECT *, "{item.name}" AS "{limit.column}" FROM "{whole}") AS t'
    )
    wide.shared.pop(item.name, None)


def _become_table(intake: Intake, wide: Wide) -> None:
    """Copy what was read in place, so that values can be taken out."""
    if wide.is_view:
        intake.connection.execute(
            f"ALTER VIEW {wide.name} RENAME TO {wide.name}_in_place;"
            f"CREATE TABLE {wide.name} AS FROM {wide.name}_in_place"
        )
        wide.is_view = False
        wide.shared.clear()


def _ask(intake: Intake, sql: str, today: dt.date) -> list[tuple[object, ...]]:
    values = {"today": today} if TODAY in sql else None
    return intake.connection.execute(sql, values).fetchall()
