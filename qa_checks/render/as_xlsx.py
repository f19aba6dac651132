"""The findings for a spreadsheet: a summary, then a filterable sheet for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import Input
from qa_checks.model.report import Report
from qa_checks.render import number_rows, spreadsheet
from qa_checks.render.change_sheets import change_sheets
from qa_checks.render.report_words import clean, date, undecided_rules, verdict
from qa_checks.render.sample_lines import say_compared, say_further, say_rate
from qa_checks.render.sheet_cells import Cell, Row
from qa_checks.render.source_sheets import source_sheets
from qa_checks.render.spreadsheet import Sheet
from qa_checks.words import plural, say_places

ROWS = 1_048_575  # of findings on one sheet; the header is one row more
MANY = 20_000  # findings; nobody works through more, and each takes its time to write
TO_FILL_IN: tuple[Cell, ...] = (None, None, None)  # `qa-checks decide --from` takes it over
FIRST = 1_000  # of each check are listed where there are more than that
WIDEST = 60
WIDTHS = {"Decision": 14, "Reason": 48, "Until": 12}  # of columns that people fill in

HEADERS = (
    "Check", "Fault", "Severity", "File", "Sheet", "Row", "Column", "Key", "Value", "Message",
    "Also in", "Waived by decision", "Decision", "Reason", "Until",
)  # fmt: skip


def render(report: Report, path: Path) -> None:
    """Write the findings the report keeps to an XLSX file.

    Of more than 20,000 findings the first 1,000 of each check are listed, and
    how many more there are; report.json holds them. The same report gives the same bytes.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    most = _most(report)
    names = {"summary"}
    compared = [*change_sheets(report.compared), *source_sheets(report)]
    names |= {sheet.name.lower() for sheet in compared}
    sheets = [_summary(report, most), *compared]
    if report.texts:
        numbers = list(number_rows.list_numbers(report.texts))
        sheets.append(_sheet(_sheet_name("Numbers in text", names), number_rows.HEADERS, numbers))
    for table, outcomes in sorted(_by_table(report.outcomes).items()):
        rows = _rows(outcomes, most)
        while page := list(islice(rows, ROWS)):
            sheets.append(_sheet(_sheet_name(table, names), HEADERS, page))
    spreadsheet.write(path, report.release.title, sheets)


def _by_table(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    tables: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.findings:
            tables.setdefault(outcome.check.table, []).append(outcome)
    return tables


def _most(report: Report) -> int | None:
    """How many findings of each check are listed; None for all of them."""
    return FIRST if sum(len(outcome.findings) for outcome in report.outcomes) > MANY else None


def _rows(outcomes: Iterable[Outcome], most: int | None) -> Iterator[tuple[Cell, ...]]:
    for outcome in outcomes:
        name, severity = outcome.check.name, outcome.check.severity.value
        for finding in outcome.findings[:most]:
            check, _, _, file, sheet, row, column, key, value, message, waived_by, _, places = (
                finding
            )
            also = say_places(places) if places else None
            yield (check, name, severity, file, sheet, row, column, key, value, message, also,
                   waived_by, *TO_FILL_IN)  # fmt: skip
        if most is not None and len(outcome.findings) > most:
            yield _more(outcome, len(outcome.findings) - most)


def _more(outcome: Outcome, number: int) -> tuple[Cell, ...]:
    """The row that stands for the findings that are not listed."""
    check = outcome.check
    message = f"{plural(number, 'more finding')} of {check.id} in report.json."
    place: list[Cell] = [None] * (HEADERS.index("Message") - 3)
    return (check.id, check.name, check.severity.value, *place, message, None, None, *TO_FILL_IN)


def _sheet(name: str, headers: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    sample = zip(headers, *rows[:500], strict=True)
    longest = [max([len(str(cell)) for cell in column if cell]) for column in sample]
    widths = [
        min(max(letters, WIDTHS.get(header, len(header) + 3)), WIDEST) + 1
        for letters, header in zip(longest, headers, strict=True)
    ]
    plain: Iterator[Row] = (("plain", row) for row in rows)
    return Sheet(name, widths, chain([("header", headers)], plain), table=True)


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


def _summary(report: Report, most: int | None) -> Sheet:
    rows: list[Row] = [("title", [report.release.title or report.release.id])]
    for header, *lines in _blocks(report, most):
        rows += [("header", header), *(("plain", cells) for cells in lines), ("plain", [])]
    return Sheet("Summary", [28, 42, 16, 16, 16, 16, 68, 16, 16], rows)


def _blocks(report: Report, most: int | None) -> Iterator[list[tuple[Any, ...]]]:
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
        ("Passed, some rows undecided", len(undecided_rules(report.outcomes))),
        ("Failed", summary.failed),
        ("Waived", summary.waived),
        ("Skipped", summary.skipped),
        ("Errored", summary.errored),
        ("Findings", summary.findings),
    ]
    yield [
        ("Input", "Sheet", "Layout", "Rows", "Bytes", "Role", "SHA-256"),
        *(
            (sheet.path, sheet.sheet, sheet.layout or _instead(sheet), sheet.rows, sheet.bytes,
             sheet.role, sheet.sha256)
            for sheet in report.inputs
        ),
    ]  # fmt: skip
    if report.texts:
        yield [
            number_rows.COVERAGE_HEADERS,
            *number_rows.list_coverage(report.texts),
        ]
    if report.sample:
        yield [
            ("Sample", report.sample.path),
            ("Compared", say_compared(report.sample)),
            ("Error rate", say_rate(report.sample)),
            ("Besides", say_further(report.sample) or None),
            ("Level", report.sample.sentence),
        ]
    if report.problems:
        yield [
            ("Not read", "Why"),
            *((problem.path, problem.message) for problem in report.problems),
        ]
    others = [outcome for outcome in report.outcomes if outcome.state is not State.PASSED]
    if others:
        yield [
            ("Check", "Fault", "Severity", "Outcome", "Failed", "Listed here", "Title or reason"),
            *(_check(other, most) for other in others),
        ]


def _instead(sheet: Input) -> str:
    """What stands in the place of a layout."""
    return sheet.note if sheet.published else "not checked"


def _check(outcome: Outcome, most: int | None) -> tuple[Cell, ...]:
    check = outcome.check
    return (check.id, check.name, check.severity.value, outcome.state.value, outcome.failed,
            len(outcome.findings[:most]), outcome.reason or check.title)  # fmt: skip
