"""How much memory a run may take: a rule's SQL must not bring the machine to a halt.

DuckDB's own limit does not count what its text functions allocate, so the
system is asked to refuse more. DuckDB then ends the statement with an error.
"""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOM = 4 * 1024**3
PER_BYTE = 16  # of the input: tables, indexes and sorted copies of large files
HELD = Path("/proc/self/statm")
DATA = 5  # its field that counts data, in pages

_lock = threading.Lock()
_runs: list[int] = []  # the limit that each run at work needs
_before: tuple[int, int] = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


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
    _begin(limit)
    try:
        yield
    finally:
        _end(limit)


def _held() -> int | None:
    try:
        return int(HELD.read_text().split()[DATA]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None


def _begin(limit: int) -> None:
    global _before  # noqa: PLW0603  the limit is the process's, as is what it was before
    with _lock:
        if not _runs:
            _before = resource.getrlimit(resource.RLIMIT_DATA)
        _runs.append(limit)
        _set(max(_runs))


def _end(limit: int) -> None:
    with _lock:
        _runs.remove(limit)
        if _runs:
            _set(max(_runs))
        else:
            resource.setrlimit(resource.RLIMIT_DATA, _before)


def _set(limit: int) -> None:
    """Set the soft limit, never above one that stands already."""
    soft, hard = _before
    given = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([limit, *given]), hard))
