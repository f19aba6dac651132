"""Sentences bound to queries: what is right, off, loose, or cannot be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa_checks.allowance import Allowance
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


def messages(visits: Desk, text: str, *claims: object, **more: object) -> list[tuple[str, str]]:
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
        (
            "Scores rose by 12.5%.",
            {"says": "rose by {up}%", "query": f"SELECT -(-up) AS up FROM ({CHANGE})"},
        ),
        (
            "There was a rise of 1.",
            {
                "says": "a rise of {less}",
                "query": "SELECT -(p.s - n.s) AS less FROM (SELECT sum(score) AS s FROM visits) "
                "AS n, (SELECT sum(score) AS s FROM previous.visits) AS p",
            },
        ),
        (
            "There were 67% full, and they cost £9.",
            {
                "says": "{n}% full, and they cost {cost}",
                "query": "SELECT 100 * avg(CASE WHEN kind = 'Full' THEN 1.0 ELSE 0 END) AS n, "
                "sum(scores) AS cost FROM (SELECT v.kind, c.scores FROM visits AS v, "
                "(SELECT sum(scores) / 3.0 AS scores FROM cubes.visits) AS c)",
            },
        ),
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
            "The Full ones had more.",
            {"says": "{kind:word} ones had", "query": "SELECT min(kind) AS kind FROM visits"},
        ),
        (
            "Full visits were joint highest with 1 open.",
            {
                "says": "Full visits were {top:rank} with {n} open",
                "query": "SELECT max(n) AS top, list(n ORDER BY n) AS top_among, max(n) AS n FROM "
                "(SELECT kind, count_if(open) AS n FROM visits GROUP BY kind)",
            },
        ),
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
    assert messages(visits, text, claim) == []


@pytest.mark.parametrize(
    ("text", "claim", "check", "message"),
    [
        (
            "There were 4 visits.",
            COUNT,
            "text.number",
            "'There were 4 visits.': '4' is printed, the query gives 3 (it stands for 3.5 to 4.5).",
        ),
        (
            "Scores rose by 12.4% to 9.",
            {"says": "rose by {up}% to {now}", "query": CHANGE},
            "text.number",
            "'Scores rose by 12.4% to 9.': '12.4' is printed, the query gives 12.5 "
            "(it stands for 12.35 to 12.45).",
        ),
        (
            "Scores fell by 12.5% to 9.",
            {"says": "fell by {up}% to {now}", "query": CHANGE},
            "text.number",
            "'Scores fell by 12.5% to 9.': '12.5' is printed, the query gives 12.5 (it stands for "
            "12.45 to 12.55): 'fell' stands before it, but the change is a rise.",
        ),
        (
            "There was a fall of about 12.5%.",
            {"says": "a fall of about {up}%", "query": CHANGE},
            "text.number",
            "'There was a fall of about 12.5%.': '12.5' is printed, the query gives 12.5 (it "
            "stands for 12.45 to 12.55): 'a fall' stands before it, but the change is a rise.",
        ),
        (
            "There were 3% visits.",
            {"says": "There were {n}% visits", "query": "SELECT count(*) AS n FROM visits"},
            "text.number",
            "'There were 3% visits.': '3' is printed, the query gives 3 (it stands for 2.5 to "
            "3.5): the query gives a count, which has no %.",
        ),
        (
            "There were £2 visits.",
            {
                "says": "There were {n} visits",
                "query": "SELECT sum(CASE WHEN kind = 'Full' THEN visits END) AS n "
                "FROM cubes.visits",
            },
            "text.number",
            "'There were £2 visits.': '£2' is printed, the query gives 2 (it stands for 1.5 to "
            "2.5): the query gives a count, which has no £.",
        ),
        (
            "Scores fell by 12.5% to 9.",
            {"says": "Scores {up:direction} by {up}% to {now}", "query": CHANGE},
            "text.conclusion",
            "'Scores fell by 12.5% to 9.': 'fell' is printed, the query gives 12.5: the change is "
            "a rise.",
        ),
        (
            "Half were full.",
            {"says": "{share:fraction} were full", "query": SHARE},
            "text.number",
            "'Half were full.': 'Half' is printed, the query gives 0.666667 "
            "(it stands for 0.475 to 0.525).",
        ),
        (
            "All were full.",
            {"says": "{share:fraction} were full", "query": SHARE},
            "text.conclusion",
            "'All were full.': 'All' is printed, the query gives 0.666667 (only 1 would be right).",
        ),
        (
            "Nearly three quarters were full.",
            {"says": "{share:fraction} were full", "query": SHARE},
            "text.loose_word",
            "'Nearly three quarters were full.': 'Nearly three quarters' is printed, the query "
            "gives 0.666667 (it stands for 0.675 to 0.75).",
        ),
        (
            "Short visits had the highest score.",
            {"says": "Short visits had {top:rank} score", "query": RANK.format(kind="Short")},
            "text.conclusion",
            "'Short visits had the highest score.': 'the highest' is printed, the query gives 1: "
            "it is number 2 from the largest of 2.",
        ),
        (
            "Full visits had the lowest score.",
            {"says": "Full visits had {top:rank} score", "query": RANK.format(kind="Full")},
            "text.conclusion",
            "'Full visits had the lowest score.': 'the lowest' is printed, the query gives 8: "
            "it is number 2 from the smallest of 2.",
        ),
        (
            "No visit was short.",
            {
                "says": "No visit was short",
                "empty": "SELECT number FROM visits WHERE kind = 'Short'",
            },
            "text.conclusion",
            "'No visit was short': rows contradict it: 3.",
        ),
        (
            "None were late.",
            {"says": "{n} were late", "query": "SELECT count(*) AS n FROM visits"},
            "text.conclusion",
            "'None were late.': 'None' is printed, the query gives 3 (only 0 would be right).",
        ),
        (
            "They were 67% of all.",
            {"says": "They were {share}% of", "query": SHARE},
            "text.number",
            "'They were 67% of all.': '67' is printed, the query gives 0.666667 (it stands for "
            "66.5 to 67.5): a percentage is 0 to 100, so the query must give 100 times that.",
        ),
        (
            "Two thirds were full.",
            {"says": "{share:fraction} were", "query": SHARE.replace("SELECT", "SELECT 100.0 *")},
            "text.number",
            "'Two thirds were full.': 'Two thirds' is printed, the query gives 66.666667 (it "
            "stands for 0.633333 to 0.7): a share is 0 to 1, so the query must give a hundredth "
            "of that.",
        ),
        (
            "They scored 12 or so.",
            {
                "says": "They scored {n}",
                "query": "SELECT sum(score) AS n FROM visits",
                "rounded": {"n": 10},
            },
            "text.number",
            "'They scored 12 or so.': '12' is printed, the query gives 9 (it stands for 7 to 17): "
            "12 is not rounded to 10.",
        ),
    ],
)
def test_what_is_off_is_said_with_its_sentence(
    visits: Desk, text: str, claim: dict[str, str], check: str, message: str
) -> None:
    assert messages(visits, text, claim) == [(check, message)]


def test_a_shared_rank_is_a_warning(visits: Desk) -> None:
    query = (
        "SELECT max(n) AS top, list(n ORDER BY n) AS top_among FROM "
        "(SELECT kind, count_if(open) AS n FROM visits GROUP BY kind)"
    )
    text = "Full visits were open most often: the highest number."
    claim = {"says": "most often: {top:rank} number", "query": query}
    assert messages(visits, text, claim) == [
        (
            "text.loose_word",
            f"'{text}': 'the highest' is printed, the query gives 1: it is number 1 from the "
            "largest of 2, shared with 1 other.",
        )
    ]


@pytest.mark.parametrize(
    ("printed", "share", "right"),
    [
        ("19 in 20", "0.94", True),
        ("18 in 20", "0.94", False),
        ("19 in 21", "0.94", False),
        ("1 in 3", "1.0 / 3", True),
        ("1 in 4", "1.0 / 3", False),
        ("2 in 3", "1.0 / 3", False),
        ("nearly 9 in 10", "0.88", True),
        ("nearly 8 in 10", "0.88", False),
        ("more than 4 in 5", "0.88", True),
        ("12 of the 15", "12.0 / 15", True),
        ("13 of the 15", "12.0 / 15", False),
        ("12 of the 16", "12.0 / 15", False),
    ],
)
def test_each_digit_of_a_fraction_in_figures_counts(
    visits: Desk, printed: str, share: str, right: bool
) -> None:
    query = f"SELECT {share} + 0 * count(*) AS share FROM visits"
    claim = {"says": "Of the homes, {share:fraction} are good", "query": query}
    checks = [check for check, _ in messages(visits, f"Of the homes, {printed} are good.", claim)]
    assert checks == ([] if right else ["text.number"])


@pytest.mark.parametrize(
    ("hedged", "value", "checks"),
    [
        ("more than 1,200", 1180, ["text.number"]),
        ("more than 1,200", 1200, ["text.number"]),
        ("more than 1,200", 1220, []),
        ("fewer than 1,200", 1200, ["text.number"]),
        ("at least 1,200", 1200, []),
        ("at least 1,200", 1190, ["text.number"]),
        ("almost 1,200", 1190, []),
        ("almost 1,200", 1210, ["text.loose_word"]),
        ("about 1,200", 1210, []),
        ("not more than 1,200", 1200, []),
        ("at most 1,200", 1210, ["text.number"]),
        ("up to 1,200", 1210, []),  # it may have gone up to that
        ("spread over 1,200", 1190, []),
    ],
)
def test_a_hedge_before_a_number_leaves_the_side_that_it_says(
    visits: Desk, hedged: str, value: int, checks: list[str]
) -> None:
    claim = {
        "says": f"That is {hedged.removesuffix('1,200')}{{n}} in all",
        "query": f"SELECT {value} + 0 * count(*) AS n FROM visits",
        "rounded": {"n": 100},
    }
    found = messages(visits, f"That is {hedged} in all.", claim)
    assert [check for check, _ in found] == checks


@pytest.mark.parametrize(
    ("sentence", "hole", "value", "told"),
    [
        ("More than half were", "half", "0.49", "0.5 to 0.75"),
        ("Almost half were", "half", "0.52", "0.45 to 0.5"),
        ("It more than doubled since", "doubled", "1.95", "2 to 3"),
    ],
)
def test_a_hedge_in_the_words_of_a_claim_counts_as_one_in_its_hole(
    visits: Desk, sentence: str, hole: str, value: str, told: str
) -> None:
    kind = "multiple" if hole == "doubled" else "fraction"
    claim = {
        "says": sentence.replace(hole, f"{{part:{kind}}}"),
        "query": f"SELECT {value} + 0 * count(*) AS part FROM visits",
    }
    assert messages(visits, f"{sentence} then.", claim) == [
        (
            "text.number",
            f"'{sentence} then.': '{hole}' is printed, the query gives {value} (it stands for "
            f"{told}).",
        )
    ]


def test_the_band_of_a_hedged_number_ends_at_it(visits: Desk) -> None:
    claim = {"says": "fewer than {n} visits", "query": "SELECT count(*) AS n FROM visits"}
    assert messages(visits, "There were fewer than 3 visits.", claim) == [
        (
            "text.number",
            "'There were fewer than 3 visits.': '3' is printed, the query gives 3 (it stands for "
            "2.5 to 3): 'fewer than' stands before it.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "claim", "fault"),
    [
        (
            "There had been 3 visits in all. There are none left.",
            COUNT,
            "the words stand nowhere in findings.md. The nearest sentence, in line 1: "
            "'There had been 3 visits in all.'.",
        ),
        (
            "There were 3 visits.\n\nThere were 3 visits.",
            COUNT,
            "the words stand in 2 places of findings.md (line 1, line 3): add words until they "
            "stand in one.",
        ),
        (
            "There were several visits.",
            COUNT,
            "in line 1 of findings.md the text fills {n} with 'several', which is no number.",
        ),
        (
            "As at 31 March 2022 there were 3.",
            {**COUNT, "says": "As at 31 March {n} there"},
            "in line 1 of findings.md the text fills {n} with '2022', which is part of "
            "'31 March 2022' (date).",
        ),
        (
            "Scores nudged to 9.",
            {"says": "Scores {up:direction} to", "query": CHANGE},
            "in line 1 of findings.md the text fills {up} with 'nudged', which is no direction "
            "that codes/words.csv knows.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT number AS n FROM visits"},
            "the query gives more than one row, and must give exactly one.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT score AS n FROM visits WHERE score > 99"},
            "the query gives no row, and must give exactly one.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT max(score) AS n FROM visits WHERE score > 99"},
            "the query gives no value (NULL) for {n}.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS visits FROM visits"},
            "the query has no column 'n' for the hole {n}; it gives 'visits'.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT max(day) AS n FROM visits"},
            "the query gives no number for {n}, but a date.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) > 0 AS n FROM visits"},
            "the query gives no number for {n}, but yes or no.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT 'three' AS n FROM visits LIMIT 1"},
            "the query is refused: LIMIT needs an ORDER BY: without one it depends on the order "
            "of the rows.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "DELETE FROM visits"},
            "the query is refused: only one SELECT is allowed.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS n FROM visits; DROP TABLE visits"},
            "the query is refused: only one SELECT is allowed.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS n FROM read_csv('/etc/passwd')"},
            "the query is refused: table function in FROM is not allowed.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS n FROM '/etc/passwd'"},
            "the query is refused: table '/etc/passwd' is not in the catalogue.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS n FROM visit"},
            "the query is refused: table 'visit' is not in the catalogue. Did you mean 'visits'?",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS n FROM visits WHERE scores > 1"},
            "the query is refused: column 'scores' is not in visits. Did you mean 'score'?",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT $m AS n FROM visits"},
            "the query is refused: '$m' is neither a printed number of the sentence nor a fact of "
            "the release. The printed numbers are: $n.",
        ),
        (
            "There were 3 visits.",
            {**COUNT, "query": "SELECT count(*) AS n FROM cubes.visit"},
            "the query is refused: table 'cubes.visit' is not in the catalogue. "
            "Did you mean 'cubes.visits'?",
        ),
        (
            "Every visit had a score.",
            {"says": "Every visit had a score", "empty": "SELECT 1 WHERE FALSE"},
            "the query under empty reads no table, so nothing could contradict the sentence.",
        ),
        (
            "Short visits had the highest score.",
            {"says": "had {top:rank} score", "query": "SELECT sum(score) AS top FROM visits"},
            "a rank needs all values that are ranked, the one of {top} among them, in a column "
            "top_among: list(n ORDER BY n) AS top_among.",
        ),
    ],
)
def test_a_claim_that_cannot_be_checked_is_an_error(
    visits: Desk, text: str, claim: dict[str, str], fault: str
) -> None:
    message = f"Claim '{claim['says']}': {fault}"
    [finding] = visits.findings(text, claim)
    assert (finding.check, finding.message) == ("text.claim", message)
    assert (finding.file, finding.row) == ("claims.yml", 3)


def test_a_query_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = Allowance(time=dt.timedelta(milliseconds=300))
    monkeypatch.setattr("qa_checks.opened.allow", lambda *_: hurried)
    many = ", ".join(f"visits AS v{number}" for number in range(24))
    with desk(tmp_path) as visits:
        claim = {**COUNT, "query": f"SELECT count(v0.number || v1.number) AS n FROM {many}"}
        [finding] = visits.findings("There were 3 visits.", claim, COUNT)
        assert finding.check == "text.claim"
        assert "it takes longer than a check may" in finding.message


@pytest.mark.parametrize(
    "claim",
    [
        {"says": "by {who:word} alone", "query": "SELECT min(person) AS who FROM visits"},
        {"says": "by {who:word} alone", "query": "SELECT who FROM (SELECT person AS who FROM "
         "visits ORDER BY person, number, _source, _row LIMIT 1)"},
        {"says": "by Zoe alone", "empty": "SELECT person FROM visits"},
        {"says": "by Zoe alone", "empty": "SELECT * FROM visits"},
        {"says": "{n} visits", "query": "SELECT CAST(min(person) AS BIGINT) AS n FROM visits"},
        {"says": "{n} visits", "query": "SELECT min(person) AS n FROM visits"},
        {"says": "{n} visits", "query": "SELECT 4 AS n, min(person) AS who FROM visits"},
        {"says": "by {who:word} alone", "query": "SELECT max(k) AS who FROM visits "
         "AS v(a, b, c, d, e, f, g, h, i, j, k)"},
        {"says": "by {who:word} alone", "query": "WITH v(a, b, c, d, e, f, g, h, i, j, k) AS "
         "(SELECT * FROM visits) SELECT max(k) AS who FROM v"},
        {"says": "by {who:word} alone", "query": "SELECT max(k) AS who FROM (SELECT 1 AS a, 0 AS b,"
         " 2 AS c, 0 AS d, '' AS e, NULL AS f, '' AS g, 0 AS h, NULL AS i, TRUE AS j, '' AS k "
         "UNION ALL SELECT * FROM visits)"},
    ],
)  # fmt: skip
def test_values_of_masked_columns_are_never_shown(
    tmp_path: Path, claim: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """The column of persons is sensitive; Ann, Bob and Cyd made the visits."""
    with desk(tmp_path, persons=("Ann", "Bob", "Cyd")) as visits:
        judged = visits.judge("The 3 visits were made by Zoe alone.", claim)
        assert any(outcome.findings for outcome in judged.outcomes[:4])
        query = claim.get("query", claim.get("empty", ""))
        shown = f"{judged}{caplog.text}".replace(query, "")
        assert not [name for name in ("Ann", "Bob", "Cyd") if name in shown]


def test_a_number_of_very_many_digits_is_compared(visits: Desk) -> None:
    text = "There were 999,999,999,999,999.999999999999999 visits."
    huge = {"query": "SELECT max(1e300 + 0 * score) AS n FROM visits"}
    for more in ({}, {"rounded": {"n": 0.01}}, huge):
        assert visits.states(text, {**COUNT, **more}) == [
            ("999,999,999,999,999.999999999999999", "wrong")
        ]


def test_a_masked_number_is_not_shown_unrounded(tmp_path: Path) -> None:
    query = "SELECT max(length(person)) + 0.25 AS n FROM visits"
    with desk(tmp_path, persons=("Ann", "Bob", "Cyd")) as visits:
        [text] = visits.judge("There were 3 visits.", {**COUNT, "query": query}).texts
    [number] = text.numbers
    assert (number.state, number.recomputed) == ("verified", None)
    assert number.reason == "right by rounding: unrounded it is [masked]"


def test_words_that_stand_nowhere_are_not_looked_for_in_every_combination(visits: Desk) -> None:
    """With three gaps 300 sentences of one paragraph have 27 million combinations."""
    claim = {**COUNT, "says": "There … were … visits … {n} … nowhere"}
    [finding] = visits.findings("There were 3 visits. " * 300, claim)
    assert "the words stand nowhere in findings.md" in finding.message
