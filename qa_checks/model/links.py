"""Links of the chain that a sign-off is: each holds, is broken, or could not be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class LinkState(StrEnum):
    """How a link was found."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "not checked"


class Link(Struct, frozen=True):
    """One thing that must hold before a release may be published.

    ``reason`` says what was found, ``remedy`` what to do where it does not hold.
    """

    name: str
    title: str
    state: LinkState
    reason: str = ""
    remedy: str = ""

    @classmethod
    def judged(cls, name: str, title: str, fault: str, remedy: str) -> Link:
        """It holds if there is no fault."""
        if fault:
            return cls(name, title, LinkState.BROKEN, fault, remedy)
        return cls(name, title, LinkState.HOLDS)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.state is LinkState.HOLDS


def exit_code(links: Sequence[Link]) -> int:
    """0 if every link holds, 1 if one is broken, 2 if none is but one could not be looked at."""
    states = {link.state for link in links}
    if LinkState.BROKEN in states:
        return 1
    return 2 if LinkState.UNKNOWN in states or not states else 0
