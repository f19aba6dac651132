"""Runs qa-checks at a terminal, with somebody who answers."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.cli.running import Ended, environment


def at_terminal(*words: str | Path, cwd: Path, answers: Sequence[str]) -> Ended:
    """Run a command at a terminal, type the answers, and give all that was seen."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "qa_checks", *map(str, words)],
        cwd=cwd,
        env=environment(TERM="dumb", COLUMNS="200"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    return Ended(running.wait(timeout=120), seen.decode().replace("\r\n", "\n"), "")
