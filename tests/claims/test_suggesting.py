"""What `claims suggest` prints for unbound numbers, on a release small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from qa_checks.model.texts import NumberState
from tests.claims.making import run, write_text, write_visits
from tests.cli.running import Ended, qa_checks

TEXT = """# Visits in 2022

There were 3 visits, two of them full. The scores rose by 12.5%, from 8 in 2021 to 9.

Full visits were 67% of all, an increase of 33.3 percentage points. We took 71 calls.

| Kind | 2021 | 2022 |
|---|---|---|
| Full | 1 | 2 |
"""
CLAIMS = [{"says": "There were {n} visits", "query": "SELECT count(*) AS n FROM visits"}]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_visits(tmp_path_factory.mktemp("visits"), TEXT, CLAIMS)


def suggest(path: Path, *more: str) -> Ended:
    folder = path.parent
    return qa_checks("claims", "suggest", "--catalogue", "../catalogue", *more, cwd=folder)


SCORES = """\
# line 3: 12.5% may be Visits: scores; change in percent since 2021-03-31: 12.5
# line 3: 8 may be Visits: scores (2021-03-31): 8
# line 3: 9 may be Visits: scores: 9
- says: "The scores rose by {growth}%, from {scores} in 2021 to {scores_2}."
  query: |
    SELECT 100.0 * ((SELECT sum(scores) FROM cubes.visits) - \
(SELECT sum(scores) FROM previous_cubes.visits)) / \
(SELECT sum(scores) FROM previous_cubes.visits) AS growth,
      (SELECT sum(scores) FROM previous_cubes.visits) AS scores,
      (SELECT sum(scores) FROM cubes.visits) AS scores_2
  # or scores: Visits: scores where kind is Full: 8
  #   (SELECT sum(scores) FROM cubes.visits WHERE kind = 'Full')
"""


def test_entries_hold_when_a_person_takes_them_over(path: Path) -> None:
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    ended = suggest(path)
    assert ended.code == 0
    assert SCORES in ended.out.split("\n\n")[1] + "\n"
    assert ended.err == (
        "findings.md: 9 numbers without a claim, entries for 8 of them. Nothing is bound: read "
        "each before you take it over.\n"
    )
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
    entries = yaml.safe_load(ended.out)
    assert [entry["says"] for entry in entries] == [
        "There were 3 visits, {visits} of them full.",
        "The scores rose by {growth}%, from {scores} in 2021 to {scores_2}.",
        "Full visits were {share}% of all, an increase of {points} percentage points.",
        "Full {visits} {visits_2}",
    ]
    write_text(path.parents[1], TEXT, [*CLAIMS, *entries])
    [text] = run(path).texts
    assert {
        number.number.printed: str(number.state)
        for number in text.numbers
        if number.state is not NumberState.EXEMPT
    } == {
        **dict.fromkeys(("3", "two", "12.5%", "8", "9", "67%", "1", "2"), "verified"),
        "33.3 percentage points": "verified",
        "all": "unbound",
        "71": "unbound",
    }
    assert suggest(path).out == ""


def test_text_without_claims(path: Path) -> None:
    (path.parent / "short.txt").write_text("Two visits were full.", encoding="utf-8")
    ended = suggest(path, "--text", "short.txt")
    assert yaml.safe_load(ended.out)[0]["says"] == "{visits} visits were full."
    assert ended.err.startswith("short.txt: 1 number without a claim, entries for 1 of them.")


def test_release_without_texts(path: Path) -> None:
    ended = suggest(path.parents[1] / "2021" / "release.yml")
    assert (ended.code, ended.out) == (2, "")
    assert "The release names no claims.yml, and so no text." in ended.err
    assert "--text FILE" in ended.err
