"""Sentences over the published files of 2025, each with the number of a cube that it means."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa_checks.claims.suggesting.counted_cubes import CountedCube, CubeOverTime, Fixed

REGIONS = (
    "East Midlands", "East of England", "London", "North East", "North West", "South East",
    "South West", "West Midlands", "Yorkshire and The Humber",
)  # fmt: skip
KINDS = {
    "Independent Fostering Agency": "independent fostering agencies",
    "Voluntary Adoption Agency": "voluntary adoption agencies",
    "Secure children's home": "secure children's homes",
    "Adoption Support Agency": "adoption support agencies",
    "Residential Family Centre": "residential family centres",
    "Supported accommodation": "supported accommodation providers",
}
SECTORS = {
    "Private": "private companies",
    "Voluntary": "voluntary organisations",
    "Local Authority": "local authorities",
}
GRADES = {1: "outstanding", 2: "good", 3: "requires improvement to be good", 4: "inadequate"}
EVENTS = {
    "Full inspection": "full inspections",
    "Monitoring inspection": "monitoring visits",
    "Assurance visit": "assurance visits",
}
HOMES = ("homes", (True,))


@dataclass(frozen=True)
class Meant:
    """The number of a cube that a sentence means, unrounded."""

    cube: str
    kind: str
    measure: str
    value: float
    year: int | None
    since: int | None = None


@dataclass
class Writer:
    """Writes sentences, each with one number; what it means is kept in the same order."""

    cubes: Mapping[str, CubeOverTime]
    chance: random.Random
    sentences: list[str] = field(default_factory=list)
    meant: list[Meant] = field(default_factory=list)

    def write(self, count: int) -> None:
        """Write so many sentences of all kinds in turn, none twice, and none about nothing."""
        ways: Sequence[Callable[[], None]] = (
            self.kinds, self.regions, self.sectors, self.share_of_sector, self.places,
            self.growth, self.more, self.grades, self.good, self.points, self.events,
            self.joiners, self.leavers, self.premises, self.in_year, self.before,
        )  # fmt: skip
        turn = 0
        while len(self.sentences) < count and turn < 20 * count:
            ways[turn % len(ways)]()
            turn += 1

    def kinds(self) -> None:
        kind = self._any(KINDS)
        fixed = (("provision_type", (kind,)),)
        self._count("register", "providers", fixed, f"There were {{}} {KINDS[kind]} on 31 March.")

    def regions(self) -> None:
        region = self._any(REGIONS)
        says = self._any(
            (f"{region} had {{}} children's homes.", f"There are {{}} homes in the {region}.")
        )
        self._count("register", "providers", (HOMES, ("region", (region,))), says)

    def sectors(self) -> None:
        sector = self._any(SECTORS)
        says = f"{SECTORS[sector].capitalize()} run {{}} children's homes."
        self._count("register", "providers", (HOMES, ("sector", (sector,))), says)

    def share_of_sector(self) -> None:
        sector, region = self._any(SECTORS), self._any(REGIONS)
        whole = (HOMES, ("region", (region,)))
        fixed = (HOMES, ("sector", (sector,)), ("region", (region,)))
        says = f"In the {region}, {SECTORS[sector]} run {{}} of children's homes."
        self._share("register", "providers", fixed, whole, says)

    def places(self) -> None:
        region = self._any(REGIONS)
        says = f"Children's homes in the {region} have {{}} places."
        self._count("register", "places", (HOMES, ("region", (region,))), says)

    def growth(self) -> None:
        region = self._any(REGIONS)
        fixed = (HOMES, ("region", (region,)))
        now, was = self._pair("register", "providers", fixed, 2021)
        value = 100 * (now - was) / was
        verb = "risen" if value > 0 else "fallen"
        says = f"Since 2021 the number of homes in the {region} has {verb} by {abs(value):.1f}%."
        self._keep(says, Meant("register", "growth", "providers", value, 2025, 2021))

    def more(self) -> None:
        kind = self._any(KINDS)
        now, was = self._pair("register", "providers", (("provision_type", (kind,)),), 2021)
        word = "more" if now > was else "fewer"
        if now != was and was:
            says = f"There were {abs(now - was):,.0f} {word} {KINDS[kind]} than in 2021."
            self._keep(says, Meant("register", "change", "providers", now - was, 2025, 2021))

    def grades(self) -> None:
        grade, region = self._any(GRADES), self._any(REGIONS)
        fixed = (("grade", (grade,)), HOMES, ("region", (region,)))
        says = f"In the {region} {{}} children's homes are judged {GRADES[grade]} at their latest."
        self._count("latest_judgements", "inspections", fixed, says)

    def good(self) -> None:
        kind = self._any(KINDS)
        whole: Fixed = (("provision_type", (kind,)),)
        fixed = (("grade", (1, 2)), *whole)
        says = f"{{}} of {KINDS[kind]} were judged good or outstanding."
        self._share("latest_judgements", "inspections", fixed, whole, says)

    def points(self) -> None:
        grade, year = self._any(GRADES), self._any((2021, 2024))
        part, whole = (("grade", (grade,)), HOMES), (HOMES,)
        now, was = self._pair("latest_judgements", "inspections", part, year)
        all_now, all_was = self._pair("latest_judgements", "inspections", whole, year)
        value = 100 * now / all_now - 100 * was / all_was
        verb = "rose" if value > 0 else "fell"
        says = (
            f"The share of homes judged {GRADES[grade]} {verb} by {abs(value):.1f} percentage "
            f"points since {year}."
        )
        meant = Meant("latest_judgements", "points", "inspections", value, 2025, year)
        self._keep(says, meant)

    def events(self) -> None:
        event = self._any(EVENTS)
        says = f"Inspectors carried out {{}} {EVENTS[event]} in the year."
        self._count("in_year_inspections", "inspections", (("event_type", (event,)),), says)

    def joiners(self) -> None:
        region = self._any(REGIONS)
        says = f"In the {region} {{}} children's homes joined in the year."
        self._count("joiners", "providers", (HOMES, ("region", (region,))), says)

    def leavers(self) -> None:
        region = self._any(REGIONS)
        says = f"In the {region} {{}} children's homes left in the year."
        self._count("leavers", "providers", (HOMES, ("region", (region,))), says)

    def premises(self) -> None:
        region = self._any(REGIONS)
        says = f"Supported accommodation has {{}} premises in the {region}."
        self._count("premises", "premises", (("region", (region,)),), says)

    def in_year(self) -> None:
        grade, kind = self._any(GRADES), self._any(KINDS)
        fixed = (("grade", (grade,)), ("provision_type", (kind,)))
        says = f"Of the {KINDS[kind]} inspected in the year {{}} were judged {GRADES[grade]}."
        self._count("in_year_judgements", "inspections", fixed, says)

    def before(self) -> None:
        region = self._any(REGIONS)
        fixed = (HOMES, ("region", (region,)))
        _, was = self._pair("register", "providers", fixed, 2021)
        says = f"In 2021 the {region} had {was:,.0f} children's homes."
        self._keep(says, Meant("register", "count", "providers", was, 2021))

    def _any(self, values: Any) -> Any:
        return self.chance.choice(list(values))

    def _in(self, cube: str, year: int) -> CountedCube:
        over_time = self.cubes[cube]
        snapshots = (over_time.now, *over_time.earlier)
        return next(s for s in snapshots if s.as_at is not None and s.as_at.year == year)

    def _pair(self, cube: str, measure: str, fixed: Fixed, year: int) -> tuple[float, float]:
        now = self._in(cube, 2025).count(measure, fixed)
        was = self._in(cube, year).count(measure, fixed)
        assert now is not None
        assert was is not None
        return now, was

    def _count(self, cube: str, measure: str, fixed: Fixed, says: str) -> None:
        number = self._in(cube, 2025).count(measure, fixed)
        if number:
            meant = Meant(cube, "count", measure, number, 2025)
            self._keep(says.format(f"{number:,.0f}"), meant)

    def _share(self, cube: str, measure: str, fixed: Fixed, whole: Fixed, says: str) -> None:
        part, total = (self._in(cube, 2025).count(measure, rows) for rows in (fixed, whole))
        if part and total:
            share = 100 * part / total
            self._keep(says.format(f"{share:.0f}%"), Meant(cube, "share", measure, share, 2025))

    def _keep(self, sentence: str, meant: Meant) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)
            self.meant.append(meant)
