"""A new attestation: which items wait for one, and where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import structs

from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.model.accountability import Assurance, ChecklistItem, ItemState
from qa_checks.record import ledger
from qa_checks.record.attestations import Attestation
from qa_checks.release_yaml import ReleaseFile
from qa_checks.words import capitalise, says_nothing, suggest

NAME = "checklist.yml"
HEAD = """\
# What the second analyst looked at, item by item, and states of the release as a whole.
# `qa-checks attest` adds to it; an attestation by the producing analyst does not count.
"""


def waiting(checklist: Sequence[ChecklistItem]) -> list[ChecklistItem]:
    """The items that a person has to attest and nobody has."""
    return [item for item in checklist if item.needs_attestation and item.who is None]


def find_item(checklist: Sequence[ChecklistItem], wanted: str) -> ChecklistItem:
    """The item of that id, if it waits for an attestation.

    Raises
    ------
    UsageError
        If there is no such item, or it does not wait.
    """
    known = {item.id: item for item in checklist}
    if wanted not in known:
        open_ones = ", ".join(item.id for item in waiting(checklist)) or "none"
        raise UsageError(
            f"'{wanted}' is not an item of the checklist.",
            remedy=suggest(wanted, known, f"Open: {open_ones}."),
        )
    item = known[wanted]
    if item.who is not None:
        raise UsageError(
            f"{wanted} is attested by {item.who}"
            + ("." if item.state is ItemState.ATTESTED else f", and still {item.state}."),
            remedy=f"To attest it anew, take that entry out of {NAME}.",
        )
    if item.state is ItemState.PROVEN:
        raise UsageError(f"{wanted} is proven by the run: {item.reason}.")
    if not item.needs_attestation:
        raise UsageError(
            f"{capitalise(item.reason)}, so {wanted} cannot be attested.",
            remedy="Have the data corrected, or decide about the findings.",
        )
    return item


def attest(release: Path, attestation: Attestation) -> Path:
    """Add an attestation to the checklist file of a release, and name that in release.yml.

    Raises
    ------
    UsageError
        If its note says nothing.
    """
    if says_nothing(attestation.note):
        raise UsageError(
            f"The note '{attestation.note}' does not say what was looked at.",
            remedy="Write what it was, and how you looked at it.",
        )
    path = _path(release)
    ledger.append(path, "attested", structs.asdict(attestation), head=HEAD)
    ledger.adopt(release, "checklist", NAME)
    return path


def state(release: Path, assurance: Assurance, before: Assurance) -> Path:
    """Add assumptions and limitations, and the statement of assurance where there is none yet.

    Raises
    ------
    UsageError
        If there is a statement already.
    """
    if assurance.statement and before.statement:
        raise UsageError(
            "There is a statement of assurance already.", remedy=f"Change it in {NAME}."
        )
    path = _path(release)
    for key, texts in (
        ("assumptions", assurance.assumptions),
        ("limitations", assurance.limitations),
    ):
        for text in texts:
            ledger.append(path, key, text, head=HEAD)
    if assurance.statement:
        ledger.put(path, "assurance", assurance.statement, HEAD)
    ledger.adopt(release, "checklist", NAME)
    return path


def _path(release: Path) -> Path:
    return release.parent / (read_model(release, ReleaseFile, ReleaseError).checklist or NAME)
