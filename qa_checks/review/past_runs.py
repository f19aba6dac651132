"""The runs of a release: one line each in history.jsonl, and what changed between them."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import asdict

from qa_checks.errors import InputError, writing
from qa_checks.model.checks import FindingPlace, Outcome, State
from qa_checks.model.report import Report
from qa_checks.operating_system import open_no_link

NAME = "history.jsonl"
FORMAT = "qa-checks/history/1"
FAILED = State.FAILED.value


class Failing(Struct, frozen=True):
    """One check that failed: how many rows, how many of them waived, and which, as a digest."""

    failed: int
    waived: int
    keys_sha256: str

    @property
    def rows(self) -> tuple[int, str]:
        """What tells whether it failed on the same rows."""
        return self.failed, self.keys_sha256


class Run(Struct, frozen=True):
    """One run, as its line keeps it.

    ``checks`` maps every check to how it ended; ``partial`` runs were of some
    checks only, and say nothing about the others.
    """

    started: Annotated[dt.datetime, Meta(tz=True)]
    verdict: str
    reason: str
    summary: Mapping[str, int]
    checks: Mapping[str, str]
    failing: Mapping[str, Failing]
    inputs: Mapping[str, str]
    rulebook_sha256: str
    tool: str
    partial: bool


class Changes(Struct, frozen=True):
    """What is otherwise than in the run before; ids of checks, and paths of files.

    ``fixed`` passed after they had failed, ``decided`` are waived now, ``new``
    fail and did not, ``changed`` fail on other rows, and ``unchecked`` failed
    and were not checked this time, so nothing is known of them.
    """

    fixed: tuple[str, ...]
    decided: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchecked: tuple[str, ...]
    files: tuple[str, ...]
    rulebook: bool


class History(Struct, frozen=True):
    """The runs in the order they were written, and the numbers of lines that cannot be read."""

    runs: tuple[Run, ...]
    unreadable: tuple[int, ...] = ()


def append(report: Report, folder: Path, partial: bool) -> None:
    """Add a run to the history in a folder of reports.

    The line is written at once, at the end, so that runs at the same time do
    not mix; what a killed run left unfinished stays a line of its own.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    line = json.dumps(_record(report, partial), separators=(",", ":")).encode() + b"\n"
    with writing("The history", folder / NAME, "The report beside it is complete."):
        # A link is not followed: whoever put it there may not choose which file grows.
        handle = open_no_link(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        try:
            if os.fstat(handle).st_size:
                os.lseek(handle, -1, os.SEEK_END)
                line = line if os.read(handle, 1) == b"\n" else b"\n" + line
            if os.write(handle, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(handle)


def _record(report: Report, partial: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "release": report.release.id,
        "started": report.started.isoformat(timespec="seconds"),
        "verdict": report.verdict,
        "reason": report.reason,
        "summary": asdict(report.summary),
        "checks": {outcome.check.id: outcome.state for outcome in report.outcomes},
        "failing": {
            outcome.check.id: asdict(Failing(outcome.failed, outcome.waived, _digest(outcome)))
            for outcome in report.outcomes
            if outcome.state is State.FAILED
        },
        "inputs": {item.path: item.sha256 for item in report.inputs},
        "rulebook_sha256": report.tool.rulebook_sha256,
        "tool": report.tool.version,
        "partial": partial,
    }


def _digest(outcome: Outcome) -> str:
    """One digest over the places of a check's findings, whatever their order."""
    keys = [
        f"{finding.key}\n{finding.column}{_further(finding.places) if finding.places else ''}"
        for finding in outcome.findings
    ]
    keys.sort()
    return hashlib.sha256("\0".join(keys).encode("utf-8", "backslashreplace")).hexdigest()


def _further(places: Sequence[FindingPlace]) -> str:
    return "".join([f"\n{at.file}\n{at.sheet}" for at in places])


def read(folder: Path) -> History:
    """Read the history in a folder of reports; a line that is not whole is left out and numbered.

    Raises
    ------
    InputError
        If there is none.
    """
    path = folder / NAME
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as fault:
        raise InputError(
            f"There is no history: {fault.strerror}.",
            where=str(path),
            remedy="Each `qa-checks run` of a release adds to it.",
        ) from None
    runs, unreadable = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                runs.append(convert(json.loads(line), Run))
            except (ValueError, ValidationError, RecursionError):
                unreadable.append(number)
    return History(tuple(runs), tuple(unreadable))


def compare(before: Run, after: Run) -> Changes:
    """What changed from one run of all checks to a later one."""
    failed = sorted(before.failing)
    now = after.checks
    return Changes(
        fixed=tuple(check for check in failed if now.get(check) == State.PASSED),
        decided=tuple(check for check in failed if now.get(check) == State.WAIVED),
        new=tuple(sorted(set(after.failing) - set(before.failing))),
        changed=tuple(
            check
            for check in failed
            if check in after.failing and after.failing[check].rows != before.failing[check].rows
        ),
        unchecked=tuple(
            check for check in failed if now.get(check) not in (State.PASSED, State.WAIVED, FAILED)
        ),
        files=tuple(
            sorted(
                path
                for path in {*before.inputs, *after.inputs}
                if before.inputs.get(path) != after.inputs.get(path)
            )
        ),
        rulebook=before.rulebook_sha256 != after.rulebook_sha256,
    )


def changes(runs: Sequence[Run]) -> list[Changes | None]:
    """For each run what changed since the run of all checks before it; None where there is none."""
    changes_by_run: list[Changes | None] = []
    before: Run | None = None
    for run in runs:
        changes_by_run.append(compare(before, run) if before and not run.partial else None)
        before = before if run.partial else run
    return changes_by_run


def time_to_green(runs: Sequence[Run]) -> tuple[int, int, dt.timedelta] | None:
    """First run of all checks, first one that passed (counted from 1), and the time between."""
    whole = [(number, run) for number, run in enumerate(runs, start=1) if not run.partial]
    green = next((pair for pair in whole if pair[1].verdict == "pass"), None)
    if green is None:
        return None
    return whole[0][0], green[0], green[1].started - whole[0][1].started
