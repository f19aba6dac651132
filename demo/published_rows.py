"""From invented providers and inspections to the rows that are published."""

from __future__ import annotations

import datetime as dt
from typing import Final

from demo import published_files as files
from demo.authorities import SIF, Inspected
from demo.geography import Authority
from demo.inspections import WORDS, Inspection
from demo.providers import Provider
from demo.published_files import Row, Sheet, with_prefix
from demo.shapes import PERIOD_START, PREVIOUS_AS_AT, SECURE_HOME

REDACTED: Final = "REDACTED"
EXPLAINED: Final = "This worksheet contains one table, which begins in cell A4."
EMPTY_EXPLAINED: Final = (
    "Some cells are empty: the judgement is not part of the framework, "
    "or the local authority has no graded inspection yet."
)
TO_BE_GOOD_FROM: Final = dt.date(2017, 4, 1)
HEALTH_FROM: Final = dt.date(2019, 4, 1)


def providers_as_at(path: str, providers: list[Provider], as_at: dt.date) -> Sheet:
    """Lay out the providers that are active on a day, each with its latest full inspection.

    Parameters
    ----------
    path
        Where the file goes, below the release's folder.
    providers
        The providers active on the day.
    as_at
        The day.

    Returns
    -------
    Sheet
        With the banner over the header that published files have.
    """
    headers = (*files.PROVIDER, *files.EVENTS, *files.JUDGEMENTS)
    banner = [""] * len(headers)
    banner[0], banner[len(files.PROVIDER)] = "Provider information", "Latest Full Inspection"
    rows = [
        _provider(provider, as_at) | _inspection(provider, provider.latest_full(as_at))
        for provider in providers
    ]
    return Sheet(path, headers, rows, [banner])


def providers_in_year(path: str, providers: list[Provider], as_at: dt.date) -> Sheet:
    """Lay out every inspection of a provider in the period.

    Parameters
    ----------
    path
        Where the file goes, below the release's folder.
    providers
        All providers, those that left included.
    as_at
        The last day of the period.

    Returns
    -------
    Sheet
        One row per inspection.
    """
    own = (*files.EVENTS, *files.JUDGEMENTS)
    rows = [
        _provider(provider, as_at) | _inspection(provider, inspection)
        for provider in providers
        for inspection in provider.inspections
        if inspection.date >= PERIOD_START
    ]
    return Sheet(path, (*files.PROVIDER, *own), rows, written=with_prefix("Inspection", own))


def authorities_as_at(path: str, inspected: list[Inspected], as_at: dt.date) -> Sheet:
    """Lay out the local authorities of a day, each with its latest graded inspection.

    Parameters
    ----------
    path
        Where the file goes, below the release's folder.
    inspected
        The local authorities that exist on the day.
    as_at
        The day.

    Returns
    -------
    Sheet
        One row per local authority, graded or not.
    """
    rows = [_authority(place) | _la_inspection(place.latest_full(as_at)) for place in inspected]
    headers = (*files.AUTHORITY, *files.EVENTS, *files.AUTHORITY_JUDGEMENTS)
    title = f"Local authority inspection outcomes, England, as at {as_at:%-d %B %Y}"
    above = [[title], [EXPLAINED], [EMPTY_EXPLAINED]]
    return Sheet(path, headers, rows, above, with_prefix("Latest full inspection", files.EVENTS))


def authorities_in_year(path: str, inspected: list[Inspected]) -> Sheet:
    """Lay out every inspection of and visit to a local authority in the period.

    Parameters
    ----------
    path
        Where the file goes, below the release's folder.
    inspected
        All local authorities.

    Returns
    -------
    Sheet
        One row per inspection or visit.
    """
    judgements = files.AUTHORITY_JUDGEMENTS[:4]
    rows = [
        _authority(place) | _la_inspection(inspection)
        for place in inspected
        for inspection in place.in_period
    ]
    headers = (*files.AUTHORITY, *files.EVENTS, *judgements)
    above = [["Local authority inspections and visits in year, 1 April to 31 August 2021"]]
    return Sheet(path, headers, rows, above, with_prefix("Inspection", files.EVENTS))


def _provider(provider: Provider, as_at: dt.date) -> Row:
    place = provider.authority
    address = (provider.name, *provider.address, place.town, place.county, provider.postcode)
    name, address_1, address_2, town, county, postcode = (
        (REDACTED,) * 6 if provider.redacted else address
    )
    cells = (
        "Ofsted Social Care Provider Webpage", provider.urn, provider.linked_urn,
        provider.kind.provision_type, provider.registered,
        provider.status if as_at > PREVIOUS_AS_AT else "Active",
        name, address_1, address_2, town, county, postcode,
        place.ofsted_region, place.government_office_region, _name_on(place, as_at),
        provider.constituency, provider.sector, provider.places,
        "Short-break-only children's home" if provider.short_break else "", provider.owner,
    )  # fmt: skip
    return dict(zip(files.PROVIDER, cells, strict=True))


def _name_on(place: Authority, as_at: dt.date) -> str:
    """Name the local authority of a place on a day: Northamptonshire was split in April 2021."""
    split = place.valid_from == "2021-04-01" and as_at < PERIOD_START
    return "Northamptonshire" if split else place.name


def _event(inspection: Inspection) -> Row:
    cells = (inspection.event_type, inspection.date, inspection.published, inspection.number)
    return dict(zip(files.EVENTS, cells, strict=True))


def _inspection(provider: Provider, inspection: Inspection | None) -> Row:
    if inspection is None:
        return {}
    if not inspection.graded:
        return _event(inspection) | {files.OVERALL: inspection.outcome}
    overall, helped, leaders = (WORDS[grade] for grade in inspection.grades)
    row = _event(inspection)
    row |= {files.OVERALL: overall, files.HELPED: helped, files.LEADERS: leaders}
    if provider.kind.provision_type == SECURE_HOME:
        row[files.EDUCATION] = helped
        row[files.HEALTH] = helped if inspection.date >= HEALTH_FROM else ""
    return row


def _authority(inspected: Inspected) -> Row:
    place = inspected.authority
    cells = (
        "Ofsted Local Authority Webpage", place.name, inspected.urn, place.la_code,
        place.ofsted_region, place.government_office_region,
    )  # fmt: skip
    return dict(zip(files.AUTHORITY, cells, strict=True))


def _la_inspection(inspection: Inspection | None) -> Row:
    if inspection is None:
        return {}
    words = [_word(grade, inspection.date) for grade in inspection.grades]
    judgements: tuple[str, ...] = files.AUTHORITY_JUDGEMENTS[:4]
    if inspection.event_type == SIF:
        judgements = (
            files.EFFECTIVENESS, files.LEADERSHIP, files.HELP, files.IN_CARE, files.ADOPTION,
            files.CARE_LEAVERS,
        )  # fmt: skip
    return _event(inspection) | dict(zip(judgements, words, strict=False))


def _word(grade: int, inspected: dt.date) -> str:
    return "Requires improvement" if grade == 3 and inspected < TO_BE_GOOD_FROM else WORDS[grade]
