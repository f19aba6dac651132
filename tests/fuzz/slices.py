"""Slices of the published files: a header and some rows, as lists of text, and columns by name."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data" / "ofsted"
FILES = (
    *(f"providers_as_at_31_march_{year}.csv" for year in (2018, 2019, 2020, 2021, 2024)),
    *(f"inspections_{years}.csv" for years in ("2019-20", "2021-22", "2023-24")),
)

# What a column is called here, and the headers it stands under in one year or another.
HEADERS = {
    "urn": ("urn",),
    "provision type": ("provision type",),
    "registered": ("registration date",),
    "status": ("registration status", "reg status"),
    "region": ("ofsted region",),
    "authority": ("local authority",),
    "sector": ("sector",),
    "places": ("places",),
    "owner": ("organisation which owns the provider", "organisation"),
    "event": ("event type", "inspection event type", "latest full inspection event type"),
    "inspected": ("inspection date", "date", "latest full inspection date"),
    "published": (
        "publication date",
        "inspection publication date",
        "latest full inspection publication date",
    ),
    "number": (
        "event number",
        "inspection event number",
        "latest full inspection event number",
        "inspection id",
    ),
    "overall": (
        "overall experiences and progress of children and young people",
        "inspection overall experiences and progress of children and young people",
        "overall effectiveness",
        "latest full inspection overall experiences and progress of children and young people",
    ),
}


@dataclass
class Slice:
    """Rows of a published file below its header; ``numbers`` counts from the header's row."""

    source: str
    header: list[str]
    rows: list[list[str]]
    above: list[list[str]] = field(default_factory=list)

    def get(self, row: int, column: str) -> str:
        """What stands in a cell; nothing where the file has no such column."""
        place = self.place(column)
        return "" if place is None else self.rows[row][place]

    def put(self, row: int, column: str, value: str) -> bool:
        """Write into a cell, and say whether there is one and it holds something else now."""
        place = self.place(column)
        if place is None or self.rows[row][place] == value:
            return False
        self.rows[row][place] = value
        return True

    def place(self, column: str) -> int | None:
        """Which column, counted from 0, holds what goes by a name here."""
        names = [" ".join(header.split()).casefold() for header in self.header]
        there = [names.index(header) for header in HEADERS[column] if header in names]
        return there[0] if there else None

    def shown(self, row: int) -> int:
        """The number a spreadsheet shows for a row counted from 0."""
        return len(self.above) + 2 + row


@cache
def read_published(name: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of a published file, without the empty columns at its right."""
    with (DATA / name).open("rb") as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    lines = [line for line in csv.reader(text.splitlines()) if any(cell.strip() for cell in line)]
    start = next(number for number, line in enumerate(lines) if "URN" in line)
    header = lines[start]
    width = max(place for place, cell in enumerate(header) if cell.strip()) + 1
    rows = tuple(tuple(line[:width]) for line in lines[start + 1 :] if len(line) >= width)
    return tuple(header[:width]), rows


def cut(name: str, chance: random.Random) -> Slice:
    """Some twenty to sixty rows of a file, from anywhere in it."""
    header, rows = read_published(name)
    many = chance.randint(20, 60)
    start = chance.randrange(len(rows) - many)
    return Slice(name, list(header), [list(row) for row in rows[start : start + many]])
