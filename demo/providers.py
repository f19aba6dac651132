"""Invented providers: who they are, where, and since when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate, count, cycle
from random import Random
from typing import Final

from demo import shapes
from demo.geography import Authority
from demo.inspections import Inspection
from demo.name_stems import INWARD_LETTERS, QUARTERS, STEMS, STREETS
from demo.shapes import Kind
from demo.working_days import working_day

REDACTED_TYPES: Final = (shapes.HOME, shapes.SECURE_HOME, shapes.SCHOOL_HOME)
SCHOOLS: Final = ("Residential Special School", "Boarding School", "Further Education College")
JOINING: Final = {
    shapes.HOME: 110,
    "Independent Fostering Agency": 10,
    "Residential Family Centre": 5,
    "Adoption Support Agency": 5,
}


@dataclass(slots=True, eq=False)
class Provider:
    """One provider and every inspection it has had, oldest first."""

    kind: Kind
    authority: Authority
    sector: str
    registered: dt.date
    owner: str
    name: str
    address: tuple[str, str]
    postcode: str
    constituency: str
    places: int | None
    short_break: bool = False
    urn: str = ""
    linked_urn: str = ""
    status: str = "Active"
    left: bool = False
    inspections: list[Inspection] = field(default_factory=list)

    @property
    def redacted(self) -> bool:
        """Whether its name and address are withheld."""
        return self.kind.provision_type in REDACTED_TYPES

    @property
    def joined(self) -> bool:
        """Whether it was registered after the previous as-at date."""
        return self.registered > shapes.PREVIOUS_AS_AT

    def latest_full(self, until: dt.date) -> Inspection | None:
        """Its latest full inspection carried out by a day, if there is one."""
        full = [i for i in self.inspections if i.graded and i.date <= until]
        return max(full, key=lambda inspection: inspection.date, default=None)


class Owners:
    """Owners, each of one sector, a few with many providers."""

    def __init__(self, rng: Random) -> None:
        stems = list(STEMS)
        rng.shuffle(stems)
        self._rng = rng
        self._stems = cycle(stems)
        self._rounds: Counter[str] = Counter()
        self._schools = count(900_001, 37)
        self._groups = [f"{next(self._stems)} Care Group Limited" for _ in range(40)]
        self._weights = list(accumulate(200 / (rank + 4) for rank in range(40)))
        self._charities = [f"{next(self._stems)} Children's Charity" for _ in range(30)]
        self._hospitals = [f"{next(self._stems)} NHS Foundation Trust" for _ in range(5)]

    def number_school(self) -> str:
        """Give a school a number no other one has."""
        return str(next(self._schools))

    def name_for(self, noun: str) -> str:
        """Give a setting a name no other one has."""
        stem = next(self._stems)
        self._rounds[f"{stem} {noun}"] += 1
        number = self._rounds[f"{stem} {noun}"]
        return f"{stem} {noun}" if number == 1 else f"{stem} {noun} {QUARTERS[number - 2]}"

    def owner_of(self, kind: Kind, sector: str, authority: Authority, name: str) -> str:
        """Choose the organisation that owns a provider."""
        public = {
            "Local Authority": f"{authority.name} Council",
            "Health Authority": self._rng.choice(self._hospitals),
            "Academy": f"{name} Academy Trust",
        }
        if sector in public:
            return public[sector]
        if kind.provision_type != shapes.HOME:
            return f"{name} {'Limited' if sector == 'Private' else 'Association'}"
        if sector == "Voluntary":
            return self._rng.choice(self._charities)
        grouped = self._rng.random() < 0.45
        return self._group() if grouped else f"{self.name_for('Residential Care')} Limited"

    def _group(self) -> str:
        return self._rng.choices(self._groups, cum_weights=self._weights)[0]


def make_providers(rng: Random, authorities: list[Authority]) -> list[Provider]:
    """Invent every provider that is active on one of the two as-at dates.

    Parameters
    ----------
    rng
        Source of chance.
    authorities
        The local authorities they are spread over.

    Returns
    -------
    list of Provider
        With reference numbers, in no order, without inspections yet.
    """
    owners = Owners(rng)
    weights = _weights(rng, authorities)
    total = sum(kind.count + JOINING.get(kind.provision_type, 0) for kind in shapes.KINDS)
    places = iter(rng.choices(authorities, weights, k=total))
    providers = []
    for kind in shapes.KINDS:
        for number in range(kind.count + JOINING.get(kind.provision_type, 0)):
            registered = _registered(rng, kind, number)
            providers.append(_provider(rng, owners, kind, next(places), registered))
    providers.sort(key=lambda provider: provider.registered)
    _number(rng, providers)
    rng.shuffle(providers)
    return providers


def _weights(rng: Random, authorities: list[Authority]) -> list[float]:
    sizes = [
        rng.lognormvariate(0, 0.6) * (3.0 if a.county else 1.0) * (a.town != "St Mary's")
        for a in authorities
    ]
    regions = [authority.government_office_region for authority in authorities]
    totals = dict.fromkeys(regions, 0.0)
    for region, size in zip(regions, sizes, strict=True):
        totals[region] += size
    return [
        size * shapes.REGION_WEIGHTS[region] / totals[region]
        for region, size in zip(regions, sizes, strict=True)
    ]


def _registered(rng: Random, kind: Kind, number: int) -> dt.date:
    if number >= kind.count:
        return working_day(rng, shapes.PERIOD_START, dt.date(2021, 8, 20))
    if number >= kind.inspected:
        return working_day(rng, shapes.SUSPENDED_FROM, dt.date(2021, 3, 19))
    year = 2003 + int(16.4 * rng.betavariate(1.1, 0.9))
    return working_day(rng, dt.date(year, 1, 2), dt.date(year, 9 if year == 2019 else 12, 1))


def _provider(
    rng: Random, owners: Owners, kind: Kind, authority: Authority, registered: dt.date
) -> Provider:
    sector = rng.choices(tuple(kind.sectors), tuple(kind.sectors.values()))[0]
    name = owners.name_for(kind.noun)
    places = rng.choice(kind.places) if kind.places else None
    school = kind.provision_type.startswith(SCHOOLS)
    return Provider(
        kind=kind,
        authority=authority,
        sector=sector,
        registered=registered,
        owner=owners.owner_of(kind, sector, authority, name),
        name=name,
        address=(f"{rng.randint(1, 180)} {rng.choice(STREETS)}", ""),
        postcode=_postcode(rng, authority),
        constituency=f"{authority.name} {rng.choice(QUARTERS)}",
        places=places,
        short_break=kind.provision_type == shapes.HOME and rng.random() < 0.062,
        linked_urn=owners.number_school() if school else "",
    )


def _postcode(rng: Random, authority: Authority) -> str:
    letters = "".join(rng.choices(INWARD_LETTERS, k=2))
    return f"{authority.outward_code} {rng.randint(1, 9)}{letters}"


def _number(rng: Random, providers: list[Provider]) -> None:
    """Give reference numbers in the order of registration, in ranges no provider has."""
    old, new = 900_000, 9_000_000
    for provider in providers:
        if provider.registered < shapes.NEW_URNS_FROM:
            old += rng.randint(1, 40)
            provider.urn = f"SC{old}"
        else:
            new += rng.randint(1, 400)
            provider.urn = str(new)
