"""What a published table may show: a cube, its labels and its title, as the numbers agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import Cube
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.published import CellState, PublishedCell
from qa_checks.published.cells import compare
from qa_checks.published.declared_tables import EACH, DeclaredTable, Family, Labels, name_of
from qa_checks.published.labels import meaning_of
from qa_checks.published.numbers import Numbers
from qa_checks.published.times import TIMES, is_of, read_time
from qa_checks.published.undeclared import is_number
from qa_checks.published.understood import Table, understand
from qa_checks.scaffold.label_words import Named, is_same, name_all, named_in, near
from qa_checks.scaffold.met_tables import MetTable

Selection = Mapping[str, Any]
Choices = dict[str, list[Selection]]
LEAST_KNOWN = 0.5  # the part of all labels of a side that must be known


class Score(Struct, frozen=True, order=True):
    """How a reading agrees with the rows: cells that are equal, noughts apart, and differ."""

    equal: int = 0
    differs: int = 0
    noughts: int = 0

    @property
    def rank(self) -> tuple[bool, int]:
        """What is nearer is greater: all equal, then more equal cells."""
        return self.equal > 0 and not self.differs, self.equal


class Side(Struct, frozen=True):
    """The labels of one side: a dimension for those it knows, and what each other may stand for."""

    each: str
    choices: Choices = {}

    def declare(self) -> Labels:
        """The side as tables.yml says it; labels that nothing is known of are left out."""
        explicit = {label: dict(chosen[0]) for label, chosen in self.choices.items() if chosen}
        if not explicit:
            return self.each
        return {**({EACH: self.each} if self.each else {}), **explicit}

    def with_choice(self, label: str, chosen: Selection) -> Side:
        """The same with another selection for one label."""
        return replace(self, choices={**self.choices, label: [chosen]})


class Reading(Struct, frozen=True):
    """A table read as one of a cube.

    ``named`` is how many words of the title say what it selects, ``doubtful`` are labels whose
    meaning neither words nor numbers prove.
    """

    met: MetTable
    cube: Cube
    rows: Side
    columns: Side
    ignore: tuple[str, ...]
    selection: Selection
    named: int = 0
    score: Score = Score()
    doubtful: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """What tables of one family share."""
        return repr((self.cube.cube, self.rows.declare(), self.columns.declare(), self.ignore))

    @property
    def name(self) -> str:
        """What the table is called: '8a' of 'Table 8a:'."""
        return name_of(self.met.begins)

    def declared(self) -> DeclaredTable:
        """The table as tables.yml would declare it."""
        title = self.met.begins
        family = Family(
            cube=self.cube.cube,
            rows=self.rows.declare(),
            columns=self.columns.declare(),
            ignore=list(self.ignore),
            titles={title: dict(self.selection)},
        )
        return DeclaredTable(name_of(title), title, family, self.cube, self.selection)


class Reader(Struct, dict=True):
    """Reads tables as those of cubes, by the numbers of the release."""

    numbers: Numbers
    codes: Mapping[str, CodeList]

    @cached_property
    def cubes(self) -> dict[str, tuple[Cube, list[Named]]]:
        """The cubes that this release gives, with the names of all they count."""
        schemas = self.numbers.loaded.schemas
        return {
            name: (cube, name_all(cube, self.codes))
            for name, cube in schemas.cubes.items()
            if cube.dimensions and not isinstance(self.numbers.of(cube, self.snapshot), str)
        }

    @property
    def snapshot(self) -> Any:
        """The release that is drafted."""
        return self.numbers.loaded.release

    def read(self, met: MetTable, cube: Cube, form: Reading | None = None) -> Reading | None:
        """The reading of a table that agrees best with the rows; None if its labels are others.

        With ``form`` rows and columns are those of another table, and the title alone is read.
        """
        now = _of_now(met, self)
        named = self.cubes[cube.cube][1]
        best: Reading | None = None
        for rows, columns, ignore in (
            self._forms(met, cube) if form is None else [(form.rows, form.columns, form.ignore)]
        ):
            for selection, count in named_in(met.located.title, named):
                reading = self._scored(
                    Reading(met, cube, rows, columns, ignore, selection, count), now
                )
                best = reading if best is None or _is_nearer(reading, best) else best
        if best is not None and form is None:
            best = self._improved(best, now)
            best = self._doubted(best, now)
        return best

    def others(self, reading: Reading) -> list[Selection]:
        """What else the title may select by as many of its words, with the same numbers."""
        now, named = _of_now(reading.met, self), self.cubes[reading.cube.cube][1]
        return [
            selection
            for selection, count in named_in(reading.met.located.title, named)
            if count == reading.named
            and selection != reading.selection
            and self._scored(replace(reading, selection=selection), now).score == reading.score
        ]

    def compare(self, reading: Reading, met: MetTable) -> tuple[Table, list[list[PublishedCell]]]:
        """The cells of a table as this reading compares them."""
        declared = reading.declared()
        table = understand(declared, met.located, self.numbers, self.codes)
        return table, compare(table, self.numbers, {}, {})[0]

    def _forms(self, met: MetTable, cube: Cube) -> Iterator[tuple[Side, Side, tuple[str, ...]]]:
        headers = [header.label for header in met.located.headers]
        ignore = tuple(
            header.label
            for place, header in enumerate(met.located.headers, 1)
            if not any(is_number(line.cells[place]) for line in met.located.lines)
        )
        for rows in self._sides([line.label for line in met.located.lines], cube, times=True):
            shown = [text for text in headers if text not in ignore]
            for columns in self._sides(shown, cube, times=rows.each not in TIMES):
                if rows.each != columns.each or not rows.each:
                    yield rows, columns, ignore

    def _sides(self, labels: Sequence[str], cube: Cube, *, times: bool = False) -> list[Side]:
        """What the labels of a side may stand for."""
        for kind in TIMES if times else ():
            if labels and all(read_time(label, kind) is not None for label in labels):
                return [Side(kind)]
        named = self.cubes[cube.cube][1]
        sides: list[tuple[int, Side]] = []
        for each in [*self.numbers.of(cube, self.snapshot).dimensions, ""]:  # type: ignore[union-attr]
            meaning = meaning_of(each, cube, self.codes) if each else None
            known = [label for label in labels if meaning and meaning.select(label) is not None]
            if each and not known:
                continue
            choices = {label: near(label, named) for label in labels if label not in known}
            told = len(known) + sum(bool(chosen) for chosen in choices.values())
            if told and told >= LEAST_KNOWN * len(labels):
                sides.append((10 * told + len(known), Side(each, choices)))
        most = max((count for count, _ in sides), default=0)
        return [side for count, side in sides if count == most]

    def _scored(self, reading: Reading, now: MetTable) -> Reading:
        _, cells = self.compare(reading, now)
        states = [(cell.state, cell.recomputed) for row in cells for cell in row]
        equal = sum(state is CellState.EQUAL and bool(number) for state, number in states)
        noughts = sum(state is CellState.EQUAL and not number for state, number in states)
        differs = sum(state is CellState.DIFFERS for state, _ in states)
        return replace(reading, score=Score(equal, differs, noughts))

    def _improved(self, reading: Reading, now: MetTable) -> Reading:
        """The same with another of the near meanings of a label, where more cells are equal."""
        for side in ("rows", "columns"):
            for label, chosen in getattr(reading, side).choices.items():
                for selection in chosen[1:]:
                    other = getattr(reading, side).with_choice(label, selection)
                    attempt = self._scored(replace(reading, **{side: other}), now)
                    reading = attempt if _is_nearer(attempt, reading) else reading
        return reading

    def _doubted(self, reading: Reading, now: MetTable) -> Reading:
        """The same without labels that are near a name only, and whose numbers do not prove it."""
        named = self.cubes[reading.cube.cube][1]
        _, cells = self.compare(reading, now)
        proven: set[str] = set()
        for side in ("row_label", "column_label"):
            for label in {getattr(cell, side) for row in cells for cell in row}:
                own = [cell for row in cells for cell in row if getattr(cell, side) == label]
                if any(
                    cell.state is CellState.EQUAL and cell.recomputed for cell in own
                ) and not any(cell.state is CellState.DIFFERS for cell in own):
                    proven.add(label)
        doubtful: list[str] = []
        for side in ("rows", "columns"):
            kept: Choices = {}
            for label, chosen in getattr(reading, side).choices.items():
                if chosen and (label in proven or is_same(label, chosen[0], named)):
                    kept[label] = chosen[:1]
                else:
                    doubtful.append(label)
            reading = replace(reading, **{side: replace(getattr(reading, side), choices=kept)})
        return self._scored(replace(reading, doubtful=tuple(doubtful)), now)


def _is_nearer(attempt: Reading, best: Reading) -> bool:
    """More equal cells, else more words that say so, else fewer cells that differ."""

    def nearness(reading: Reading) -> tuple[tuple[bool, int], int, int]:
        return reading.score.rank, reading.named, -reading.score.differs

    return nearness(attempt) > nearness(best)


def _of_now(met: MetTable, reader: Reader) -> MetTable:
    """A table without the rows, or columns, of earlier days and periods."""
    located, facts = met.located, reader.snapshot.facts
    for kind in TIMES:
        if all(read_time(line.label, kind) for line in located.lines):
            lines = tuple(line for line in located.lines if _is_of(facts, line.label, kind))
            return replace(met, located=replace(located, lines=lines))
    for kind in TIMES:
        if all(read_time(header.label, kind) for header in located.headers):
            headers = tuple(item for item in located.headers if _is_of(facts, item.label, kind))
            return replace(met, located=replace(located, headers=headers))
    return met


def _is_of(facts: ReleaseFacts, label: str, kind: str) -> bool:
    time = read_time(label, kind)
    return time is not None and is_of(facts, time)
