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

# Who counts, by the name that report.json may say.
PANDERA: Final = "pandera"
GX: Final = "Great Expectations"
COUNTED: Final = (State.PASSED, State.FAILED, State.WAIVED)


def ask(
    loaded: Loaded,
    plan: Sequence[PlannedCheck],
    outcomes: Sequence[Outcome],
    facts: Mapping[str, Any],
    progress: Callable[[str], None] = lambda _: None,
) -> SecondOpinion:
    """Have every check that ran counted again, those of the schemas by pandera.

    ``outcomes`` are what the engine said of the plan, before any decision. Each check that ran has
    an opinion, in the plan's order; one that was skipped or errored has none.
    """

    def tell(what: str) -> None:
        progress(f"second opinion: {what}")

    ran = {outcome.check.id: outcome for outcome in outcomes if outcome.state in COUNTED}
    asked = [planned for planned in plan if planned.check.id in ran]
    schemas = [planned for planned in asked if _counter_of(planned.check) == PANDERA]
    rules = [planned for planned in asked if _counter_of(planned.check) == GX]
    answers = count_with_pandera(loaded, schemas, tell)
    if rules:
        answers |= count_with_gx(loaded, rules, facts, tell)
    return SecondOpinion(tuple(_compare(ended, answers[check]) for check, ended in ran.items()))


def _counter_of(check: Check) -> str:
    return PANDERA if check.theme == "schema" else GX


def _compare(ended: Outcome, answer: int | Failure) -> Opinion:
    check, counter, here = ended.check.id, _counter_of(ended.check), ended.failed
    if isinstance(answer, Failure):
        return Opinion(check, counter, None, here, agrees=None, reason=answer.reason)
    return Opinion(check, counter, answer, here, agrees=answer == here)
