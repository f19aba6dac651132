"""Pieces of work that do not wait for each other, done some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from qa_checks.engines.memory import relieve

WORKERS = 2
Item = TypeVar("Item")


def work(jobs: Sequence[Callable[[], Item]], workers: int = WORKERS) -> Iterator[Item]:
    """What each job gives, in their order."""
    if len(jobs) < WORKERS:
        yield from (job() for job in jobs)
        return
    with ThreadPoolExecutor(workers) as pool:
        try:
            answers = pool.map(lambda job: job(), jobs)
        except RuntimeError:  # a statement took the memory that a thread needs
            relieve()
            answers = (job() for job in jobs)
        yield from answers
