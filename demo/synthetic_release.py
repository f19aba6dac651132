"""The synthetic release: data, previous release, release files and README."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Final

from demo import main_findings, published_rows, published_tables, release_texts, shapes
from demo.authorities import SIF, UNGRADED, Inspected, inspect_authorities
from demo.faults import FAULTS
from demo.geography import read_authorities
from demo.inspections import inspect_before, inspect_in_period, number_events
from demo.planting import Planted, plant
from demo.providers import Provider, make_providers
from demo.published_files import Sheet
from demo.release_texts import RELEASE_ID

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
    published_tables.PATH: published_tables.TITLE,
    main_findings.PATH: main_findings.TITLE,
}


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was invented."""

    providers: list[Provider]
    authorities: list[Inspected]


@dataclass(frozen=True, slots=True)
class Decided:
    """A finding that the second analyst accepted before the release was sent."""

    check: str
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A release before it is written, as it is sent back corrected, and the release before it.

    ``tables`` and ``corrected_tables`` are what its published tables hold, ``findings`` and
    ``corrected_findings`` its main findings, ``earlier_findings`` those of the release before.
    """

    current: list[Sheet]
    tables: bytes
    corrected: list[Sheet]
    corrected_tables: bytes
    findings: str
    corrected_findings: str
    earlier_findings: str
    previous: list[Sheet]
    planted: list[Planted]
    decisions: list[Decided]


def contents(*, clean: bool = False, seed: int = SEED) -> dict[str, bytes]:
    """Give every file of a synthetic release.

    Parameters
    ----------
    clean
        Whether to leave out the planted faults.
    seed
        The same seed gives the same bytes.

    Returns
    -------
    dict
        Path below the release's folder to what the file holds.
    """
    demo = make(clean=clean, seed=seed)
    before = {name: why for name, why in UNGRADED.items() if "April 2019" in why}
    release_id = f"{RELEASE_ID}-clean" if clean else RELEASE_ID
    texts = {
        "release.yml": release_texts.release_text(BASIS, UNGRADED, (152, 148), release_id),
        "previous/release.yml": release_texts.previous_text(PREVIOUS_BASIS, before, (151, 149)),
        "decisions.yml": release_texts.DECISIONS,
        "checklist.yml": release_texts.CHECKLIST,
        "README.md": release_texts.readme_text(TITLES, demo.planted),
        "tables.yml": published_tables.DECLARATION,
        main_findings.CLAIMS_PATH: main_findings.CLAIMS,
        main_findings.PATH: demo.findings,
        main_findings.EARLIER_PATH: demo.earlier_findings,
        "previous/claims.yml": main_findings.EARLIER_CLAIMS,
    }
    corrected = {_corrected(sheet.path): sheet for sheet in demo.corrected}
    sheets = {
        **{sheet.path: sheet for sheet in demo.current},
        **corrected,
        **{f"previous/{sheet.path}": sheet for sheet in demo.previous},
    }
    tables = {published_tables.PATH: demo.tables}
    if demo.corrected:
        tables[_corrected(published_tables.PATH)] = demo.corrected_tables
        texts[_corrected(main_findings.PATH)] = demo.corrected_findings
    return {
        **{path: sheet.content() for path, sheet in sheets.items()},
        **tables,
        **{path: text.encode() for path, text in texts.items()},
    }


def _corrected(path: str) -> str:
    return path.replace("data/", "corrected/", 1)


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
    previous = _previous(world)
    figures = main_findings.count_findings(current, previous[0])
    right = main_findings.write_findings(figures)
    findings, wrong_findings = main_findings.plant_in_findings(figures)
    corrected = {} if clean else _current(world)
    planted = [] if clean else plant(current, FAULTS)
    if corrected:
        plant(corrected, FAULTS, corrected=True)
    tables = published_tables.count_tables(current, previous[0])
    corrected_tables = published_tables.count_tables(corrected or current, previous[0])
    if not clean:
        planted = [*published_tables.plant_in_tables(tables), *wrong_findings, *planted]
    return Demo(
        [*current.values()],
        published_tables.write_tables(tables),
        [*corrected.values()],
        published_tables.write_tables(corrected_tables),
        right if clean else findings,
        right,
        main_findings.write_earlier_findings(figures),
        previous,
        planted,
        _decisions(world.authorities),
    )


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
    there = [place for place in world.authorities if place.authority.exists_on(day)]
    return {
        "providers as at": published_rows.providers_as_at(AS_AT_FILE, active, day),
        "providers in year": published_rows.providers_in_year(IN_YEAR_FILE, world.providers, day),
        "authorities as at": published_rows.authorities_as_at(LA_FILE, there, day),
        "authorities in year": published_rows.authorities_in_year(LA_IN_YEAR_FILE, there),
    }


def _decisions(authorities: list[Inspected]) -> list[Decided]:
    """Accept that two frameworks stand side by side, on the inspections a report names."""
    old, changed = [], []
    for place in authorities:
        now = place.latest_full(shapes.AS_AT)
        before = place.latest_full(shapes.PREVIOUS_AS_AT)
        if now is None or before is None or not place.authority.exists_on(shapes.AS_AT):
            continue
        if now.event_type == SIF:
            old.append((now.date, place.urn, now.number))
        elif before.event_type == SIF and before.grades[0] != now.grades[0]:
            changed.append((now.date, place.urn, now.number))
    about = (
        ("FRM003", old, release_texts.OLD_FRAMEWORK),
        ("FRM005", changed, release_texts.ACROSS_FRAMEWORKS),
    )
    return [
        Decided(check, f"{min(events)[1]} / {min(events)[2]} / latest", reason)
        for check, events, reason in about
        if events
    ]


def _previous(world: World) -> list[Sheet]:
    day = shapes.PREVIOUS_AS_AT
    active = [provider for provider in world.providers if not provider.joined]
    there = [place for place in world.authorities if place.authority.exists_on(day)]
    there.sort(key=lambda place: place.authority.name)
    return [
        published_rows.providers_as_at(PREVIOUS_AS_AT_FILE, active, day),
        published_rows.authorities_as_at(PREVIOUS_LA_FILE, there, day),
    ]
