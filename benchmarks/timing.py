"""Whole processes, timed from outside, in interleaved pairs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
QA_CHECKS = [sys.executable, "-m", "qa_checks"]


@dataclass(frozen=True)
class Run:
    """What one process took (seconds, MiB), what it printed and how it ended."""

    wall: float
    cpu: float
    peak: float
    output: str
    code: int


def run_once(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end: seconds of wall and CPU time, MiB of peak memory."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its byte code
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read().decode(errors="replace")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss / 1024, printed, process.returncode)


def run_cpu(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command to its end: seconds of CPU, user's and system's, and MiB of peak memory."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def run_pairs(
    ours: Sequence[str], theirs: Sequence[str], pairs: int, folders: tuple[Path, Path]
) -> list[tuple[Run, Run]]:
    """Run two commands in turn, after one run of each that does not count."""
    timed = []
    for number in range(pairs + 1):
        pair = run_once(ours, folders[0]), run_once(theirs, folders[1])
        if number:
            timed.append(pair)
    return timed


def head(name: str, ours: str = "qa-checks", theirs: str = "other") -> str:
    """The head of a Markdown table with a line of `describe` for each workload."""
    titles = (name, f"{ours} s / MiB", f"{theirs} s / MiB", "wall", "peak", "CPU")
    return f"| {' | '.join(titles)} |\n{'|---' * len(titles)}|"


def describe(name: str, pairs: Sequence[tuple[Run, Run]]) -> str:
    """One line of a Markdown table: medians of both, and the median of the pairs' ratios."""
    middle = statistics.median
    ours = f"{middle(a.wall for a, _ in pairs):.2f} / {middle(a.peak for a, _ in pairs):.0f}"
    theirs = f"{middle(b.wall for _, b in pairs):.2f} / {middle(b.peak for _, b in pairs):.0f}"
    wall = middle(a.wall / b.wall for a, b in pairs)
    peak = middle(a.peak / b.peak for a, b in pairs)
    cpu = middle(a.cpu / b.cpu for a, b in pairs)
    return f"| {name} | {ours} | {theirs} | {wall:.2f} | {peak:.2f} | {cpu:.2f} |"
