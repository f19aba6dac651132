"""Runs qa-checks at a terminal, with somebody who answers."""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from tests.cli.running import Ended, run_here, written

SILENT = 60  # seconds without a word


class Terminal(io.TextIOWrapper):
    """Screen or keyboard of somebody who is there to answer."""

    def isatty(self) -> bool:
        return True


def at_terminal(*words: str | Path, cwd: Path, answers: Sequence[str] = (), **extra: str) -> Ended:
    """Run qa-checks in this process with somebody there to answer, and give all that was seen.

    That it is so at a real terminal too is for `converse`.
    """
    screen = Terminal(io.BytesIO(), "utf-8")
    typed = "".join(f"{answer}\n" for answer in answers)
    keyboard = Terminal(io.BytesIO(typed.encode()), "utf-8")
    with redirect_stdout(screen), redirect_stderr(screen), patch.object(sys, "stdin", keyboard):
        code = run_here(words, cwd, {"COLUMNS": "200", "TERM": "dumb", **extra})
    return Ended(code, written(screen), "")


def converse(
    command: Sequence[str], cwd: Path, answers: Sequence[tuple[str, str]], env: dict[str, str]
) -> Ended:
    """Run a command at a terminal of its own and give all that was seen.

    Each answer is typed when its question has been asked.
    """
    terminal, theirs = pty.openpty()
    running = subprocess.Popen(
        command, cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={"TERM": "dumb", **env},
    )  # fmt: skip
    os.close(theirs)
    seen, left = b"", list(answers)
    while True:
        if left and seen.endswith(left[0][0].encode()):
            seen += b"\n"  # an answer that is not shown leaves the question where it is
            os.write(terminal, left.pop(0)[1].encode() + b"\n")
        if not select.select([terminal], [], [], SILENT)[0]:  # it asks for more than was answered
            running.kill()
            seen += b"\n(waits for an answer)"
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        seen += part
    code = running.wait(timeout=120)
    os.close(terminal)  # not before: whoever is still ending would be hung up on
    return Ended(code, seen.decode().replace("\r\n", "\n"), "")
