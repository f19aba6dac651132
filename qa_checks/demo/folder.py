"""The synthetic release as a folder: data, previous release, release files and README."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import Final

from qa_checks.demo import shapes, tables, texts
from qa_checks.demo.authorities import SIF, UNGRADED, Inspected, inspect_authorities
from qa_checks.demo.faults import FAULTS
from qa_checks.demo.geography import read_authorities
from qa_checks.demo.inspections import inspect_before, inspect_in_period, number_events
from qa_checks.demo.planting import Planted, plant
from qa_checks.demo.providers import Provider, make_providers
from qa_checks.demo.sheets import Sheet

SEED: Final = 20211116
SUSPENDED: Final = 13
AS_AT_FILE: Final = "data/providers_as_at_31_august_2021.csv"
IN_YEAR_FILE: Final = "data/providers_in_year_april_to_august_2021.csv"
LA_FILE: Final = "data/local_authorities_as_at_31_august_2021.xlsx"
LA_IN_YEAR_FILE: Final = "data/local_authority_inspections_in_year.csv"
PREVIOUS_AS_AT_FILE: Final = "data/providers_as_at_31_march_2021.csv"
PREVIOUS_LA_FILE: Final = "data/local_authorities_as_at_31_march_2021.xlsx"
BASIS: Final = {
    AS_AT_FILE: "latest",
    IN_YEAR_FILE: "in_year",
    LA_FILE: "latest",
    LA_IN_YEAR_FILE: "in_year",
}
PREVIOUS_BASIS: Final = {PREVIOUS_AS_AT_FILE: "latest", PREVIOUS_LA_FILE: "latest"}
TITLES: Final = {
    AS_AT_FILE: "every active provider with its latest full inspection",
    IN_YEAR_FILE: "every inspection of a provider in the period",
    LA_FILE: "every local authority with its latest graded inspection",
    LA_IN_YEAR_FILE: "every inspection of and visit to a local authority in the period",
}


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was invented."""

    providers: list[Provider]
    authorities: list[Inspected]


@dataclass(frozen=True, slots=True)
class Demo:
    """A release before it is written, as it is sent back corrected, and the release before it."""

    current: dict[str, Sheet]
    corrected: dict[str, Sheet]
    previous: list[Sheet]
    planted: list[Planted]
    decisions: str


def write(
    folder: Path, *, clean: bool = False, seed: int = SEED, release_id: str = texts.RELEASE_ID
) -> Path:
    """Write a synthetic release to a folder.

    Parameters
    ----------
    folder
        Where to write; made if it does not exist.
    clean
        Whether to leave out the planted faults.
    seed
        The same seed gives the same bytes.
    release_id
        The release's id, which names the folder of its reports.

    Returns
    -------
    pathlib.Path
        The release.yml.
    """
    demo = make(clean=clean, seed=seed)
    for sheet in demo.current.values():
        sheet.write(folder)
    for sheet in demo.corrected.values():
        sheet.path = sheet.path.replace("data/", "corrected/", 1)
        sheet.write(folder)
    for sheet in demo.previous:
        sheet.write(folder / "previous")
    before = {name: why for name, why in UNGRADED.items() if "April 2019" in why}
    for path, text in {
        "release.yml": texts.release_text(BASIS, UNGRADED, (152, 148), release_id),
        "previous/release.yml": texts.previous_text(PREVIOUS_BASIS, before, (151, 149)),
        "decisions.yml": demo.decisions,
        "checklist.yml": texts.CHECKLIST,
        "README.md": texts.readme_text(TITLES, demo.planted),
    }.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder / "release.yml"


def make(*, clean: bool = False, seed: int = SEED) -> Demo:
    """Invent a release, and plant the faults in it.

    Parameters
    ----------
    clean
        Whether to leave out the faults.
    seed
        The same seed gives the same release.

    Returns
    -------
    Demo
        The sheets, and where the faults are.
    """
    world = _invent(Random(seed))  # noqa: S311 - invented data, no secrets
    current = _current(world)
    corrected = {} if clean else _current(world)
    planted = [] if clean else plant(current, FAULTS)
    if corrected:
        plant(corrected, FAULTS, corrected=True)
    return Demo(current, corrected, _previous(world), planted, _decisions(world.authorities))


def _invent(rng: Random) -> World:
    current = read_authorities(shapes.AS_AT)
    names = {authority.name for authority in current}
    past = [a for a in read_authorities(shapes.PREVIOUS_AS_AT) if a.name not in names]
    providers = make_providers(rng, current)
    inspect_before(rng, providers)
    inspect_in_period(rng, providers)
    _change_status(rng, providers)
    authorities = inspect_authorities(rng, [*current, *past])
    histories = [p.inspections for p in providers] + [a.inspections for a in authorities]
    number_events(rng, chain.from_iterable(histories))
    return World(providers, authorities)


def _change_status(rng: Random, providers: list[Provider]) -> None:
    """Let some providers leave by the as-at date and suspend a few of the rest."""
    old = [provider for provider in providers if not provider.joined]
    changed = rng.sample(old, shapes.LEAVERS + SUSPENDED)
    for provider in changed[: shapes.LEAVERS]:
        provider.left = True
        provider.status = "Resigned" if rng.random() < 0.95 else "Cancelled"
    for provider in changed[shapes.LEAVERS :]:
        provider.status = "Suspended"


def _current(world: World) -> dict[str, Sheet]:
    day = shapes.AS_AT
    active = [provider for provider in world.providers if not provider.left]
    there = [one for one in world.authorities if one.authority.exists_on(day)]
    return {
        "providers as at": tables.providers_as_at(AS_AT_FILE, active, day),
        "providers in year": tables.providers_in_year(IN_YEAR_FILE, world.providers, day),
        "authorities as at": tables.authorities_as_at(LA_FILE, there, day),
        "authorities in year": tables.authorities_in_year(LA_IN_YEAR_FILE, there),
    }


def _decisions(authorities: list[Inspected]) -> str:
    """Accept that two frameworks stand side by side, on the inspections a report names."""
    old, changed = [], []
    for one in authorities:
        now = one.latest_full(shapes.AS_AT)
        before = one.latest_full(shapes.PREVIOUS_AS_AT)
        if now is None or before is None or not one.authority.exists_on(shapes.AS_AT):
            continue
        if now.event_type == SIF:
            old.append((now.date, one.urn, now.number))
        elif before.event_type == SIF and before.grades[0] != now.grades[0]:
            changed.append((now.date, one.urn, now.number))
    keys = [
        f"{min(found)[1]} / {min(found)[2]} / latest" if found else None for found in (old, changed)
    ]
    return texts.decisions_text(str(keys[0]), keys[1])


def _previous(world: World) -> list[Sheet]:
    day = shapes.PREVIOUS_AS_AT
    active = [provider for provider in world.providers if not provider.joined]
    there = [one for one in world.authorities if one.authority.exists_on(day)]
    there.sort(key=lambda one: one.authority.name)
    return [
        tables.providers_as_at(PREVIOUS_AS_AT_FILE, active, day),
        tables.authorities_as_at(PREVIOUS_LA_FILE, there, day),
    ]
