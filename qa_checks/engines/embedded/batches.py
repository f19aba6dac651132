"""What is counted together, and what needs its rows in scope counted apart."""

from __future__ import annotations

from qa_checks.engines.embedded.scans import looks_elsewhere
from qa_checks.model import Logic, Predicate, Selection

BATCH = 24


def make_batches(group: dict[str, Predicate]) -> list[dict[str, Predicate]]:
    """Groups that one scan can deal with.

    What looks into other rows is counted by itself: planning a statement with many subqueries
    takes longer than planning as many statements.
    """
    alone = [{check: logic} for check, logic in group.items() if _looks_elsewhere(logic)]
    plain = [(check, logic) for check, logic in group.items() if not _looks_elsewhere(logic)]
    together = [dict(plain[start : start + BATCH]) for start in range(0, len(plain), BATCH)]
    return [*alone, *together]


def _looks_elsewhere(logic: Predicate) -> bool:
    return looks_elsewhere(logic.condition, logic.scope)


def needs_extent(logic: Logic) -> bool:
    """Whether the rows in scope are counted apart: by what counts no scope, or to spare a look.

    Where no row is in scope, nobody need look into other rows for it.
    """
    if isinstance(logic, Selection):
        return not logic.cells
    spares = _looks_elsewhere(logic) and not looks_elsewhere(logic.scope)
    return bool(logic.once) or (bool(logic.scope) and not logic.rows and spares)
