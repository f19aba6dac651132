"""The demo release with less in it: a fraction of the work for each run of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

COUNTING = r"  - \{path: data/published_.*\n|tables: .*\n|claims: .*\n|coverage: .*\n"


def leave_providers_out(release: Path) -> None:
    """Take providers, and what counts them, out of a release.yml and the one before it."""
    for path in (release, release.parent / "previous" / "release.yml"):
        text = path.read_text(encoding="utf-8")
        left = re.sub(rf"  - \{{path: data/providers_.*\n|{COUNTING}", "", text)
        path.write_text(left, encoding="utf-8")


def keep_few_providers(release: Path, number: int, named: Iterable[str] = ()) -> None:
    """Leave the first so many providers and those named, and no tables or text that count them."""
    first_of_all: set[str] = set()
    for path in sorted(release.parent.rglob("providers_*.csv")):
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.reader(stream))
        first = next(place for place, row in enumerate(rows, start=1) if "URN" in row)
        urn = rows[first - 1].index("URN")
        first_of_all = first_of_all or {row[urn] for row in rows[first : first + number]}
        kept = first_of_all.union(named)
        with path.open("w", newline="", encoding="utf-8") as stream:
            left = [row for row in rows[first:] if row[urn] in kept]
            csv.writer(stream, lineterminator="\n").writerows([*rows[:first], *left])
    release.write_text(re.sub(COUNTING, "", release.read_text("utf-8")), "utf-8")
