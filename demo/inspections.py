"""Invented inspections of providers: their days, outcomes and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Final

from demo import shapes
from demo.working_days import publication_day, working_day

if TYPE_CHECKING:
    from demo.providers import Provider

WORDS: Final = ("", "Outstanding", "Good", "Requires improvement to be good", "Inadequate")
INTERIM_WORDS: Final = ("Sustained effectiveness",) * 5 + (
    "Improved effectiveness",
    "Improved effectiveness",
    "Declined effectiveness",
)
FIRST_AFTER: Final = dt.timedelta(150)
FIRST_EVENT_NUMBER: Final = 50_000_000


@dataclass(slots=True, eq=False)
class Inspection:
    """One event: ``grades`` holds the overall grade first, nothing where none is given."""

    event_type: str
    date: dt.date
    published: dt.date
    grades: tuple[int, ...] = ()
    outcome: str = ""
    number: str = ""

    @property
    def graded(self) -> bool:
        """Whether it is a full inspection with grades."""
        return bool(self.grades)


def inspect_before(rng: Random, providers: list[Provider]) -> None:
    """Give each provider that was inspected by the previous release its latest inspection.

    Parameters
    ----------
    rng
        Source of chance.
    providers
        Those without an inspection registered since the suspension stay without.
    """
    grades, weights = tuple(shapes.BEFORE), tuple(accumulate(shapes.BEFORE.values()))
    for provider in providers:
        if provider.registered >= shapes.SUSPENDED_FROM:
            continue
        day = _day_before(rng, provider)
        published = publication_day(rng, day, shapes.PREVIOUS_PUBLISHED_BY)
        combination = rng.choices(grades, cum_weights=weights)[0]
        provider.inspections.append(Inspection("Full inspection", day, published, combination))


def inspect_in_period(rng: Random, providers: list[Provider]) -> None:
    """Carry out the inspections of the release's period.

    Parameters
    ----------
    rng
        Source of chance.
    providers
        All providers; a leaver is inspected like any other before it leaves.
    """
    for kind in shapes.KINDS:
        pool = [p for p in providers if p.kind is kind and p.registered < dt.date(2020, 10, 1)]
        chosen = rng.sample(pool, kind.full)
        for provider in chosen:
            _inspect_fully(rng, provider)
        _monitor(rng, kind.monitoring, chosen, pool)
    _visit(rng, [p for p in providers if _is_quiet(p)])


def number_events(rng: Random, inspections: Iterable[Inspection]) -> None:
    """Give event numbers that increase with the day of the inspection.

    Parameters
    ----------
    rng
        Source of chance.
    inspections
        Every inspection of providers and local authorities.
    """
    number = FIRST_EVENT_NUMBER
    for inspection in sorted(inspections, key=lambda inspection: inspection.date):
        number += rng.randint(1, 40)
        inspection.number = str(number)


def _day_before(rng: Random, provider: Provider) -> dt.date:
    years = provider.kind.years
    while True:
        year = rng.choices(tuple(years), tuple(years.values()))[0]
        first = max(dt.date(year, 4 if year == 2017 else 1, 3), provider.registered + FIRST_AFTER)
        last = min(dt.date(year, 12, 20), shapes.SUSPENDED_FROM - dt.timedelta(1))
        if first + dt.timedelta(7) < last:
            return working_day(rng, first, last)


def _inspect_fully(rng: Random, provider: Provider) -> None:
    first = max(shapes.RESUMED, provider.registered + FIRST_AFTER)
    day = working_day(rng, first, shapes.AS_AT)
    published = publication_day(rng, day, shapes.PUBLISHED_BY)
    grades = rng.choices(tuple(shapes.NOW), tuple(shapes.NOW.values()))[0]
    provider.inspections.append(Inspection("Full inspection", day, published, grades))


def _monitor(rng: Random, count: int, chosen: list[Provider], pool: list[Provider]) -> None:
    """Return to the inadequate ones within eight weeks, then to others."""
    last = shapes.AS_AT - dt.timedelta(22)
    inadequate = [p for p in chosen if p.inspections[-1].grades[0] == 4]
    urgent = [p for p in inadequate if p.inspections[-1].date <= last][:count]
    for provider in urgent:
        judged = provider.inspections[-1].date
        first, by = judged + dt.timedelta(21), judged + dt.timedelta(54)
        _add(rng, provider, "Monitoring inspection", (first, min(by, shapes.AS_AT)))
    quiet = [p for p in pool if _is_quiet(p)]
    for provider in rng.sample(quiet, min(count - len(urgent), len(quiet))):
        _add(rng, provider, "Monitoring inspection", (shapes.RESUMED, shapes.AS_AT))


def _visit(rng: Random, quiet: list[Provider]) -> None:
    """Add the rare events: interim inspections, assurance visits, emergencies."""
    secure = [p for p in quiet if p.kind.provision_type == shapes.SECURE_HOME]
    homes = [p for p in quiet if p.kind.provision_type == shapes.HOME]
    half = min(shapes.INTERIM // 2, len(secure))
    interim = secure[:half] + rng.sample(homes, shapes.INTERIM - half)
    for provider, outcome in zip(interim, INTERIM_WORDS, strict=True):
        _add(rng, provider, "Interim inspection", (dt.date(2021, 5, 4), shapes.AS_AT), outcome)
    rest = [p for p in homes if p not in interim]
    others = rng.sample(rest, shapes.ASSURANCE + shapes.EMERGENCY)
    for provider in others[: shapes.ASSURANCE]:
        _add(rng, provider, "Assurance visit", (dt.date(2021, 4, 6), dt.date(2021, 4, 30)))
    for provider in others[shapes.ASSURANCE :]:
        _add(rng, provider, "Emergency inspection", (shapes.RESUMED, shapes.AS_AT))


def _add(
    rng: Random,
    provider: Provider,
    event_type: str,
    between: tuple[dt.date, dt.date],
    outcome: str = "",
) -> None:
    day = working_day(rng, *between)
    published = publication_day(rng, day, shapes.PUBLISHED_BY)
    provider.inspections.append(Inspection(event_type, day, published, outcome=outcome))


def _is_quiet(provider: Provider) -> bool:
    """Say whether nothing has happened to an inspected provider in the period so far."""
    return bool(provider.inspections) and provider.inspections[-1].date < shapes.PERIOD_START
