"""Sentences bound to queries: what is right, off, loose, or cannot be checked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.claims.making import Desk, desk

COUNT = {"says": "There were {n} visits", "query": "SELECT count(*) AS n FROM visits"}
SHARE = "SELECT count_if(kind = 'Full') / count(*) AS share FROM visits"
SCORES = "(SELECT sum(scores) AS s FROM cubes.visits)"
BEFORE = "(SELECT sum(scores) AS s FROM previous_cubes.visits)"
CHANGE = f"SELECT 100.0 * (n.s - p.s) / p.s AS up, n.s AS now FROM {SCORES} AS n, {BEFORE} AS p"
UNSCORED = "SELECT number FROM visits WHERE score IS NULL"
RANK = (
    "SELECT max(s) FILTER (kind = '{kind}') AS top, list(s ORDER BY s) AS top_among "
    "FROM (SELECT kind, sum(score) AS s FROM visits GROUP BY kind)"
)


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


def found(visits: Desk, text: str, *claims: object, **more: object) -> list[tuple[str, str]]:
    return [(finding.check, finding.message) for finding in visits.findings(text, *claims, **more)]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("There were 3 visits.", COUNT),
        ("There were three visits.", COUNT),
        ("There were 3\nvisits in all.", COUNT),
        (
            "Scores rose by 12.5% to 9.",
            {"says": "Scores {up:direction} by {up}% to {now}", "query": CHANGE},
        ),
        (
            "Scores rose, as expected, to 9.",
            {"says": "Scores {up:direction} … to {now}", "query": CHANGE},
        ),
        ("Scores rose by 12% to 9.", {"says": "rose by {up}% to {now}", "query": CHANGE}),
        ("Scores rose by 13% to 9.", {"says": "rose by {up}% to {now}", "query": CHANGE}),
        ("Two thirds were full.", {"says": "{share:fraction} were full", "query": SHARE}),
        ("Around 2 in 3 were full.", {"says": "{share:fraction} were full", "query": SHARE}),
        ("More than half were full.", {"says": "{share:fraction} were full", "query": SHARE}),
        ("Most were full.", {"says": "{share:fraction} were full", "query": SHARE}),
        (
            "None of the visits had no score.",
            {
                "says": "{n} of the visits had no score",
                "query": "SELECT count_if(score IS NULL) AS n FROM visits",
            },
        ),
        (
            "Full visits had the highest score.",
            {"says": "Full visits had {top:rank} score", "query": RANK.format(kind="Full")},
        ),
        (
            "Short visits had the second highest score.",
            {"says": "Short visits had {top:rank} score", "query": RANK.format(kind="Short")},
        ),
        (
            "The score of full visits doubled to 8.",
            {
                "says": "full visits {times:multiple} to {now}",
                "query": "SELECT n.s / p.s AS times, n.s AS now FROM "
                "(SELECT sum(score) AS s FROM visits WHERE kind = 'Full') AS n, "
                "(SELECT sum(score) AS s FROM previous.visits WHERE kind = 'Full') AS p",
            },
        ),
        (
            "Full is the first kind of the alphabet.",
            {"says": "{kind:word} is the first", "query": "SELECT min(kind) AS kind FROM visits"},
        ),
        ("Every visit had a score.", {"says": "Every visit had a score", "empty": UNSCORED}),
        (
            "They scored 10 or so.",
            {
                "says": "They scored {n}",
                "query": "SELECT sum(score) AS n FROM visits",
                "rounded": {"n": 10},
            },
        ),
    ],
)
def test_a_true_sentence_has_no_finding(visits: Desk, text: str, claim: dict[str, str]) -> None:
    assert found(visits, text, claim) == []
