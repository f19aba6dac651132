"""Published tables as readers know them: cells with their states, and rows counted otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.model.published import CellState, PublishedCell, PublishedTable, RecodedRow
from qa_checks.render.coverage_lines import say_value
from qa_checks.render.series import draw_series
from qa_checks.words import grouped, list_words, plural, say_place

# Of each state its sign, its class on the page, and what it means.
SIGNS = {
    CellState.EQUAL: ("=", "passed", "equal: the rows give what is printed"),
    CellState.DIFFERS: ("\u2260", "error", "differs: the rows give another number"),
    CellState.NOT_IN_DATA: ("?", "skipped", "not in the data: nothing to compare it with"),
    CellState.NOT_PUBLISHED: ("\u2013", "waived", "not published: no number is printed"),
}
MOST_NAMED = 5


class CellLine(Struct, frozen=True):
    """A cell: its sign, class and meaning, and what stands behind one that differs."""

    cell: PublishedCell
    sign: str
    kind: str
    meaning: str
    facts: tuple[tuple[str, str], ...]


class RowLine(Struct, frozen=True):
    """A row of a table; the cause where it differs."""

    label: str
    cells: tuple[CellLine, ...]
    cause: str


class TableLine(Struct, frozen=True):
    """A table as it is published, counted, and drawn if it is a series."""

    table: PublishedTable
    anchor: str
    counts: str
    kind: str
    differs: bool
    rows: tuple[RowLine, ...]
    drawing: str


class RecodedLine(Struct, frozen=True):
    """The re-coded rows of one name in one sheet: a sentence, and each row."""

    sentence: str
    rows: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.sentence}: {', '.join(self.rows)}."


def table_lines(tables: Sequence[PublishedTable]) -> tuple[TableLine, ...]:
    """Every published table, in the order of the declaration."""
    return tuple(_line(table, f"table-{number}") for number, table in enumerate(tables, start=1))


def recoded_lines(rows: Sequence[RecodedRow]) -> list[RecodedLine]:
    """One line a name, release and sheet, in the order in which they were found."""
    groups: dict[tuple[object, ...], list[RecodedRow]] = {}
    for row in rows:
        key = (row.dimension, row.before, row.after, row.release, row.file, row.sheet, row.of)
        groups.setdefault(key, []).append(row)
    return [RecodedLine(_sentence(group), tuple(map(_row, group))) for group in groups.values()]


def count_cells(tables: Sequence[PublishedTable]) -> str:
    """How many cells end how: '413 equal, 72 differ, 747 not in the data, 54 not published'."""
    counts = {state: sum(table.count(state) for table in tables) for state in CellState}
    words = {CellState.DIFFERS: "differ"}
    return list_words(
        [f"{grouped(count)} {words.get(state, state)}" for state, count in counts.items() if count]
    )


def group_causes(table: PublishedTable) -> list[str]:
    """Each row that differs once: its label, the columns, and the cause."""
    lines = []
    for row in table.cells:
        differing = [cell for cell in row if cell.state is CellState.DIFFERS]
        if differing:
            apart = ", ".join(
                f"{cell.column_label} {cell.printed} (rows: {_number(cell.recomputed)})"
                for cell in differing
            )
            told = " ".join(dict.fromkeys(map(table.explain, differing)))
            lines.append(f"{differing[0].row_label}: {apart}. {told}".rstrip())
    return lines


def keys_of_cells(table: PublishedTable) -> set[str]:
    """The keys of the cells that differ, as findings have them."""
    return {
        table.key(cell) for row in table.cells for cell in row if cell.state is CellState.DIFFERS
    }


def _line(table: PublishedTable, anchor: str) -> TableLine:
    rows = []
    for cells in table.cells:
        differing = [cell for cell in cells if cell.state is CellState.DIFFERS]
        cause = " ".join(dict.fromkeys(map(table.explain, differing)))
        lines = tuple(_cell(cell, table.explain(cell)) for cell in cells)
        rows.append(RowLine(cells[0].row_label if cells else "", lines, cause))
    drawing = draw_series(table, anchor) if table.is_series else ""
    differs = bool(table.count(CellState.DIFFERS))
    kind = "error" if differs else "passed" if table.count(CellState.EQUAL) else "skipped"
    return TableLine(table, anchor, count_cells([table]), kind, differs, tuple(rows), drawing)


def _cell(cell: PublishedCell, cause: str) -> CellLine:
    sign, kind, meaning = SIGNS[cell.state]
    facts: list[tuple[str, str]] = []
    if cell.state is CellState.DIFFERS:
        facts = [
            ("Published", cell.printed),
            ("The rows give", _number(cell.recomputed)),
            ("Difference", _signed(cell.difference)),
            ("Explanation", cause),
            ("Rows counted", _rows(cell)),
        ]
    if cell.reason:
        facts.append(("Why", cell.reason))
    facts += [("Note", note) for note in cell.notes]
    return CellLine(cell, sign, kind, meaning, tuple((name, text) for name, text in facts if text))


def _rows(cell: PublishedCell) -> str:
    """How many rows a cell counts, and where the first of them stand."""
    if not cell.counted:
        return "none"
    named = cell.rows[:MOST_NAMED]
    more = cell.counted - len(named)
    tail = f" and {grouped(more)} more" if more else ""
    places = {(row.file, row.sheet) for row in named}
    if len(places) > 1:
        listed = "; ".join(
            f"{row.key} ({say_place(row.file, row.sheet, row.row)})" for row in named
        )
        return f"{plural(cell.counted, 'row')}: {listed}{tail}"
    [(file, sheet)] = places
    listed = ", ".join(f"{row.key} ({say_place(None, None, row.row)})" for row in named)
    return f"{plural(cell.counted, 'row')} of {say_place(file, sheet, None)}: {listed}{tail}"


def _number(number: float | int | None) -> str:
    return say_value(number) or "unknown"


def _signed(difference: float | int | None) -> str:
    if difference is None:
        return ""
    sign = "+" if difference > 0 else "\u2212"
    return f"{sign}{say_value(abs(difference))}"


def _sentence(group: Sequence[RecodedRow]) -> str:
    """Such as: 2 rows of Example Trust count as Local Authority, not as Voluntary (sector)."""
    first = group[0]
    dimension = first.dimension.replace("_", " ")
    place = say_place(first.file, first.sheet, None)
    return (
        f"{plural(len(group), 'row')} of {first.of} in {place} "
        f"{'counts' if len(group) == 1 else 'count'} in tables as {first.after} instead of "
        f"{first.before} ({dimension})"
    )


def _row(row: RecodedRow) -> str:
    return row.key if row.row is None else f"{row.key} ({say_place(None, None, row.row)})"
