"""Steps are taken as soon as what they need is known, two at a time unless one says otherwise."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from qa_checks.engines.embedded import steps
from qa_checks.engines.embedded.steps import Step, take

PATIENCE = 60  # seconds until a step that nobody joins gives up


def test_two_are_taken_at_a_time_and_one_that_is_alone_when_there_are_no_others() -> None:
    known: set[Hashable] = set()
    at_work: set[str] = set()
    both = Barrier(2)
    done: list[tuple[str, set[str]]] = []

    def work(name: str) -> tuple[str, set[str]]:
        at_work.add(name)
        both.wait(PATIENCE)
        return name, set()

    def look_around() -> tuple[str, set[str]]:
        return "alone", {*at_work}

    def note(ended: tuple[str, set[str]]) -> Iterable[Step]:
        at_work.discard(ended[0])
        known.add(ended[0])
        done.append(ended)
        return ()

    given = [
        Step(look_around, note, alone=True),
        Step(partial(work, "first"), note),
        Step(partial(work, "second"), note),
        Step(partial(work, "third"), note, frozenset(["first"])),
        Step(partial(work, "fourth"), note, frozenset(["second"])),
    ]
    assert len([*take(given, known, in_turn=False)]) == len(given)
    assert {name for name, _ in done[:4]} == {"first", "second", "third", "fourth"}
    assert done[4] == ("alone", set())


def test_in_turn_each_is_followed_by_what_comes_of_it() -> None:
    known: set[Hashable] = set()
    done: list[str] = []

    def then(*steps: Step, name: str) -> list[Step]:
        known.add(name)
        return [*steps]

    def step(name: str, *following: Step, alone: bool = False) -> Step:
        return Step(partial(done.append, name), lambda _: then(*following, name=name), alone=alone)

    given = [step("alone", alone=True), step("first", step("its own")), step("second")]
    assert len([*take(given, known, in_turn=True)]) == 4
    assert done == ["first", "its own", "second", "alone"]


def test_a_stop_between_the_starts_of_threads_ends_those_that_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = steps._start

    def stopped(*given: Any) -> int:
        start(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "_start", stopped)
    twice = [Step(int, lambda _: ())] * 2
    stopping = Thread(target=partial(_take_all, twice), daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()


def _take_all(taken: Iterable[Step]) -> None:
    with pytest.raises(KeyboardInterrupt):
        list(take(taken, set(), in_turn=False))
