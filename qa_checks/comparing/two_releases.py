"""What comparisons of two releases stand on: their tables, what rules found, and facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from qa_checks.catalogue import Catalogue
from qa_checks.model.checks import Outcome
from qa_checks.reading.loaded import Loaded

OLD_SAID, NEW_SAID = "the previous release", "this release"
SCHEMA = "memory.compared"  # where what is compared stands
PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")


class TwoReleases(Struct, frozen=True):
    """The two releases, the catalogue that says how they are compared, and what is known of them.

    ``outcomes`` are those of the rules, of which some say what changes mean; ``facts`` the named
    parameters; ``keep`` is how many findings of a check are kept.
    """

    loaded: Loaded
    catalogue: Catalogue
    outcomes: Mapping[str, Outcome]
    facts: Mapping[str, Any]
    keep: int

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement with the facts that it names; one that is not given is missing."""
        named = {name: self.facts.get(name) for name in PARAMETER.findall(sql)}
        return self.loaded.connection.execute(sql, named or None).fetchall()
