"""The values a sample is drawn from, as the release has them, in an order of their own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.sampling_frame import SLOT, SamplingFrame
from qa_checks.engines.door import Engine, Failure, Row
from qa_checks.errors import CatalogueError, UsageError
from qa_checks.reading.loaded import Snapshot
from qa_checks.words import list_words, show

BETWEEN = "\x1f"


class Unit(Struct, frozen=True):
    """One value that could be drawn: what the sheet shows of it, its stratum, and its word.

    ``copy`` tells apart values of which all of that is equal.
    """

    shown: tuple[str, ...]
    stratum: tuple[str, ...]
    link: str
    word: str
    copy: int = 0

    @property
    def identity(self) -> str:
        """All of it in one text."""
        return BETWEEN.join((*self.shown, self.word, str(self.copy)))


class Population(Struct, frozen=True):
    """All units, sorted by stratum, so that files may come in any order."""

    frame: SamplingFrame
    units: tuple[Unit, ...]

    @property
    def sha256(self) -> str:
        """The digest of all that could be drawn, and of what it says."""
        taken = hashlib.sha256()
        for unit in self.units:
            taken.update(f"{unit.identity}\n".encode("utf-8", "surrogatepass"))
        return taken.hexdigest()


def read_population(
    engine: Engine, snapshot: Snapshot, frame: SamplingFrame, schemas: Schemas
) -> Population:
    """Every value of a release that may be drawn.

    Raises
    ------
    UsageError
        If the release has none.
    CatalogueError
        If the frame's SELECT errs.
    """
    lacking = [name for name in frame.tables if name not in snapshot.tables]
    if lacking:
        raise UsageError(
            f"No file of the release has {list_words(lacking)}, from which the sample is drawn."
        )
    answer = engine.select(frame.select, snapshot)
    if isinstance(answer, Failure):
        raise CatalogueError(
            f"It cannot be read: {answer.reason}", where="schemas/sampling_frame.yml"
        )
    units = sorted(_units(answer, frame, schemas), key=lambda unit: (unit.stratum, unit.identity))
    if not units:
        raise UsageError(f"The release has no {frame.rows_are} to draw from.")
    return Population(frame, tuple(_number_copies(units)))


def _units(rows: list[Row], frame: SamplingFrame, schemas: Schemas) -> Iterator[Unit]:
    titles = {
        name: schemas.codes[item.codes].titles if item.codes else {}
        for name, item in frame.columns.items()
    }
    for row in rows:
        word = row[frame.compared.column]
        if word is None:
            continue  # it is published nowhere, so there is nothing to compare
        texts = {name: "" if row[name] is None else show(row[name]) for name in frame.columns}
        yield Unit(
            tuple(titles[name].get(text, text) for name, text in texts.items()),
            tuple(titles[name].get(texts[name], texts[name]) for name in frame.strata),
            _link(frame, texts),
            show(word),
        )


def _link(frame: SamplingFrame, texts: dict[str, str]) -> str:
    """Where it was published; '' where the release does not have what the address is made of."""
    from urllib.parse import quote

    slots = SLOT.findall(frame.link or "")
    if not frame.link or not all(texts[name] for name in slots):
        return ""
    return SLOT.sub(lambda slot: quote(texts[slot[1]], safe=""), frame.link)


def _number_copies(units: list[Unit]) -> Iterator[Unit]:
    seen: Counter[Unit] = Counter()
    for unit in units:
        yield Unit(unit.shown, unit.stratum, unit.link, unit.word, seen[unit])
        seen[unit] += 1
