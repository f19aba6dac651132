"""Homes of the demo release that become implausibly large: two warnings each, and no error."""

from __future__ import annotations

import csv
from pathlib import Path

HOMES = "data/providers_as_at_31_august_2021.csv"
BEFORE = "previous/data/providers_as_at_31_march_2021.csv"


def numbers_in(path: Path) -> set[str]:
    """Every text of a file, numbers of providers among them."""
    with path.open(newline="") as stream:
        return {cell for row in csv.reader(stream) for cell in row}


def enlarge(folder: Path, number: int) -> list[str]:
    """Give homes that were there before, and were not inspected, implausibly many places.

    Returns
    -------
    list of str
        Their numbers, in the order of the file.
    """
    before = numbers_in(folder / BEFORE)
    inspected = numbers_in(folder / "data/providers_in_year_april_to_august_2021.csv")
    with (folder / HOMES).open(newline="") as stream:
        rows = list(csv.reader(stream))
    urn, kind, places = (rows[1].index(name) for name in ("URN", "Provision type", "Places"))
    there = before - inspected
    homes = [row for row in rows if row[kind] == "Children's home" and row[urn] in there]
    for row in homes[:number]:
        row[places] = "30"
    with (folder / HOMES).open("w", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    return [row[urn] for row in homes[:number]]
