"""Runs qa-checks by its door, in this process or, as a user or a CI job does, in one of its own."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import (
    chdir,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema

from qa_checks.catalogue import Catalogue, packed
from qa_checks.cli.main import run_from_shell
from qa_checks.cli.stops import SIGNALS
from tests import opened_once

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/json-schema/report.json").read_text(encoding="utf-8"))
FITS = jsonschema.Draft202012Validator(SCHEMA)  # made once: checking the schema takes longest
REPORT_FILES = ["findings.xlsx", "junit.xml", "report.html", "report.json"]
RUN_FILES = sorted([*REPORT_FILES, "history.jsonl"])  # what a whole release leaves


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @cached_property
    def report(self) -> dict[str, Any]:
        """The JSON on standard output, which must be all there is and fit its schema."""
        report: dict[str, Any] = json.loads(self.out)
        FITS.validate(report)
        return report


def environment(**extra: str) -> dict[str, str]:
    """The environment of a plain shell, with the package in reach."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **extra}


def qa_checks(*words: str | Path, cwd: Path, **extra: str) -> Ended:
    """Run a command in this process, as if it were one of its own; it may only end with 0, 1 or 2.

    What shows in a process alone (its streams, its start, signals) is for
    `qa_checks_apart`, which takes ten times as long to start.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run_here(words, cwd, extra)
    ended = Ended(code, written(out), written(err))
    assert code in (0, 1, 2), ended.err
    return ended


def run_here(words: Sequence[str | Path], cwd: Path, extra: dict[str, str]) -> int:
    """Run a command in this process, with its streams as they are, and give its exit code."""
    with _as_started_in(cwd, words, extra):
        try:
            run_from_shell()
        except SystemExit as end:
            return int(end.code or 0)


@contextmanager
def _as_started_in(
    folder: Path, words: Sequence[str | Path], extra: dict[str, str]
) -> Iterator[None]:
    """Have folder, words and environment of a process just started; give all back at the end."""
    handlers = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threshold = gc.get_threshold()
    with (
        chdir(folder),
        patch.dict(os.environ, environment(**extra), clear=True),
        patch.object(sys, "argv", ["qa-checks", *map(str, words)]),
        patch.object(sys, "excepthook"),
        opened_once.once(),
    ):
        try:
            yield
        finally:
            gc.set_threshold(*threshold)
            for number, handler in handlers.items():
                signal.signal(number, handler)


@contextmanager
def judged_by(catalogue: Catalogue) -> Iterator[None]:
    """Have commands in this process take a catalogue for the built-in one."""
    with patch.object(packed, "unpack", lambda _examples: catalogue):
        yield


def written(stream: io.TextIOWrapper) -> str:
    """What a stream was given; the stream is of no use afterwards."""
    stream.flush()
    buffer = stream.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def qa_checks_apart(*words: str | Path, cwd: Path, **extra: str) -> Ended:
    """Run a command in a process of its own, its environment included, and wait for its end."""
    done = subprocess.run(
        [sys.executable, "-m", "qa_checks", *map(str, words)],
        cwd=cwd,
        env=environment(**extra),
        capture_output=True,
        timeout=120,
        check=False,
    )
    ended = Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert ended.code in (0, 1, 2), ended.err
    return ended


def qa_checks_watched(*words: str | Path, cwd: Path) -> tuple[Ended, int]:
    """Run a command in this process and give by how many MiB its memory grew at most."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is now's
    before = _memory("VmHWM")
    ended = qa_checks(*words, cwd=cwd)
    return ended, _memory("VmHWM") - before


def _memory(kind: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{kind}:")[2].split()[0]) // 1024


def listing(folder: Path) -> list[str]:
    """Every file and folder below, hidden ones included."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
