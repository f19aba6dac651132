"""CSV that a spreadsheet opens without calculating anything in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

# What a spreadsheet would calculate, also behind blanks and in wide letters; a number is none.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20](?![0-9]+(?:\.[0-9]+)?\Z)")


def write_csv(path: Path, lines: Iterable[Sequence[str]]) -> None:
    """Write lines of which a spreadsheet calculates nothing."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        calculated = FORMULA.match
        writer.writerows(
            [f"'{text}" if calculated(text) else text for text in line] for line in lines
        )
