"""The second opinion on a run: others count, and the counts are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from qa_checks.engines.door import Failure
from qa_checks.model.checks import Check, Opinion, Outcome, SecondOpinion, State
from qa_checks.opinions.gx_suites import count_with_gx
from qa_checks.opinions.pandera_counter import count_with_pandera
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

    def tell(what: str) -> None:
        progress(f"second opinion: {what}")

    ran = {outcome.check.id: outcome for outcome in outcomes if outcome.state in COUNTED}
    asked = [planned for planned in plan if planned.check.id in ran]
    of_schemas = [planned for planned in asked if _counter_of(planned.check) == PANDERA]
    of_rules = [planned for planned in asked if _counter_of(planned.check) == GX]
    answers = {
        **count_with_pandera(loaded, of_schemas, tell),
        **(count_with_gx(loaded, of_rules, facts, tell) if of_rules else {}),
    }
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
