"""Runs qa-checks as a process of its own, as a user or a CI job does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/json-schema/report.json").read_text(encoding="utf-8"))
REPORT_FILES = ["findings.xlsx", "junit.xml", "report.html", "report.json"]
RUN_FILES = sorted([*REPORT_FILES, "history.jsonl"])  # what a whole release leaves
# Sets the address space it may use, then says at its end how much memory it held at most.
MEASURED = (
    "import resource, runpy, sys;"
    "sys.argv = ['qa-checks', *sys.argv[1:]]\n"
    "try: runpy.run_module('qa_checks', run_name='__main__')\n"
    "finally: print(max(resource.getrusage(w).ru_maxrss for w in "
    "(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)), file=open('peak', 'w'))"
)


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON on standard output, which must be all there is and fit its schema."""
        report: dict[str, Any] = json.loads(self.out)
        jsonschema.validate(report, SCHEMA)
        return report


def environment(**extra: str) -> dict[str, str]:
    """The environment of a plain shell, with the package in reach."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **extra}


def qa_checks(*words: str | Path, cwd: Path, **extra: str) -> Ended:
    """Run a command and wait for its end; it may only end with 0, 1 or 2."""
    done = subprocess.run(
        [sys.executable, "-m", "qa_checks", *map(str, words)],
        cwd=cwd,
        env=environment(**extra),
        capture_output=True,
        timeout=120,
        check=False,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert done.returncode in (0, 1, 2), err
    return Ended(done.returncode, out, err)


def qa_checks_measured(*words: str | Path, cwd: Path) -> tuple[Ended, int]:
    """Run a command and give its peak memory in MiB as well, its children's included."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, words)],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    ended = Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    peak = cwd / "peak"
    used = int(peak.read_text()) // 1024
    peak.unlink()
    return ended, used


def listing(folder: Path) -> list[str]:
    """Every file and folder below, hidden ones included."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
