"""A sentence that names one value of a code list, bound to a query that asks for another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.claims.making import Desk, desk


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


def claim(says: str, condition: str) -> dict[str, str]:
    return {"says": says, "query": f"SELECT count(*) AS n FROM visits WHERE {condition}"}


def test_another_name_than_the_query_asks_for_is_found(visits: Desk) -> None:
    text = "Of all visits {n} was Full."
    [finding] = visits.findings(
        "Of all visits 1 was Full.", claim(text, "coalesce(kind = 'Short', FALSE)")
    )
    assert (finding.check, finding.row, finding.key) == ("text.conclusion", 1, f"{text} / Full")
    assert finding.value == "Full"
    assert finding.message == (
        "'Of all visits 1 was Full.': 'Full' is printed, but the query asks for 'Short'."
    )


@pytest.mark.parametrize(
    ("text", "says", "condition"),
    [
        ("There was 1 Short visit.", "There was {n} Short visit", "kind = 'Short'"),
        ("There was 1 short visit.", "There was {n} short visit", "kind = 'Short'"),
        ("There was 1 full visit.", "There was {n} full visit", "kind = 'Short'"),  # an adjective
        (
            "1 Short or Full one was open.",
            "{n} Short or Full one",
            "kind IN ('Short') AND kind IN ('Short', 'Full')",
        ),
        ("There was 1, fewer than Full ones.", "There was {n}, fewer than Full", "kind = 'Short'"),
        ("All but the Full ones were 1.", "the Full ones were {n}", "kind <> 'Full'"),
        ("There were 3 Full visits.", "There were {n} Full visits", "TRUE"),
    ],
)
def test_what_may_be_meant_is_left_alone(
    visits: Desk, text: str, says: str, condition: str
) -> None:
    found = visits.findings(text, claim(says, f"coalesce({condition}, FALSE)"))
    assert [finding.message for finding in found] == []


def test_a_number_that_is_wrong_is_told_alone(visits: Desk) -> None:
    found = visits.findings(
        "There were 5 Full visits.",
        claim("There were {n} Full visits", "coalesce(kind = 'Short', FALSE)"),
    )
    assert [finding.check for finding in found] == ["text.number"]


@pytest.mark.parametrize("key", ["query", "empty"])
@pytest.mark.parametrize("table", ["visits", "cubes.visits", "previous.visits"])
def test_a_code_that_there_is_not_proves_nothing(visits: Desk, key: str, table: str) -> None:
    column = {"query": "count(*) AS none", "empty": "kind"}[key]
    says = {"query": "There were {none} of that kind", "empty": "none of that kind"}[key]
    sql = f"SELECT {column} FROM {table} WHERE kind = 'Ful'"
    [finding] = visits.findings("There were none of that kind.", {"says": says, key: sql})
    assert finding.check == "text.claim"
    under = {"query": "the query", "empty": "the query under empty"}[key]
    assert finding.message.endswith(
        f"{under} is refused: 'Ful' is no code of 'kinds'. Did you mean 'Full'?"
    )


def test_a_comparison_with_null_proves_nothing(visits: Desk) -> None:
    claim = {"says": "none was early", "empty": "SELECT number FROM visits WHERE score = NULL"}
    [finding] = visits.findings("There were three, none was early.", claim)
    assert finding.message.endswith(
        "nothing equals NULL, nor differs from it: write IS NULL or IS NOT NULL."
    )
