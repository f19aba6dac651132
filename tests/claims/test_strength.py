"""A number is verified only if it came out of rows, a cube or a verified table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.claims.making import Desk, desk

TEXT = "There were 3 visits."
SAYS = "There were {n} visits"
PARTS = "Full visits were 67% (2 of 3)."
PARTS_SAY = "Full visits were {share}% ({part} of {whole})"


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) AS n FROM visits",
        "SELECT count(*) AS N FROM Visits AS v",
        "WITH v AS (SELECT number FROM visits) SELECT count(*) AS n FROM v",
        "SELECT (SELECT count(*) FROM visits) AS n",
        "SELECT count(*) AS n FROM visits WHERE score < $score",
        "SELECT sum(visits) AS n FROM cubes.visits",
        "SELECT a + b AS n FROM (SELECT count_if(open) AS a, count_if(NOT open) AS b FROM visits)",
        "SELECT max(number) AS n FROM published.\"1\" WHERE row_label = '31 March 2021'",
        "SELECT count(*) AS n FROM previous.visits",
        "SELECT count(DISTINCT number) AS n FROM history.visits",
        "SELECT sum(visits) AS n FROM history_cubes.visits WHERE release = 'visits-2021'",
    ],
)
def test_what_comes_out_of_rows_is_verified(visits: Desk, query: str) -> None:
    text, says = f"{TEXT[:-1]} with scores below 99.", f"{SAYS} with scores below {{score}}"
    assert visits.states(text, {"says": says, "query": query, "outside": "a limit"})[0] == (
        "3",
        "verified",
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 3 AS n",
        "SELECT 3 AS n FROM visits GROUP BY n",
        "SELECT max(3) AS n FROM visits",
        "SELECT $n AS n",
        "SELECT max($n) AS n FROM visits",
        "SELECT $n + 0 * count(*) AS n FROM visits",
        "WITH v AS (SELECT $n AS n) SELECT max(v.n) AS n FROM v, visits",
        "SELECT n FROM (SELECT 3 AS n)",
        "SELECT max(score) AS n FROM visits WHERE score = $n",
        "SELECT max(score) AS n FROM visits WHERE score <= $n",
        "SELECT max(score) AS n FROM visits WHERE score IN ($n, 99)",
        "SELECT max(score) FILTER (score = $n) AS n FROM visits",
        "SELECT max(score) AS n FROM visits GROUP BY score HAVING max(score) = $n",
        "SELECT max(v.score) AS n FROM visits AS v JOIN (SELECT $n AS m) AS w ON v.score = w.m",
        "SELECT max(v.score) AS n FROM visits AS v JOIN (SELECT $n AS score) AS w USING (score)",
        "SELECT max(score) AS n FROM visits WHERE score = (SELECT $n)",
        "SELECT max(score) AS n FROM visits WHERE score IN (SELECT $n)",
        "SELECT max(score) AS n FROM (SELECT score FROM visits INTERSECT SELECT $n)",
        "SELECT v.m AS n FROM (VALUES (3)) AS v(m)",
        "SELECT count(*) AS n FROM (VALUES (1), (2), (3)) AS v(m)",
    ],
)
def test_what_the_query_itself_says_is_only_consistent(visits: Desk, query: str) -> None:
    assert visits.states(TEXT, {"says": SAYS, "query": query}) == [("3", "consistent")]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT CASE WHEN count(*) > 0 THEN 3 END AS n FROM visits",
        "SELECT max(CASE WHEN number <> 'x' THEN 3.0 END) AS n FROM visits",
        "SELECT greatest(count(*), 3) AS n FROM visits WHERE score > 99",
        "SELECT least(1000 * count(*), 3) AS n FROM visits",
        "SELECT coalesce(nullif(count(*), count(*)), 3) AS n FROM visits",
        "SELECT 0 * count(*) + 3 AS n FROM visits",
        "SELECT 3 - 0 * count(*) AS n FROM visits",
        "SELECT CAST(round(m) AS INTEGER) AS n "
        "FROM (SELECT CASE WHEN count(*) > 0 THEN 3 END AS m FROM visits)",
    ],
)
def test_a_number_that_stands_in_its_query_is_only_consistent(visits: Desk, query: str) -> None:
    assert visits.states(TEXT, {"says": SAYS, "query": query}) == [("3", "consistent")]


@pytest.mark.parametrize(
    ("printed", "query"),
    [
        ("1", "SELECT sum(CASE WHEN kind = 'Short' THEN 1 ELSE 0 END) AS n FROM visits"),
        ("1", "SELECT count(1) AS n FROM visits WHERE score = 1"),
        ("2", "SELECT count(*) - 1 AS n FROM visits"),
        ("1", "SELECT (SELECT count(*) FROM visits WHERE score > 1) - 1 AS n"),
        ("100", "SELECT 100.0 * count(score) / count(*) AS n FROM visits"),
        ("3", "SELECT count(*) AS n FROM visits WHERE score < 9 AND number IN ('1', '2', '3')"),
        ("0", "SELECT coalesce(sum(score), 0) AS n FROM visits WHERE score > 99"),
        ("5", "SELECT max(CASE WHEN score > 3 THEN score ELSE 3 END) AS n FROM visits"),
    ],
)
def test_a_number_of_the_query_that_only_counts_or_scales_is_no_answer(
    visits: Desk, printed: str, query: str
) -> None:
    text = f"There were {printed} visits."
    assert visits.states(text, {"says": SAYS, "query": query}) == [(printed, "verified")]


def test_a_share_of_printed_numbers_is_consistent_and_so_are_they(visits: Desk) -> None:
    claim = {"says": PARTS_SAY, "query": "SELECT 100.0 * $part / $whole AS share"}
    assert visits.states(PARTS, claim) == [
        ("67%", "consistent"),
        ("2", "consistent"),
        ("3", "consistent"),
    ]


def test_a_share_of_printed_numbers_that_rows_give_is_verified(visits: Desk) -> None:
    query = (
        "SELECT 100.0 * $part / $whole AS share, count_if(kind = 'Full') AS part, "
        "count(*) AS whole FROM visits"
    )
    claim = {"says": PARTS_SAY, "query": query}
    assert {state for _, state in visits.states(PARTS, claim)} == {"verified"}
    assert visits.states(PARTS.replace("3", "4"), claim) == [
        ("67%", "wrong"),
        ("2", "verified"),
        ("4", "wrong"),
    ]


def test_a_number_that_only_goes_into_a_query_is_not_verified(visits: Desk) -> None:
    query = "SELECT 100.0 * $part / count(*) AS share FROM visits"
    claim = {"says": PARTS_SAY, "query": query, "outside": "see below"}
    assert visits.states(PARTS, claim) == [
        ("67%", "consistent"),
        ("2", "consistent"),
        ("3", "outside"),
    ]


def test_a_published_cell_that_rows_do_not_give_verifies_nothing(visits: Desk) -> None:
    """Table 1 says 2 short visits; the rows give 1."""
    query = (
        "SELECT number AS n FROM published.\"1\" WHERE row_label = '31 March 2022' "
        "AND column_label = '{}'"
    )
    text, says = "There were 2 of them.", "There were {n} of them"
    short, full = ({"says": says, "query": query.format(kind)} for kind in ("Short", "Full"))
    assert visits.states(text, short) == [("2", "consistent")]
    assert visits.states(text, full) == [("2", "verified")]
    total = {"says": says, "query": 'SELECT max(number) - 1 AS n FROM published."1"'}
    assert visits.states(text, total) == [("2", "consistent")]


def test_a_quantifier_is_verified_by_the_rows_that_do_not_contradict_it(visits: Desk) -> None:
    claim = {
        "says": "Every one of the 3 visits had a score",
        "empty": "SELECT number FROM visits WHERE score IS NULL",
    }
    assert visits.states("Every one of the 3 visits had a score.", claim)[0] == (
        "Every",
        "verified",
    )
    wrong = {**claim, "empty": "SELECT number FROM visits WHERE score < 5"}
    assert visits.states("Every one of the 3 visits had a score.", wrong)[0] == ("Every", "wrong")


def test_what_no_claim_binds_is_unbound_or_closes_by_itself(visits: Desk) -> None:
    text = f"{TEXT} They took 14 hours. Of 200 calls, 59% (118 of 200) were answered."
    states = visits.states(text, {"says": SAYS, "query": "SELECT count(*) AS n FROM visits"})
    assert states[:2] == [("3", "verified"), ("14", "unbound")]
    assert states[-3:] == [("59%", "consistent"), ("118", "consistent"), ("200", "consistent")]


def test_outside_without_a_reason_is_a_fault(visits: Desk) -> None:
    claim = {"says": "We took {n} calls", "outside": "tbc"}
    assert visits.states("We took 14 calls.", claim) == [("14", "unbound")]
    assert [finding.message for finding in visits.findings("We took 14 calls.", claim)] == [
        "Claim 'We took {n} calls': outside gives no reason ('tbc'): say why no query can tell, "
        "and who has looked."
    ]


def test_a_sentence_without_holes_is_outside_as_a_whole(visits: Desk) -> None:
    claim = {"says": "We took 14 calls in 2 weeks", "outside": "the casework team has them"}
    assert visits.states("We took 14 calls in 2 weeks.", claim) == [
        ("14", "outside"),
        ("2", "outside"),
    ]


def test_numbers_of_a_claim_that_cannot_be_checked_are_unbound(visits: Desk) -> None:
    claim = {"says": SAYS, "query": "SELECT count(*) AS m FROM visits"}
    [checked] = visits.judge(TEXT, claim).texts
    [number] = checked.numbers
    assert (number.state, number.reason) == ("unbound", "its claim could not be checked")


def test_a_number_that_two_claims_bind_is_wrong_if_one_says_so(visits: Desk) -> None:
    right = {"says": SAYS, "query": "SELECT count(*) AS n FROM visits"}
    wrong = {"says": "were {n} visits", "query": "SELECT count(*) + 1 AS n FROM visits"}
    assert visits.states(TEXT, right, wrong) == [("3", "wrong")]
    assert visits.states(TEXT, wrong, right) == [("3", "wrong")]


@pytest.mark.parametrize(
    ("changes", "printed", "checks"),
    [
        ("unrounded", "0.9", []),
        ("unrounded", "0.8", ["text.number"]),
        ("printed", "0.8", []),
        ("printed", "0.9", ["text.number"]),
    ],
)
def test_differences_are_made_of_printed_numbers_where_the_release_says_so(
    visits: Desk, changes: str, printed: str, checks: list[str]
) -> None:
    query = (
        "SELECT n - p AS up, p AS before, n AS now "
        "FROM (SELECT 12.26 + 0 * count(*) AS p, 13.12 + 0 * count(*) AS n FROM visits)"
    )
    text = f"The share rose by {printed} percentage points, from 12.3% to 13.1%."
    says = "share {up:direction} by {up} percentage points, from {before}% to {now}%"
    claim = {"says": says, "query": query}
    findings = visits.findings(text, claim, changes=changes)
    assert [finding.check for finding in findings if finding.check == "text.number"] == checks
    short = {"says": "The share rose by {up} percentage points", "query": query}
    findings = visits.findings(text, short, changes=changes)
    assert [finding.check for finding in findings if finding.check == "text.number"] == checks


@pytest.mark.parametrize(
    ("printed", "value", "right"),
    [
        ("12", "12.5", True),
        ("13", "12.5", True),
        ("13", "13.5", False),
        ("14", "13.5", True),
        ("0.3", "0.25", True),
        ("0.2", "0.25", True),
        ("0.3", "0.35", False),
        ("1.2 million", "1150000", True),
        ("1.2 million", "1250000", True),
        ("1.3 million", "1350000", False),
        ("1,234", "1234.49", True),
        ("1,234", "1233.49", False),
    ],
)
def test_halves_go_up_or_to_the_even_neighbour(
    visits: Desk, printed: str, value: str, right: bool
) -> None:
    query = f"SELECT {value} + 0.0 * count(*) AS n FROM visits"
    claim = {"says": "They were {n} strong", "query": query}
    state = "consistent" if right else "wrong"
    assert visits.states(f"They were {printed} strong.", claim) == [(printed, state)]
