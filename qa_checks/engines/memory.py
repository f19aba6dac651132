"""How much memory a run may take: a rule's SQL must not bring the machine to a halt.

DuckDB's own limit does not count what its text functions allocate, so the
system is asked to refuse more. DuckDB then ends the statement with an error.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from msgspec import Struct, field

from qa_checks.allowance import MEMORY
from qa_checks.operating_system import held_memory, limit_memory, memory_limit

RESERVE = 256 * 1024**2


@contextmanager
def bounded(room: int = MEMORY) -> Iterator[None]:
    """Let the process take so much more memory, and no more, until the end of the `with`.

    Parameters
    ----------
    room
        How many bytes.

    Notes
    -----
    Where the system does not say how much a process holds, there is no bound but DuckDB's own.
    """
    held = held_memory()
    if held is None:
        yield
        return
    limit = held + room
    _process.begin(limit)
    try:
        yield
    finally:
        _process.end(limit)


def relieve() -> None:
    """Make room for what goes on after a statement that took all there was.

    What it gave back cannot be used by every thread. However many statements do so, the room is
    made once: all of them together may not take more than one.
    """
    with suppress(MemoryError):
        _process.raise_by(RESERVE)


class _Process(Struct):
    """The one limit of the process, for all runs that are at work in it."""

    limits: list[int] = []
    before: int | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, limit: int) -> None:
        with self.lock:
            if not self.limits:
                self.before = memory_limit()
            self.limits.append(limit)
            self._set(max(self.limits))

    def end(self, limit: int) -> None:
        with self.lock:
            self.limits.remove(limit)
            if self.limits:
                self._set(max(self.limits))
            else:
                limit_memory(self.before)

    def raise_by(self, reserve: int) -> None:
        with self.lock:
            if self.limits:
                self._set(max(self.limits) + reserve)

    def _set(self, limit: int) -> None:
        """Set the limit, never above the one that stood before."""
        limit_memory(limit if self.before is None else min(limit, self.before))


_process = _Process()
