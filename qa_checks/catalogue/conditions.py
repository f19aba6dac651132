"""What must be true of a release before a rule or a figure can say anything."""

from __future__ import annotations

from typing import Annotated

from msgspec import field

from qa_checks.fields import Name, Record, Sql, Text, says


class Given(Record, frozen=True, kw_only=True):
    """What must be true of the release before the rule can say anything."""

    that: Annotated[Sql, says("A condition, usually EXISTS (SELECT 1 FROM … WHERE …).")]
    else_: Annotated[Text, says("Why the rule is skipped when it is not.", alias="else")]


class Conditions(Record, frozen=True, kw_only=True):
    """schemas/conditions.yml: conditions that several rules or figures share, named once."""

    conditions: dict[Name, Given] = field(default_factory=dict)
