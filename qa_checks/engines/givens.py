"""What must hold of a release before a rule can be asked of it at all."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.engines.database import Database, ask_together
from qa_checks.engines.parameters import named_facts
from qa_checks.plan import PlannedCheck


def reasons_to_skip(database: Database, plan: Sequence[PlannedCheck]) -> list[str]:
    """Why each check is skipped ('' if it is not), its ``given`` condition included.

    A condition that cannot be evaluated skips nothing: the check then errs and says so.
    """
    first: dict[str, PlannedCheck] = {}
    for planned in plan:
        if planned.rule and planned.rule.rule.given and not planned.skip:
            first.setdefault(planned.rule.rule.given.that, planned)

    def ask(conditions: Sequence[str]) -> list[bool]:
        facts = {name for one in conditions for name in named_facts(first[one], one)}
        tests = ", ".join(f"coalesce(({one}), FALSE)" for one in conditions)
        return list(database.ask(f"SELECT {tests}", facts)[0])

    conditions = list(first)
    holds = dict(zip(conditions, ask_together(conditions, ask), strict=True))
    reasons = []
    for planned in plan:
        given = planned.rule.rule.given if planned.rule else None
        missing = not planned.skip and given and holds[given.that] is False
        reasons.append(given.else_ if given and missing else planned.skip)
    return reasons
