"""What is noted of the form of a sheet while its rows are read."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.reading.foot import Foot, name_rows
from qa_checks.reading.later_headers import Header, find_invisible


class RowFaults(Struct):
    """What was wrong with the form of a sheet.

    ``below`` is how many rows stand below the header, data or not;
    ``rows`` holds row number, fault, detail and number of cells;
    ``blank_headers`` are positions (from 1) with data under no header; ``marked`` row, position and
    text of headers with characters in them that nobody sees; ``foot`` what stands below the rows;
    ``totals`` are rows among them that are totals by their words, and no layout says so, ``sums``
    such as nothing but their numbers tell; ``may_hold_totals`` says that there may be some;
    ``odd`` says that some cell holds characters that betray a wrong encoding;
    ``missing`` are the words for a missing value that occur, by wanted column; ``unusual`` are
    wanted columns in which some value is not written as nearly all are; ``nothing_beside`` says
    that columns which are named but not wanted are known to be empty.
    """

    below: int = 0
    rows: list[tuple[int, str, str, int]] = []
    blank_headers: set[int] = set()
    marked: list[tuple[int, int, str]] = []
    foot: Foot = Foot()
    totals: list[int] = []
    sums: list[int] = []
    may_hold_totals: bool = False
    odd: bool = False
    missing: dict[int, set[str]] = {}
    unusual: set[int] = set()
    nothing_beside: bool = False


def note_header(
    number: int,
    row: Sequence[str],
    header: Header,
    faults: RowFaults,
    titles: Sequence[int] = (),
) -> bool:
    """Note that a row is the header again, and what nobody sees in it; False if it is not.

    Parameters
    ----------
    titles
        Numbers of rows above it that are its title.
    """
    differs = header.compare(row)
    if differs is None:
        return False
    above = f"its title stands in {name_rows(titles)}" if titles else ""
    detail = "; ".join(filter(None, (above, differs)))
    faults.rows.append((number, "repeated_header", detail, len(row)))
    faults.marked += [(number, *cell) for cell in find_invisible(row)]
    return True
