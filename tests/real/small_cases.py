"""The small invented inputs of ../shared/cases, each checked once for all that look at it."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

from qa_checks.assessment import run
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release import release_from_files

CASES = Path(__file__).parents[3] / "shared" / "cases"
HOSTILE_AS_AT = "2021-08-31"


@cache
def check(name: str, as_at: str) -> Report:
    """One case, as `check --as-at` checks it."""
    facts = ReleaseFacts("case", name, as_at=dt.date.fromisoformat(as_at))
    return run(release_from_files([CASES / name], facts), Options())


def read_table() -> list[dict[str, str]]:
    """The table of the cases that are not hostile: what each is checked with, and what is right."""
    with (CASES / "EXPECTED.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def as_at(name: str) -> str:
    """The day on which a case is checked."""
    if name.startswith("hostile/"):
        return HOSTILE_AS_AT
    options = next(line["options"] for line in read_table() if line["file"] == name)
    return options.split(",", maxsplit=1)[0].removeprefix("--as-at ")
