"""The checklist of a release: proven by checks of the run, or attested by a person."""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.checklist import Checklist, Item
from qa_checks.errors import CatalogueError, ReleaseError
from qa_checks.model.accountability import ChecklistItem, ItemState
from qa_checks.model.checks import Outcome, Severity, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.reconciliation import source_checks
from qa_checks.model.sampling import SampleStanding
from qa_checks.model.texts import TEXT_CHECKS, CheckedText, NumberState
from qa_checks.plan.constraints import every_schema_check
from qa_checks.record.addresses import is_same_person
from qa_checks.record.attestations import Attestation, AttestationFile
from qa_checks.words import grouped, list_some, list_words, plural, says_nothing, show, suggest

PROOF = (State.PASSED, State.WAIVED)
NAMED = 5  # checks or reasons that a sentence names


def check_proofs(catalogue: Catalogue) -> None:
    """Refuse a checklist with an item that no check of the catalogue could prove.

    Raises
    ------
    CatalogueError
        With file and line.
    """
    path = catalogue.folder / "schemas" / "checklist.yml"
    known = _known_checks(catalogue) if catalogue.checklist.areas else []
    for place, area in enumerate(catalogue.checklist.areas):
        for number, item in enumerate(area.items):
            for pattern in item.checks or ():
                if not fnmatch.filter(known, pattern):
                    from qa_checks.catalogue.yaml_files import find_line

                    line = find_line(path, ("areas", place, "items", number, "checks"))
                    raise CatalogueError(
                        f"'{pattern}' fits the id of no check.",
                        where=f"{path}:{line}",
                        remedy=suggest(pattern, known),
                    )


def _known_checks(catalogue: Catalogue) -> list[str]:
    """The id of every check a release with all tables and columns would have."""
    of_sources = source_checks(catalogue.tables)
    return [*every_schema_check(catalogue), *catalogue.rules, *TEXT_CHECKS, *of_sources]


class Proofs(Struct, frozen=True):
    """What a run has that proves items.

    ``outcomes`` are all of the run; None if it was of some checks only, which prove nothing. While
    numbers in ``texts`` are unbound, the checks of texts prove nothing by themselves. ``sample`` is
    how the sample stands that the release names, None if it names none.
    """

    outcomes: Sequence[Outcome] | None
    texts: Sequence[CheckedText] = ()
    sample: SampleStanding | None = None


def fill(
    checklist: Checklist,
    proofs: Proofs,
    attestations: AttestationFile | None,
    release: ReleaseFacts,
    today: dt.date,
) -> tuple[ChecklistItem, ...]:
    """Every item of the checklist, as this run and the attestations leave it.

    Parameters
    ----------
    release
        Its producer's attestations do not count.

    Raises
    ------
    ReleaseError
        If an item is attested that the checklist does not have, or none is shown by a sample.
    """
    if proofs.sample and not any(item.sample for area in checklist.areas for item in area.items):
        raise ReleaseError(
            "A sample is named, but no item of the checklist is shown by one.",
            remedy="Take the key 'sample' out of release.yml, or give the catalogue such an item.",
        )
    attested = (
        {attestation.item: attestation for attestation in attestations.attested}
        if attestations
        else {}
    )
    _refuse_unknown(attested, [item.id for area in checklist.areas for item in area.items])
    filled = []
    for area in checklist.areas:
        for item in area.items:
            state, reason, checks = _prove(item, proofs)
            unbound = sum(text.states[NumberState.UNBOUND] for text in proofs.texts)
            if state is ItemState.PROVEN and unbound and not set(TEXT_CHECKS).isdisjoint(checks):
                state = ItemState.NOT_CHECKED
                reason = f"nobody has looked at {plural(unbound, 'number')} of the text"
            asks = item.attest or item.sample or ""
            filled_item = ChecklistItem(
                item.id, area.title, item.title, state, reason, asks, checks
            )
            filled.append(_attest(filled_item, attested.get(item.id), release, today))
    return tuple(filled)


def _refuse_unknown(named: Iterable[str], known: Sequence[str]) -> None:
    for item in named:
        if item not in known:
            hint = suggest(item, known, f"Its items: {', '.join(known)}.")
            raise ReleaseError(
                f"'{item}' is attested, but is not an item of the checklist.",
                remedy=hint if known else "The catalogue has no checklist.",
            )


