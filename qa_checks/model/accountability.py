"""What people answer for: decisions, the checklist, the statement of assurance."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from msgspec import Struct


class DecisionState(StrEnum):
    """Whether a decision is in force, or why it is not."""

    IN_FORCE = "in force"
    EXPIRED = "expired"
    NOT_YET_MADE = "not yet made"
    BEFORE_RELEASE = "before the release"
    WITHOUT_REASON = "without a reason"
    WITHOUT_END = "without an end date"
    TOO_LONG = "for more than a year"
    UNBOUND = "without its findings"
    NOT_FIXED = "not fixed"
    OTHER_VALUES = "other values"
    DEAD = "matches nothing"
    NOT_CHECKED = "not checked"


class Decision(Struct, frozen=True):
    """One entry of decisions.yml and how many findings of this run it covers.

    ``dead_keys`` are those of its keys that no finding has, or none that says
    what it said when it was decided on.
    """

    number: int
    rule: str
    keys: tuple[str, ...]
    decision: str
    reason: str
    who: str
    when: dt.date
    until: dt.date | None
    covers: int
    state: DecisionState
    dead_keys: tuple[str, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether it holds."""
        return self.state is DecisionState.IN_FORCE

    @property
    def is_lapsed(self) -> bool:
        """Whether it is known not to hold: of a check that did not run nobody can tell."""
        return self.state not in (DecisionState.IN_FORCE, DecisionState.NOT_CHECKED)


class ItemState(StrEnum):
    """How an item of the checklist stands.

    Proven by checks of the run, attested by a person, open (nobody has attested
    it, or a warning waits for a decision), failed (a check that proves it failed,
    with an error) or not checked (one that had to run did not).
    """

    PROVEN = "proven"
    ATTESTED = "attested"
    OPEN = "open"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


class ChecklistItem(Struct, frozen=True):
    """One point of the quality assurance of a release, and what shows that it was looked at.

    ``asks`` says what a person is to look at and note down, ``reason`` why the
    item stands as it does, ``checks`` are those of the run that prove it;
    ``note``, ``who`` and ``when`` are the attestation's and None without one.
    """

    id: str
    area: str
    title: str
    state: ItemState
    reason: str = ""
    asks: str = ""
    checks: tuple[str, ...] = ()
    note: str | None = None
    who: str | None = None
    when: dt.date | None = None

    @property
    def needs_attestation(self) -> bool:
        """Whether a person can settle it by attesting; a finding is settled by a decision."""
        if self.state is ItemState.OPEN:
            return not self.checks
        return self.state is ItemState.NOT_CHECKED

    @property
    def needs_decision(self) -> bool:
        """Whether a warning among its checks waits for a decision."""
        return self.state is ItemState.OPEN and bool(self.checks)


class Assurance(Struct, frozen=True):
    """What the second analyst states about the release as a whole; empty where nothing is said."""

    statement: str = ""
    assumptions: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
