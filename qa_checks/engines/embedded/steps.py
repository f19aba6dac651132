"""Work that is done as soon as what it needs is known, two pieces at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import Empty, LifoQueue, SimpleQueue
from typing import Any, NamedTuple

from qa_checks.engines.memory import relieve

WORKERS = 2


class Step(NamedTuple):
    """A piece of work, and what follows from its result.

    ``work`` may be done in any thread. ``then`` runs in the thread that takes the steps, alone
    changes what is known, and gives further steps. ``needs`` is what must be known before.
    ``alone`` says that nothing may be done at the same time.
    """

    work: Callable[[], Any]
    then: Callable[[Any], Iterable[Step]]
    needs: frozenset[Hashable] = frozenset()
    alone: bool = False


class _Done(NamedTuple):
    step: Step
    result: Any = None
    fault: BaseException | None = None


Begun = LifoQueue[Step | None]  # what follows a step is done before others begin


def take(steps: Iterable[Step], known: set[Hashable], *, in_turn: bool) -> Iterator[None]:
    """Take steps and those that follow, the first before the others, and come back after each.

    Parameters
    ----------
    known
        What is known; the steps add to it.
    in_turn
        Whether every piece of work is done by itself.
    """
    waiting, busy = list(steps), 0
    alone: list[Step] = []
    begun: Begun = LifoQueue()
    done: SimpleQueue[_Done] = SimpleQueue()
    with ThreadPoolExecutor(WORKERS) as pool:
        threads = 0 if in_turn else None
        try:
            while waiting or busy or alone:
                ready = [step for step in waiting if step.needs <= known]
                waiting = [step for step in waiting if not step.needs <= known]
                alone += [step for step in ready if step.alone]
                together = [step for step in ready if not step.alone]
                for step in reversed(together):
                    begun.put(step)
                busy += len(together)
                if busy > 1 and threads is None:  # to begin a thread takes longer than many a step
                    threads = _start(pool, partial(_serve, begun, done))
                assert busy or alone, "steps wait for what no step makes known"  # noqa: S101
                if busy:
                    step, result, fault = done.get() if threads else _do(begun.get())
                    busy -= 1
                else:
                    step, result, fault = _do(alone.pop(0))
                if fault is not None:
                    raise fault
                waiting += step.then(result)
                yield
        finally:
            _end(begun)


def _start(pool: ThreadPoolExecutor, serve: Callable[[], None]) -> int:
    """Start threads that serve; how many there are."""
    for started in range(WORKERS):
        try:
            pool.submit(serve)
        except RuntimeError:  # a statement took the memory that a thread needs
            relieve()
            return started
    return WORKERS


def _serve(begun: Begun, done: SimpleQueue[_Done]) -> None:
    for step in iter(begun.get, None):
        done.put(_do(step))


def _do(step: Step | None) -> _Done:
    assert step is not None  # noqa: S101
    try:
        return _Done(step, step.work())
    except MemoryError as fault:  # the others must be able to go on
        relieve()
        return _Done(step, fault=fault)
    except BaseException as fault:  # noqa: BLE001  raised where the steps are taken
        return _Done(step, fault=fault)


def _end(begun: Begun) -> None:
    """Let no further work begin, and end as many threads as may have been started."""
    try:
        while True:
            begun.get_nowait()
    except Empty:
        for _each in range(WORKERS):
            begun.put(None)
