"""The system of record in a workbook: its numbers and differences, and the queries."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.model.report import Report
from qa_checks.render.sheet_cells import Row
from qa_checks.render.source_lines import SourceLine, say_read, source_lines
from qa_checks.render.spreadsheet import Sheet

NUMBERS = "System of record"
DIFFERENCES = "Unlike the source"
QUERIES = "SQL"
HEADERS = (
    "Table", "Key", "Difference", "Column", "Extract", "Source", "Note", "Check", "File", "Sheet",
    "Row", "Row of the source",
)  # fmt: skip
WIDTHS = [18, 28, 18, 28, 28, 28, 32, 36, 32, 20, 8, 18]


def source_sheets(report: Report) -> list[Sheet]:
    """The sheets of a report with sources or queries; none of one without."""
    sheets = []
    if report.sources:
        numbers = [row for line in source_lines(report.sources) for row in _numbers(line)]
        differences: list[Row] = [("header", HEADERS)]
        differences += [
            ("plain", (
                table.source.table, item.key, item.kind.value, item.column or None, item.extract,
                item.source, item.note or None, item.check, item.file, item.sheet, item.row,
                item.source_row,
            ))
            for table in report.sources
            for item in table.differences
        ]  # fmt: skip
        sheets += [
            Sheet(NUMBERS, [48, 22, 40], numbers),
            Sheet(DIFFERENCES, WIDTHS, differences, table=True),
        ]
    if report.queries:
        sheets.append(Sheet(QUERIES, [100, 60], [*_queries(report)]))
    return sheets


def _numbers(line: SourceLine) -> Iterator[Row]:
    table = line.compared
    yield "title", (table.title,)
    yield "plain", (f"Compared with {table.source.shown}",)
    yield "plain", (line.totals,)
    for text in (*table.notes, *(f"Not compared: {apart}" for apart in line.apart)):
        yield "plain", (text,)
    if line.unlike:
        yield "header", ("What", "Rows that differ", "Check")
        for unlike in line.unlike:
            yield "plain", unlike
        yield "plain", (f"{line.listed}: see the sheet {DIFFERENCES}",)
    yield "plain", ()


def _queries(report: Report) -> Iterator[Row]:
    for query in report.queries:
        yield "title", (query.shown,)
        for line in query.reading.text.splitlines():
            yield "plain", (line,)
        yield "plain", (say_read(query),)
        if query.reading.doubts:
            yield "header", ("Doubtful", "Where")
            for doubt in query.reading.doubts:
                yield "plain", (doubt.sentence, doubt.part or None)
        yield "plain", ()
