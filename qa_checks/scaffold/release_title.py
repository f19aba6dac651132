"""What a drafted release is called, by the titles of its files or by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from qa_checks.days import MONTHS
from qa_checks.reading.clues import Clue
from qa_checks.words import capitalise
from qa_checks.yaml_text import quote, shorten

LONGEST = 80  # letters of a release's id
MONTH_NAME = re.compile(rf"\b(?:{'|'.join(MONTHS)})(?= \d)")
DASH = re.compile(r"\s+[–—-]\s+")


def name_release(clues: Sequence[Clue], files: Sequence[Path]) -> str:
    """The first lines of release.yml: the id of the release and its title."""
    titles = [clue for clue in clues if clue.where.startswith("the title") and len(clue.words) > 25]
    if titles:
        parts = [DASH.split(clue.text)[0].strip() for clue in titles]
        several = len(titles) > 1 and len(set(parts)) == 1
        title, where = (parts[0] if several else titles[0].text), titles[0].where
    else:
        title, where = title_of(files[0]) or "Release", "the file's name"
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold().replace("'", "").replace("’", ""))
    name = _cut(name.strip("-")) or "release"
    return (
        f"# Made of the title; it names the folder of the reports.\nrelease: {name}\n"
        f"# {shorten(f'From {where}')}\ntitle: {quote(title)}\n"
    )


def title_of(file: Path) -> str:
    """A title made of a file's name."""
    stem = re.sub(r"[_\s]+", " ", file.name.split(".")[0]).strip()
    return capitalise(MONTH_NAME.sub(lambda month: month[0].capitalize(), stem))


def _cut(name: str) -> str:
    """Shorten an id between words; its last word, mostly the year, stays."""
    if len(name) <= LONGEST:
        return name
    last = name.rpartition("-")[2][:LONGEST]
    first = name[: LONGEST - len(last)].rpartition("-")[0]
    return f"{first}-{last}" if first else last
