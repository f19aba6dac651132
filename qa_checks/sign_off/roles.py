"""Who signs a release, as data."""

from __future__ import annotations

from msgspec import Struct


class Role(Struct, frozen=True):
    """One signature of a release: its name, and the role that must have signed before."""

    name: str
    title: str
    does: str
    after: str | None = None

    @property
    def namespace(self) -> str:
        """The word of ``namespaces=`` in allowed_signers that gives the role."""
        return f"qa-checks/{self.name}"


SECOND_ANALYST = Role(
    "second-analyst",
    "Second analyst",
    "looked at exactly these files, decided every open point and did not make the release",
)
APPROVER = Role(
    "approver",
    "Approver",
    "takes the second analyst's sign-off and lets the release be published",
    after="second-analyst",
)
ROLES = {role.name: role for role in (SECOND_ANALYST, APPROVER)}
