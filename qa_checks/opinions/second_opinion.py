"""The second opinion on a run: others count, and the counts are compared.

Who counts is a module here, a place in COUNTERS, and a name in what report.json may say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from qa_checks.engines.door import Failure
from qa_checks.model.checks import Check, Opinion, Outcome, SecondOpinion, State
from qa_checks.opinions.gx_suites import count_with_gx
from qa_checks.opinions.pandera_counter import count_with_pandera
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded

Count = Callable[
    [Loaded, Sequence[PlannedCheck], Mapping[str, Any], Callable[[str], None]],
    dict[str, int | Failure],
]


class Counter(Struct, frozen=True):
    """Who counts checks again: its name, which ones it takes, and what it counts, by their ids.

    It is given the tables, the checks, the release's facts, and whom to tell what it does.
    """

    name: str
    takes: Callable[[Check], bool]
    count: Count


# The first that takes a check counts it.
COUNTERS: Final = (
    Counter("pandera", lambda check: check.theme == "schema", count_with_pandera),
    Counter("Great Expectations", lambda _: True, count_with_gx),
)
COUNTED: Final = (State.PASSED, State.FAILED, State.WAIVED)
NO_ANSWER: Final = Failure("no count came back")


def ask(
    loaded: Loaded,
    plan: Sequence[PlannedCheck],
    outcomes: Sequence[Outcome],
    facts: Mapping[str, Any],
    progress: Callable[[str], None] = lambda _: None,
) -> SecondOpinion:
    """Have every check that ran counted again, each by one of the counters.

    Parameters
    ----------
    loaded
        The tables of the run, still open.
    outcomes
        What the engine said of the plan, before any decision.

    Returns
    -------
    SecondOpinion
        One opinion for each check that ran, in the plan's order. A check that
        was skipped or errored has none.
    """

    def tell(what: str) -> None:
        progress(f"second opinion: {what}")

    ran = {outcome.check.id: outcome for outcome in outcomes if outcome.state in COUNTED}
    answers: dict[str, int | Failure] = {}
    for counter in COUNTERS:
        asked = [
            planned
            for planned in plan
            if planned.check.id in ran and _counter_of(planned.check) is counter
        ]
        if asked:
            answers |= counter.count(loaded, asked, facts, tell)
    return SecondOpinion(
        tuple(_compare(ended, answers.get(check, NO_ANSWER)) for check, ended in ran.items())
    )


def _counter_of(check: Check) -> Counter:
    return next(counter for counter in COUNTERS if counter.takes(check))


def _compare(ended: Outcome, answer: int | Failure) -> Opinion:
    check, counter, here = ended.check.id, _counter_of(ended.check).name, ended.failed
    if isinstance(answer, Failure):
        return Opinion(check, counter, None, here, agrees=None, reason=answer.reason)
    return Opinion(check, counter, answer, here, agrees=answer == here)
