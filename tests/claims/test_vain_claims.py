"""Claims that no rows could make false are no proof of anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.claims.making import Desk, desk

EVERY = "Every visit had a score above 0."
EVERY_SAYS = "Every visit had a score above {low}"
ITSELF = "contradicts itself: a part of it can find nothing, whatever the rows are."


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


@pytest.mark.parametrize(
    "condition",
    [
        "score <= $low AND score > 5",
        "score < $low AND score >= $low",
        "kind = 'Full' AND kind = 'Short' AND score <= $low",
        "score <= $low AND FALSE",
        "score <= $low AND $low > 5",
        "score <= $low AND $as_at < DATE '2000-01-01'",
        "score <= $low AND number IN (SELECT number FROM previous.visits WHERE 1 = 2)",
        "score <= $low AND kind IN (SELECT kind FROM cubes.visits WHERE scores > 5 AND scores < 2)",
    ],
)
def test_what_no_row_can_contradict_is_not_proven(visits: Desk, condition: str) -> None:
    empty = f"SELECT number FROM visits WHERE {condition}"
    [finding] = visits.findings(EVERY, {"says": EVERY_SAYS, "empty": empty})
    assert (finding.check, finding.message) == (
        "text.claim",
        f"Claim '{EVERY_SAYS}': the query under empty {ITSELF}",
    )
    assert visits.states(EVERY, {"says": EVERY_SAYS, "empty": empty}) == [
        ("Every", "unbound"),
        ("0", "unbound"),
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "score <= $low",
        "NOT coalesce(score > $low, FALSE)",
        "score <= $low AND number IN (SELECT number FROM previous.visits WHERE score > 99)",
        "kind IN (SELECT kind FROM cubes.visits GROUP BY kind HAVING sum(scores) <= $low)",
    ],
)
def test_what_only_these_rows_do_not_contradict_is_proven(visits: Desk, condition: str) -> None:
    empty = f"SELECT number FROM visits WHERE {condition}"
    claim = {"says": EVERY_SAYS, "empty": empty}
    assert visits.findings(EVERY, claim) == []
    assert visits.states(EVERY, claim) == [("Every", "verified"), ("0", "consistent")]


def test_nought_rows_that_there_could_never_be_are_no_number(visits: Desk) -> None:
    query = "SELECT count(*) AS n FROM visits WHERE score > 5 AND score < 3"
    claim = {"says": "There were {n} visits", "query": query}
    [finding] = visits.findings("There were 0 visits.", claim)
    assert finding.message == f"Claim 'There were {{n}} visits': the query {ITSELF}"
    assert visits.states("There were 0 visits.", claim) == [("0", "unbound")]


def test_a_number_that_the_query_under_empty_leaves_alone_is_a_fault(visits: Desk) -> None:
    claim = {"says": EVERY_SAYS, "empty": "SELECT number FROM visits WHERE score <= 0"}
    [finding] = visits.findings(EVERY, claim)
    assert finding.message == (
        f"Claim '{EVERY_SAYS}': the query under empty does not take {{low}}: write $low into it."
    )
    outside = {**claim, "outside": "the limit is that of the handbook"}
    assert visits.states(EVERY, outside) == [("Every", "verified"), ("0", "outside")]


def test_a_quantifier_in_a_hole_need_not_go_into_the_query(visits: Desk) -> None:
    empty = "SELECT number FROM visits WHERE score < $low"
    claim = {"says": "{none} of the visits had a score below {low}", "empty": empty}
    text = "None of the visits had a score below 1."
    assert visits.states(text, claim) == [("None", "verified"), ("1", "consistent")]


@pytest.mark.parametrize(
    ("text", "says", "query", "hole"),
    [
        (
            "Short visits came last.",
            "{kind:word} visits came last",
            "SELECT 'Short' AS kind",
            "kind",
        ),
        ("Scores rose.", "Scores {up:direction}", "SELECT 1 AS up", "up"),
        (
            "Full had the highest score.",
            "Full had {top:rank} score",
            "SELECT 2 AS top, [1, 2] AS top_among",
            "top",
        ),
        (
            "Short visits came last.",
            "{kind:word} visits came last",
            "SELECT max(code) AS kind FROM codes.kinds",
            "kind",
        ),
    ],
)
def test_words_that_no_row_goes_into_show_nothing(
    visits: Desk, text: str, says: str, query: str, hole: str
) -> None:
    [finding] = visits.findings(text, {"says": says, "query": query})
    assert (finding.check, finding.message) == (
        "text.claim",
        f"Claim '{says}': the query makes {{{hole}}} of no rows, so it shows nothing.",
    )


def test_a_count_of_a_code_list_is_only_consistent(visits: Desk) -> None:
    claim = {"says": "There are {n} kinds", "query": "SELECT count(*) AS n FROM codes.kinds"}
    assert visits.states("There are 2 kinds.", claim) == [("2", "consistent")]
    joined = "SELECT count(DISTINCT code) AS n FROM codes.kinds JOIN visits ON kind = code"
    assert visits.states("There are 2 kinds.", {**claim, "query": joined}) == [("2", "verified")]


def test_nought_is_rounded_only_where_another_number_is(visits: Desk) -> None:
    says = "There were {n} visits with {s} points"
    query = "SELECT count(*) AS n, sum(score) AS s FROM visits"
    claim = {"says": says, "query": query, "rounded": {"n": 10}}
    [finding] = visits.findings("There were 0 visits with 9 points.", claim)
    assert finding.message == (
        "'There were 0 visits with 9 points.': '0' is printed, the query gives 3 (it stands for "
        "-0.5 to 0.5)."
    )
    alike = {**claim, "rounded": {"n": 10, "s": 10}}
    assert visits.findings("There were 0 visits with 10 points.", alike) == []
