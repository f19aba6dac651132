"""What a rule file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, defstruct, field

from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.schemas import Read
from qa_checks.fields import OTHERS, Day, Name, Record, RuleId, Sql, Text, says
from qa_checks.forms import FORMS, Form


class Scope(Record, frozen=True, kw_only=True):
    """The rows a rule speaks of.

    ``from`` and ``until`` bound the table's time column (both included),
    ``where`` is a row predicate; any other key is a column of the table with
    the values it may have.
    """

    from_: Annotated[Day | None, says("First day the rule holds.", alias="from")] = None
    until: Annotated[Day | None, says("Last day the rule holds.")] = None
    where: Annotated[Sql | None, says("A row predicate that must be true.")] = None
    columns: Annotated[
        dict[str, Annotated[list[str | int | bool], Meta(min_length=1)]], says(None, alias=OTHERS)
    ] = field(default_factory=dict)


class Example(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Rows per table, the release's facts, and the keys that must be found."""

    note: str = ""
    rows: dict[str, list[dict[str, Any]]]
    facts: dict[str, Any] = field(default_factory=dict)
    finds: list[str] = field(default_factory=list)


class Examples(Record, frozen=True, kw_only=True):
    """At least one thing that is right and one that is wrong.

    An example is either one row of the rule's own table, or a record with
    ``rows`` per table; columns left out take the schema's ``example`` value.
    """

    valid: Annotated[list[Example | dict[str, Any]], says(None, min_length=1)]
    invalid: Annotated[list[Example | dict[str, Any]], says(None, min_length=1)]


class RuleWords(Record, frozen=True, kw_only=True):
    """One rule: what must hold, why it matters, what to do, and the proof that it works.

    The examples stand last in the file; a run, which does not need them,
    reads up to them.
    """

    id: Annotated[RuleId, says("Given once, never used again for anything else.")]
    name: Annotated[
        str,
        Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
        says("The fault, in lower case with hyphens."),
    ]
    title: Annotated[Text, says("What must hold, in one line.")]
    table: Text
    severity: Literal["error", "warning"]
    scope: Scope = Scope()
    given: Annotated[
        Given | Name | None,
        says(
            "Without it the rule is skipped, never passed: a condition, or the name of one in "
            "schemas/conditions.yml."
        ),
    ] = None
    reads: Annotated[
        list[Read],
        says(
            "Published cells of the row that the SQL looks at in another table: a row in which one "
            "of them cannot be read is undecided."
        ),
    ] = field(default_factory=list)
    optional: Annotated[list[Text], says("Facts and columns the rule can do without.")] = field(
        default_factory=list
    )
    columns: Annotated[list[Text], says("Where a finding points.")] = field(default_factory=list)
    masked: Annotated[
        list[Text],
        says("Columns whose values no report repeats: a name or address that must not leak."),
    ] = field(default_factory=list)
    limits: Annotated[
        Name | None,
        says(
            "The column on whose own values the rule, a condition on nothing else, sets a limit: "
            "a value beyond it is impossible, and unknown for every other check."
        ),
    ] = None
    yields_to: Annotated[
        list[Text],
        says(
            "Checks that tell the same fault better: a row in which one of them finds something is "
            "not found once more."
        ),
    ] = field(default_factory=list)
    message: Annotated[Text, says("The fault with its values: {column} is filled in.")]
    why: Text
    remedy: Text
    source: Annotated[list[Text], says(None, min_length=1)]
    examples: Examples = Examples(valid=[], invalid=[])

    def __post_init__(self) -> None:
        given = [form.key for form in FORMS if getattr(self, form.key) is not None]
        if len(given) != 1:
            known = ", ".join(form.key for form in FORMS)
            raise ValueError(f"give exactly one of {known} (given: {', '.join(given) or 'none'})")

    @property
    def form(self) -> Form:
        """The rule's logic, in whichever form it is written."""
        forms: list[Form | None] = [getattr(self, form.key) for form in FORMS]
        return next(form for form in forms if form is not None)


_FORMS: list[Any] = [
    (form.key, Annotated[form | None, says((form.__doc__ or "").partition("\n")[0])], None)
    for form in FORMS
]
RuleFile: type[RuleWords] = defstruct(  # type: ignore[assignment]  # it is one, by its bases
    "Rule",
    _FORMS,
    bases=(RuleWords,),
    namespace={"__doc__": RuleWords.__doc__},
    frozen=True,
    kw_only=True,
)
