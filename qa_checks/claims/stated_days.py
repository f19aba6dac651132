"""Whether the day or period that a claimed sentence states is that of the data its query reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.bound import HISTORY, PREVIOUS
from qa_checks.claims.claim_queries import Asker, Question
from qa_checks.claims.passages import Prose
from qa_checks.claims.relations import CUBES, HISTORY_CUBES, PREVIOUS_CUBES, PUBLISHED
from qa_checks.claims.rulings import JudgedClaim
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.texts import NumberState
from qa_checks.reading.loaded import Loaded
from qa_checks.texts.stated_times import StatedTime, find_stated_times
from qa_checks.words import list_words, show

A_YEAR = 366  # days
_FROM_ROWS = (NumberState.VERIFIED, NumberState.WRONG)
# A query with these looks at other days than the release's own.
_RECKONS = re.compile(
    r"\binterval\b|\bdate_\w+\s*\(|\b(?:year|month|quarter|lag|lead)\s*\(|\$\w+\s*[-+]",
    re.IGNORECASE,
)
_NO_YEAR = 9999
_CHOOSES = re.compile(r"\b(?:19|20)\d\d\b|date", re.IGNORECASE)  # the months by itself
_OF_DAYS = re.compile(r"date|day")
_SINCE = re.compile(
    r"(?: [a-z'-]{1,30}){0,4} (?P<since>since (?:[a-z]{3,9} )?(?P<year>(?:19|20)\d\d))\b"
)
_OTHER_TIMES = re.compile(r"year|month|quarter|time|term|period|previous|prior|last|earlier|before")


class StatedDay(Struct, frozen=True):
    """A time beside a number that a claim binds; ``reads`` says of which day the data is.

    It is empty where the time is that of the data. ``start`` and ``end`` are the place of the time
    in the text, or of the first day of a period where only that is another.
    """

    judged: JudgedClaim
    hole: str
    start: int
    end: int
    reads: str = ""


def find_stated_days(
    prose: Prose,
    claims: Sequence[JudgedClaim],
    questions: Mapping[Asker, Question],
    loaded: Loaded,
) -> Iterator[StatedDay]:
    """The times that stand beside numbers of claims, where it is clear which data a query reads."""
    bound = {
        place: (judged, ruling.hole)
        for judged in claims
        for ruling in judged.rulings
        for place in ruling.numbers
        if ruling.state in _FROM_ROWS
    }
    for time in find_stated_times(prose.plain, prose.sentences, prose.numbers):
        if time.number not in bound:
            continue
        judged, hole = bound[time.number]
        number = judged.claim.number
        asked = [
            questions[key] for key in ((number, "query"), (number, "empty")) if key in questions
        ]
        if not asked or any(_looks_elsewhere(question, time) for question in asked):
            continue
        read = [facts for question in asked for facts in _facts_read(question, loaded)]
        if read and all(facts.as_at or facts.period_end for facts in read):
            of_time = [facts for facts in read if _is_of(time, facts)]
            if not of_time:
                say = _say_period if time.months else _say_facts
                yield StatedDay(judged, hole, time.start, time.end, _say(read, say))
            elif (first := time.first) and not any(_begins_with(time, facts) for facts in of_time):
                yield StatedDay(judged, hole, first.start, first.end, _say(of_time, _say_period))
            else:
                yield StatedDay(judged, hole, time.start, time.end)


def find_records(
    prose: Prose,
    claims: Sequence[JudgedClaim],
    questions: Mapping[Asker, Question],
    loaded: Loaded,
) -> Iterator[StatedDay]:
    """The highest since 2019: whether a query reads a release that is as old."""
    for judged in claims:
        number = judged.claim.number
        for ruling in judged.rulings:
            since = _SINCE.match(prose.plain, ruling.end) if ruling.concludes else None
            question = questions.get((number, "query"))
            if since is None or question is None or ruling.state is not NumberState.VERIFIED:
                continue
            year = int(since["year"])
            time = StatedTime(since.start("since"), since.end(), -1, years=(year, year))
            columns = {reference[-1] for reference in question.names.columns}
            if _looks_elsewhere(question, time) or any(map(_OF_DAYS.search, columns)):
                continue
            read = list(_facts_read(question, loaded))
            days = [facts.period_start or facts.as_at for facts in read]
            if read and all(days):
                old = any(day is not None and day.year <= year for day in days)
                reads = "" if old else _say(read, _say_facts)
                yield StatedDay(judged, ruling.hole, time.start, time.end, reads)


def _looks_elsewhere(question: Question, time: StatedTime) -> bool:
    """Whether a query may pick the rows of the day that is stated by itself."""
    if any(table.startswith(PUBLISHED) for table in question.tables):
        return True
    if time.months and _CHOOSES.search(question.sql):
        return True
    year = time.day.year if time.day else time.years[0] if time.years else _NO_YEAR
    first = time.first.day.year if time.first else year
    if any(f"{named}" in question.sql for named in (first, year, year + 1)):
        return True
    columns = {reference[-1] for reference in question.names.columns}
    return any(map(_OTHER_TIMES.search, columns)) or bool(_RECKONS.search(question.sql))


def _facts_read(question: Question, loaded: Loaded) -> Iterator[ReleaseFacts]:
    """What each release that a query reads says of itself."""
    for table in question.tables:
        if table.startswith((HISTORY, HISTORY_CUBES)):
            yield from (snapshot.facts for snapshot in loaded.earlier)
        elif table.startswith((PREVIOUS, PREVIOUS_CUBES)):
            yield loaded.previous.facts
        elif table.startswith(CUBES) or "." not in table:
            yield loaded.release.facts


def _is_of(time: StatedTime, facts: ReleaseFacts) -> bool:
    """Whether a time is a day of a release, or names the years of its period, or one of them."""
    start, end = facts.period_start, facts.period_end
    if time.months:
        return start is None or end is None or time.months == (start.month, end.month)
    if time.years is None:
        return time.day in (facts.as_at, start, end, facts.published_by)
    if time.years[0] == time.years[1]:
        return facts.covers(time.years[0], time.month or 0)
    if start and end and start.year < end.year:
        return time.years == (start.year, end.year)
    return any(day is not None and day.year in time.years for day in (facts.as_at, end))


def _begins_with(time: StatedTime, facts: ReleaseFacts) -> bool:
    """Whether a period begins where that of a release does, or so much earlier that it is meant.

    Inspections under a framework are counted from its first day on.
    """
    start = facts.period_start
    if time.first is None or start is None or time.day != facts.period_end:
        return True
    return time.first.day == start or (start - time.first.day).days > A_YEAR


def _say(read: Sequence[ReleaseFacts], say: Callable[[ReleaseFacts], str]) -> str:
    """The releases that are read: 'the release as at 31/03/2022', or 'of 01/04/2021 to …'."""
    days = list(dict.fromkeys(map(say, read)))
    return f"the {'releases' if len(days) > 1 else 'release'} {list_words(days)}"


def _say_facts(facts: ReleaseFacts) -> str:
    return f"as at {show(facts.as_at)}" if facts.as_at else _say_period(facts)


def _say_period(facts: ReleaseFacts) -> str:
    since = f"{show(facts.period_start)} to " if facts.period_start else "the period to "
    return f"of {since}{show(facts.period_end)}"
