"""Rows of extract or source that share their key, or have none: they are compared with nothing."""

from __future__ import annotations

from qa_checks.comparing.change_findings import say_keyless
from qa_checks.comparing.repeated_rows import find_rows, place_repeated
from qa_checks.model.checks import Finding, Outcome
from qa_checks.model.inputs import Role
from qa_checks.reconciliation.unlike_fields import Unlike
from qa_checks.sql_text import sql_name


def judge_keys(unlike: Unlike, most: int | None) -> Outcome:
    """The check that each row has a key of its own, with the place of each row that has not."""
    matched, check, loaded = unlike.matched, unlike.checks.key, unlike.loaded
    without = " OR ".join(f"{sql_name(name)} IS NULL" for name in matched.asked.key)
    findings: list[Finding] = []
    for side, role in ((matched.old, Role.SOURCE), (matched.new, Role.RELEASE)):
        findings += [
            check.find(repeated.message, repeated.place, key=repeated.key, role=role)
            for repeated in place_repeated(loaded, matched, side, unlike.masked)
        ]
        findings += [
            check.find(say_keyless(row, side), place, role=role)
            for row, place in find_rows(loaded, side, [f"({without})"], most=most)
        ]
    failed = matched.repeated_keys + sum(map(len, matched.keyless))
    return Outcome.of(check, findings[:most], matched.old_rows + matched.new_rows, failed)
