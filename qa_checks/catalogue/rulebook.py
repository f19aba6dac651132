"""What a catalogue holds, as every room behind it knows it: plain data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import field

from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.schemas import Schemas

PARTS = ("schemas", "rules")  # the folders of a catalogue


class Catalogue(Schemas, frozen=True, kw_only=True):
    """Everything a run needs to know that is not the release itself.

    ``sha256`` is the digest of all of it, as `packed` writes it.
    """

    rules: dict[str, BoundRule] = field(default_factory=dict)
    sha256: str = ""


def builtin() -> Path:
    """Folder of the project's own catalogue: inside the wheel, or beside the package."""
    packaged = Path(__file__).parents[1] / "_catalogue"
    return packaged if packaged.is_dir() else Path(__file__).parents[2]


def catalogue_files(folder: Path, parts: Sequence[str] = PARTS) -> Iterator[str]:
    """Every file of a catalogue, or of some of its folders, in a fixed order."""
    for part in parts:
        walked = (
            f"{place}/{name}"
            for place, _, names in os.walk(folder / part)
            for name in names
            if name.endswith((".yml", ".csv", ".sql"))
        )
        yield from sorted(walked)
