"""Attestations: what the second analyst looked at, and what is stated of the whole release."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import ReleaseError
from qa_checks.fields import Day, Text
from qa_checks.model import Assurance
from qa_checks.strict import Strict


def _nothing(value: Any) -> Any:
    """A key without a value is an empty list: a skeleton to be filled."""
    return [] if value is None else value


class Attestation(Strict):
    """One item of the checklist, looked at by a person."""

    item: Text
    note: Text = Field(description="What was looked at, and how.")
    who: Text
    when: Day


class AttestationFile(Strict):
    """checklist.yml."""

    attested: Annotated[list[Attestation], BeforeValidator(_nothing)] = Field(default_factory=list)
    assumptions: Annotated[list[Text], BeforeValidator(_nothing)] = Field(default_factory=list)
    limitations: Annotated[list[Text], BeforeValidator(_nothing)] = Field(default_factory=list)
    assurance: Text | None = Field(None, description="The statement of assurance.")

    @model_validator(mode="after")
    def _once(self) -> Self:
        counts = Counter(attestation.item for attestation in self.attested)
        twice = [item for item, number in counts.items() if number > 1]
        if twice:
            raise ValueError(f"the item '{twice[0]}' is attested twice")
        return self

    @property
    def said(self) -> Assurance:
        """What is stated of the release as a whole."""
        return Assurance(self.assurance or "", tuple(self.assumptions), tuple(self.limitations))


def read_attestations(path: Path) -> AttestationFile:
    """Read checklist.yml.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed.
    """
    return read_model(path, AttestationFile, ReleaseError)
