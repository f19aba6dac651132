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

from tests.cli.running import Ended, environment, run_here, written

SILENT = 60  # seconds without a word


class Terminal(io.TextIOWrapper):
    """Screen or keyboard of somebody who is there to answer."""

    def isatty(self) -> bool:
        return True


def at_terminal(*words: str | Path, cwd: Path, answers: Sequence[str] = (), **extra: str) -> Ended:
    """Run qa-checks in this process with somebody there to answer, and give all that was seen.

    That it is so at a real terminal too is for `at_real_terminal`.
    """
    screen = Terminal(io.BytesIO(), "utf-8")
    typed = "".join(f"{answer}\n" for answer in answers)
    keyboard = Terminal(io.BytesIO(typed.encode()), "utf-8")
    with redirect_stdout(screen), redirect_stderr(screen), patch.object(sys, "stdin", keyboard):
        code = run_here(words, cwd, {"COLUMNS": "200", "TERM": "dumb", **extra})
    return Ended(code, written(screen), "")


def at_real_terminal(
    *words: str | Path, cwd: Path, answers: Sequence[str] = (), **extra: str
) -> Ended:
    """Run qa-checks at a terminal, type the answers, and give all that was seen."""
    command = [sys.executable, "-m", "qa_checks", *map(str, words)]
    return type_into(command, cwd, answers, environment(COLUMNS="200", **extra))


def type_into(
    command: Sequence[str], cwd: Path, answers: Sequence[str], env: dict[str, str]
) -> Ended:
    """Run a command at a terminal, type the answers, and give all that was seen."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        command,
        cwd=cwd,
        env={"TERM": "dumb", **env},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    seen = b""
    while True:
        if not select.select([ours], [], [], SILENT)[0]:  # it asks for more than was answered
            running.kill()
            seen += b"\n(waits for an answer)"
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        seen += part
    code = running.wait(timeout=120)
    os.close(ours)  # not before: whoever is still ending would be hung up on
    return Ended(code, seen.decode().replace("\r\n", "\n"), "")
