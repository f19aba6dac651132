"""How long a database is waited for, and how much is taken from it."""

from __future__ import annotations

from msgspec import Struct


class Patience(Struct, frozen=True):
    """Seconds to wait for a database to answer, and for all rows it is asked for; bytes of them."""

    connect: int = 15
    query: int = 900
    most: int = 8 * 1024**3
