"""Work done in turn by another thread, so that the caller goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

Step = Callable[[], None]


class InTurn:
    """Steps that are taken one after the other: while one is, the caller prepares the next.

    What a step raises comes out where the next one is given.
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._last: Future[None] | None = None

    def take(self, step: Step) -> None:
        """Wait until the step before is taken, and have this one taken aside."""
        self.wait()
        self._last = self._pool.submit(step)

    def wait(self) -> None:
        """Wait until every step is taken."""
        if self._last is not None:
            last, self._last = self._last, None
            last.result()


@contextmanager
def in_turn() -> Iterator[InTurn]:
    """Take steps until the end of the `with`, which waits for the last of them."""
    with ThreadPoolExecutor(1) as pool:
        turn = InTurn(pool)
        try:
            yield turn
        finally:
            turn.wait()  # what went wrong first is told
