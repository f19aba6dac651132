"""The findings for a spreadsheet: a summary, then a filterable sheet for each table.

Every text is written as text: the cell holds the value itself and is never a
formula or a link. A text that a spreadsheet would calculate once it has been
saved as CSV (= + - @ in front) is shown with an apostrophe before it, by its
cell format: CSV is saved as shown, so the apostrophe goes along and the value
stays text there too. The value in the cell is not changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_checks.model import Finding, Outcome, Report, State
from qa_checks.render.words import clean, date, verdict

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # the date every part of the archive has anyway
ROWS = 1_048_575  # of findings on one sheet; the header is one row more
MANY = 20_000  # findings; nobody works through more, and each takes its time to write
FIRST = 1_000  # of each check are listed where there are more than that
WIDEST = 60
FORMULA = ("=", "+", "-", "@")

Cell = str | int | None
HEADERS = (
    "Check", "Fault", "Severity", "File", "Sheet", "Row", "Column", "Key", "Value", "Message",
    "Waived by decision",
)  # fmt: skip


def render(report: Report, path: Path) -> None:
    """Write the findings the report keeps to an XLSX file.

    Of more than 20,000 findings the first 1,000 of each check are listed, and
    how many more there are; report.json holds them.

    Parameters
    ----------
    report
        What the run found.
    path
        The file to write. The same report gives the same bytes.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    import xlsxwriter  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    most = _most(report)
    workbook = xlsxwriter.Workbook(
        str(path), {"constant_memory": most is not None, "tmpdir": str(path.parent)}
    )
    workbook.set_properties({"title": clean(report.release.title), "created": CREATED})
    styles = Styles(
        header=workbook.add_format({"bold": True, "bg_color": "#E8ECF1", "bottom": 1}),
        title=workbook.add_format({"bold": True, "font_size": 14}),
        number=workbook.add_format({"num_format": "#,##0"}),
        guarded=workbook.add_format({"num_format": '"\'"@', "quote_prefix": True}),
    )
    _summary(workbook.add_worksheet("Summary"), report, styles)
    names = {"summary"}
    for table, outcomes in sorted(_by_table(report.outcomes).items()):
        rows = _rows(outcomes, most)
        while page := list(islice(rows, ROWS)):
            sheet = workbook.add_worksheet(_sheet_name(table, names))
            _findings(sheet, page, styles)
    try:
        workbook.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Styles:
    """The few formats of the workbook."""

    header: Format
    title: Format
    number: Format
    guarded: Format


def _by_table(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    tables: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.findings:
            tables.setdefault(outcome.check.table, []).append(outcome)
    return tables


def _most(report: Report) -> int | None:
    """How many findings of each check are listed; None for all of them."""
    return FIRST if sum(len(one.findings) for one in report.outcomes) > MANY else None


def _rows(outcomes: Iterable[Outcome], most: int | None) -> Iterator[tuple[Cell, ...]]:
    for outcome in outcomes:
        for one in outcome.findings[:most]:
            yield _row(one, outcome)
        if most is not None and len(outcome.findings) > most:
            yield _more(outcome, len(outcome.findings) - most)


def _more(outcome: Outcome, number: int) -> tuple[Cell, ...]:
    """The row that stands for the findings that are not listed."""
    check = outcome.check
    message = f"{number:,} more findings of {check.id} are in report.json."
    place: list[Cell] = [None] * (len(HEADERS) - 5)
    return (check.id, check.name, check.severity.value, *place, message, None)


def _row(one: Finding, outcome: Outcome) -> tuple[Cell, ...]:
    return (
        one.check, outcome.check.name, one.severity.value, one.file, one.sheet, one.row,
        one.column, one.key, one.value, one.message, one.waived_by,
    )  # fmt: skip


def _findings(sheet: Worksheet, rows: Sequence[tuple[Cell, ...]], styles: Styles) -> None:
    sample = [HEADERS, *rows[:500]]
    for column, header in enumerate(HEADERS):
        longest = max(len(str(row[column] or "")) for row in sample)
        sheet.set_column(column, column, min(max(longest, len(header) + 3), WIDEST) + 1)
        sheet.write_string(0, column, header, styles.header)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(HEADERS) - 1)
    for number, row in enumerate(rows, 1):
        _write(sheet, number, row, styles)


def _write(sheet: Worksheet, number: int, cells: Sequence[Cell], styles: Styles) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            text = _safe(cell)
            guarded = text.lstrip().startswith(FORMULA)
            sheet.write_string(number, column, text, styles.guarded if guarded else None)
        elif cell is not None:
            sheet.write_number(number, column, cell, styles.number)


def _safe(text: str) -> str:
    """Keep a text from being taken for markup: xlsxwriter writes <r>…</r> unescaped."""
    text = clean(text)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _sheet_name(table: str, taken: set[str]) -> str:
    """Return a name Excel accepts: at most 31 signs, used once whatever the case."""
    base = "".join("_" if sign in "[]:*?/\\'" else sign for sign in clean(table))
    number, name = 1, base[:31]
    while name.lower() in taken or name.lower() == "history":
        number += 1
        end = f" ({number})"
        name = base[: 31 - len(end)] + end
    taken.add(name.lower())
    return name


def _summary(sheet: Worksheet, report: Report, styles: Styles) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, 5, 16)
    sheet.set_column(6, 6, 68)
    sheet.write_string(0, 0, _safe(report.release.title or report.release.id), styles.title)
    number = 1
    for header, *rows in _blocks(report):
        for column, text in enumerate(header):
            sheet.write_string(number, column, _safe(text), styles.header)
        for cells in rows:
            number += 1
            _write(sheet, number, cells, styles)
        number += 2


def _blocks(report: Report) -> Iterator[list[tuple[Any, ...]]]:
    release, tool, summary = report.release, report.tool, report.summary
    period = " to ".join(
        day for day in (date(release.period_start), date(release.period_end)) if day
    )
    yield [
        ("Verdict", verdict(report)),
        ("Release", release.id),
        ("As at", date(release.as_at)),
        ("Period", period),
        ("Publication cut-off", date(release.published_by)),
        ("Status", release.status),
        ("Producing analyst", release.producer),
        ("Tool", f"qa-checks {tool.version}, {tool.engine}"),
        ("Rulebook", tool.rulebook_sha256),
    ]
    yield [
        ("Checks", "How many"),
        ("Passed", summary.passed),
        ("Failed", summary.failed),
        ("Waived", summary.waived),
        ("Skipped", summary.skipped),
        ("Errored", summary.errored),
        ("Findings", summary.findings),
    ]
    yield [
        ("Input", "Sheet", "Layout", "Rows", "Bytes", "Role", "SHA-256"),
        *(
            (one.path, one.sheet, one.layout or "not checked", one.rows, one.bytes, one.role,
             one.sha256)
            for one in report.inputs
        ),
    ]  # fmt: skip
    if report.problems:
        yield [("Not read", "Why"), *((one.path, one.message) for one in report.problems)]
    others = [one for one in report.outcomes if one.state is not State.PASSED]
    if others:
        yield [
            ("Check", "Fault", "Severity", "Outcome", "Failed", "Listed here", "Title or reason"),
            *(_check(one, _most(report)) for one in others),
        ]


def _check(one: Outcome, most: int | None) -> tuple[Cell, ...]:
    check = one.check
    return (check.id, check.name, check.severity.value, one.state.value, one.failed,
            len(one.findings[:most]), one.reason or check.title)  # fmt: skip
