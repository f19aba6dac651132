"""A sentence of another day than that of the data its query reads is an error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import copy

import pytest
from msgspec.structs import replace

from qa_checks.model.checks import Finding, Severity, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.reading.loaded import OF_RELEASE, with_facts
from tests.claims.making import Desk, desk

COUNT = {"says": "were {n} visits", "query": "SELECT count(*) AS n FROM visits"}
CUBE = {"says": "were {n} visits", "query": "SELECT sum(visits) AS n FROM cubes.visits"}
BEFORE = {"says": "were {n} visits", "query": "SELECT count(*) AS n FROM previous.visits"}
EARLIER = {"says": "were {n} visits", "query": "SELECT sum(visits) AS n FROM history_cubes.visits"}
BOTH = {
    "says": "were {n} visits",
    "query": "SELECT max(n) AS n FROM (SELECT count(*) AS n FROM visits UNION ALL "
    "SELECT count(*) FROM previous.visits)",
}
EVERY = {
    "says": "On 31 March 2021 every visit had a score",
    "empty": "SELECT number FROM visits WHERE score IS NULL",
}
DUE = "the query reads the release as at 31/03/2022."


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


def days(visits: Desk, text: str, *claims: object) -> list[str]:
    return [
        finding.message for finding in visits.findings(text, *claims) if finding.check == "text.day"
    ]


def test_another_day_than_the_release_is_found_in_its_place(visits: Desk) -> None:
    text = "# Visits\n\nThey are counted.\n\nOn 31 March 2021 there were 3 visits.\n"
    [outcome] = [
        outcome for outcome in visits.judge(text, COUNT).outcomes if outcome.check.id == "text.day"
    ]
    assert (outcome.state, outcome.checked, outcome.failed) == (State.FAILED, 1, 1)
    [finding] = outcome.findings
    assert finding == Finding(
        check="text.day",
        severity=Severity.ERROR,
        table="texts",
        file="findings.md",
        sheet=None,
        row=5,
        column="n",
        key="were {n} visits / 31 March 2021",
        value="31 March 2021",
        message="'On 31 March 2021 there were 3 visits.': '31 March 2021' is printed, but "
        "the query reads the release as at 31/03/2022.",
    )
    assert visits.states(text, COUNT)[-1] == ("3", "verified")


@pytest.mark.parametrize(
    ("text", "claim", "printed", "reads"),
    [
        ("There were 3 visits as at 31/03/2021.", COUNT, "31/03/2021", DUE),
        ("At 31 March 2021 there were 3 visits.", CUBE, "31 March 2021", DUE),
        ("Between 1 April 2020 and 31 March 2021 there were 3 visits.", CUBE, "31 March 2021", DUE),
        ("In 2019 to 2020 there were 3 visits.", COUNT, "2019 to 2020", DUE),
        (
            "On 31 March 2022 there were 3 visits.",
            BEFORE,
            "31 March 2022",
            "the query reads the release as at 31/03/2021.",
        ),
        (
            "On 31 March 2020 there were 3 visits.",
            BOTH,
            "31 March 2020",
            "the query reads the releases as at 31/03/2021 and as at 31/03/2022.",
        ),
        ("On 31 March 2021 every visit had a score.", EVERY, "31 March 2021", DUE),
        ("In 2020 there were 3 visits.", COUNT, "2020", DUE),
        ("In March 2021 there were 3 visits.", COUNT, "March 2021", DUE),
        ("There were 3 visits in 2023.", CUBE, "2023", DUE),
    ],
)
def test_a_day_of_no_release_that_is_read(
    visits: Desk, text: str, claim: object, printed: str, reads: str
) -> None:
    assert days(visits, text, claim) == [f"'{text}': '{printed}' is printed, but {reads}"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("On 31 March 2022 there were 3 visits.", COUNT),
        ("Between 1 April 2021 and 31 March 2022 there were 3 visits.", CUBE),
        ("In 2021 to 2022 there were 3 visits.", COUNT),
        ("In 2021 there were 3 visits.", COUNT),  # of a release without a period
        ("In 2022 there were 3 visits.", COUNT),
        ("In April 2021 there were 3 visits.", COUNT),
        ("In the year to 31 March 2022 there were 3 visits.", COUNT),
        ("In 2020 there were 3 visits.", BEFORE),
        ("On 31 March 2021 there were 3 visits.", BEFORE),
        ("On 31 March 2021 there were 3 visits.", EARLIER),
        ("On 31 March 2021 there were 3 visits.", BOTH),
        ("On 31 March 2022 there were 3 visits.", BOTH),
        ("Under the framework of 1 April 2012 there were 3 visits.", COUNT),
        ("Since 1 April 2017 there were 3 visits.", COUNT),
        ("There were 3 visits, compared with 5 on 31 March 2021.", COUNT),
    ],
)
def test_a_day_of_a_release_that_is_read(visits: Desk, text: str, claim: object) -> None:
    assert days(visits, text, claim) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) AS n FROM visits WHERE coalesce(day > DATE '2021-04-01', TRUE)",
        "SELECT count(*) AS n FROM visits WHERE coalesce(day > $as_at - INTERVAL 1 YEAR, TRUE)",
        "SELECT sum(number) AS n FROM published.\"1\" WHERE row_label = '31 March 2021' "
        "AND column_label = 'All'",
    ],
)
def test_a_query_that_chooses_its_own_days_is_left_alone(visits: Desk, query: str) -> None:
    text = "On 31 March 2021 there were 3 visits."
    assert days(visits, text, {**COUNT, "query": query}) == []


def test_numbers_that_no_query_gives_are_left_alone(visits: Desk) -> None:
    text = "On 31 March 2021 there were 3 visits."
    assert days(visits, text) == []
    assert days(visits, text, {"says": "were {n} visits", "outside": "counted by hand"}) == []


PERIOD = ReleaseFacts("", "", period_start=dt.date(2021, 4, 1), period_end=dt.date(2022, 3, 31))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("In 2021 to 2022 there were 3 visits.", None),
        ("Between 1 April 2021 and 31 March 2022 there were 3 visits.", None),
        ("In 2020 to 2021 there were 3 visits.", "2020 to 2021"),
        ("In 2022/23 there were 3 visits.", "2022/23"),
        ("Between 1 April 2021 and 28 February 2022 there were 3 visits.", "28 February 2022"),
        ("In the year to 31 March 2022 there were 3 visits.", None),
        ("Between 1 April and 31 March 2022 there were 3 visits.", None),
        ("Between 1 April 2020 and 31 March 2022 there were 3 visits.", "1 April 2020"),
        ("Between 1 May 2021 and 31 March 2022 there were 3 visits.", "1 May 2021"),
        ("From 1 January 2018 to 31 March 2022 there were 3 visits.", None),  # of a framework
        ("Between 1 April 2020 and 28 February 2022 there were 3 visits.", "28 February 2022"),
        ("In 2021 there were 3 visits.", None),
        ("In 2022 there were 3 visits.", None),
        ("In 2020 there were 3 visits.", "2020"),
        ("In April 2022 there were 3 visits.", "April 2022"),
        ("From April to March there were 3 visits.", None),
        ("Between April and August there were 3 visits.", "April and August"),
        ("From April 2021 to March 2022 there were 3 visits.", None),
        ("From April to March 2022 there were 3 visits.", None),
        ("From April 2020 to March 2022 there were 3 visits.", "April 2020 to March 2022"),
        ("From April 2020 to March 2021 there were 3 visits.", "April 2020 to March 2021"),
        ("From April to March 2021 there were 3 visits.", "April to March 2021"),
        ("From May to March 2022 there were 3 visits.", "May to March 2022"),
    ],
)
def test_a_release_of_a_period(visits: Desk, text: str, printed: str | None) -> None:
    loaded = with_facts(visits.queries.loaded, {OF_RELEASE: PERIOD})
    of_period = copy(visits)
    of_period.queries = replace(visits.queries, loaded=loaded)
    reads = "the query reads the release of 01/04/2021 to 31/03/2022."
    expected = [f"'{text}': '{printed}' is printed, but {reads}"] if printed else []
    assert days(of_period, text, COUNT) == expected


def test_a_query_that_chooses_months_is_left_alone(visits: Desk) -> None:
    query = "SELECT count(*) AS n FROM visits WHERE date >= DATE '2021-05-01'"
    loaded = with_facts(visits.queries.loaded, {OF_RELEASE: PERIOD})
    of_period = copy(visits)
    of_period.queries = replace(visits.queries, loaded=loaded)
    text = "From May to March there were 3 visits."
    assert days(of_period, text, {"says": "were {n} visits", "query": query}) == []


def test_a_year_to_the_end_of_a_shorter_period(visits: Desk) -> None:
    facts = replace(PERIOD, period_start=dt.date(2021, 10, 1), as_at=dt.date(2022, 3, 31))
    shorter = copy(visits)
    loaded = with_facts(visits.queries.loaded, {OF_RELEASE: facts})
    shorter.queries = replace(visits.queries, loaded=loaded)
    text = "In the year to 31 March 2022 there were 3 visits."
    assert days(shorter, text, COUNT) == [
        f"'{text}': 'year to 31 March 2022' is printed, but the query reads the release of "
        "01/10/2021 to 31/03/2022."
    ]


def test_a_release_that_names_no_day_is_left_alone(visits: Desk) -> None:
    loaded = with_facts(visits.queries.loaded, {OF_RELEASE: ReleaseFacts("", "")})
    dayless = copy(visits)
    dayless.queries = replace(visits.queries, loaded=loaded)
    assert days(dayless, "On 31 March 2021 there were 3 visits.", COUNT) == []
