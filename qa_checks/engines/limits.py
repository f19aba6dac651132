"""A figure against what it must equal or lie between."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from qa_checks.engines.database import Database
from qa_checks.engines.findings import make_findings
from qa_checks.engines.outcomes import Counts, outcome_of, skipped
from qa_checks.engines.parameters import named_facts
from qa_checks.model import Outcome
from qa_checks.plan import PlannedCheck
from qa_checks.words import show

WORDS = {"equals": "{}", "at_least": "at least {}", "at_most": "at most {}"}


def judge_figure(
    database: Database, planned: PlannedCheck, figures: Mapping[str, float | int | None]
) -> Outcome:
    """Bring a rule about one of the release's figures to its outcome."""
    started = time.perf_counter()
    figure = planned.rule.rule.figure if planned.rule else None
    assert figure is not None  # noqa: S101  the plan made it so
    value = figures.get(figure.name)
    if value is None:
        return skipped(
            planned, f"the figure {figure.name} cannot be counted here", planned.required
        )
    limits = {}
    for bound in WORDS:
        text = getattr(figure, bound)
        if text is not None:
            limits[bound] = database.ask(f"SELECT ({text})", named_facts(planned, text))[0][0]
    if any(limit is None for limit in limits.values()):
        return outcome_of(planned, Counts(1, 0, 1), started, ())
    right = (
        value == limits.get("equals", value)
        and value >= limits.get("at_least", value)
        and value <= limits.get("at_most", value)
    )
    expected = " and ".join(WORDS[bound].format(show(limit)) for bound, limit in limits.items())
    row = {"name": figure.name, "figure": value, "expected": expected}
    found = [] if right else make_findings(database.loaded, planned, [row])
    findings = tuple(replace(one, key=figure.name, value=show(value)) for one in found)
    return outcome_of(planned, Counts(1, len(findings), 0), started, findings)
