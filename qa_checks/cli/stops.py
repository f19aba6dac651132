"""Requests to stop: Ctrl-C, and the signals that mean the same."""

from __future__ import annotations

import signal
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
SIGNALS = [signal.Signals[name] for name in NAMES if name in signal.Signals.__members__]
HAS_TIMER = hasattr(signal, "setitimer")  # which Windows lacks
SOON = 0.005  # seconds
IMPORTING = "<frozen importlib._bootstrap>"


def heed_stops() -> None:
    """From here on every request to stop is a KeyboardInterrupt; one that is ignored stays so."""
    for number in SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


def see_it_through() -> None:
    """From here on a request to stop is not heeded: what is begun would be left half done."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if HAS_TIMER:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    del number
    if HAS_TIMER and _is_importing(frame):
        # An import that is cut short may keep its lock, and every thread that imports would wait
        # for that for ever.
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, SOON)
        return
    see_it_through()  # a second request must not cut the tidying up short
    raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == IMPORTING:
            return True
        frame = frame.f_back
    return False
