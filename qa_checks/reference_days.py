"""The days that a release is judged by: those that would leave checks with nothing to find."""

from __future__ import annotations

import datetime as dt

from qa_checks.days import a_year_after
from qa_checks.errors import QaChecksError, ReleaseError, UsageError
from qa_checks.model import ReleaseFacts
from qa_checks.release import Release
from qa_checks.words import show


def refuse_days_to_come(release: Release) -> None:
    """Refuse a date, a period or a publication cut-off that lies in the future.

    Raises
    ------
    UsageError, ReleaseError
        With the day, and the line of release.yml if there is one.
    """
    facts = release.facts
    given = [
        ("as_at", "as-at date", facts.as_at),
        ("period", "end of the period", facts.period_end),
        ("published_by", "publication cut-off", facts.published_by),
    ]
    for key, name, day in given:
        if day is not None and day > release.today:
            raise _refusal(
                release,
                key,
                f"The {name} is {show(day)}, which is in the future: today is "
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
    cut_off, last = release.facts.published_by, _last_day(release.facts)
    if cut_off is not None and last is not None and cut_off > a_year_after(last[1]):
        raise _refusal(
            release,
            "published_by",
            f"The publication cut-off is {show(cut_off)}, more than a year after the {last[0]}, "
            f"{show(last[1])}: no report could be too late for it.",
            "Give the last day on which a report may have been published to be counted.",
        )


def _last_day(facts: ReleaseFacts) -> tuple[str, dt.date] | None:
    days = [("as-at date", facts.as_at), ("end of the period", facts.period_end)]
    known = [(name, day) for name, day in days if day is not None]
    return max(known, key=lambda named: named[1], default=None)


def _refusal(release: Release, key: str, what: str, remedy: str) -> QaChecksError:
    if release.path is None:
        return UsageError(what, remedy=remedy)
    from qa_checks.catalogue.yaml_files import find_line

    return ReleaseError(
        what, where=f"{release.path}:{find_line(release.path, (key,))}", remedy=remedy
    )
