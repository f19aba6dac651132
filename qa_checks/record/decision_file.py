"""decisions.yml as people write it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, field

from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.errors import ReleaseError
from qa_checks.fields import Before, Day, Record, Text, list_empty, says
from qa_checks.record.identity import Identity


class DecidedOn(Record, frozen=True, kw_only=True, omit_defaults=True):
    """The one finding that a key named when it was decided on."""

    file: Text | None = None
    sheet: Text | None = None
    row: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        says("Where several findings of a file have one key and say the same."),
    ] = None
    also_in: Annotated[
        list[Text],
        says(
            "Each further file, with its sheet, in which the same fault stood: in one more it is "
            "open again."
        ),
    ] = field(default_factory=list)
    digest: Annotated[
        str,
        Meta(pattern=r"^[0-9a-f]{16}$"),
        says("Of its column, value and message: with another value it is open again."),
    ]


class DecisionEntry(Record, frozen=True, kw_only=True, omit_defaults=True):
    """One decision. ``keys`` are those of the findings it covers, exactly as reported."""

    rule: Text
    keys: Annotated[list[Text], says(None, min_length=1)]
    findings: Annotated[
        list[DecidedOn],
        says(
            "For each key the finding it named. `qa-checks decide` writes them; a decision that "
            "waives covers nothing without."
        ),
    ] = field(default_factory=list)
    decision: Literal["accepted", "false alarm", "fixed"]
    reason: Text
    who: Text
    when: Day
    until: Day | None = None

    def __post_init__(self) -> None:
        if self.until and self.until < self.when:
            raise ValueError("until lies before when")
        if self.findings and len(self.findings) != len(self.keys):
            raise ValueError("keys and findings must be equally many")

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The findings it is about; none if the entry does not say."""
        return tuple(
            Identity(key, named.file, named.sheet, named.digest, named.row, tuple(named.also_in))
            for key, named in zip(self.keys, self.findings, strict=False)
        )


class DecisionFile(Record, frozen=True, kw_only=True):
    """decisions.yml."""

    decisions: Annotated[list[DecisionEntry], Before(list_empty)] = field(default_factory=list)


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
