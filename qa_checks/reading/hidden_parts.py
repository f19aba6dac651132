"""Rows and columns of a table that its workbook hides, of which programs count the cells."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.reading.contents import Sheet, Span
from qa_checks.reading.intake import Intake
from qa_checks.reading.wide import ROW, ColumnFault, Wide
from qa_checks.words import grouped, list_words, plural

HIDDEN = "hidden"
MOST_NAMED = 5  # runs of rows


def describe_hidden_rows(
    intake: Intake, sheet: Sheet, wide: Wide
) -> Iterator[tuple[int, str, str]]:
    """First row, fault and words of the rows of data that are hidden, if there are any."""
    if not sheet.hidden_rows:
        return
    asked = intake.connection.execute(f"SELECT {ROW} FROM {wide.name} ORDER BY 1").fetchall()
    hidden = {row for span in sheet.hidden_rows for row in range(span.first, span.last + 1)}
    rows = [row for (row,) in asked if row in hidden]
    if rows:
        yield rows[0], HIDDEN, _name_runs(rows)


def find_hidden_columns(sheet: Sheet, wide: Wide) -> Iterator[ColumnFault]:
    """Columns with a header that are hidden."""
    for cell in wide.match.cells:
        place = cell.position or 0
        if cell.text and any(span.first <= place <= span.last for span in sheet.hidden_columns):
            yield ColumnFault(cell, HIDDEN, wide.match.header_row, wide.rows)


def _name_runs(rows: list[int]) -> str:
    """'rows 9, 12 to 30 and 41'; of many the first, and how many rows there are."""
    runs: list[Span] = []
    for row in rows:
        first = runs.pop().first if runs and runs[-1].last == row - 1 else row
        runs.append(Span(first, row))
    words = [
        grouped(first) if first == last else f"{grouped(first)} to {grouped(last)}"
        for first, last in runs
    ]
    if len(words) <= MOST_NAMED:
        return f"{'rows' if len(rows) > 1 else 'row'} {list_words(words)}"
    return f"{plural(len(rows), 'row')}, first {list_words(words[:MOST_NAMED])}"
