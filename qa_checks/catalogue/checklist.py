"""What schemas/checklist.yml may say: the points of quality assurance, by area."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from qa_checks.strict import Strict, Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


class Item(Strict):
    """One point. Checks of the run prove it, or a person attests it."""

    id: Slug
    title: Text = Field(description="What is so when the point is done, as one statement.")
    checks: list[Text] | None = Field(
        None,
        min_length=1,
        description="Ids of the checks that prove it; * is any text ('DAT*', 'providers.*').",
    )
    attest: Text | None = Field(
        None, description="What the second analyst looks at, and what the note says."
    )

    @model_validator(mode="after")
    def _proven_or_attested(self) -> Self:
        if (self.checks is None) == (self.attest is None):
            raise ValueError("an item has either 'checks' that prove it or 'attest'")
        return self


class Area(Strict):
    """Items that belong together."""

    area: Slug
    title: Text
    items: list[Item] = Field(min_length=1)


class Checklist(Strict):
    """schemas/checklist.yml."""

    areas: list[Area] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ids_once(self) -> Self:
        for what, names in (
            ("area", [area.area for area in self.areas]),
            ("item", [item.id for area in self.areas for item in area.items]),
        ):
            twice = [name for name, number in Counter(names).items() if number > 1]
            if twice:
                raise ValueError(f"the {what} '{twice[0]}' is there twice")
        return self
