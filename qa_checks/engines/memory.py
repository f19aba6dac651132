"""How much memory a run may take: a rule's SQL must not bring the machine to a halt.

DuckDB's own limit does not count what its text functions allocate, so the
system is asked to refuse more. DuckDB then ends the statement with an error.
"""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOM = 4 * 1024**3
PER_BYTE = 16  # of the input: tables, indexes and sorted copies of large files
RESERVE = 256 * 1024**2
HELD = Path("/proc/self/statm")
DATA = 5  # its field that counts data, in pages
BOUND = resource.RLIMIT_DATA
NONE = resource.RLIM_INFINITY


@contextmanager
def bounded(size: int = 0, room: int = ROOM) -> Iterator[None]:
    """Let the process take so much more memory, and no more, until the end of the `with`.

    Parameters
    ----------
    size
        Bytes of the files that are read; large ones need more.
    room
        What the smallest needs.

    Notes
    -----
    Where the system does not say how much a process holds, there is no bound but DuckDB's own.
    """
    held = _held()
    if held is None:
        yield
        return
    limit = held + room + PER_BYTE * size
    _process.begin(limit)
    try:
        yield
    finally:
        _process.end(limit)


def relieve() -> None:
    """Make room for what goes on after a statement that took all there was.

    What it gave back cannot be used by every thread.
    """
    with suppress(MemoryError):
        _process.raise_to((_held() or 0) + RESERVE)


def _held() -> int | None:
    try:
        return int(HELD.read_text().split()[DATA]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None


@dataclass
class _Process:
    """The one limit of the process, for all runs that are at work in it."""

    limits: list[int] = field(default_factory=list)
    before: tuple[int, int] = (NONE, NONE)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, limit: int) -> None:
        with self.lock:
            if not self.limits:
                self.before = resource.getrlimit(BOUND)
            self.limits.append(limit)
            self._set(max(self.limits))

    def end(self, limit: int) -> None:
        with self.lock:
            self.limits.remove(limit)
            if self.limits:
                self._set(max(self.limits))
            else:
                resource.setrlimit(BOUND, self.before)

    def raise_to(self, limit: int) -> None:
        with self.lock:
            if self.limits:
                self._set(max(limit, resource.getrlimit(BOUND)[0]))

    def _set(self, limit: int) -> None:
        """Set the soft limit, never above one that stood before."""
        given = [bound for bound in self.before if bound != NONE]
        resource.setrlimit(BOUND, (min([limit, *given]), self.before[1]))


_process = _Process()
