"""Runs qa-checks at a terminal, with somebody who answers."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.cli.running import Ended, environment

SILENT = 60  # seconds without a word


def at_terminal(*words: str | Path, cwd: Path, answers: Sequence[str]) -> Ended:
    """Run qa-checks at a terminal, type the answers, and give all that was seen."""
    command = [sys.executable, "-m", "qa_checks", *map(str, words)]
    return type_into(command, cwd, answers, environment(COLUMNS="200"))


def type_into(
    command: Sequence[str], cwd: Path, answers: Sequence[str], env: dict[str, str]
) -> Ended:
    """Run a command at a terminal, type the answers, and give all that was seen."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        command,
        cwd=cwd,
        env={**env, "TERM": "dumb"},
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
