"""What the options of `decide` say of a decision, before anybody is asked."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a decision may be."""

    ACCEPTED = "accepted"
    FALSE_ALARM = "false-alarm"
    FIXED = "fixed"
    AS_BEFORE = "as-before"

    @property
    def words(self) -> str:
        """As decisions.yml has it."""
        return self.value.replace("-", " ")


class Answers(Struct, frozen=True):
    """What options say; empty where somebody is to be asked."""

    keys: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    decision: Kind | None = None
    reason: str = ""
    who: str = ""
    until: str = ""

    @property
    def complete(self) -> bool:
        """Whether they say everything but the end date."""
        named = self.keys or self.where
        return bool(named and self.decision and (self.reason or not self.needs_reason) and self.who)

    @property
    def needs_reason(self) -> bool:
        """Whether the decision has to say why; the previous release's has."""
        return self.decision is not Kind.AS_BEFORE
