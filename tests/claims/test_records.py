"""Ranks without others, records of years that no release covers, points that are no percent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.claims.making import Desk, desk


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


SCORES = """
SELECT (SELECT sum(score) FROM visits) AS n,
  (SELECT list(s ORDER BY s) FROM (SELECT sum(score) AS s FROM visits UNION ALL
    SELECT sum(score) AS s FROM previous.visits)) AS n_among
"""


def test_a_record_since_a_year_that_no_release_covers(visits: Desk) -> None:
    text = "The sum of scores was the highest since 2019."
    [finding] = visits.findings(text, {"says": "scores was {n:rank} since", "query": SCORES})
    assert (finding.check, finding.column, finding.value) == ("text.day", "n", "since 2019")
    assert finding.message == (
        f"'{text}': 'since 2019' is printed, but the query reads the releases as at 31/03/2021 "
        "and as at 31/03/2022."
    )


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("since 2021", SCORES),
        ("since March 2021", SCORES),
        ("of all", SCORES),
        (
            "since 2019",
            SCORES.replace(
                "FROM visits)", "FROM visits WHERE coalesce(day > DATE '2019-01-01', TRUE))"
            ),
        ),
    ],
)
def test_a_record_of_years_that_are_read(visits: Desk, words: str, query: str) -> None:
    text = f"The sum of scores was the highest {words}."
    found = visits.findings(text, {"says": "scores was {n:rank}", "query": query})
    assert [finding.message for finding in found] == []


def test_a_rank_among_one_value_is_none(visits: Desk) -> None:
    query = "SELECT max(score) AS n, list(DISTINCT 5 ORDER BY 5) AS n_among FROM visits"
    found = visits.findings("It was the highest.", {"says": "It was {n:rank}", "query": query})
    assert [(finding.check, finding.message) for finding in found] == [
        (
            "text.claim",
            "Claim 'It was {n:rank}': a rank needs others: there is one value in n_among.",
        )
    ]


SHARES = """
SELECT {change} AS change, was, now FROM (
  SELECT 100.0 * avg(CASE WHEN kind = 'Full' THEN 1 ELSE 0 END) AS now,
    (SELECT 100.0 * avg(CASE WHEN kind = 'Full' THEN 1 ELSE 0 END) FROM previous.visits) AS was
  FROM visits)
"""
SAYS = "Full visits {change:direction} by {change}% to {now}%"


def test_points_that_are_printed_as_percent_are_wrong(visits: Desk) -> None:
    text = "Full visits rose by 33.3% to 66.7%."
    claim = {"says": SAYS, "query": SHARES.format(change="now - was")}
    [finding] = visits.findings(text, claim)
    assert finding.check == "text.number"
    assert finding.message == (
        f"'{text}': '33.3' is printed, the query gives 33.333333 (it stands for 33.25 to 33.35): "
        "it is the difference of two percentages, which is in percentage points."
    )
    assert visits.states(text, claim) == [("33.3%", "wrong"), ("66.7%", "verified")]


@pytest.mark.parametrize(
    ("text", "says", "change"),
    [
        ("Full visits rose by 100% to 66.7%.", SAYS, "100 * (now - was) / was"),
        (
            "Full visits rose by 33.3 percentage points to 66.7%.",
            SAYS.replace("{change}%", "{change} percentage points"),
            "now - was",
        ),
        (
            "Others had 33.3%, and full visits 66.7%.",
            "had {change}%, and full visits {now}%",
            "now - was",
        ),
    ],
)
def test_a_change_in_its_unit_is_right(visits: Desk, text: str, says: str, change: str) -> None:
    claim = {"says": says, "query": SHARES.format(change=change)}
    assert [finding.message for finding in visits.findings(text, claim)] == []


def test_a_record_that_nobody_bound_is_a_number_that_nobody_has_looked_at(visits: Desk) -> None:
    text = "The sum of scores, 9, was the highest since 2021."
    bound = {"says": "scores, {n}, was", "query": "SELECT sum(score) AS n FROM visits"}
    assert visits.states(text, bound)[:2] == [("9", "verified"), ("highest", "unbound")]
    ranked = {"says": "scores, {n}, was {n:rank} since", "query": SCORES}
    assert visits.states(text, ranked)[:2] == [("9", "verified"), ("highest", "verified")]
