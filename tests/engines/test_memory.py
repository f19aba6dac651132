"""A run takes so much memory and no more: what needs more errs, and the rest is judged."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from qa_checks.engines.memory import PER_BYTE, RESERVE, bounded, relieve
from qa_checks.engines.memory import ROOM as ROOM_OF_A_RUN
from qa_checks.model import State
from qa_checks.operating_system import held_memory, limit_memory, memory_limit
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue

MIB = 1024**2
ROOM = 400 * MIB
ROWS = [[str(number), "2022-05-10", "Full", "5", "0.5", "Yes", "Ann"] for number in range(100)]
pytestmark = pytest.mark.skipif(
    held_memory() is None, reason="the system does not say what it holds"
)


# A text made ten times longer eight times.
GROWING = "replace(" * 8 + "number" + ", '1', '1111111111')" * 8 + " <> ''"


def test_a_rule_that_grows_without_end_errs_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_checks.opened.bounded", partial(bounded, room=ROOM))
    before = memory_limit()
    rules = [
        rule(1, require=GROWING),
        rule(2, require="score > 5"),
        rule(3, query="SELECT t.* FROM visits AS t WHERE t.score = 5"),
    ]
    report = run_on(write_catalogue(tmp_path, rules), visits(*ROWS))
    grew = outcome(report, "ABC001")
    assert (grew.state, grew.reason) == (State.ERRORED, "it takes more memory than a run may use")
    assert [one.check.id for one in report.outcomes if one.state is State.ERRORED] == ["ABC001"]
    assert [outcome(report, name).failed for name in ("ABC002", "ABC003")] == [100, 100]
    assert memory_limit() == before


def test_the_bound_ends_with_the_last_run_in_the_process() -> None:
    before = memory_limit()
    outer, inner = bounded(), bounded(size=10 * MIB)
    with outer:
        small = memory_limit()
        inner.__enter__()
        assert small is not None
        assert (memory_limit() or 0) >= small + 100 * MIB
    assert memory_limit() != before
    inner.__exit__(None, None, None)
    assert memory_limit() == before


def test_room_is_made_once_however_many_statements_take_all_there_was() -> None:
    with bounded():
        first = memory_limit() or 0
        for _ in range(5):
            relieve()
            assert memory_limit() == first + RESERVE


def test_the_documentation_says_how_much_a_run_may_take() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
    told = text.partition("## What rules may take")[2].partition("##")[0]
    for number in (ROOM_OF_A_RUN // 1024**3, PER_BYTE, RESERVE // MIB):
        assert f"{number} " in told


def test_a_bound_from_outside_is_not_raised() -> None:
    before = memory_limit()
    limit_memory(2000 * MIB)
    try:
        with bounded():
            assert memory_limit() == 2000 * MIB
        assert memory_limit() == 2000 * MIB
    finally:
        limit_memory(before)
