"""Whether each row of two releases has a key of its own: else nobody knows what became of it."""

from __future__ import annotations

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.choice_of_rules import masked_columns
from qa_checks.comparing.matching import Matched
from qa_checks.comparing.repeated_rows import find_repeated
from qa_checks.comparing.two_releases import TwoReleases
from qa_checks.model.checks import Check, Outcome
from qa_checks.model.inputs import Role
from qa_checks.words import plural


def key_check(comparison: Comparison) -> Check:
    """The check that each row has a key of its own."""
    id_ = f"compare.{comparison.comparison}.key"
    return word_check("release_key", id_, comparison=comparison.title, table=comparison.table)


def judge_key(releases: TwoReleases, comparison: Comparison, matched: Matched) -> Outcome:
    """The check that each row has a key of its own: others are compared with nothing."""
    check, masked = key_check(comparison), masked_columns(releases.catalogue)
    roles = (Role.PREVIOUS, Role.RELEASE)
    findings = [*find_repeated(check, releases.loaded, matched, roles, masked)]
    keyless = sum(map(len, matched.keyless))
    if keyless:
        without = f"{plural(keyless, 'row has', 'rows have')} no {' or '.join(comparison.key)}"
        message = f"{without}, and could not be compared."
        findings.append(check.find(message, key=without))
    failed = matched.repeated_keys + bool(keyless)
    rows = matched.old_rows + matched.new_rows
    return Outcome.of(check, findings[: releases.keep], rows, failed)
