"""A change as a finding: a sentence with its values, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.comparing.matching import RepeatedKey, Side
from qa_checks.model.changes import Change, ChangeKind
from qa_checks.model.checks import Check, Finding, FindingPlace
from qa_checks.model.inputs import Role
from qa_checks.words import MASKED, grouped, list_some, list_words, reveal

ROWS_NAMED = 5


def finding_of(change: Change, check: Check, old: str, new: str) -> Finding:
    """The finding that a change is.

    Parameters
    ----------
    old, new
        What sentences call the two sides.
    """
    gone = change.kind is ChangeKind.GONE
    return check.find(
        _say(change, old, new),
        FindingPlace(change.file, change.sheet, change.row),
        change.column or None,
        change.key,
        None if gone else change.now,
        Role.PREVIOUS if gone else Role.RELEASE,
    )


def _say(change: Change, old: str, new: str) -> str:
    """Such as: SC000001: Sector was 'Private', is now 'Voluntary'."""
    if change.kind is ChangeKind.ADDED:
        return f"{change.key} is in {new} and not in {old}."
    if change.kind is ChangeKind.GONE:
        return f"{change.key} was in {old} and is not in {new}."
    before, now = quote(change.before), quote(change.now)
    return f"{change.key}: {change.column} was {before}, is now {now}."


def quote(text: str | None) -> str:
    """A value in quotation marks, with what nobody sees in it."""
    return "blank" if text is None else f"'{reveal(text)}'"


def say_repeated(key: str, repeated: RepeatedKey) -> str:
    """Where a key stands that a side has several times."""
    rows = [grouped(row) for row in repeated.rows]
    named = list_words(rows) if len(rows) <= ROWS_NAMED else list_some(rows, ROWS_NAMED)
    return f"{key} stands in rows {named} of {repeated.side.called}: none of them was compared."


def say_keyless(row: int, side: Side) -> str:
    """That a row of one side cannot be told from others."""
    return f"Row {grouped(row)} of {side.called} has no whole key: it was not compared."


def say_masked(titles: Sequence[str]) -> tuple[str, ...]:
    """That values of sensitive columns are not shown, said once; nothing where none is masked."""
    if not titles:
        return ()
    named = list_words([f"'{title}'" for title in titles])
    told = f"Values under {named} are sensitive: they are compared, and shown as {MASKED}."
    return (told,)
