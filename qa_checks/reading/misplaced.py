"""Finds values that stand under another header: headers exchanged, or rows moved sideways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.reading.cell_faults import CellsMet, note_cells
from qa_checks.reading.intake import Intake
from qa_checks.reading.typing_sql import typed
from qa_checks.reading.wide import ROW, ColumnFault, Wide, WideColumn
from qa_checks.reading.wide_sql import become_table
from qa_checks.sql_text import sql_literal, sql_literals
from qa_checks.words import plural

LEAST = 3  # fewer cells, or columns, may be slips
FITTING = 0.95
FIRST = 50  # rows that tell whether a column can be meant
MOST_ROWS = 100_000  # of which every cell is noted
MISPLACED = "misplaced"
MOVED = "moved"
FAULTY = "fault IN ('unreadable', 'unknown_code')"


class _Stranger(Struct, frozen=True):
    """A column that holds hardly a value of its own, and the columns its values read like."""

    item: WideColumn
    like: tuple[WideColumn, ...]
    own_under: tuple[WideColumn, ...]


def count_faulty(intake: Intake, wide: Wide) -> dict[int, int]:
    """How many cells cannot be values, by the position of their column."""
    counts = intake.connection.execute(
        f"SELECT position, count(*) FROM extract_cells WHERE _source = {wide.source} "
        f"AND {FAULTY} GROUP BY 1"
    )
    return dict(counts.fetchall())


def take_out_misplaced(
    intake: Intake, wide: Wide, faulty: Mapping[int, int], numbered: Mapping[int, int]
) -> Iterator[ColumnFault]:
    """Columns whose values are those of another; none of their cells is judged any more.

    Where several columns have the values of the one beside them, all behind the first of them are
    one fault.

    Parameters
    ----------
    faulty
        What `count_faulty` says.
    numbered
        How many of these cells are days that stand as numbers, which also read like identifiers.
    """
    lost = [_compare(intake, wide, item) for item in _find_strangers(intake, wide, faulty)]
    strangers = [
        stranger
        for stranger in lost
        if (stranger.like or stranger.own_under)
        and (not _is_numbered(stranger, faulty, numbered) or _is_exchanged(stranger, lost))
    ]
    if not strangers:
        return
    prepare(intake, wide)
    moved = _find_move(strangers) if wide.rows <= MOST_ROWS else 0
    if moved:
        first = _find_start(intake, wide, lost)
        behind = [item for item in wide.columns if item.position >= first]
        behind.sort(key=lambda item: item.position)
        for item in behind:
            take_out_cells(intake, wide, item, MOVED)
        cells, detail = wide.rows * len(behind), _say_move(strangers, moved)
        yield ColumnFault(behind[0].cell, MOVED, _first_row(intake, wide), cells, detail)
        return
    strangers += _find_others(strangers)
    for stranger in strangers:
        yield take_out_column(intake, wide, stranger.item, _say_partner(stranger, strangers))


def _find_strangers(intake: Intake, wide: Wide, faulty: Mapping[int, int]) -> Iterator[WideColumn]:
    """Columns of which at least half of the cells cannot be values."""
    formless = _find_formless(intake, wide)
    for item in wide.columns:
        cells = faulty.get(item.position, 0)
        if cells >= LEAST:
            sql = f'SELECT count("{item.name}") FROM {wide.name}'
            [(read,)] = intake.connection.execute(sql).fetchall()
            if read <= cells:
                yield item
        elif item.name in formless:
            yield item


def _is_numbered(
    stranger: _Stranger, faulty: Mapping[int, int], numbered: Mapping[int, int]
) -> bool:
    """Whether the values of a column are nearly all days that stand as numbers."""
    at = stranger.item.position
    return at in numbered and numbered[at] >= FITTING * faulty[at]


def _is_exchanged(stranger: _Stranger, lost: Sequence[_Stranger]) -> bool:
    """Whether the values of a column stand under another header."""
    return bool(stranger.own_under) or any(stranger.item in other.like for other in lost)


def _find_formless(intake: Intake, wide: Wide) -> set[str]:
    """Columns of values of a certain form of which none of the first has it."""
    counts = []
    for item in wide.columns:
        if item.column.str_matches is not None and not item.is_code:
            fits = f'regexp_full_match("{item.name}", {sql_literal(item.column.str_matches)})'
            counts.append(
                f"SELECT '{item.name}', count(*), count(*) FILTER ({fits}) FROM (SELECT "
                f'"{item.name}" FROM {wide.name} WHERE "{item.name}" IS NOT NULL LIMIT {FIRST})'
            )
    if not counts:
        return set()
    told = intake.connection.execute(" UNION ALL ".join(counts)).fetchall()
    return {name for name, filled, fit in told if filled >= LEAST and not fit}


def _compare(intake: Intake, wide: Wide, item: WideColumn) -> _Stranger:
    """Which columns the values of one read like, and under which others its own stand."""
    others = [other for other in wide.columns if other is not item]
    judged = [other for other in others if is_told(other)]
    written = (
        f'SELECT CAST("{item.name}" AS VARCHAR) AS v FROM {wide.name} UNION ALL '
        f"SELECT written FROM extract_cells WHERE {wide.recorded(item.position)} AND {FAULTY}"
    )
    fits = [_share(intake, other, "v") for other in judged]
    like = _fitting(intake, judged, fits, f"({written}) WHERE v IS NOT NULL")
    # Of a column with values of a kind of its own, some are also values of other kinds.
    open_to = [other for other in others if other in like or not is_told(other)]
    own = [_share(intake, item, f'CAST("{other.name}" AS VARCHAR)') for other in open_to]
    own_under = _fitting(intake, open_to, own, f"(FROM {wide.name} LIMIT {FIRST})")
    return _Stranger(item, like, own_under)


def _fitting(
    intake: Intake, columns: Sequence[WideColumn], shares: Sequence[str], relation: str
) -> tuple[WideColumn, ...]:
    """Those of the columns whose share of fitting texts in a relation is high."""
    if not columns:
        return ()
    sql = f"SELECT {', '.join(shares)} FROM {relation}"
    [measured] = intake.connection.execute(sql).fetchall()
    return tuple(
        column
        for column, share in zip(columns, measured, strict=True)
        if share is not None and share >= FITTING
    )


def _find_others(strangers: Sequence[_Stranger]) -> list[_Stranger]:
    """Columns that were exchanged with a stranger, but whose values could be their own."""
    lost = {stranger.item.name for stranger in strangers}
    others = []
    for stranger in strangers:
        both = [
            other for other in stranger.own_under if other in stranger.like or not stranger.like
        ]
        if both and not lost & {other.name for other in both}:
            others.append(_Stranger(_nearest(both, stranger), (stranger.item,), ()))
    return others


def _nearest(others: Sequence[WideColumn], stranger: _Stranger) -> WideColumn:
    return min(others, key=lambda other: abs(other.position - stranger.item.position))


def is_told(item: WideColumn) -> bool:
    """Whether a value of a column can be told from other texts."""
    return not item.column.is_text or item.is_code or item.column.str_matches is not None


def _share(intake: Intake, item: WideColumn, text: str) -> str:
    """SQL of how many of the filled texts of a relation are values of a column, from 0 to 1."""
    fit = f"count(*) FILTER ({text} IS NOT NULL AND {fits(intake, item, text)})"
    return f"CASE WHEN count({text}) >= {LEAST} THEN {fit} / count({text}) END"


def fits(intake: Intake, item: WideColumn, text: str) -> str:
    """SQL of whether a text is a value of a column."""
    column = item.column
    if item.is_code:
        codes = intake.schemas.codes[column.in_ or ""].folded
        folded = f"lower(regexp_replace(trim({text}), '\\s+', ' ', 'g'))"
        return f"{folded} IN ({sql_literals(codes)})"
    if column.str_matches is not None:
        return f"regexp_full_match({text}, {sql_literal(column.str_matches)})"
    return f"({typed(column, text, ())}) IS NOT NULL"


def _find_move(strangers: Sequence[_Stranger]) -> int:
    """By how many columns the values of most strangers stand apart from their header; 0 for none.

    The number is what has to be added to a position to come to the header of its values.
    """
    steps = Counter(
        step
        for stranger in strangers
        for step in {other.position - stranger.item.position for other in stranger.like}
    )
    [(step, columns)] = steps.most_common(1) or [(0, 0)]
    return step if columns >= LEAST and columns * 2 >= len(strangers) else 0


def _find_start(intake: Intake, wide: Wide, strangers: Sequence[_Stranger]) -> int:
    """The position behind the last column before the strangers that holds its own values."""
    first = min(stranger.item.position for stranger in strangers)
    right = [
        item.position
        for item in wide.columns
        if item.position < first and is_told(item) and _is_filled(intake, wide, item)
    ]
    return max(right, default=0) + 1


def _is_filled(intake: Intake, wide: Wide, item: WideColumn) -> bool:
    """Whether a column has values; everywhere, if there must be one in every row."""
    sql = f'SELECT count("{item.name}") FROM {wide.name}'
    [(filled,)] = intake.connection.execute(sql).fetchall()
    return bool(filled) and (item.column.nullable or filled == wide.rows)


def take_out_cells(
    intake: Intake, wide: Wide, item: WideColumn, fault: str, among: str = "TRUE"
) -> None:
    """Leave no value in the cells of a column in some rows, and say of each cell why."""
    noted = f"{wide.recorded(item.position)} AND {among}"
    intake.connection.execute(
        f"UPDATE extract_cells SET fault = '{fault}', read_as = NULL WHERE {noted}"
    )
    others = f"{among} AND {ROW} NOT IN (SELECT _row FROM extract_cells WHERE {noted})"
    note_cells(intake, wide, [CellsMet(item, fault, f"(FROM {wide.name} WHERE {others})")])
    intake.connection.execute(f'UPDATE {wide.name} SET "{item.name}" = NULL WHERE {among}')


def prepare(intake: Intake, wide: Wide) -> None:
    """Say that values stand under another header, and let them be taken out."""
    wide.is_misplaced = True
    become_table(intake.connection, wide)


def take_out_column(intake: Intake, wide: Wide, item: WideColumn, detail: str) -> ColumnFault:
    """Leave no value in a column, all of which is one fault."""
    take_out_cells(intake, wide, item, MISPLACED)
    return ColumnFault(item.cell, MISPLACED, _first_row(intake, wide), wide.rows, detail)


def _first_row(intake: Intake, wide: Wide) -> int:
    [(first,)] = intake.connection.execute(f"SELECT min({ROW}) FROM {wide.name}").fetchall()
    return int(first)


def _say_partner(stranger: _Stranger, strangers: Sequence[_Stranger]) -> str:
    """Which column the values read like; first of all one that has lost its own as well."""
    lost = {other.item.name for other in strangers}
    by_loss: dict[bool, list[WideColumn]] = defaultdict(list)
    for other in stranger.like:
        by_loss[other.name in lost].append(other)
    if by_loss[True] or not stranger.own_under:
        nearest = _nearest(by_loss[True] or by_loss[False], stranger)
        return f"its values read like those of '{nearest.cell.text}'"
    return f"its values stand under '{stranger.own_under[0].cell.text}'"


def _say_move(strangers: Sequence[_Stranger], step: int) -> str:
    stranger, other = next(
        (stranger, other)
        for stranger in strangers
        for other in stranger.like
        if other.position - stranger.item.position == step
    )
    way = "left" if step > 0 else "right"
    return (
        f"{plural(abs(step), 'column')} further {way} than their headers: what stands under "
        f"'{stranger.item.cell.text}' reads like '{other.cell.text}'"
    )
