"""The history of a release, for people and for programs."""

from __future__ import annotations

import datetime as dt
import json
import textwrap

from msgspec import to_builtins

from qa_checks.render.report_words import clean, quieten
from qa_checks.review.past_runs import FORMAT, Changes, History, Run, changes, time_to_green
from qa_checks.words import plural, say_warnings, show_moment

WIDTH = 92
INSIDE = " " * 14


def render(history: History, name: str) -> str:
    """Say run by run how it ended, and what was otherwise than in the run before."""
    runs = history.runs
    lines = [f"{name}: {plural(len(runs), 'run')}", ""]
    for number, (run, change) in enumerate(zip(runs, changes(runs), strict=True), start=1):
        began = show_moment(run.started.replace(tzinfo=None), "minutes")
        lines.append(f"{number:>3}  {began}  {_verdict(run)}")
        lines += _changes(change) if change else []
    lines += ["", _green(history)]
    lines += [
        f"Line {line} of the history cannot be read: it was edited, or its run was stopped."
        for line in history.unreadable
    ]
    return "".join(f"{quieten(clean(line))}\n" for line in lines)


def _verdict(run: Run) -> str:
    summary = run.summary
    counted = ", ".join(
        plural(summary.get(name, 0), noun)
        for name, noun in (("errors", "error"), ("warnings", "warning"))
        if summary.get(name)
    )
    if run.verdict == "incomplete":
        counted = run.reason
    head = f"{run.verdict.upper()}{f': {counted}' if counted else ''}"
    if run.verdict == "pass":
        decided = summary.get("decided_warnings", 0)
        warnings = summary.get("warnings", 0) + decided
        head = f"PASS with {say_warnings(warnings, decided)}" if warnings else "PASS"
    return f"{head}  (some checks only)" if run.partial else head


def _changes(change: Changes) -> list[str]:
    changes = [
        ("fixed", change.fixed),
        ("decided", change.decided),
        ("new", change.new),
        ("other rows", change.changed),
        ("not checked", change.unchecked),
        ("files", change.files),
        ("rulebook", ("changed",) if change.rulebook else ()),
    ]
    lines = []
    for word, names in changes:
        if names:
            count = "" if word == "rulebook" else f"{len(names)}: "
            text = f"{word:<12}{count}{', '.join(names)}"
            lines += textwrap.wrap(
                text, WIDTH, initial_indent="     ", subsequent_indent=INSIDE + "   ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
    return lines or ["     nothing changed"]


def _green(history: History) -> str:
    green = time_to_green(history.runs)
    if green is None:
        return "No run of all checks has passed yet."
    first, passed, took = green
    if first == passed:
        return f"Time to green: none, run {first} passed at once."
    return f"Time to green: {_took(took)}, from run {first} to run {passed}."


def _took(took: dt.timedelta) -> str:
    """The two largest units: '3 days 4 hours', '12 minutes'."""
    seconds = int(took.total_seconds())
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    parts: list[tuple[int, str]] = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count or (parts and len(parts) < 2):
            parts.append((count, name))
    words = [plural(count, name) for count, name in parts[:2] if count]
    return " ".join(words) or "less than a second"


def render_json(history: History, name: str) -> str:
    """The same for programs."""
    runs = history.runs
    green = time_to_green(runs)
    data = {
        "format": FORMAT,
        "release": name,
        "runs": [
            {
                **to_builtins(run),
                "started": run.started.isoformat(),
                "changes": to_builtins(change) if change else None,
            }
            for run, change in zip(runs, changes(runs), strict=True)
        ],
        "seconds_to_green": green[2].total_seconds() if green else None,
        "unreadable_lines": history.unreadable,
    }
    return json.dumps(data, indent=2) + "\n"
