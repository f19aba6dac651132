"""What one statement asks of the rows of a table: in one scan for all, or in several."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from qa_checks.engines.embedded.counterparts import scan_counterparts
from qa_checks.engines.embedded.scans import looks_elsewhere, scan_rows
from qa_checks.engines.embedded.scope_counts import Scope
from qa_checks.model.logic import Predicate

BATCH = 48
APART = 8

Key = str | Scope  # of a question: that of a check, or what several checks have in common
Questions = Mapping[Key, Predicate]


class Batch(NamedTuple):
    """Questions that one statement answers.

    What looks into other rows has a scan by itself: planning a scan with many subqueries takes
    longer than planning as many scans.
    """

    scan: Callable[[Sequence[Predicate]], str]
    asked: Questions
    apart: bool

    def scans(self, asked: Sequence[Predicate]) -> list[str]:
        """SQL of the scans that answer these of the questions, in their order."""
        return [self.scan([each]) for each in asked] if self.apart else [self.scan(asked)]


def make_batches(asked: Questions, is_large: Callable[[str], bool]) -> list[Batch]:
    """Put together what one statement can answer, a few of those that each have their own scan.

    Parameters
    ----------
    is_large
        Whether a table is, so that a scan with subqueries has a statement of its own.
    """
    groups: dict[Hashable, dict[Key, Predicate]] = {}
    for key, predicate in asked.items():
        kin = None if is_large(predicate.table) else predicate.counterpart
        common = (kin.by, kin.view, kin.order) if kin else predicate.rows
        apart = looks_elsewhere(predicate.condition, predicate.scope)
        groups.setdefault((predicate.table, common, apart), {})[key] = predicate
    batches = []
    for group in groups.values():
        first = next(iter(group.values()))
        large = is_large(first.table)
        scan = scan_rows if large or first.counterpart is None else scan_counterparts
        apart = looks_elsewhere(first.condition, first.scope)
        most = (1 if large else APART) if apart else BATCH
        listed = list(group.items())
        batches += [
            Batch(scan, dict(listed[start : start + most]), apart)
            for start in range(0, len(listed), most)
        ]
    return batches
