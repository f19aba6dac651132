"""What not every operating system has: limits on a process, locks, names given by a link.

Where the system lacks it, as Windows does, the work is done without: docs/reading.md
says what that means. Nothing else in the package asks which system it is. It is also
used by a process that starts without site packages, and imports the standard library only.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:
    LOCKS = False
else:
    LOCKS = True
try:
    import resource
except ImportError:
    LIMITS = False
else:
    LIMITS = True

HELD = Path("/proc/self/statm")
PR_SET_DUMPABLE = 4  # of <sys/prctl.h>
DATA = 5  # its field that counts data, in pages
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
AS_IT_IS = getattr(os, "O_BINARY", 0)  # Windows would change the ends of lines


def limit_process(memory: int, seconds: int, file_bytes: int) -> None:
    """Let the operating system end this process when it takes too much, and keep no image of it."""
    if not LIMITS:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


def forbid_core_dumps() -> None:
    """Have no image of this process kept when it crashes: a secret may stand in it.

    A system that hands the image to a program of its own does not look at the limit. Linux is told
    so besides, and then lets no other process of the user read the memory or the environment.
    """
    if LIMITS:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)


def held_memory() -> int | None:
    """How many bytes of data this process holds; None where the system does not say."""
    try:
        return int(HELD.read_text().split()[DATA]) * os.sysconf("SC_PAGE_SIZE") if LIMITS else None
    except (OSError, ValueError, IndexError):
        return None


def memory_limit() -> int | None:
    """How many bytes of data it may hold; None for as many as there are."""
    soft = resource.getrlimit(resource.RLIMIT_DATA)[0]
    return None if soft == resource.RLIM_INFINITY else int(soft)


def limit_memory(most: int | None) -> None:
    """Have it refused more than so many bytes of data; what asks for more is told so."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = resource.RLIM_INFINITY if most is None else most
    if hard != resource.RLIM_INFINITY:
        soft = hard if most is None else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Let processes that change files in a folder do so one after the other."""
    if not LOCKS:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def open_no_link(path: Path, how: int) -> int:
    """Open a file as `os.open` does, but no link to one.

    Raises
    ------
    OSError
        If it is a link, or cannot be opened.
    """
    if not NO_FOLLOW and path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return os.open(path, how | NO_FOLLOW | AS_IT_IS, 0o644)


def name_file(path: Path, name: Path) -> Path:
    """Give a file another name by a link, or by a copy where none may be made."""
    try:
        name.symlink_to(path.absolute())
    except (OSError, NotImplementedError):
        shutil.copyfile(path, name)
    return name
