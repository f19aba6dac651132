"""Invented inspections of real local authorities' children's services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Final

from demo import shapes
from demo.geography import Authority
from demo.inspections import Inspection
from demo.working_days import monday, publication_day

UNGRADED: Final = {
    "North Northamptonshire": "formed 1 April 2021",
    "West Northamptonshire": "formed 1 April 2021",
    "Bournemouth, Christchurch & Poole": "formed 1 April 2019, not yet inspected",
    "Dorset": "boundary changed 1 April 2019, not yet inspected",
}
SIF: Final = "Single inspection"
STANDARD: Final = "Standard inspection"
SHORT: Final = "Short inspection"
FOCUSED: Final = "Focused visit"
MONITORING: Final = "Monitoring visit"
TUESDAY: Final = dt.timedelta(1)


@dataclass(slots=True, eq=False)
class Inspected:
    """One local authority and its inspections, oldest first."""

    authority: Authority
    urn: str
    inspections: list[Inspection] = field(default_factory=list)

    def latest_full(self, until: dt.date) -> Inspection | None:
        """Find the latest graded inspection carried out by a day, if there is one."""
        full = [i for i in self.inspections if i.graded and i.date <= until]
        return max(full, key=lambda inspection: inspection.date, default=None)

    @property
    def in_period(self) -> list[Inspection]:
        """What happened in the release's period."""
        return [i for i in self.inspections if i.date >= shapes.PERIOD_START]


def inspect_authorities(rng: Random, authorities: list[Authority]) -> list[Inspected]:
    """Give every local authority its inspections.

    Parameters
    ----------
    rng
        Source of chance.
    authorities
        Those of both as-at dates.

    Returns
    -------
    list of Inspected
        In the given order; the four without a grade have no graded inspection.
    """
    everyone = [Inspected(a, _urn(n, a)) for n, a in enumerate(authorities, 1)]
    graded = [i for i in everyone if i.authority.name not in UNGRADED]
    lasting = [i for i in graded if not _ends_before_now(i.authority)]
    old = set(rng.sample(lasting, shapes.SIF_COUNT + shapes.LA_FULL // 2))
    for inspected in graded:
        inspected.inspections.append(_sif(rng) if inspected in old else _ilacs_before(rng))
    renewed = rng.sample(sorted(old, key=lambda i: i.urn), shapes.LA_FULL // 2)
    others = [i for i in lasting if i not in old and i.inspections[0].date.year == 2018]
    renewed += rng.sample(others, shapes.LA_FULL - len(renewed))
    for inspected in renewed:
        inspected.inspections.append(_ilacs_now(rng, inspected.inspections[0]))
    _visit(rng, [i for i in lasting if i not in renewed])
    return everyone


def _urn(number: int, authority: Authority) -> str:
    return f"99{number:05d}" if authority.valid_from >= "2019-04-01" else f"99{number:03d}"


def _ends_before_now(authority: Authority) -> bool:
    return bool(authority.valid_to) and authority.valid_to < shapes.AS_AT.isoformat()


def _full(rng: Random, event_type: str, day: dt.date, grades: tuple[int, ...]) -> Inspection:
    cut_off = shapes.PUBLISHED_BY if day >= shapes.PERIOD_START else shapes.PREVIOUS_PUBLISHED_BY
    return Inspection(event_type, day, publication_day(rng, day, cut_off), grades)


def _sif(rng: Random) -> Inspection:
    grades = rng.choices(tuple(shapes.SIF_GRADES), tuple(shapes.SIF_GRADES.values()))[0]
    return _full(rng, SIF, monday(rng, dt.date(2016, 2, 1), dt.date(2017, 10, 30)), grades)


def _ilacs_before(rng: Random) -> Inspection:
    grades = rng.choices(tuple(shapes.ILACS_GRADES), tuple(shapes.ILACS_GRADES.values()))[0]
    event_type = SHORT if grades[0] <= 2 and rng.random() < 0.55 else STANDARD
    return _full(rng, event_type, monday(rng, dt.date(2018, 1, 15), dt.date(2020, 3, 9)), grades)


def _ilacs_now(rng: Random, before: Inspection) -> Inspection:
    grades = rng.choices(tuple(shapes.ILACS_GRADES), tuple(shapes.ILACS_GRADES.values()))[0]
    event_type = SHORT if before.grades[0] <= 2 else STANDARD
    return _full(rng, event_type, monday(rng, dt.date(2021, 5, 10), dt.date(2021, 7, 26)), grades)


def _visit(rng: Random, quiet: list[Inspected]) -> None:
    """Monitor the inadequate ones, look at one theme in some of the others."""
    inadequate = [i for i in quiet if i.inspections[0].grades[0] == 4]
    for number in range(shapes.LA_MONITORING):
        months = ((4, 12, 5, 28), (6, 21, 7, 30))[number // len(inadequate) % 2]
        _add(rng, inadequate[number % len(inadequate)], MONITORING, months)
    others = [i for i in quiet if i not in inadequate]
    for inspected in rng.sample(others, shapes.LA_FOCUSED):
        _add(rng, inspected, FOCUSED, (4, 12, 7, 30))


def _add(
    rng: Random, inspected: Inspected, event_type: str, days: tuple[int, int, int, int]
) -> None:
    first, last = dt.date(2021, *days[:2]), dt.date(2021, *days[2:])
    day = monday(rng, first, last) + TUESDAY
    published = publication_day(rng, day, shapes.PUBLISHED_BY)
    inspected.inspections.append(Inspection(event_type, day, published))
