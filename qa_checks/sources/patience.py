"""How long a database is waited for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a database to answer, and for all the rows it is asked for."""

    connect: int = 15
    query: int = 900
