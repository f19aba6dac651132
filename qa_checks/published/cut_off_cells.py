"""What stands beside or below a published table and belongs to it, though nobody compares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qa_checks.published.declared_tables import DeclaredTable
from qa_checks.published.located import Header, Located
from qa_checks.published.numbers import Numbers
from qa_checks.published.printed import read_printed
from qa_checks.published.published_faults import Fault, fault_of
from qa_checks.published.table_sides import Labelling, label_whole, side_of_row

_YEARS = range(1900, 2100)


def find_cut_off(
    declared: DeclaredTable,
    located: Located,
    places: Mapping[int, Labelling],
    across: Labelling,
    numbers: Numbers,
) -> Iterator[Fault]:
    """What a blank row or column parts from a table and the declaration knows as a part of it."""
    if beyond := located.beyond:
        last = located.headers[-1].label
        sentence = (
            f"The column behind '{last}' has numbers and no header, so they are not compared."
        )
        yield fault_of(declared.name, beyond.row, f"behind {last}", sentence, value="")
    header, line = located.next_header, located.next_line
    is_known = header and across.side(header.label, numbers)
    if header and is_known and (declared.is_recomputed or _counts_below(located, header)):
        yield _parted(declared, located.row, "header", header.label, "behind a blank column")
    is_counted = _is_number if declared.is_recomputed else _is_count
    if line and any(map(is_counted, line.cells[1:])):
        line = label_whole(line, places)
        if places and side_of_row(line, places, numbers)[1] is None:
            yield _parted(declared, line.row, "row label", line.label, "below a blank row")


def _counts_below(located: Located, header: Header) -> bool:
    """Whether a header has a number below, and neither labels nor a title of its own."""
    rows, at = located.sheet.rows, header.position - 1
    above = rows[(located.title_row or located.row) - 1 : located.row - 1]
    below = [rows[line.row - 1] for line in located.lines]
    return not _filled(above, at) and any(map(_is_count, _filled(below, at)))


def _filled(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The cells of a column that hold something."""
    return [cell for row in rows for cell in row[at : at + 1] if cell.strip()]


def _is_number(text: str) -> bool:
    return read_printed(text).value is not None


def _is_count(text: str) -> bool:
    """Whether a cell has a number that is no year, as headers and labels of another table are."""
    value = read_printed(text).value
    return value is not None and value not in _YEARS


def _parted(declared: DeclaredTable, row: int, what: str, label: str, where: str) -> Fault:
    sentence = (
        f"The {what} '{label}' stands {where}, which ends the table, so nothing from there on is "
        "compared."
    )
    return fault_of(declared.name, row, label, sentence)


def find_merged(declared: DeclaredTable, located: Located) -> Iterator[Fault]:
    """Merged cells in the table: only the first of them says anything."""
    last = max((line.row for line in located.lines), default=located.row)
    right = max((header.position for header in located.headers), default=1)
    for area in located.sheet.merged:
        inside = area.bottom >= located.row and area.top <= last
        if inside and area.left <= right and area.right >= located.labels.position:
            rows = f"rows {area.top} to {area.bottom}, columns {area.left} to {area.right}"
            sentence = f"{rows} are merged into one cell, so all others are lost."
            yield fault_of(declared.name, area.top, rows, sentence, value="")
