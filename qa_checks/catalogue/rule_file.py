"""What a rule file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, model_validator

from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.schemas import Read
from qa_checks.fields import Day, Name, Sql, Text
from qa_checks.forms import FORMS, Form
from qa_checks.strict import Strict


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

    @property
    def columns(self) -> dict[str, list[str | int | bool]]:
        """Columns with the values they may have."""
        return self.__pydantic_extra__ or {}


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


class RuleWords(Strict):
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
    given: Given | Name | None = Field(
        None,
        description="Without it the rule is skipped, never passed: a condition, or the name of one "
        "in schemas/conditions.yml.",
    )
    reads: list[Read] = Field(
        default_factory=list,
        description="Published cells of the row that the SQL looks at in another table: a row in "
        "which one of them cannot be read is undecided.",
    )
    optional: list[Text] = Field(
        default_factory=list, description="Facts and columns the rule can do without."
    )
    columns: list[Text] = Field(default_factory=list, description="Where a finding points.")
    masked: list[Text] = Field(
        default_factory=list,
        description="Columns whose values no report repeats: a name or address that must not leak.",
    )
    limits: Name | None = Field(
        None,
        description="The column on whose own values the rule, a `require` of nothing else, sets "
        "a limit: a value beyond it is impossible, and unknown for every other check.",
    )
    yields_to: list[Text] = Field(
        default_factory=list,
        description="Checks that tell the same fault better: a row in which one of them finds "
        "something is not found once more.",
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
        given = [form.key for form in FORMS if getattr(self, form.key) is not None]
        if len(given) != 1:
            known = ", ".join(form.key for form in FORMS)
            raise ValueError(f"give exactly one of {known} (given: {', '.join(given) or 'none'})")
        return self

    @property
    def form(self) -> Form:
        """The rule's logic, in whichever form it is written."""
        forms: list[Form | None] = [getattr(self, form.key) for form in FORMS]
        return next(form for form in forms if form is not None)


_FORM_KEYS: dict[str, Any] = {
    form.key: (form | None, Field(None, description=form.about or None)) for form in FORMS
}
RuleFile: type[RuleWords] = create_model(
    "Rule", __base__=RuleWords, __doc__=RuleWords.__doc__, **_FORM_KEYS
)
