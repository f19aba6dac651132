"""The named parameters a piece of SQL uses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_checks.plan import PlannedCheck


def facts_of(batch: Sequence[PlannedCheck]) -> set[str]:
    """Facts that the predicates and scopes of a batch name."""
    return {
        name for planned in batch for name in named_facts(planned, f"{planned.sql} {planned.scope}")
    }


def named_facts(planned: PlannedCheck, text: str) -> set[str]:
    """Facts of a check that a piece of its SQL names."""
    return {name for name in planned.facts if _uses(text, name)}


def _uses(text: str, name: str) -> bool:
    return re.search(rf"\${name}\b", text) is not None
