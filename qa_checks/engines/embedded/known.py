"""What is known of the checks that are on their way to an answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from qa_checks.engines.door import Answer, Failure, Wanted

if TYPE_CHECKING:
    from qa_checks.engines.embedded.steps import Step

Answered = Answer | Failure


class Known(Struct):
    """The answers there are, and all that steps may wait for."""

    answers: dict[str, Answered] = field(default_factory=dict)
    things: set[Hashable] = field(default_factory=set)

    def answer(self, check: str, answer: Answered) -> list[Step]:
        """Note the answer of a check, which is the last of its steps."""
        self.answers[check] = answer
        self.things.add(check)
        return []

    def go_on(self, left: Mapping[str, Wanted | Failure]) -> dict[str, Wanted]:
        """The checks that can go on; the others have their answer."""
        for check, of_check in left.items():
            if isinstance(of_check, Failure):
                self.answer(check, of_check)
        return {check: each for check, each in left.items() if isinstance(each, Wanted)}
