"""The files of a report as they stand in its folder, and whether they say what a run says."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qa_checks.model import Report
from qa_checks.render import as_json, files
from qa_checks.sign_off.files import RefusedError, read_inside

LARGEST = 2 * 1024 * 1024 * 1024
PREFIX = "report: "
TAKEN = re.compile(
    rb"<dt>Time taken</dt><dd>(?:(\d[\d,]{0,8}) ms|(\d[\d,]{0,12}\.\d) seconds)</dd>"
)
LONGEST = 1e9  # seconds
SECOND = re.compile(rb'^"second_opinion": (.*?)(,?)$', re.MULTILINE)
STAMP = re.compile(rb'<testsuite [^<>]*timestamp="(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"')


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The bytes of each file, read once; ``faults`` says which could not be read, and why."""

    content: Mapping[str, bytes]
    faults: tuple[str, ...] = ()

    @property
    def subjects(self) -> dict[str, str]:
        """The digest of each, under the name that a statement gives it."""
        return {
            PREFIX + name: hashlib.sha256(content).hexdigest()
            for name, content in self.content.items()
        }

    @property
    def reported(self) -> dt.datetime | None:
        """When the run began, which junit.xml says."""
        found = STAMP.search(self.content.get("junit.xml", b"")[:4096])
        try:
            moment = dt.datetime.fromisoformat(found[1].decode()) if found else None
        except ValueError:
            return None
        return moment.replace(tzinfo=dt.UTC) if moment else None

    @property
    def has_second_opinion(self) -> bool:
        """Whether other engines were asked when the report was made."""
        found = SECOND.search(self.content.get("report.json", b""))
        return bool(found) and not _is_empty(found)


def _is_empty(found: re.Match[bytes] | None) -> bool:
    return found is None or found[1] == b"null"


def read_report(folder: Path) -> ReportFiles:
    """Read every file of a report once."""
    content, faults = {}, []
    for name in files.NAMES:
        try:
            content[name] = read_inside(folder, name, LARGEST)
        except RefusedError as fault:
            faults.append(f"{folder / name} {fault}")
    return ReportFiles(content, tuple(faults))


def _with_times(report: Report, found: ReportFiles) -> Report:
    """The report of a run now, with the times of the run that was reported.

    Nothing else differs between two runs over the same bytes. Written again with these times
    it is the same byte for byte, so nothing can hide where a time stands.
    """
    outcomes = report.outcomes
    seconds = _check_seconds(found.content["report.json"])
    if len(seconds) == len(outcomes):
        outcomes = tuple(
            replace(one, seconds=took) for one, took in zip(outcomes, seconds, strict=True)
        )
    return replace(
        report,
        outcomes=outcomes,
        started=found.reported or report.started,
        seconds=_seconds_taken(found.content["report.html"]),
    )


def _check_seconds(content: bytes) -> list[float]:
    """How long each check took, as report.json says; nothing if it does not say so properly."""
    try:
        seconds = [abs(one["seconds"]) for one in json.loads(content)["checks"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    proper = all(type(one) is float and one < LONGEST for one in seconds)
    return seconds if proper else []


def _seconds_taken(page: bytes) -> float:
    """How long the run took, as the page shows it."""
    found = TAKEN.search(page)
    if not found:
        return 0.0
    if found[2]:
        return float(found[2].replace(b",", b""))
    return min(int(found[1].replace(b",", b"")) / 1000, 0.9999)  # "1,000 ms" is just under 1 s


def differences(found: ReportFiles, report: Report, *, all_files: bool) -> list[str]:
    """Which files do not say what a run says now, in sentences.

    Parameters
    ----------
    all_files
        Compare the page, the workbook and junit.xml as well; else report.json only, and
        there a second opinion only if it was asked for both times.
    """
    content = dict(found.content)
    report = _with_times(report, found)
    if not all_files:
        fresh = {"report.json": as_json.render(report).encode()}
        both = [content["report.json"], fresh["report.json"]]
        if any(_is_empty(SECOND.search(one)) for one in both):
            content["report.json"], fresh["report.json"] = (
                SECOND.sub(rb'"second_opinion": null\2', one) for one in both
            )
    else:
        with tempfile.TemporaryDirectory(prefix="qa-checks-") as aside:
            fresh = {path.name: path.read_bytes() for path in files.write(report, Path(aside))}
    wrong = [name for name, again in fresh.items() if content[name] != again]
    said = [f"{name} does not say what the checks say now" for name in wrong]
    if "report.json" in wrong:
        parts = _parts(content["report.json"], fresh["report.json"])
        said[wrong.index("report.json")] += f" ({parts})" if parts else ""
    return said


def _parts(one: bytes, other: bytes) -> str:
    """Which keys of report.json differ, for people."""
    try:
        old, new = json.loads(one), json.loads(other)
    except (ValueError, RecursionError):
        return "it is no JSON"
    if not isinstance(old, dict):
        return "it is no report"
    return ", ".join(key for key in {**old, **new} if old.get(key) != new.get(key))
