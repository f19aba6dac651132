"""Numbers in any notation against the data: only what the data gives is verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claims.making import Desk, desk

LINES = Path(__file__).with_name("notations.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [tuple(line.split(" | ")) for line in LINES if not line.startswith("#")]
COUNT = "SELECT count(*) AS n FROM visits"


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


@pytest.mark.parametrize(("truth", "text", "says", "gives"), SENTENCES)
def test_only_what_the_data_gives_is_verified(
    visits: Desk, truth: str, text: str, says: str, gives: str
) -> None:
    columns = [f"1.0 * count(*) / 3 * {gives} AS n"]
    if "{m}" in says:
        columns.append("2.0 * count(*) / 3 AS m")
    claim = {"says": says, "query": f"SELECT {', '.join(columns)} FROM visits"}
    states = {state for _, state in visits.states(text, claim) if state != "exempt"}
    known = [{"verified"}] if truth == "true" else [{"wrong"}, {"unbound"}, {"wrong", "unbound"}]
    assert states in known


@pytest.mark.parametrize("printed", ["3%", "3pc", "3\u2030", "3 basis points", "£3", "¥3", "GBP 3"])
def test_a_count_has_no_unit(visits: Desk, printed: str) -> None:
    claim = {"says": "There were {n} of them", "query": COUNT}
    assert visits.states(f"There were {printed} of them.", claim) == [(printed, "wrong")]
