"""What a row or column of a published table stands for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.published.declared_tables import Labels
from qa_checks.published.labels import Meaning, Selection, both
from qa_checks.published.located import Line, read_label
from qa_checks.published.numbers import Numbers
from qa_checks.published.times import Time, is_of, read_time
from qa_checks.reading.loaded import Snapshot


class Side(Struct, frozen=True):
    """A row or column that can be compared: what it selects, its time and the releases of it."""

    selected: Selection
    snapshots: tuple[Snapshot, ...] | None = None
    time: Time | None = None


class Labelling(Struct, frozen=True):
    """What the labels of one side stand for: days or periods without a meaning."""

    labels: Labels
    meaning: Meaning | None

    def side(self, label: str, numbers: Numbers) -> Side | None:
        """What one label stands for; None if nobody knows it."""
        if self.meaning is None:
            time = read_time(label, str(self.labels))
            if time is None:
                return None
            # Of a revision there are two.
            of_time = [there for there in numbers.snapshots if is_of(there.facts, time)]
            return Side({}, tuple(of_time), time)
        selected = self.meaning.select(label)
        return None if selected is None else Side(selected)


def label_whole(line: Line, places: Collection[int]) -> Line:
    """The row with the label that all of its label columns make."""
    if list(places) == [0]:
        return line
    return replace(line, label=" / ".join(read_label(line.cells[place])[0] for place in places))


def side_of_row(
    line: Line, places: Mapping[int, Labelling], numbers: Numbers
) -> tuple[Side, int | None]:
    """What a row selects of which releases; or the place of the label that nobody knows."""
    selected: Selection = {}
    timed = Side({})
    for place, labelling in places.items():
        side = labelling.side(read_label(line.cells[place])[0], numbers)
        if side is None:
            return Side({}), place
        selected = both(selected, side.selected)
        timed = side if labelling.meaning is None else timed
    return replace(timed, selected=selected), None
