"""What a rule file may say."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sql = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


def _refuse_number(value: Any) -> Any:
    """Refuse what would be read as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and not DATE.match(value)):
        raise PydanticCustomError("date_number", "not a date")
    return value


DATE = re.compile(r"\d{4}-\d\d-\d\d")
Day = Annotated[dt.date, BeforeValidator(_refuse_number)]

FORMS = ("require", "unique", "references", "query", "figure")


class Strict(BaseModel):
    """A record whose unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Scope(BaseModel):
    """The rows a rule speaks of.

    ``from`` and ``until`` bound the table's time column (both included),
    ``where`` is a row predicate; any other key is a column of the table with
    the values it may have.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    from_: Day | None = Field(None, alias="from", description="First day the rule holds.")
    until: Day | None = Field(None, description="Last day the rule holds.")
    where: Sql | None = Field(None, description="A row predicate that must be true.")

    __pydantic_extra__: dict[str, list[str | int | bool]]


class References(Strict):
    """Each value of ``columns`` must stand in ``to_columns`` of the table ``to``."""

    columns: list[Text] = Field(min_length=1)
    to: Text
    to_columns: list[Text] = Field(min_length=1)
    where: Sql | None = Field(None, description="Which rows of the other table count.")

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.columns) != len(self.to_columns):
            raise ValueError("columns and to_columns must be equally many")
        return self


class Figure(Strict):
    """One named figure and what it must equal, or the bounds it must lie between."""

    name: Text = Field(description="A figure of schemas/figures.yml.")
    equals: Sql | None = Field(None, description="A number, a $parameter or an expression.")
    at_least: Sql | None = None
    at_most: Sql | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.equals is None and self.at_least is None and self.at_most is None:
            raise ValueError("say what the figure must be: equals, at_least or at_most")
        return self


class Given(Strict):
    """What must be true of the release before the rule can say anything."""

    that: Sql = Field(description="A condition, usually EXISTS (SELECT 1 FROM … WHERE …).")
    else_: Text = Field(alias="else", description="Why the rule is skipped when it is not.")


class Example(Strict):
    """Rows per table, the release's facts, and the keys that must be found."""

    note: str = ""
    rows: dict[str, list[dict[str, Any]]]
    facts: dict[str, Any] = Field(default_factory=dict)
    finds: list[str] = Field(default_factory=list)


class Examples(Strict):
    """At least one thing that is right and one that is wrong.

    An example is either one row of the rule's own table, or a record with
    ``rows`` per table; columns left out take the schema's ``example`` value.
    """

    valid: list[Example | dict[str, Any]] = Field(min_length=1)
    invalid: list[Example | dict[str, Any]] = Field(min_length=1)


class Rule(Strict):
    """One rule: what must hold, why it matters, what to do, and the proof that it works.

    The examples stand last in the file; a run, which does not need them,
    reads up to them.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}[0-9]{3}$")] = Field(
        description="Given once, never used again for anything else."
    )
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = Field(
        description="The fault, in lower case with hyphens."
    )
    title: Text = Field(description="What must hold, in one line.")
    table: Text
    severity: Literal["error", "warning"]
    scope: Scope = Field(default_factory=lambda: Scope.model_validate({}))
    given: Given | None = Field(None, description="Without it the rule is skipped, never passed.")
    require: Sql | None = Field(None, description="A row predicate that must be true.")
    unique: list[Text] | None = Field(
        None, min_length=1, description="Columns that together occur once."
    )
    references: References | None = None
    query: Sql | None = Field(None, description="A SELECT of the violating rows.")
    figure: Figure | None = None
    optional: list[Text] = Field(
        default_factory=list, description="Facts and columns the rule can do without."
    )
    columns: list[Text] = Field(default_factory=list, description="Where a finding points.")
    masked: list[Text] = Field(
        default_factory=list,
        description="Columns whose values no report repeats: a name or address that must not leak.",
    )
    message: Text = Field(description="The fault with its values: {column} is filled in.")
    why: Text
    remedy: Text
    source: list[Text] = Field(min_length=1)
    examples: Examples = Field(
        default_factory=lambda: Examples.model_construct(valid=[], invalid=[])
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [form for form in FORMS if getattr(self, form) is not None]
        if len(forms) != 1:
            given = ", ".join(forms) or "none"
            raise ValueError(f"give exactly one of {', '.join(FORMS)} (given: {given})")
        return self

    @property
    def form(self) -> str:
        """Which of the five forms the rule has."""
        return next(form for form in FORMS if getattr(self, form) is not None)
