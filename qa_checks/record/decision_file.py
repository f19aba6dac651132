"""decisions.yml as people write it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.errors import ReleaseError
from qa_checks.fields import Day, Text
from qa_checks.record.identity import Identity
from qa_checks.strict import Strict


class DecidedOn(Strict):
    """The one finding that a key named when it was decided on."""

    file: Text | None = None
    sheet: Text | None = None
    row: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Where several findings of a file have one key and say the same."
    )
    also_in: list[Text] = Field(
        default_factory=list,
        description="Each further file, with its sheet, in which the same fault stood: in one more "
        "it is open again.",
    )
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] = Field(
        description="Of its column, value and message: with another value it is open again."
    )


class DecisionEntry(Strict):
    """One decision. ``keys`` are those of the findings it covers, exactly as reported."""

    rule: Text
    keys: list[Text] = Field(min_length=1)
    findings: list[DecidedOn] = Field(
        default_factory=list,
        description="For each key the finding it named. `qa-checks decide` writes them; a decision "
        "that waives covers nothing without.",
    )
    decision: Literal["accepted", "false alarm", "fixed"]
    reason: Text
    who: Text
    when: Day
    until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.until and self.until < self.when:
            raise ValueError("until lies before when")
        if self.findings and len(self.findings) != len(self.keys):
            raise ValueError("keys and findings must be equally many")
        return self

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The findings it is about; none if the entry does not say."""
        return tuple(
            Identity(key, named.file, named.sheet, named.digest, named.row, tuple(named.also_in))
            for key, named in zip(self.keys, self.findings, strict=False)
        )


class DecisionFile(Strict):
    """decisions.yml."""

    decisions: Annotated[
        list[DecisionEntry], BeforeValidator(lambda value: [] if value is None else value)
    ] = Field(default_factory=list)


def read_decisions(path: Path) -> tuple[DecisionEntry, ...]:
    """Read decisions.yml.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed.
    """
    entries = read_model(path, DecisionFile, ReleaseError).decisions
    for number, entry in enumerate(entries):
        if entry in entries[:number]:
            raise ReleaseError(
                f"This decision on {entry.rule} is the same as number {entries.index(entry) + 1}.",
                where=f"{path}:{find_line(path, ('decisions', number))}",
                remedy="Take one of the two out.",
            )
    return tuple(entries)
