"""Attestations: what the second analyst looked at, and what is stated of the whole release."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

from msgspec import field

from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import ReleaseError
from qa_checks.fields import Before, Day, Record, Text, list_empty, says
from qa_checks.model.accountability import Assurance
from qa_checks.words import says_nothing


class Attestation(Record, frozen=True, kw_only=True):
    """One item of the checklist, looked at by a person."""

    item: Text
    note: Annotated[Text, says("What was looked at, and how.")]
    who: Text
    when: Day


class AttestationFile(Record, frozen=True, kw_only=True):
    """checklist.yml."""

    attested: Annotated[list[Attestation], Before(list_empty)] = field(default_factory=list)
    assumptions: Annotated[list[Text], Before(list_empty)] = field(default_factory=list)
    limitations: Annotated[list[Text], Before(list_empty)] = field(default_factory=list)
    assurance: Annotated[Text | None, says("The statement of assurance.")] = None

    def __post_init__(self) -> None:
        counts = Counter(attestation.item for attestation in self.attested)
        twice = [item for item, number in counts.items() if number > 1]
        if twice:
            raise ValueError(f"the item '{twice[0]}' is attested twice")

    @property
    def stated(self) -> Assurance:
        """What is stated of the release as a whole; 'ok' or 'tbc' states nothing."""
        statement = self.assurance or ""
        stated = "" if says_nothing(statement) else statement
        return Assurance(stated, tuple(self.assumptions), tuple(self.limitations))


def read_attestations(path: Path) -> AttestationFile:
    """Read checklist.yml.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed.
    """
    return read_model(path, AttestationFile, ReleaseError)
