"""The small words every renderer shares: numbers, nouns, dates, and text made safe to show."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from qa_checks.model.checks import Finding, Outcome, State
from qa_checks.model.inputs import Role
from qa_checks.model.report import Report
from qa_checks.words import (
    grouped,
    plural,
    reveal,
    say_places,
    say_warnings,
    show,
    signs,
    to_singular,
)

# Of one of these there may be several findings.
_WHOLE = ("extract_sheets", "extract_contents", "queries")

# Characters that act on a screen instead of standing on it, and halves of characters.
_CONTROLS = "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"

COMMAND = re.compile(r"^\s*:(?=:)|##\w*(?=\[)")
COMMAND_IN_JSON = re.compile(r"(##\w*)\[")

_ROLES = {
    Role.PREVIOUS: "previous release",
    Role.HISTORY: "earlier release",
    Role.SOURCE: "system of record",
}

_NOUNS = {
    "extract_sheets": "sheet",
    "extract_contents": "sheet",
    "extract_unread": "cell",
    "extract_comments": "comment",
    "extract_labels": "part",
    "extract_notes": "note",
    "extract_columns": "column",
    "extract_column_faults": "column",
    "extract_rows": "row",
    "extract_cells": "cell",
    "published tables": "cell",
    "texts": "statement",
    "queries": "query",
    "columns of a source": "column",
    "re-coded names": "name",
}


def clean(text: str) -> str:
    """Replace control, direction and invisible characters by signs that can be seen.

    Parameters
    ----------
    text
        Anything that came from a file, a rule or the machine.

    Returns
    -------
    str
        The same text on one line: a tab becomes ``␉``, a no-break space ``⟨U+00A0⟩``, an override
        of the writing direction ``⟨U+202E⟩``.
    """
    shown = reveal(text)
    return shown if shown.isprintable() else re.sub(_CONTROLS, _sign, shown)


def quieten(line: str) -> str:
    """The line with a blank in what a CI job that shows it would take for a command of its own.

    It looks for ``::`` behind any blanks at the beginning, and for ``##[`` anywhere.
    """
    return COMMAND.sub(r"\g<0> ", line)


def quieten_json(text: str) -> str:
    """The same JSON, in which a CI job that shows it finds no command: ``##[`` is in texts only."""
    return COMMAND_IN_JSON.sub(r"\1\\u005b", text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return signs(match[0])


def noun(table: str) -> str:
    """Return what one row of a table is: ``inspection``, ``local authority``, ``cell``."""
    parts = table.replace("_", " ").split(" and ")
    return _NOUNS.get(table, " and ".join(map(to_singular, parts)))


def things(n: int, table: str) -> str:
    """Return a count of what the rows of a table are: ``1 provider``, ``2 joiners and leavers``.

    The name of a table is the plural.
    """
    return plural(n, noun(table), "" if table in _NOUNS else table.replace("_", " "))


def rows(n: int, table: str) -> str:
    """Return a count of a table's rows: ``4,557 provider rows``, ``1 sheet``.

    A thing may stand in several rows, in one of each view of the release, so
    the rows are not counted as providers.
    """
    if table in _NOUNS:
        return plural(n, noun(table))
    return plural(n, f"{noun(table)} row")


def extent(outcome: Outcome, failed: int) -> str:
    """Return how many of what a check looked at failed: ``2 of 151 local authority rows``.

    What is not among them is counted apart: ``2 findings on 151 local authority rows``.
    """
    of = rows(outcome.checked, outcome.check.table)
    if finds_rows(outcome):
        return f"{grouped(failed)} of {of}"
    findings = plural(failed, "finding")
    return f"{findings} on {of}" if outcome.checked > max(1, failed) else findings


def finds_rows(outcome: Outcome) -> bool:
    """Tell whether findings are rows that were looked at.

    Missing ones and previous ones are not, nor are several findings on one sheet.
    """
    if outcome.check.table in _WHOLE:
        places = [(finding.file, finding.sheet) for finding in outcome.findings]
        return len(set(places)) == len(places)
    if outcome.check.table in _NOUNS:
        return True
    return not outcome.findings or any(
        finding.row and finding.role is Role.RELEASE for finding in outcome.findings
    )


def undecided(n: int) -> str:
    """Return how many rows a check could not decide: ``12 undecided``; nothing for none."""
    return f"{grouped(n)} undecided" if n else ""


def undecided_rules(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the rules that passed and did not decide every row, so that none looks passed by it.

    A cell that the schema lets be blank is nothing to decide.
    """
    passed = [outcome for outcome in outcomes if outcome.state is State.PASSED]
    return [ended for ended in passed if ended.unknown and ended.check.theme != "schema"]


def say_share(outcome: Outcome) -> str:
    """Return of how many rows a check could not decide: ``2 of 3 provider rows``."""
    return f"{grouped(outcome.unknown)} of {rows(outcome.checked, outcome.check.table)}"


def say_undecided(rules: Sequence[Outcome]) -> tuple[str, str]:
    """Return what they are called behind their number, and what is to be said of them.

    ``passed rules``, ``could not decide every row, for want of a value; most: EVT003, 2 of 3 rows``
    """
    most = max(rules, key=lambda ended: ended.unknown / ended.checked)
    ids = f"{most.check.id}, {say_share(most)}"
    told = f"could not decide every row, for want of a value; most: {ids}"
    return "passed rules" if len(rules) > 1 else "passed rule", told


def own_key(finding: Finding) -> str:
    """Return a finding's key where it says more than its row, column, file and sheet do."""
    key, file = finding.key or "", finding.file
    if key.startswith("row ") and finding.row:
        place = f"row {finding.row}"
        key = "" if key == place else key.removeprefix(f"{place}, ")
    if key in (finding.column, file):
        return ""
    return "" if file and key.startswith(file) and key == f"{file} / {finding.sheet}" else key


def further_places(finding: Finding, base: Path | None = None) -> str:
    """Return where else a finding's fault stands: ``also in inspections.csv, row 12``.

    Parameters
    ----------
    base
        The folder that the release's paths start from; without it they are given as they are.
    """
    places = [
        place._replace(file=near(place.file, base)) if base and place.file else place
        for place in finding.places
    ]
    return f"also in {say_places(places)}" if places else ""


def near(path: str, base: Path) -> str:
    """Return a file's place as seen from the working directory, if it lies below that.

    Parameters
    ----------
    path
        As the release names it.
    base
        The folder that the release's paths start from.
    """
    # A database is nowhere near.
    return path if "://" in path else _from(Path.cwd(), base, path)


@lru_cache(maxsize=200)  # a report names few files, and each often
def _from(working: Path, base: Path, path: str) -> str:
    whole = os.path.normpath(base / path)
    inside = os.path.relpath(whole, working)
    return whole if inside.startswith(os.pardir) else inside


def say_role(role: Role) -> str:
    """Return what a file belongs to; nothing for the release that is checked."""
    return _ROLES.get(role, "")


def date(day: dt.date | None) -> str:
    """Return a date as the release writes it, ``31/03/2018``; nothing for no date."""
    return "" if day is None else show(day)


def verdict(report: Report) -> str:
    """Return the verdict in one sentence: ``PASS with 22 warnings, none decided``."""
    word, summary = report.verdict.upper(), report.summary
    if report.verdict == "pass":
        warnings = summary.warnings + summary.decided_warnings
        return (
            f"{word} with {say_warnings(warnings, summary.decided_warnings)}" if warnings else word
        )
    if report.verdict == "incomplete" and report.reason:
        return f"{word}: {clean(report.reason).rstrip('.')}"
    parts = [
        plural(n, kind)
        for n, kind in ((summary.errors, "error"), (summary.warnings, "warning"))
        if n
    ]
    if summary.errored:
        parts.append(f"{plural(summary.errored, 'check')} errored")
    if report.problems:
        parts.append(f"{plural(len(report.problems), 'file')} not read")
    return f"{word}: {', '.join(parts)}" if parts else word
