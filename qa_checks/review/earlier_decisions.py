"""What was decided in the previous release about findings that stand again."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.record.decision_file import DecisionEntry
from qa_checks.record.decisions import WAIVES
from qa_checks.review.deciding import OpenFinding


class EarlierDecisions(Struct, frozen=True):
    """The decisions of the previous release, to be proposed and never applied by themselves."""

    entries: Sequence[DecisionEntry] = ()

    def about(self, rule: str, open_finding: OpenFinding) -> DecisionEntry | None:
        """The last decision that waived the same finding of a check: with its key, and its words.

        One that does not say on which values it was made counts for its keys. A finding that
        does not show its value is bound to its file, and is never the same in another.
        """
        waiving = [entry for entry in self.entries if entry.decision in WAIVES]
        same = [entry for entry in waiving if entry.rule == rule and _covers(entry, open_finding)]
        return same[-1] if same else None


def _covers(entry: DecisionEntry, open_finding: OpenFinding) -> bool:
    if not entry.findings:
        return open_finding.identity.key in entry.keys
    return any(
        (named.key, named.digest) == (open_finding.identity.key, open_finding.identity.digest)
        for named in entry.identities
    )
