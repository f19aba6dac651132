"""Totals among the rows of a sheet, told by the cells that its layout wants in every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa_checks.reading.column_sums import RowOfNumbers, find_sums
from qa_checks.reading.intake import Intake
from qa_checks.reading.total_rows import FORMULA, WRITTEN_SO, is_among, names_record
from qa_checks.reading.wide import ROW, WRITTEN, Wide, WideColumn

NUMBERS = ("integer", "number")
Cells = Mapping[str, str]  # of a row, as text, by column


def take_totals_out(intake: Intake, wide: Wide) -> None:
    """Note which rows of a sheet's table are totals, and take them out of it."""
    if wide.all_data or wide.is_view or not (wide.is_in_place or wide.faults.may_hold_totals):
        return
    wanted = [item.name for item in _in_order(wide)]
    named: list[int] = []
    alone: list[RowOfNumbers] = []
    for number, cells, values in _rows_like_totals(intake, wide):
        if is_among([cells[name] for name in wanted], len(wanted)):
            named.append(number)
        elif _names_no_record(wide, cells):
            is_formula = any(map(FORMULA.fullmatch, cells.values()))
            alone.append(RowOfNumbers(number, values, is_formula))
    sums = find_sums(intake.connection, wide.name, alone, named) if alone else []
    taken = {*named, *sums}
    if not taken:
        return
    wide.faults.totals, wide.faults.sums = named, sums
    wide.faults.rows = [noted for noted in wide.faults.rows if noted[0] not in taken]
    wide.texts.clear()
    wide.rows -= len(taken)
    listed = ", ".join(map(str, taken))
    intake.connection.execute(f"DELETE FROM {wide.name} WHERE {ROW} IN ({listed})")


def _names_no_record(wide: Wide, cells: Cells) -> bool:
    """Whether a row has nothing but numbers, or few cells, one of them a text that is no code."""
    others = [item for item in besides_numbers(wide) if cells[item.name]]
    if len(others) != 1:
        return not others
    columns = _in_order(wide)
    few = sum(bool(cells[item.name]) for item in columns) * 2 <= len(columns)
    return few and others[0].column.is_text and not names_record([cells[others[0].name]])


def has_few_cells(wide: Wide, names: Mapping[str, str]) -> str:
    """SQL of whether a row fills few enough cells for a total that is named."""
    columns = _in_order(wide)
    return f"{_count(names[item.name] for item in columns)} * 2 <= {len(columns)}"


def holds_total(wide: Wide, names: Mapping[str, str]) -> str:
    """SQL of whether a text of a row may name a total."""
    texts = [names_total(names[item.name]) for item in wide.columns if item.column.is_text]
    return " OR ".join(texts) or "FALSE"


def names_total(text: str) -> str:
    """SQL of whether a text may name a total among the rows."""
    return " OR ".join(f"contains({text}, '{sign}')" for sign in WRITTEN_SO)


def has_little_but_numbers(wide: Wide, names: Mapping[str, str]) -> str:
    """SQL of whether a row may be a sum: nothing but numbers, or one more of few cells."""
    others = besides_numbers(wide)
    if not others or len(others) == len(_in_order(wide)):
        return "FALSE"
    filled = _count(names[item.name] for item in others)
    return f"{filled} = 0 OR ({filled} = 1 AND {has_few_cells(wide, names)})"


def besides_numbers(wide: Wide) -> list[WideColumn]:
    """The columns of a sheet that hold no numbers to add up."""
    return [item for item in _in_order(wide) if item.column.type not in NUMBERS]


def _count(names: Iterable[str]) -> str:
    """SQL of how many columns are filled in a row."""
    return f"({' + '.join(f'CAST({name} IS NOT NULL AS INTEGER)' for name in names)})"


def _in_order(wide: Wide) -> list[WideColumn]:
    """The columns in the order of the sheet."""
    return sorted(wide.columns, key=lambda item: item.position)


def _rows_like_totals(intake: Intake, wide: Wide) -> list[tuple[int, Cells, dict[str, float]]]:
    """Number, cells and numbers of rows that may be totals, as they are read or were written."""
    own = wide.cells
    may_be_named = f"{holds_total(wide, own)} OR {WRITTEN} IS NOT NULL"
    named = f"{has_few_cells(wide, own)} AND ({may_be_named})"
    rows = intake.connection.execute(
        f"SELECT {ROW}, {WRITTEN}, {', '.join(own.values())} FROM {wide.name} "
        f"WHERE ({named}) OR ({has_little_but_numbers(wide, own)}) ORDER BY 1"
    ).fetchall()
    return [
        (
            number,
            _cells_of(dict(zip(own, values, strict=True)), written or ()),
            {
                name: value
                for name, value in zip(own, values, strict=True)
                if type(value) in (int, float)
            },
        )
        for number, written, *values in rows
    ]


def _cells_of(values: Mapping[str, Any], written: Sequence[Mapping[str, str]]) -> Cells:
    kept = {cell["name"]: cell["written"] for cell in written}
    return {name: kept.get(name, _as_text(value)).strip() for name, value in values.items()}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
