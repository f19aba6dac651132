"""Tells kinds of file with the same columns apart: by what a file says of itself, then by its rows.

What is said weighs more than what the rows do: a provider listed twice is a fault of a file of the
latest inspections, and no sign that it is one of the inspections in a year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from qa_checks.catalogue.layouts import Layout
from qa_checks.model.inputs import Input
from qa_checks.reading.clues import Clue, guess_as_at, guess_period
from qa_checks.reading.headers import Match, clues_of, count_clues
from qa_checks.reading.intake import Intake
from qa_checks.reading.wide import Wide

REPEATED_SHARE = 0.02
ROWS = "rows"
TWO_KINDS = "two kinds"
UNLIKE_OPTION = "unlike the option"
MOSTLY_REPEATED, MANY_REPEATED = 0.2, 10  # share and number of rows: more than mistakes


def choose_view(
    intake: Intake, matches: Sequence[Match], wide: Wide, entry: Input, fact: str | None
) -> tuple[Match, str]:
    """The match a sheet is meant to be, and what tells it.

    Parameters
    ----------
    matches
        Those that fit equally well, by columns and by words of the title and the header.
    fact
        The one that is given of the release where only one is, ``as_at`` or ``period``.

    Returns
    -------
    tuple
        The match; and ``columns``, ``title``, ``name``, ``option`` or ``rows``, or ``two kinds``
        where title and header name more than one, or ``unlike the option`` where only an option
        tells one, and the rows are those of another kind.
    """
    if len(matches) == 1:
        return matches[0], "columns"
    stated = _fact_of(Clue(matches[0].title.split(" / ")[0], "title"))
    name = f"{PurePath(entry.path).stem} {entry.sheet or ''}"
    tests: dict[str, Callable[[Layout], bool]] = {
        "title": lambda layout: stated is not None and layout.told_by == stated,
        "name": lambda layout: count_clues(layout, name) > 0,
        "option": lambda layout: fact is not None and layout.told_by == fact,
    }
    for told_by, holds in tests.items():
        fitting = [match for match in matches if holds(match.layout)]
        if len(fitting) == 1:
            other = _find_unlike(intake, matches, wide, fitting[0])
            if other is not None and told_by == "option":
                return other, UNLIKE_OPTION
            return fitting[0], TWO_KINDS if clues_of(matches[0]) else told_by
    return _choose_by_rows(intake, matches, wide), TWO_KINDS if clues_of(matches[0]) else ROWS


def _fact_of(title: Clue) -> str | None:
    """Whether a title states a date or a period; neither where it states both."""
    stated = {"as_at": guess_as_at([title])[0], "period": guess_period([title])}
    facts = [fact for fact, value in stated.items() if value is not None]
    return facts[0] if len(facts) == 1 else None


def _find_unlike(
    intake: Intake, matches: Sequence[Match], wide: Wide, chosen: Match
) -> Match | None:
    """A kind whose rows repeat, if more of them do than mistakes could, and in the chosen none."""
    for match in matches if chosen.layout.repeats_rows is None else ():
        rows, repeated = _count_repeated(intake, match, wide)
        if repeated >= MANY_REPEATED and repeated / rows >= MOSTLY_REPEATED:
            return match
    return None


def _choose_by_rows(intake: Intake, matches: Sequence[Match], wide: Wide) -> Match:
    """Guess by whether one column's values repeat."""
    for match in matches:
        rows, repeated = _count_repeated(intake, match, wide)
        if rows and repeated / rows >= REPEATED_SHARE:
            return match
    return next((match for match in matches if match.layout.repeats_rows is None), matches[0])


def _count_repeated(intake: Intake, match: Match, wide: Wide) -> tuple[int, int]:
    """Values of the column that repeats in files of a kind, and how many repeat another."""
    column = match.layout.repeats_rows
    item = next((c for c in wide.columns if c.target.column == column), None)
    if column is None or item is None:
        return 0, 0
    [(total, distinct)] = intake.connection.execute(
        f'SELECT count("{item.name}"), count(DISTINCT "{item.name}") FROM {wide.name}'
    ).fetchall()
    return total, total - distinct
