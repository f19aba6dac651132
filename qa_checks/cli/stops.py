"""Requests to stop: Ctrl-C, and the signals that mean the same."""

from __future__ import annotations

import signal
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
SIGNALS = [signal.Signals[name] for name in NAMES if name in signal.Signals.__members__]


def heed_stops() -> None:
    """From here on every request to stop is a KeyboardInterrupt; one that is ignored stays so."""
    for number in SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _stop)


def see_it_through() -> None:
    """From here on a request to stop is not heeded: what is begun would be left half done."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    see_it_through()  # a second request must not cut the tidying up short
    raise KeyboardInterrupt
