"""A run takes so much and no more: what needs more errs, and the rest is judged."""

from __future__ import annotations

import datetime as dt
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.allowance import (
    DISK,
    DISK_PER_BYTE,
    GIB,
    MEMORY,
    MEMORY_PER_BYTE,
    TIME,
    TIME_PER_GIB,
    Allowance,
    allow,
)
from qa_checks.engines.memory import RESERVE, bounded, relieve
from qa_checks.model.checks import State
from qa_checks.model.report import Verdict
from qa_checks.operating_system import held_memory, limit_memory, memory_limit
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue

MIB = 1024**2
ROOM = 200 * MIB
MINUTE = dt.timedelta(minutes=1)
ROWS = [[str(number), "2022-05-10", "Full", "5", "0.5", "Yes", "Ann"] for number in range(100)]
pytestmark = pytest.mark.skipif(
    held_memory() is None, reason="the system does not say what it holds"
)


# A text made ten times longer eight times.
GROWING = "replace(" * 8 + "number" + ", '1', '1111111111')" * 8 + " <> ''"
LONG = "x" * 400
SPILLING = (
    f"SELECT DISTINCT v.* REPLACE (v.number || '{LONG}' || w.number || u.number AS number) "
    "FROM visits AS v, visits AS w, visits AS u"
)
JOINED = "SELECT v.* FROM visits AS v, " + ", ".join(f"visits AS v{number}" for number in range(14))


@pytest.mark.parametrize(
    ("allowance", "greedy", "reason"),
    [
        (
            Allowance(memory=ROOM),
            {"require": GROWING},
            "it takes more memory than a run may use",
        ),
        (
            Allowance(memory=ROOM // 2, disk=8 * MIB),
            {"query": SPILLING},
            "it takes more temporary disk space than a run may use",
        ),
        (
            Allowance(time=dt.timedelta(milliseconds=300)),
            {"query": JOINED},
            "it takes longer than a check may",
        ),
    ],
    ids=["memory", "disk", "time"],
)
def test_a_rule_that_takes_too_much_errs_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    allowance: Allowance,
    greedy: dict[str, str],
    reason: str,
) -> None:
    monkeypatch.setattr("qa_checks.opened.allow", lambda *_: allowance)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    before = memory_limit()
    rules = [
        rule(1, **greedy),
        rule(2, require="score >= 5"),
        rule(3, query="SELECT t.* FROM visits AS t WHERE t.score < 5"),
    ]
    report = run_on(write_catalogue(tmp_path, rules), visits(*ROWS))
    took = outcome(report, "ABC001")
    assert (took.state, took.reason) == (State.ERRORED, reason)
    assert [tried.check.id for tried in report.outcomes if tried.state is State.ERRORED] == [
        "ABC001"
    ]
    assert [outcome(report, name).state for name in ("ABC002", "ABC003")] == [State.PASSED] * 2
    assert report.verdict is Verdict.INCOMPLETE
    assert memory_limit() == before
    assert [left.name for left in tmp_path.glob("qa-checks*")] == []


class NoThreads(ThreadPoolExecutor):
    def submit(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("can't start new thread")


def test_checks_are_judged_where_no_thread_can_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_checks.engines.embedded.steps.ThreadPoolExecutor", NoThreads)
    rules = [rule(1, query="SELECT t.* FROM visits AS t WHERE t.score < 5"), rule(2)]
    report = run_on(write_catalogue(tmp_path, rules), visits(*ROWS))
    assert [outcome(report, name).state for name in ("ABC001", "ABC002")] == [State.PASSED] * 2


def test_what_a_run_may_take_grows_with_its_files() -> None:
    assert allow(0) == Allowance()
    more = allow(GIB)
    assert more == Allowance(
        MEMORY + MEMORY_PER_BYTE * GIB, DISK + DISK_PER_BYTE * GIB, TIME + TIME_PER_GIB
    )
    assert allow(0, delivered=GIB) == replace(more, memory=MEMORY)


def test_the_bound_ends_with_the_last_run_in_the_process() -> None:
    before = memory_limit()
    outer, inner = bounded(), bounded(MEMORY + 160 * MIB)
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
    for number, unit in (
        (MEMORY // GIB, "GiB of memory"),
        (MEMORY_PER_BYTE, "bytes"),
        (DISK // GIB, "GiB of temporary"),
        (DISK_PER_BYTE, "bytes"),
        (TIME // MINUTE, "minutes"),
        (TIME_PER_GIB // MINUTE, "minutes"),
        (RESERVE // MIB, "MiB"),
    ):
        assert f"{number} {unit}" in told


def test_a_bound_from_outside_is_not_raised() -> None:
    before = memory_limit()
    limit_memory(2000 * MIB)
    try:
        with bounded():
            assert memory_limit() == 2000 * MIB
        assert memory_limit() == 2000 * MIB
    finally:
        limit_memory(before)
