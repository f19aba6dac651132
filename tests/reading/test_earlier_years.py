"""Headers and words of earlier years: what was published then is read, and its faults are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qa_checks.assessment import run
from qa_checks.errors import InputError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.reading.contents import File
from qa_checks.release import InputFile, Release
from tests.published import HEADER, provider
from tests.small_catalogue import outcome, sheet_of

PLACE = [
    "URN", "Provision type", "Ofsted Region", "Government Office Region", "Local authority",
    "Parliamentary constituency", "Sector", "Places",
]  # fmt: skip
DATES = [
    "First effective date (that the provider became active)",
    "First effective date (that the provider became resigned)",
    "First effective date (that the provider closed)",
    "First effective date (that the provider became cancelled)",
]
STATES = [
    "Joiner status", "Leaver status", "Registration status (as at @startdate)",
    "Registration status (as at @enddate)", "Inspectorate (as at @startdate)",
    "Inspectorate (as at @enddate)", "Name",
]  # fmt: skip
ONE_DATE = [
    "Registration date", "Cancelled or resigned date", "Joiner status", "Leaver status",
    "Registration status at 31 March 2020", "Name",
]  # fmt: skip
OF_NO_DAY = [
    "Registration date", "Resigned/closed date", "Joiner status", "Leaver status",
    "Registration status", "Name",
]  # fmt: skip


def place(urn: str, provision_type: str = "Children's home") -> list[str]:
    return [urn, provision_type, "London", "London", "Barnet", "Hendon", "Private", "4"]


def read(year: int, *rows: list[str]) -> Report:
    """What a sheet says in a release as at 31 March, for the year before it."""
    facts = ReleaseFacts(
        "r",
        "r",
        as_at=dt.date(year, 3, 31),
        period_start=dt.date(year - 1, 4, 1),
        period_end=dt.date(year, 3, 31),
    )
    file = File(Path("a.csv"), "0" * 64, 1, (sheet_of(list(rows)),))
    return run(Release(facts, (InputFile(Path("a.csv"), "a.csv", opened=file),)), Options())


def told(report: Report, *checks: str) -> dict[str, list[tuple[int | None, str | None]]]:
    """Row and column, or key, of what each check finds."""
    return {
        check: [(found.row, found.key or found.column) for found in outcome(report, check).findings]
        for check in checks
    }


def test_a_list_with_the_names_of_parameters_in_its_headers_is_read_and_told() -> None:
    report = read(
        2017,
        [*PLACE, *DATES, *STATES],
        [*place("SC900001"), "01/06/2016", "", "", "", "Joiner", "", "", "Active", "", "", "A"],
        [*place("SC900002"), "01/06/2010", "", "", "02/03/2017", "", "Leaver", "Active",
         "Resigned", "", "", "B"],
        [*place("SC900003", "Boarding School"), "01/06/2010", "", "", "", "", "Leaver", "Active",
         "Active", "Ofsted", "ISI", "C"],
        [*place("SC900004", "Boarding School"), "01/06/2010", "", "", "", "", "Leaver", "Active",
         "Active", "Ofsted", "Ofsted", "D"],
    )  # fmt: skip
    [entry] = report.inputs
    assert (entry.layout, {column.recognised for column in entry.columns}) == (
        "joiners_and_leavers",
        {"exact"},
    )
    assert told(report, "STR051", "JNL003", "JNL010", "JNL013") == {
        "STR051": [(1, header) for header in STATES[2:6]],
        "JNL003": [],
        "JNL010": [(5, "SC900004")],
        "JNL013": [(3, "SC900002")],
    }


def test_a_list_with_one_date_of_leaving_is_read() -> None:
    report = read(
        2020,
        [*PLACE, *ONE_DATE],
        [*place("SC900001"), "01/06/2019", "", "Joiner", "", "Active", "REDACTED"],
        [*place("SC900002"), "01/06/2010", "02/03/2020", "", "Leaver", "Cancelled", "REDACTED"],
        [*place("SC900003"), "01/06/2010", "31/03/2019", "", "Leaver", "Resigned", "REDACTED"],
        [*place("SC900004"), "13/01/2020", "03/09/2019", "", "Leaver", "Resigned", "REDACTED"],
        [*place("SC900005"), "30/03/2019", "", "Joiner", "", "Active", "REDACTED"],
        [*place("SC900006"), "01/06/2010", "", "", "Leaver", "Resigned", "REDACTED"],
    )
    [entry] = report.inputs
    assert (entry.layout, {column.recognised for column in entry.columns}) == (
        "joiners_and_leavers_with_one_date",
        {"exact"},
    )
    assert told(report, "JNL003", "JNL004", "JNL010", "JNL012") == {
        "JNL003": [(6, "SC900005")],
        "JNL004": [(4, "SC900003")],
        "JNL010": [(7, "SC900006")],
        "JNL012": [(5, "SC900004")],
    }
    assert not told(report, "STR001", "STR051")["STR001"]


def test_a_list_whose_status_is_of_no_stated_day_is_refused() -> None:
    left = [*place("SC900001"), "01/06/2010", "02/03/2020", "", "Leaver", "Active", "REDACTED"]
    with pytest.raises(InputError, match="row 1 has 'Resigned/closed date', which a file of"):
        read(2020, [*PLACE, *OF_NO_DAY], left)
    stated = read(2020, [*PLACE, *ONE_DATE], left)
    assert told(stated, "JNL007") == {"JNL007": [(2, "SC900001")]}


LISTED = [
    "URN", "Provider type", "Ofsted Region", "Government Office Region", "Local authority",
    "Sector", "Places",
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "header", "check"),
    [("joiners", "Registration date", "JNL003"), ("leavers", "Date closed", "JNL004")],
)
def test_a_list_of_joiners_or_leavers_alone_says_of_each_row_which_it_is(
    layout: str, header: str, check: str
) -> None:
    home = ["Children's home", "London", "London", "Barnet", "Private", "4"]
    report = read(
        2015,
        [f"List of children's homes ({layout}) between 1 April 2014 and 31 March 2015"],
        [*LISTED, header],
        ["SC900001", *home, "01/04/2014"],
        ["SC900002", *home, "31/03/2014"],
    )
    [entry] = report.inputs
    assert (entry.layout, dict(entry.tables)) == (layout, {"joiners_and_leavers": 2})
    assert told(report, "STR001", "STR002", check) == {
        "STR001": [],
        "STR002": [],
        check: [(4, "SC900002")],
    }


def test_a_register_is_no_list_of_joiners_even_if_a_bracket_says_so() -> None:
    header = ["URN", "Provision type", "Local authority", "Sector", "Places"]
    home = ["SC900001", "Children's home", "Barnet", "Private", "4"]
    assert [entry.layout for entry in read(2015, header, home).inputs] == ["providers_and_places"]
    with pytest.raises(InputError, match="no table of a known layout"):
        read(2015, ["New registrations (joiners)"], header, home)


def test_a_register_with_the_names_that_authorities_had_in_2014_is_read() -> None:
    header = ["URN", "Provision Type", "LA", "Sector", "GOR", "Max/Estimated Places"]
    homes = [
        ["SC900001", "Children's Home", "Derby, City of", "Private", "East Midlands", "6"],
        ["SC900002", "Children's Home", "Bristol City", "Private", "South West", "6"],
        ["SC900003", "Secure Children's Home", "Newcastle", "Local Authority", "North East", "7"],
        ["SC900004", "Children's Home", "Barrow", "Private", "North West", "6"],
    ]
    report = read(2015, header, *homes)
    [entry] = report.inputs
    assert (entry.layout, {column.recognised for column in entry.columns}) == (
        "providers_and_places",
        {"exact"},
    )
    assert told(
        report,
        "providers.local_authority.in",
        "providers.local_authority.spelling",
        "providers.provision_type.spelling",
    ) == {
        "providers.local_authority.in": [(5, "SC900004 / register")],
        "providers.local_authority.spelling": [],
        "providers.provision_type.spelling": [],
    }


@pytest.mark.parametrize("header", ["Short breaks only children's home", "Short breaks only"])
@pytest.mark.parametrize(
    ("words", "is_flagged"),
    [
        ("Long term care only", False),
        ("Short breaks and long term care", False),
        ("Short breaks only", True),
        ("Yes", True),
    ],
)
def test_what_a_home_offers_says_whether_it_has_short_breaks_only(
    header: str, words: str, is_flagged: bool
) -> None:
    school = provider(1, Provision_type="Boarding School")
    report = read(2017, [*HEADER, header], [*school, words], [*provider(2), words])
    assert told(report, "providers.short_break_only.type", "STR003", "PLC009") == {
        "providers.short_break_only.type": [],
        "STR003": [],
        "PLC009": [(2, "SC000001 / latest")] if is_flagged else [],
    }


def test_an_event_type_in_capitals_throughout_is_no_odd_spelling() -> None:
    rows = [provider(number, Event_type="Full Inspection") for number in (1, 2, 3)]
    assert told(read(2017, HEADER, *rows), "inspections.event_type.spelling") == {
        "inspections.event_type.spelling": []
    }
    mixed = read(2017, HEADER, *rows, provider(4))
    assert told(mixed, "inspections.event_type.spelling") == {
        "inspections.event_type.spelling": [(5, "SC000004 / 10000004 / latest")]
    }
