"""The second opinion on a run: others count, and the counts are compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from qa_checks.engines.door import Counter, Failure
from qa_checks.model import Check, Opinion, Outcome, SecondOpinion, State
from qa_checks.opinions.gx_counter import GxCounter
from qa_checks.opinions.pandera_counter import PanderaCounter
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded

PANDERA: Final = "pandera"
GX: Final = "Great Expectations"
COUNTED: Final = (State.PASSED, State.FAILED, State.WAIVED)
NO_ANSWER: Final = Failure("no count came back")


def ask(
    loaded: Loaded,
    plan: Sequence[PlannedCheck],
    outcomes: Sequence[Outcome],
    facts: Mapping[str, Any],
    progress: Callable[[str], None] = lambda _: None,
) -> SecondOpinion:
    """Have every check that ran counted again: the schemas' by pandera, the rules by another.

    Parameters
    ----------
    loaded
        The tables of the run, still open.
    outcomes
        What the engine said of the plan, before any decision.
    facts
        The named parameters of the release.

    Returns
    -------
    SecondOpinion
        One opinion for each check that ran, in the plan's order. A check that
        was skipped or errored has none.
    """
    ran = {outcome.check.id: outcome for outcome in outcomes if outcome.state in COUNTED}
    answers: dict[str, int | Failure] = {}
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:

        def tell(what: str) -> None:
            progress(f"second opinion: {what}")

        engines: dict[str, Counter] = {
            PANDERA: PanderaCounter(tell),
            GX: GxCounter(Path(scratch), tell),
        }
        for name, engine in engines.items():
            mine = {
                planned.check.id: planned.logic
                for planned in plan
                if planned.check.id in ran and _counter_of(planned.check) == name
            }
            if mine:
                engine.load(loaded, facts)
                answers.update(engine.count_faults(mine))
    return SecondOpinion(
        tuple(_compare(ended, answers.get(check, NO_ANSWER)) for check, ended in ran.items())
    )


def _counter_of(check: Check) -> str:
    return PANDERA if check.theme == "schema" else GX


def _compare(ended: Outcome, answer: int | Failure) -> Opinion:
    check, counter, here = ended.check.id, _counter_of(ended.check), ended.failed
    if isinstance(answer, Failure):
        return Opinion(check, counter, None, here, agrees=None, reason=answer.reason)
    return Opinion(check, counter, answer, here, agrees=answer == here)
