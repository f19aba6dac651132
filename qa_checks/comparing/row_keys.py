"""Whether each row of two releases has a key of its own: else nobody knows what became of it."""

from __future__ import annotations

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.comparing.change_findings import say_repeated
from qa_checks.comparing.ground import Ground
from qa_checks.comparing.matching import ROW, Matched, RepeatedKey
from qa_checks.model.checks import Check, Finding, FindingPlace, Outcome
from qa_checks.model.inputs import Role
from qa_checks.reading.loaded import NOWHERE
from qa_checks.words import plural, show


def key_check(comparison: Comparison) -> Check:
    """The check that each row has a key of its own."""
    id_ = f"compare.{comparison.comparison}.key"
    return word_check("release_key", id_, comparison=comparison.title, table=comparison.table)


def judge_key(ground: Ground, comparison: Comparison, matched: Matched) -> Outcome:
    """The check that each row has a key of its own: others are compared with nothing."""
    check = key_check(comparison)
    findings = [_repeated(ground, check, matched, repeated) for repeated in matched.repeated]
    keyless = sum(map(len, matched.keyless))
    if keyless:
        without = f"{plural(keyless, 'row has', 'rows have')} no {' or '.join(comparison.key)}"
        message = f"{without}, and could not be compared."
        findings.append(check.find(message, key=without))
    failed = matched.repeated_keys + bool(keyless)
    rows = matched.old_rows + matched.new_rows
    return Outcome.of(check, findings[: ground.keep], rows, failed)


def _repeated(ground: Ground, check: Check, matched: Matched, repeated: RepeatedKey) -> Finding:
    side, row = repeated.side, repeated.rows[0]
    key = " / ".join(map(show, repeated.key))
    [(source,)] = ground.ask(f"SELECT min(_source) FROM {side.source} WHERE {ROW} = {row}")
    place = ground.loaded.places.get(source, NOWHERE)
    return check.find(
        say_repeated(key, repeated),
        FindingPlace(place.file, place.sheet, row),
        key=key,
        role=Role.PREVIOUS if side is matched.old else Role.RELEASE,
    )
