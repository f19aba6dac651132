"""The days that a release is judged by: those that would leave checks with nothing to find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qa_checks.days import a_year_after
from qa_checks.errors import QaChecksError, ReleaseError, UsageError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.release import Release
from qa_checks.words import show


def refuse_days_to_come(release: Release) -> None:
    """Refuse a date, a period or a publication cut-off that lies in the future.

    Raises
    ------
    UsageError, ReleaseError
        With the day, and the line of release.yml if there is one.
    """
    for of, facts in _releases(release):
        given = [
            ("as_at", "as-at date", facts.as_at),
            ("period", "end of the period", facts.period_end),
            ("published_by", "publication cut-off", facts.published_by),
        ]
        for key, name, day in given:
            if day is not None and day > release.today:
                raise _refusal(
                    release,
                    "" if of else key,
                    f"The {name}{of} is {show(day)}, which is in the future: today is "
                    f"{show(release.today)}.",
                    "Give the day up to which the data go.",
                )


def refuse_late_cut_off(release: Release) -> None:
    """Refuse a publication cut-off more than a year after the day that the data are as at.

    Raises
    ------
    UsageError, ReleaseError
        With both days, and the line of release.yml if there is one.
    """
    for of, facts in _releases(release):
        cut_off, last = facts.published_by, _last_day(facts)
        if cut_off is not None and last is not None and cut_off > a_year_after(last[1]):
            raise _refusal(
                release,
                "" if of else "published_by",
                f"The publication cut-off{of} is {show(cut_off)}, more than a year after the "
                f"{last[0]}, {show(last[1])}: no report could be too late for it.",
                "Give the last day on which a report may have been published to be counted.",
            )


def refuse_exchanged(release: Release) -> None:
    """Refuse a release that is compared with a later one: all that is said would be reversed.

    Raises
    ------
    UsageError
        If the previous release is of a later day.
    """
    before, now = release.previous_facts, release.facts
    if before is None:
        return
    for name, old, new in (
        ("as at", before.as_at, now.as_at),
        ("of the period to", before.period_end, now.period_end),
    ):
        if old is None or new is None:
            continue
        if old > new:
            raise UsageError(
                f"OLD is {name} {show(old)}, later than NEW, {name} {show(new)}.",
                remedy="Exchange the two: `qa-checks compare OLD NEW` takes the earlier one first.",
            )
        return


def _releases(release: Release) -> Iterator[tuple[str, ReleaseFacts]]:
    """The release and those before it, each with what tells it in a sentence."""
    yield "", release.facts
    if release.previous_facts:
        yield " of the previous release", release.previous_facts
    for facts in release.history:
        yield f" of the earlier release '{facts.id}'", facts


def _last_day(facts: ReleaseFacts) -> tuple[str, dt.date] | None:
    days = [("as-at date", facts.as_at), ("end of the period", facts.period_end)]
    known = [(name, day) for name, day in days if day is not None]
    return max(known, key=lambda named: named[1], default=None)


def _refusal(release: Release, key: str, what: str, remedy: str) -> QaChecksError:
    if release.path is None:
        return UsageError(what, remedy=remedy)
    from qa_checks.catalogue.yaml_files import find_line

    line = f":{find_line(release.path, (key,))}" if key else ""
    return ReleaseError(what, where=f"{release.path}{line}", remedy=remedy)
