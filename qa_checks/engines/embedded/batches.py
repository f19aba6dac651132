"""What is counted together, and what needs its rows in scope counted apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from qa_checks.engines.embedded.scans import looks_elsewhere
from qa_checks.model import Logic, Predicate, Selection

BATCH = 24
APART = 8

Predicates = dict[str, Predicate]
Scan = Callable[[Sequence[Predicate]], str]
Scans = Callable[[Sequence[Predicate]], list[str]]


def make_batches(
    scan: Scan, group: Predicates, apart: int = APART
) -> list[tuple[Scans, Predicates]]:
    """Groups that one statement can count, each with the scans that do.

    What looks into other rows has a scan by itself, so many in a statement: planning a scan with
    many subqueries takes longer than planning as many scans.
    """
    alone = {check: logic for check, logic in group.items() if _looks_elsewhere(logic)}
    plain = {check: logic for check, logic in group.items() if check not in alone}
    return [
        *((partial(_scan_apart, scan), batch) for batch in _split(alone, apart)),
        *((partial(_scan_together, scan), batch) for batch in _split(plain, BATCH)),
    ]


def _scan_apart(scan: Scan, batch: Sequence[Predicate]) -> list[str]:
    return [scan([asked]) for asked in batch]


def _scan_together(scan: Scan, batch: Sequence[Predicate]) -> list[str]:
    return [scan(batch)]


def _split(group: Predicates, most: int) -> list[Predicates]:
    listed = list(group.items())
    return [dict(listed[start : start + most]) for start in range(0, len(listed), most)]


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
