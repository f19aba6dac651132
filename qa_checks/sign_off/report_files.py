"""The files of a report as they stand in its folder, and whether they say what a run says."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.model.checks import Opinion, SecondOpinion
from qa_checks.model.report import Report
from qa_checks.render import as_json, report_folder
from qa_checks.render.json_shapes import read_moment
from qa_checks.render.report_format import FORMAT
from qa_checks.review import past_runs
from qa_checks.sign_off.confined_files import RefusedError, read_inside

LARGEST = 2 * 1024 * 1024 * 1024
PREFIX = "report: "
LONGEST = 1e9  # seconds


class Told(Struct, frozen=True):
    """What report.json says of its run that no run says again: when, how long, who else counted."""

    started: dt.datetime
    seconds: float
    check_seconds: tuple[float, ...]
    second_opinion: SecondOpinion | None


class ReportFiles(Struct, frozen=True):
    """The bytes of each file, read once; ``faults`` says which could not be read, and why.

    Without faults there is what report.json ``told``. ``history`` are the lines of the runs,
    none where there is no such file to be read.
    """

    content: Mapping[str, bytes]
    told: Told | None = None
    faults: tuple[str, ...] = ()
    history: bytes = b""

    @property
    def subjects(self) -> dict[str, str]:
        """The digest of each, under the name that a statement gives it."""
        return {
            PREFIX + name: hashlib.sha256(content).hexdigest()
            for name, content in self.content.items()
        }


class _UntoldError(Exception):
    """report.json does not say what it must; the text says what, after its name."""


def read_report(folder: Path) -> ReportFiles:
    """Read every file of a report once."""
    content, told, faults = {}, None, []
    for name in report_folder.NAMES:
        try:
            content[name] = read_inside(folder, name, LARGEST)
            if name == "report.json":
                told = _read_told(content[name])
        except RefusedError as fault:
            faults.append(f"{folder / name} {fault}")
        except _UntoldError as fault:
            faults.append(f"{name} {fault}")
    return ReportFiles(content, told, tuple(faults), _read_history(folder))


def _read_history(folder: Path) -> bytes:
    try:
        return read_inside(folder, past_runs.NAME, LARGEST)
    except RefusedError:
        return b""


def _read_told(content: bytes) -> Told:
    try:
        report = json.loads(content)
    except (ValueError, RecursionError):
        raise _UntoldError("is no JSON") from None
    if not isinstance(report, dict):
        raise _UntoldError("is no report")
    if report.get("format") != FORMAT:
        raise _UntoldError(
            f"is not of the format {FORMAT}, which this version writes and compares with, but of "
            f"{json.dumps(report.get('format'))[:80]}"
        )
    started = read_moment(report.get("started"))
    if started is None:
        raise _UntoldError("does not say when the checks were run")
    try:
        return Told(
            started,
            _read_seconds(report["seconds"]),
            tuple(_read_seconds(check["seconds"]) for check in report["checks"]),
            _read_second_opinion(report["second_opinion"]),
        )
    except (ValueError, KeyError, TypeError):
        raise _UntoldError("does not say how long the checks took, and who else counted") from None


def _read_seconds(seconds: Any) -> float:
    if type(seconds) is not float or not 0 <= seconds < LONGEST:
        raise ValueError
    return abs(seconds)  # of -0.0 too


def _read_second_opinion(second: Any) -> SecondOpinion | None:
    if second is None:
        return None
    keys = ("id", "engine", "counted", "here", "agrees", "reason")
    opinions = (Opinion(*(told[key] for key in keys)) for told in second["checks"])
    return SecondOpinion(tuple(opinions))


def tell_again(report: Report, told: Told) -> Report:
    """The report of a run now, with what the run that was reported told of itself.

    Nothing else differs between two runs over the same bytes. Written again with these times
    it is the same byte for byte, so nothing can hide where a time stands. A second opinion
    that was asked for once only is not compared.
    """
    outcomes = report.outcomes
    if len(told.check_seconds) == len(outcomes):
        outcomes = tuple(
            replace(outcome, seconds=seconds)
            for outcome, seconds in zip(outcomes, told.check_seconds, strict=True)
        )
    asked_twice = told.second_opinion is not None and report.second_opinion is not None
    return replace(
        report,
        outcomes=outcomes,
        started=told.started,
        seconds=told.seconds,
        second_opinion=report.second_opinion if asked_twice else told.second_opinion,
    )


def differences(files: ReportFiles, report: Report, *, all_files: bool) -> list[str]:
    """Which files do not say what a run says now, in sentences.

    Parameters
    ----------
    report
        Of a run now, with the times that were told: see `tell_again`.
    all_files
        Compare the page, the workbook and junit.xml as well; else report.json only.
    """
    if all_files:
        with tempfile.TemporaryDirectory(prefix="qa-checks-") as aside:
            fresh = {
                path.name: path.read_bytes() for path in report_folder.write(report, Path(aside))
            }
    else:
        fresh = {"report.json": as_json.render(report).encode()}
    wrong = [name for name, content in fresh.items() if files.content[name] != content]
    faults = [f"{name} does not say what the checks say now" for name in wrong]
    if "report.json" in wrong:
        parts = _parts(files.content["report.json"], fresh["report.json"])
        faults[wrong.index("report.json")] += f" ({parts})" if parts else ""
    return faults


def _parts(old: bytes, new: bytes) -> str:
    """Which keys of report.json differ, for people."""
    before, now = json.loads(old), json.loads(new)
    return ", ".join(key for key in {**before, **now} if before.get(key) != now.get(key))
