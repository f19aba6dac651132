"""What is told of a text or a thing that stands outside the cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

PROPERTY, DEFINED_NAME, HEADER = "property", "defined name", "header or footer"
# What a workbook carries besides its cells.
PIVOT, MODEL, LOG = "pivot table", "data model", "log of changes"
MACRO, EMBEDDED, CONNECTION, OUTSIDE = (
    "macro",
    "embedded file",
    "data connection",
    "link to a workbook",
)
PICTURE, CHART, TEXT_BOX = "picture", "chart", "text box"
LONGEST, LONGEST_NAME = 2_000, 100  # characters
BROKEN_LINK = "link to a sheet that is not there"


class Label(NamedTuple):
    """What stands outside the cells: what kind of thing it is, its name, and its text, if any."""

    part: str
    name: str
    text: str


def tell(part: str, name: str, text: str) -> Iterator[Label]:
    """What there is to tell of a text, if it is not blank."""
    shown = text.strip("\0").strip()[:LONGEST]
    if shown:
        yield Label(part, name[:LONGEST_NAME], shown)
