"""What schemas/checklist.yml may say: the points of quality assurance, by area."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from msgspec import Meta, field

from qa_checks.fields import Record, Text, says

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


class Item(Record, frozen=True, kw_only=True):
    """One point. Checks of the run or a sample prove it, or a person attests it.

    One that has both checks and attest is attested where the release has none of the checks.
    """

    id: Slug
    title: Annotated[Text, says("What is so when the point is done, as one statement.")]
    checks: Annotated[
        Annotated[list[Text], Meta(min_length=1)] | None,
        says("Ids of the checks that prove it; * is any text ('DAT*', 'providers.*')."),
    ] = None
    attest: Annotated[
        Text | None, says("What the second analyst looks at, and what the note says.")
    ] = None

    sample: Annotated[
        Text | None, says("What a person does where no sample of `qa-checks sample` shows it.")
    ] = None

    def __post_init__(self) -> None:
        if self.checks is None and self.attest is None and self.sample is None:
            raise ValueError("an item has 'checks' that prove it, 'attest', or both, or 'sample'")
        if self.sample is not None and (self.checks is not None or self.attest is not None):
            raise ValueError("an item with 'sample' has neither 'checks' nor 'attest'")


class Area(Record, frozen=True, kw_only=True):
    """Items that belong together."""

    area: Slug
    title: Text
    items: Annotated[list[Item], says(None, min_length=1)]


class Checklist(Record, frozen=True, kw_only=True):
    """schemas/checklist.yml."""

    areas: list[Area] = field(default_factory=list)

    def __post_init__(self) -> None:
        for what, names in (
            ("area", [area.area for area in self.areas]),
            ("item", [item.id for area in self.areas for item in area.items]),
        ):
            twice = [name for name, number in Counter(names).items() if number > 1]
            if twice:
                raise ValueError(f"the {what} '{twice[0]}' is there twice")
