"""Lines of two text files that are the same on both sides: their cells need not be looked at.

Lines that are alike are alike in every cell, and to read a line as one text takes a third of the
time of reading its cells. What is left is small, and is compared cell by cell like any rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa_checks.comparing.column_pairs import Pairs
from qa_checks.comparing.matching import NEW, OLD, ROW, Asked, Side, match
from qa_checks.duckdb_core import Connection
from qa_checks.reading.loose_tables import LINE, Rows
from qa_checks.sql_text import sql_literal, sql_name

if TYPE_CHECKING:
    from qa_checks.comparing.matching import Matched

UNEQUAL = "unequal_lines"


class Remaining(NamedTuple):
    """The rows of each side that may differ, old before new, and the number of equal pairs."""

    rows: tuple[Rows, Rows]
    equal: int


def leave_out_equal(
    connection: Connection, sides: tuple[Rows, Rows], pairs: Pairs
) -> Remaining | None:
    """Leave out the rows that are the same line on both sides.

    Returns
    -------
    Remaining | None
        None where lines do not tell: the columns stand in another order, a line is no whole row,
        or a row has no key of its own, of which only the whole comparison says where it stands.
    """
    from qa_checks.duckdb_core import Error, OutOfMemoryException

    if not _say_the_same(sides, pairs):
        return None
    old, new = (_with_key(side, pairs) for side in sides)
    asked = Asked(tuple(pair.title for pair in pairs.key), (LINE,))
    try:
        matched = match(connection, old, new, asked, UNEQUAL)
    except OutOfMemoryException:
        raise
    except Error:  # a line is too long: the whole comparison says which
        return None
    counted = (matched.old_rows, matched.new_rows)
    if matched.left_out or counted != tuple(side.expected for side in sides):
        return None
    left = (_cells(matched, OLD, sides[0]), _cells(matched, NEW, sides[1]))
    for side in left:
        [(number,)] = connection.execute(
            f"SELECT count(*) FROM {side.source} WHERE cells <> {len(side.kinds)}"
        ).fetchall()
        if number:
            return None
    return Remaining(left, matched.both - matched.changed)


def _say_the_same(sides: tuple[Rows, Rows], pairs: Pairs) -> bool:
    """Whether the same line has the same cells in the same columns on both sides."""
    old, new = sides
    return (
        old.lines is not None
        and new.lines is not None
        and old.lines.delimiter == new.lines.delimiter
        and len(old.kinds) == len(new.kinds)
        and all(len(set(pair.places)) == 1 for pair in (*pairs.key, *pairs.compared))
    )


def _with_key(side: Rows, pairs: Pairs) -> Side:
    """The lines of a side and the cells of its key."""
    assert side.lines is not None  # noqa: S101  asked before
    sign = sql_literal(side.lines.delimiter)
    keys = []
    for pair in pairs.key:
        place = pair.places[0]
        # The first cell of a line is found soonest.
        first = f"left({LINE}, strpos({LINE}, {sign}) - 1)"
        cell = first if place == 1 else f"split_part({LINE}, {sign}, {place})"
        keys.append(f"nullif({cell}, '') AS {sql_name(pair.title)}")
    listed = ", ".join([*keys, LINE, ROW])
    return Side(f"(SELECT {listed} FROM {side.lines.source})", "", side.expected)


def _cells(matched: Matched, side: str, rows: Rows) -> Rows:
    """The lines of one side that have no equal, as rows of cells."""
    assert rows.lines is not None  # noqa: S101  asked before
    numbers = range(1, len(rows.kinds) + 1)
    cells = ", ".join(f"nullif(cell[{number}], '') AS c{number}" for number in numbers)
    split = f"string_split({matched.column(side, LINE)}, {sql_literal(rows.lines.delimiter)})"
    row = matched.column(side, ROW)
    return Rows(
        f"(SELECT {cells}, len(cell) AS cells, {ROW} FROM (SELECT {split} AS cell, {row} AS {ROW} "
        f"FROM {matched.table} WHERE {row} IS NOT NULL))",
        rows.kinds,
    )