def _prove(item: Item, proofs: Proofs) -> tuple[ItemState, str, tuple[str, ...]]:
    """How an item stands by the run alone, why, and the checks that were asked."""
    if item.sample and proofs.sample:
        sample = proofs.sample
        return ItemState.PROVEN if sample.holds else ItemState.FAILED, sample.reason, ()
    if item.sample:
        return ItemState.OPEN, "there is no sample, and nobody has attested it", ()
    outcomes = proofs.outcomes
    every = [outcome.check.id for outcome in outcomes or ()]
    asked = {name for pattern in item.checks or () for name in fnmatch.filter(every, pattern)}
    named = [outcome for outcome in outcomes or () if outcome.check.id in asked]
    if item.attest is not None and not named:
        return ItemState.OPEN, "nobody has attested it", ()
    if outcomes is None:
        return ItemState.NOT_CHECKED, "only some checks were run", ()
    ids = tuple(sorted(outcome.check.id for outcome in named))
    return *_judge(named), ids


def _judge(named: Sequence[Outcome]) -> tuple[ItemState, str]:
    """How an item stands by its checks, and why; a failed warning waits for a decision."""
    failed = [outcome for outcome in named if outcome.state is State.FAILED]
    errors = [outcome for outcome in failed if outcome.check.severity is Severity.ERROR]
    if errors:
        return ItemState.FAILED, f"{_ids(errors)} failed"
    gap = _gap(named)
    if gap:
        return ItemState.NOT_CHECKED, gap
    if failed:
        return ItemState.OPEN, f"no decision yet on {_ids(failed)}"
    if not any(outcome.state in PROOF for outcome in named):
        return ItemState.NOT_CHECKED, _reasons(named) or "none of its checks was run"
    return ItemState.PROVEN, _count(named)


def _gap(named: Sequence[Outcome]) -> str:
    """What an item's checks should have looked at and did not; '' if there is nothing."""
    missed = [
        outcome
        for outcome in named
        if outcome.state is State.ERRORED or (outcome.state is State.SKIPPED and outcome.required)
    ]
    if missed:
        return _reasons(missed)
    ran = [outcome for outcome in named if outcome.state is not State.SKIPPED]
    lacks = list(dict.fromkeys(title for outcome in ran for title in outcome.lacks))
    return f"no column {list_words(lacks, 'or')}" if lacks else ""


def _count(named: Sequence[Outcome]) -> str:
    """'12 checks passed, 1 waived; 2 do not apply to this release'."""
    states = Counter(outcome.state for outcome in named)
    passed, waived, skipped = states[State.PASSED], states[State.WAIVED], states[State.SKIPPED]
    counted = f"{plural(passed, 'check')} passed"
    if waived:
        counted += f", {grouped(waived)} waived"
    if skipped:
        counted += f"; {plural(skipped, 'does', 'do')} not apply to this release"
    return counted


def _ids(outcomes: Sequence[Outcome]) -> str:
    ids = sorted(outcome.check.id for outcome in outcomes)
    return list_words(ids) if len(ids) <= NAMED else list_some(ids, NAMED)


def _reasons(outcomes: Sequence[Outcome]) -> str:
    """Why checks did not run: 'DAT001 and DAT002 skipped (no as at given)'."""
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.state, outcome.reason), []).append(outcome)
    parts = [f"{_ids(same)} {state} ({reason})" for (state, reason), same in groups.items()]
    more = len(parts) - NAMED
    return "; ".join([*parts[:NAMED], *([plural(more, "more reason")] if more > 0 else [])])


def _attest(
    item: ChecklistItem, attestation: Attestation | None, release: ReleaseFacts, today: dt.date
) -> ChecklistItem:
    """The item with its attestation, which counts for what the run leaves undecided."""
    if attestation is None or not item.needs_attestation:
        return item
    state, reason = item.state, item.reason
    if is_same_person(attestation.who, release.producer):
        reason = "attested by the producing analyst, which does not count"
    elif attestation.when > today:
        reason = f"attested on {show(attestation.when)}, after this run"
    elif release.last_day and attestation.when < release.last_day:
        reason = f"attested on {show(attestation.when)}, before the last day of this release"
    elif says_nothing(attestation.note) or says_nothing(attestation.who):
        reason = (
            f"attested by '{attestation.who}' with the note '{attestation.note}', which does not "
            "say what was looked at, or by whom"
        )
    else:
        reason = "" if state is ItemState.OPEN else reason
        state = ItemState.ATTESTED
    return replace(
        item,
        state=state,
        reason=reason,
        note=attestation.note,
        who=attestation.who,
        when=attestation.when,
    )
