"""What the titles of files state of their release, for those who gave no date or period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.reading.clues import Clue, guess_as_at, guess_period
from qa_checks.reading.loaded import Loaded
from qa_checks.release import Release
from qa_checks.words import capitalise, list_words, show

Stated = TypeVar("Stated", dt.date, tuple[dt.date, dt.date])


def take_from_titles(release: Release, loaded: Loaded) -> tuple[Release, tuple[str, ...]]:
    """Fill in the date and the period of loose files, and say where they are from.

    Parameters
    ----------
    release
        As `check` has it. What it gives stays; a release.yml is left alone.

    Returns
    -------
    tuple
        The release, and a sentence for each thing that was taken, or that titles contradict.
    """
    if release.strict:
        return release, ()
    facts, notes = _complete(release.facts, title_clues(loaded, Role.RELEASE))
    before = release.previous_facts or ReleaseFacts("previous", "")
    before, notes_before = _complete(before, title_clues(loaded, Role.PREVIOUS))
    told = before.as_at or before.period_end
    return (
        replace(release, facts=facts, previous_facts=before if told else release.previous_facts),
        (*notes, *(f"Previous release: {note[:1].lower()}{note[1:]}" for note in notes_before)),
    )


def title_clues(loaded: Loaded, role: Role) -> list[Clue]:
    """The first title row of each known sheet of a release."""
    rows = loaded.connection.execute(
        "SELECT file, sheet, title FROM extract_sheets WHERE role = $1 ORDER BY _source", [role]
    ).fetchall()
    clues = []
    for file, sheet, title in rows:
        first = (title or "").split(" / ")[0]
        if first:
            clues.append(Clue(first, f"{file}, sheet {sheet}" if sheet else file))
    return clues


def _complete(facts: ReleaseFacts, clues: Sequence[Clue]) -> tuple[ReleaseFacts, list[str]]:
    """The facts with what titles state alone or all alike, and what is to be said of it."""
    notes: list[str] = []
    if facts.as_at is None:
        days = _first_of_each({clue: guess_as_at([clue])[0] for clue in clues})
        notes += _tell("as-at date", "as at", "--as-at", {show(day): days[day] for day in days})
        if len(days) == 1:
            facts = replace(facts, as_at=next(iter(days)))
    if facts.period_start is None and facts.period_end is None:
        periods = {clue: guess_period([clue]) for clue in clues}
        spans = _first_of_each({clue: span and span[:2] for clue, span in periods.items()})
        shown = {f"{show(start)} to {show(end)}": spans[start, end] for start, end in spans}
        notes += _tell("period", "period", "--period", shown)
        if len(spans) == 1:
            start, end = next(iter(spans))
            facts = replace(facts, period_start=start, period_end=end)
    return facts, notes


def _first_of_each(stated: Mapping[Clue, Stated | None]) -> dict[Stated, Clue]:
    """Everything that is stated, and the first title that does."""
    firsts: dict[Stated, Clue] = {}
    for clue, thing in stated.items():
        if thing is not None:
            firsts.setdefault(thing, clue)
    return firsts


def _tell(name: str, word: str, option: str, stated: dict[str, Clue]) -> list[str]:
    """What the titles state; several dates or periods are none."""
    if len(stated) > 1:
        given = list_words(list(stated))
        return [f"The titles give more than one {name}, {given}: {option} says which."]
    return [
        f"{capitalise(word)} {text}, as the title of {clue.where} says."
        for text, clue in stated.items()
    ]
