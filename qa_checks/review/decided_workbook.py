"""Decisions that were written into findings.xlsx, checked against what a run finds now."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from qa_checks.days import read_day
from qa_checks.errors import UsageError
from qa_checks.model.checks import Finding
from qa_checks.model.report import Report
from qa_checks.reading.contents import Sheet
from qa_checks.reading.filled_rows import FilledRow, plain
from qa_checks.reading.opening import open_file
from qa_checks.record.decision_file import DecisionEntry
from qa_checks.record.identity import is_masked
from qa_checks.review.deciding import OpenFinding, Question, questions
from qa_checks.review.new_decisions import Answer, refuse_end, waiving
from qa_checks.words import list_words, say_places

DECIDED = ("Decision", "Reason", "Until")
PLACE = ("Check", "File", "Sheet", "Row", "Column", "Key")
SAID = ("Value", "Message", "Also in")
WORDS = {"accepted": "accepted", "false alarm": "false alarm", "false-alarm": "false alarm"}
SHA256 = re.compile(r"[0-9a-f]{64}")
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")


class Name(NamedTuple):
    """What a row of the workbook says that a finding is, and what the finding says."""

    place: tuple[str, ...]
    words: tuple[str, ...]


def take_over(path: Path, report: Report, who: str, today: dt.date) -> list[DecisionEntry]:
    """The decisions that a filled-in findings.xlsx holds, each about a finding of a run.

    Parameters
    ----------
    path
        The workbook, as a spreadsheet program saved it.
    report
        Of a run of all checks now, with every finding.

    Raises
    ------
    UsageError
        With the cell, if a decision is none, has no reason, ends on a day it cannot end, or is
        about a finding that is not there, says something else now, or is decided on.
    InputError
        If the workbook cannot be read.
    """
    rows, digests = _read(path)
    if not rows:
        raise UsageError(
            f"Nothing is decided in {path}.",
            remedy=f"Write into its columns {', '.join(DECIDED)}.",
        )
    known = _Known(report, digests)
    groups: dict[tuple[str, str, str, dt.date | None], list[OpenFinding]] = {}
    asked: dict[str, Question] = {}
    for row in rows:
        question, finding = known.find(row)
        answer = _answer(row, question, who, today)
        asked[question.rule] = question
        group = groups.setdefault((question.rule, answer.decision, answer.reason, answer.until), [])
        if finding not in group:
            group.append(finding)
    return [
        waiving(asked[rule], findings, Answer(decision, reason, who, today, until))
        for (rule, decision, reason, until), findings in groups.items()
    ]


def decides_on(path: Path, prefix: str) -> bool:
    """Whether a filled-in findings.xlsx decides on a check whose id begins so."""
    return any(row.text("Check").startswith(prefix) for row in _read(path)[0])


class _Known:
    """The findings of a run, by what the workbook would say of each."""

    def __init__(self, report: Report, digests: set[tuple[str, str]]) -> None:
        self._digests = digests
        self._files = {item.path: item.sha256 for item in report.inputs}
        self._by_name: dict[Name, tuple[Question, OpenFinding]] = {}
        self._by_place: dict[tuple[str, ...], Finding] = {}
        for question in questions(report):
            for open_finding in (*question.standing, *question.covered):
                name = _name_of(open_finding.finding)
                self._by_name.setdefault(name, (question, open_finding))
                self._by_place.setdefault(name.place, open_finding.finding)

    def find(self, row: FilledRow) -> tuple[Question, OpenFinding]:
        """The finding that a row is about."""
        if not row.text("Check"):
            raise row.fault("Check", "Here is a decision, and no finding.", "Take it out.")
        name = _name_in(row)
        known = self._by_name.get(name)
        if known is None:
            other = self._by_place.get(name.place)
            if other is None:
                raise row.fault("Key", "The run finds nothing of this check there any more.")
            if _name_of(other).words[:-1] == name.words[:-1]:
                places = say_places(other.places) or "nowhere else"
                raise row.fault("Also in", f"The fault stands in other places now: {places}.")
            raise row.fault("Message", f"The finding says something else now: {other.message}")
        question, open_finding = known
        finding = open_finding.finding
        if finding.waived_by is not None:
            raise row.fault(
                "Decision", f"Decision {finding.waived_by} covers {open_finding.label} already."
            )
        files = [place.file or "" for place in finding.all_places] if is_masked(finding) else []
        for file in files:
            if (file, self._files.get(file, "")) not in self._digests:
                raise row.fault(
                    "Message",
                    f"The value is not shown, and {file} is not the file that the workbook is "
                    "about.",
                    "Run again, and decide in the new workbook.",
                )
        return question, open_finding


def _answer(row: FilledRow, question: Question, who: str, today: dt.date) -> Answer:
    written = row.text("Decision")
    decision = WORDS.get(" ".join(written.lower().split()))
    if not written:
        raise row.fault("Decision", "There is a reason or a day, and no decision.")
    if decision is None:
        raise row.fault(
            "Decision", f"'{written}' is no decision.", "Write accepted, or false alarm."
        )
    if not row.text("Reason"):
        raise row.fault("Reason", "The decision has no reason.", "Write one, in a sentence.")
    day = row.text("Until")
    try:
        until = read_day(MIDNIGHT.sub("", day)) if day else None
    except ValueError:
        raise row.fault("Until", f"'{day}' is not a date.", "Write it as 31/12/2021.") from None
    try:
        refuse_end(until, today, question)
    except UsageError as fault:
        raise row.fault("Until", fault.what, fault.remedy) from None
    return Answer(decision, row.text("Reason"), who, today, until)


def _read(path: Path) -> tuple[list[FilledRow], set[tuple[str, str]]]:
    """The rows in which something was decided, and the digest of each file it is about."""
    rows: list[FilledRow] = []
    digests: set[tuple[str, str]] = set()
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        sheets = open_file(path, Path(scratch)).sheets
        if not any("Decision" in row for sheet in sheets for row in sheet.head):
            raise UsageError(
                f"{path} has no column 'Decision'.",
                remedy="Give the findings.xlsx of a run, with what was decided written into it.",
            )
        for sheet in sheets:
            rows += _decided(path, sheet)
            digests |= {
                (row[0], cell) for row in sheet.head for cell in row if SHA256.fullmatch(cell)
            }
    return rows, digests


def _decided(path: Path, sheet: Sheet) -> Iterator[FilledRow]:
    columns: dict[str, int] = {}
    needed = {*PLACE, *SAID, *DECIDED}
    for number, cells in enumerate(sheet.rows(), start=1):
        if not columns:
            headers = {text.strip(): at for at, text in enumerate(cells) if text.strip()}
            columns = headers if needed <= headers.keys() else {}
            if not columns and {PLACE[0], DECIDED[0]} <= headers.keys():
                missing = [f"'{header}'" for header in sorted(needed - headers.keys())]
                raise UsageError(
                    f"There is no column {list_words(missing)}: an earlier version wrote it.",
                    where=f"{path}, sheet '{sheet.name or ''}'",
                    remedy="Run the release again, and decide in the new findings.xlsx.",
                )
            continue
        row = FilledRow(path, sheet.name or "", number, columns, tuple(cells))
        if any(row.text(header) for header in DECIDED):
            yield row


def _name_in(row: FilledRow) -> Name:
    """The finding that a row is about."""
    place, message = ([plain(row.text(header)) for header in part] for part in (PLACE, SAID))
    return Name(tuple(place), tuple(message))


def _name_of(finding: Finding) -> Name:
    place = [
        finding.check, finding.file, finding.sheet, finding.row, finding.column, finding.key
    ]  # fmt: skip
    return Name(
        tuple(plain("" if part is None else str(part)) for part in place),
        (plain(finding.value or ""), plain(finding.message), plain(say_places(finding.places))),
    )
