"""The rows at fault with all their published columns: a CSV file for each check."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue import Catalogue
from qa_checks.exports.published_rows import read_rows
from qa_checks.model import Finding, Input, Report
from qa_checks.reading.loaded import Place
from qa_checks.record.identity import is_masked
from qa_checks.release import InputFile
from qa_checks.words import MASKED, grouped, list_some, plural

LEAD = ("File", "Sheet", "Row", "What is wrong")
# What a spreadsheet would calculate, also behind blanks and in wide letters; a number is none.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20](?![0-9]+(?:\.[0-9]+)?\Z)")
NAMED = 6  # checks without rows that are named


@dataclass(frozen=True, slots=True)
class FailingRows:
    """What one check found at fault: a header and the lines below it."""

    check: str
    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def collect(report: Report, files: Sequence[InputFile], catalogue: Catalogue) -> list[FailingRows]:
    """Read the rows that the findings without a decision are about from their files.

    Columns that the catalogue masks stay masked, and so does a cell of which a finding does not
    show the value.

    Parameters
    ----------
    report
        What the run found.
    files
        Those that the run was given.
    catalogue
        Says which columns are masked.

    Raises
    ------
    InputError
        If a file is no longer the one that was checked.
    """
    sheets = {Place(item.path, item.sheet, item.role): item for item in report.inputs}
    by_check = {outcome.check.id: _by_row(outcome.findings, sheets) for outcome in report.outcomes}
    wanted: dict[Place, set[int]] = {}
    for messages in by_check.values():
        for place, row in messages:
            wanted.setdefault(place, set()).add(row)
    published = read_rows(files, report.inputs, wanted)
    masks = {place: _masked_positions(sheets[place], catalogue) for place in wanted}
    hidden = _masked_cells(report)
    shown = {
        (place, row): _shown(cells, sheets[place], masks[place], hidden.get((place, row), ()))
        for place, rows in published.items()
        for row, cells in rows.items()
    }
    return [_table(check, messages, shown) for check, messages in by_check.items() if messages]


def write(tables: Sequence[FailingRows], folder: Path) -> None:
    """Write a file for each check, which a spreadsheet opens without calculating anything in it."""
    for table in tables:
        path = folder / f"{table.check}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
            for line in (table.header, *table.lines):
                writer.writerow(map(_guard, line))


def describe(report: Report, tables: Sequence[FailingRows], folder: Path) -> list[str]:
    """Sentences on what was written, and on what is not in it."""
    written = {table.check for table in tables}
    lines = [
        f"Wrote the failing rows of {plural(len(written), 'check')} to {folder}."
        if written
        else f"No check failed on a row of a file: nothing was written to {folder}."
    ]
    open_ = [outcome for outcome in report.outcomes if outcome.failed > outcome.waived]
    apart = [outcome.check.id for outcome in open_ if outcome.check.id not in written]
    if written and apart:
        verb = "found nothing that is a row of a file"
        lines.append(f"{plural(len(apart), 'other check')} {verb}: {list_some(apart, NAMED)}.")
    lines += [
        f"{outcome.check.id}: only the first {grouped(len(outcome.findings))} of "
        f"{plural(outcome.failed, 'finding')} (see --max-findings)."
        for outcome in open_
        if outcome.check.id in written and outcome.failed > len(outcome.findings)
    ]
    return lines


def _by_row(
    findings: Sequence[Finding], sheets: Mapping[Place, Input]
) -> dict[tuple[Place, int], list[str]]:
    """The messages on each row below a header, in the order of the files and their rows."""
    messages: dict[tuple[Place, int], list[str]] = {}
    for finding in findings:
        place = Place(finding.file, finding.sheet, finding.role)
        sheet = sheets.get(place)
        if finding.waived_by is not None or not finding.row or sheet is None:
            continue
        if finding.row > (sheet.header_row or 0):
            messages.setdefault((place, finding.row), []).append(finding.message)
    order = {place: number for number, place in enumerate(sheets)}
    return dict(sorted(messages.items(), key=lambda item: (order[item[0][0]], item[0][1])))


def _masked_positions(sheet: Input, catalogue: Catalogue) -> set[int]:
    """Columns of a sheet that reports do not repeat; one that comes twice may be such a one."""
    names = {name for rule in catalogue.rules.values() for name in rule.masked}
    masked = {
        (table.table, name)
        for table in catalogue.tables.values()
        for name, column in table.columns.items()
        if column.sensitive or name in names
    }
    return {
        column.position
        for column in sheet.columns
        if column.recognised == "repeated" or (column.table, column.column) in masked
    }


def _masked_cells(report: Report) -> dict[tuple[Place, int], set[str]]:
    """The headers of cells whose value a finding does not show, by row."""
    headers: dict[tuple[Place, int], set[str]] = {}
    for finding in report.findings:
        if finding.row and finding.column and is_masked(finding):
            place = Place(finding.file, finding.sheet, finding.role)
            headers.setdefault((place, finding.row), set()).add(finding.column)
    return headers


def _shown(
    cells: Sequence[str], sheet: Input, masked: Collection[int], hidden: Collection[str]
) -> dict[str, str]:
    """The cells of a row by header, masked where they must be."""
    width = len(sheet.columns)
    shifted = any(cell.strip() for cell in cells[width:])  # nobody knows from which column on
    first = min(masked, default=len(cells)) if shifted else len(cells)
    shown = {}
    for position, header in enumerate(_headers(sheet, len(cells)), 1):
        cell = cells[position - 1] if position <= len(cells) else ""
        written = sheet.columns[position - 1].header if position <= width else ""
        secret = position in masked or position > first or written in hidden
        shown[header] = MASKED if secret and cell.strip() else cell
    return shown


def _headers(sheet: Input, cells: int) -> Iterator[str]:
    """A name of its own for each column, those without a header included."""
    used = set(LEAD)
    for position in range(1, max(len(sheet.columns), cells) + 1):
        header = sheet.columns[position - 1].header if position <= len(sheet.columns) else ""
        place = f"column {position}"
        name = f"{header} ({place})" if header in used else header or place
        used.add(name)
        yield name


def _table(
    check: str,
    messages: Mapping[tuple[Place, int], Sequence[str]],
    shown: Mapping[tuple[Place, int], Mapping[str, str]],
) -> FailingRows:
    headers = list(dict.fromkeys(header for at in messages for header in shown.get(at, ())))
    lines = []
    for (place, row), said in messages.items():
        cells = shown.get((place, row), {})
        lead = (place.role.name_file(place.file or ""), place.sheet or "", str(row), " ".join(said))
        lines.append((*lead, *(cells.get(header, "") for header in headers)))
    return FailingRows(check, (*LEAD, *headers), tuple(lines))


def _guard(text: str) -> str:
    """A text that a spreadsheet shows instead of calculating it."""
    return f"'{text}" if FORMULA.match(text) else text
