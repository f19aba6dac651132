"""A release looked at once more: the checks run again on a copy, beside its report."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.catalogue import builtin, load
from qa_checks.errors import ReleaseError
from qa_checks.examples import run_examples
from qa_checks.model.links import Link, LinkState
from qa_checks.model.report import Report, Verdict
from qa_checks.opened import Options
from qa_checks.release import Release
from qa_checks.release_file import refuse_missing
from qa_checks.render import as_json
from qa_checks.render.report_folder import REPORTS
from qa_checks.review.open_points import points_beside_verdict
from qa_checks.sign_off.private_copy import PrivateCopy, copy_release
from qa_checks.sign_off.report_files import ReportFiles, differences, read_report, tell_again
from qa_checks.sign_off.statement import Evidence
from qa_checks.words import list_some

SHOWN = 5
RUN_AGAIN = "Run `qa-checks run`, look at the report, and sign that one."


class Examination(Struct, frozen=True):
    """What was found, as links, and the evidence a statement is about.

    ``report`` is of the run now, with the times that the report beside it tells. Without
    ``evidence`` something is missing that a statement needs; the links say what.
    """

    links: tuple[Link, ...]
    folder: Path
    report: Report | None = None
    evidence: Evidence | None = None


def examine(
    path: Path, output: Path | None, options: Options, *, before_signing: bool
) -> Examination:
    """Run the checks again on what is there, and compare with the report.

    Parameters
    ----------
    output
        The report's folder; by default where `run` writes it.
    before_signing
        Compare every file of the report with what it would be now. Once they
        are signed, their digests do that.

    Raises
    ------
    QaChecksError
        If release.yml or the catalogue is not well formed, or nothing could be read.
    """
    refuse_missing(path)
    with copy_release(path, options.catalogue or builtin(), options.limits) as copied:
        files = _files(copied)
        if copied.release is None or copied.faults:
            return Examination((files,), output or REPORTS)
        folder = output or REPORTS / copied.release.facts.id
        report_files = read_report(folder)
        told = report_files.told
        asked = before_signing and told is not None and told.second_opinion is not None
        report = run(
            copied.release,
            replace(
                options,
                catalogue=copied.catalogue,
                packed=False,
                second_opinion=options.second_opinion or asked,
            ),
        )
        report = _told_truly(report, copied)
        proven = [prove(copied.catalogue)] if options.catalogue else []
    again = tell_again(report, told) if told else report
    links = (
        files,
        *proven,
        _verdict(report),
        _open_points(report),
        _report(again, report_files, folder, before_signing),
    )
    evidence = _evidence(report, copied.release, copied, report_files)
    return Examination(links, folder, again, evidence)


def _files(copied: PrivateCopy) -> Link:
    title = "Every file the release names is there, and none is a link to elsewhere"
    fault = f"{list_some(copied.faults, SHOWN, '; ')}." if copied.faults else ""
    remedy = "Put the files themselves where release.yml says they are."
    return Link.judged("files", title, fault, remedy)


def prove(folder: Path) -> Link:
    """Whether the examples of a catalogue of one's own hold: its rules might find nothing."""
    catalogue, home = load(folder, examples=True), folder.resolve()
    rules = [bound for bound in catalogue.rules.values() if home in bound.path.resolve().parents]
    wrong = [result.sentence for result in run_examples(catalogue, rules) if not result.holds]
    title = "Every rule of the catalogue finds what its examples say, and nothing else"
    fault = list_some(wrong, SHOWN, " ") if wrong else ""
    return Link.judged("examples", title, fault, "See what `qa-checks rules test` shows.")


def _verdict(report: Report) -> Link:
    state = {Verdict.PASS: LinkState.HOLDS, Verdict.FAIL: LinkState.BROKEN}
    return Link(
        "verdict",
        "The checks, run again, pass",
        state.get(report.verdict, LinkState.UNKNOWN),
        f"{report.verdict}: {report.reason}",
        "" if report.verdict is Verdict.PASS else "See what `qa-checks run` reports.",
    )


def _open_points(report: Report) -> Link:
    title = "Every warning has a decision, and the checklist is complete"
    points = points_beside_verdict(report)  # which is a link of its own
    remedy = "Decide with `qa-checks decide`, attest with `qa-checks attest`, then run again."
    return Link.judged("open points", title, "\n".join(points), remedy)


def _report(again: Report, files: ReportFiles, folder: Path, before_signing: bool) -> Link:
    title = "The report says what the checks say now"
    wrong = list(files.faults)
    if files.told and not wrong:
        wrong = differences(files, again, all_files=before_signing)
    fault = f"{list_some(wrong, SHOWN, '; ')} (in {folder})." if wrong else ""
    return Link.judged("report", title, fault, RUN_AGAIN)


def _evidence(
    report: Report, release: Release, copied: PrivateCopy, files: ReportFiles
) -> Evidence | None:
    if files.faults or files.told is None:
        return None
    read = {sheet.role.name_file(sheet.path): sheet.sha256 for sheet in report.inputs}
    if {item.role.name_file(item.shown) for item in release.inputs} - read.keys():
        return None  # one could not be read, so nobody knows what it holds
    subjects = {"rulebook": report.tool.rulebook_sha256}
    for more in (copied.subjects, read, files.subjects):
        for name, sha256 in more.items():
            if subjects.setdefault(name, sha256) != sha256:
                raise ReleaseError(f"Two things the release names are called '{name}'.")
    told_report = json.loads(as_json.render(report))
    return Evidence(subjects, told_report, files.told.started, files.history)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits, as everywhere in a statement."""
    return hashlib.sha256(content).hexdigest()


def _told_truly(report: Report, copied: PrivateCopy) -> Report:
    problems = [
        replace(problem, message=copied.name_truly(problem.message)) for problem in report.problems
    ]
    return replace(report, problems=tuple(problems))
