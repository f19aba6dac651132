"""A text judged, and what a check of texts finds in it."""

from __future__ import annotations

from msgspec import Struct

from qa_checks.claims.asked_names import OtherName
from qa_checks.claims.claims_file import DeclaredText
from qa_checks.claims.passages import Prose
from qa_checks.claims.rulings import JudgedClaim
from qa_checks.claims.stated_days import StatedDay
from qa_checks.claims.stated_status import StatedStatus
from qa_checks.model.texts import CheckedText
from qa_checks.texts.coherence import Closing
from qa_checks.texts.cross_references import CrossReference
from qa_checks.texts.last_text import BesideLast


class Fault(Struct, frozen=True):
    """What a check finds in a text: where, in which hole or claim, and a sentence."""

    file: str
    line: int
    key: str
    message: str
    column: str | None = None
    value: str | None = None


class JudgedText(Struct, frozen=True):
    """A text and the claims on it, judged.

    ``references`` are those that were looked up, each with what is wrong with it, or ''; ``status``
    is the one that release.yml declares.
    """

    declared: DeclaredText
    prose: Prose
    claims: tuple[JudgedClaim, ...]
    closings: tuple[Closing, ...]
    checked: CheckedText
    beside: BesideLast
    days: tuple[StatedDay, ...] = ()
    names: tuple[OtherName, ...] = ()
    references: tuple[tuple[CrossReference, str], ...] = ()
    statuses: tuple[StatedStatus, ...] = ()
    status: str | None = None

    def fault(
        self,
        start: int,
        key: str,
        told: str,
        column: str | None = None,
        value: str | None = None,
    ) -> Fault:
        """What is found in a sentence, and where, told behind the sentence."""
        message = f"'{self.prose.sentence(start)}': {told}"
        return Fault(self.declared.shown, self.prose.line(start), key, message, column, value)
