"""What is told of a text that stands outside the cells of a workbook."""

from __future__ import annotations

from typing import NamedTuple

PROPERTY, DEFINED_NAME, HEADER = "property", "defined name", "header or footer"


class Label(NamedTuple):
    """A text outside the cells: what kind of place it stands in, the place's name, and the text."""

    part: str
    name: str
    text: str
