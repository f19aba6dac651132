"""Which of two releases is the later one, where both say of what day they are."""

from __future__ import annotations

from qa_checks.errors import UsageError
from qa_checks.release import Release
from qa_checks.words import show


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
