"""The rows at fault with all their published columns: a CSV file for each check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from qa_checks.catalogue import Catalogue
from qa_checks.exports.masks import LEAD, Masks
from qa_checks.exports.published_rows import read_rows
from qa_checks.guarded_csv import write_csv
from qa_checks.model.checks import Finding
from qa_checks.model.inputs import Input
from qa_checks.model.report import Report
from qa_checks.reading.loaded import Place
from qa_checks.release import InputFile
from qa_checks.words import grouped, list_some, plural

NAMED = 6  # checks without rows that are named


class FailingRows(Struct, frozen=True):
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
    catalogue
        Says which columns are masked.

    Raises
    ------
    InputError
        If a file is no longer the one that was checked.
    """
    sheets = {Place(item.path, item.sheet, item.role): item for item in report.inputs}
    by_check = {outcome.check.id: _by_row(outcome.findings, sheets) for outcome in report.outcomes}
    at_fault = {at for messages in by_check.values() for at in messages}
    masks = Masks(report, catalogue)
    wanted: dict[Place, set[int]] = {}
    for place, row in at_fault | masks.rows:
        wanted.setdefault(place, set()).add(row)
    published = read_rows(files, report.inputs, wanted)
    masks.learn(published)
    shown = {
        (place, row): masks.show(place, row, published[place][row])
        for place, row in at_fault
        if row in published.get(place, {})
    }
    return [_table(check, messages, shown) for check, messages in by_check.items() if messages]


def write(tables: Sequence[FailingRows], folder: Path) -> None:
    """Write a file for each check, which a spreadsheet opens without calculating anything in it."""
    for table in tables:
        write_csv(folder / f"{table.check}.csv", [table.header, *table.lines])


def describe(report: Report, tables: Sequence[FailingRows], folder: Path) -> list[str]:
    """Sentences on what was written, and on what is not in it."""
    written = {table.check for table in tables}
    lines = [
        f"Wrote the failing rows of {plural(len(written), 'check')} to {folder}."
        if written
        else f"No check failed on a row of a file: nothing was written to {folder}."
    ]
    open_ = [outcome for outcome in report.outcomes if outcome.open_findings]
    apart = [outcome.check.id for outcome in open_ if outcome.check.id not in written]
    if written and apart:
        verb = "found nothing that is a row of a file"
        lines.append(f"{plural(len(apart), 'other check')} {verb}: {list_some(apart, NAMED)}.")
    lines += [
        f"{outcome.check.id}: only the first {grouped(len(outcome.findings))} of "
        f"{plural(outcome.all_findings, 'finding')} (see --max-findings)."
        for outcome in open_
        if outcome.check.id in written and outcome.all_findings > len(outcome.findings)
    ]
    return lines


def _by_row(
    findings: Sequence[Finding], sheets: Mapping[Place, Input]
) -> dict[tuple[Place, int], list[str]]:
    """The messages on each row below a header, in the order of the files and their rows."""
    messages: dict[tuple[Place, int], list[str]] = {}
    for finding in findings:
        if finding.waived_by is not None:
            continue
        for at in finding.all_places:
            place = Place(at.file, at.sheet, finding.role)
            sheet = sheets.get(place)
            if at.row and sheet is not None and at.row > (sheet.header_row or 0):
                messages.setdefault((place, at.row), []).append(finding.message)
    order = {place: number for number, place in enumerate(sheets)}
    return dict(sorted(messages.items(), key=lambda item: (order[item[0][0]], item[0][1])))


def _table(
    check: str,
    messages: Mapping[tuple[Place, int], Sequence[str]],
    shown: Mapping[tuple[Place, int], Mapping[str, str]],
) -> FailingRows:
    headers = list(dict.fromkeys(header for at in messages for header in shown.get(at, ())))
    lines = []
    for (place, row), message in messages.items():
        cells = shown.get((place, row), {})
        lead = (
            place.role.name_file(place.file or ""),
            place.sheet or "",
            str(row),
            " ".join(message),
        )
        lines.append((*lead, *(cells.get(header, "") for header in headers)))
    return FailingRows(check, (*LEAD, *headers), tuple(lines))
