"""What a run may take of the machine, and of databases: memory, disk and time.

A rule's SQL, a query or a file must not bring the machine to a halt. docs/reading.md tells these
numbers.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

GIB = 1024**3
MEMORY, MEMORY_PER_BYTE = 2 * GIB, 8  # tables, indexes and sorted copies grow with the files
DISK, DISK_PER_BYTE = 2 * GIB, 4
TIME, TIME_PER_GIB = dt.timedelta(minutes=3), dt.timedelta(minutes=3)


class Allowance(Struct, frozen=True):
    """How much a run may take.

    ``memory`` is in bytes, beyond what the process held when the run began; ``disk`` is in bytes of
    temporary files; ``time`` is that of one statement.
    """

    memory: int = MEMORY
    disk: int = DISK
    time: dt.timedelta = TIME

    @property
    def counted_memory(self) -> int:
        """What of the memory DuckDB may fill, before it writes to disk.

        It does not count what its text functions allocate, nor what Python holds.
        """
        return self.memory // 2


class Patience(Struct, frozen=True):
    """Seconds to wait for a database to answer, and for all rows it is asked for; bytes of them."""

    connect: int = 15
    query: int = 900
    most: int = 8 * 1024**3


LEAST = Allowance()


def allow(size: int, delivered: int = 0) -> Allowance:
    """What a run may take that reads files of so many bytes.

    Parameters
    ----------
    size
        Bytes of the files.
    delivered
        Bytes that databases may deliver besides, which are held on disk.
    """
    on_disk = size + delivered
    return Allowance(
        MEMORY + MEMORY_PER_BYTE * size,
        DISK + DISK_PER_BYTE * on_disk,
        TIME + TIME_PER_GIB * (on_disk / GIB),
    )
