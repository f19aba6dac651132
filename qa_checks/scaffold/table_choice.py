"""Which cube each published table is read as, and which readings are proven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from qa_checks.published.times import TIMES
from qa_checks.scaffold.met_tables import MetTable
from qa_checks.scaffold.readings import Reader, Reading, Selection

LEAST_CELLS = 2  # that are equal and not nought, where the title does not say what it selects
NEARLY = 9  # equal cells for each that differs: the table has a wrong number, and is this one
Readings = Mapping[str, Reading]  # of one table, by the cube


class Chosen(Struct, frozen=True):
    """A table with its nearest reading, if it has any.

    ``is_proven`` says that words and numbers bear it out; ``rivals`` are cubes that give the same,
    ``others`` what else the title may select with the same numbers.
    """

    met: MetTable
    reading: Reading | None
    is_proven: bool = False
    rivals: tuple[str, ...] = ()
    others: tuple[Selection, ...] = ()


def choose(tables: Sequence[MetTable], reader: Reader) -> list[Chosen]:
    """Read every table; tables with the same headers and kind of rows bear each other out.

    Where several cubes fit one table, that is chosen which gives the most cells of all of them.
    """
    read: list[Readings] = [_read_all(met, reader) for met in tables]
    alike: dict[str, list[Readings]] = defaultdict(list)
    for met, readings in zip(tables, read, strict=True):
        alike[_shape(met, readings)].append(readings)
    return [
        _choose(met, readings, alike[_shape(met, readings)], reader)
        for met, readings in zip(tables, read, strict=True)
    ]


def _read_all(met: MetTable, reader: Reader) -> Readings:
    readings = {name: reader.read(met, cube) for name, (cube, _) in reader.cubes.items()}
    return {
        name: reading
        for name, reading in readings.items()
        if reading and reading.rows.declare() and reading.columns.declare()
    }


def _shape(met: MetTable, readings: Readings) -> str:
    sides = {side.each for item in readings.values() for side in (item.rows, item.columns)}
    headers = [header.label for header in met.located.headers]
    return repr((sorted(sides.intersection(TIMES)), headers))


def _choose(met: MetTable, readings: Readings, alike: Sequence[Readings], reader: Reader) -> Chosen:
    support = {
        name: sum(others[name].score.equal for others in alike if name in others)
        for name in readings
    }
    order = sorted(
        readings,
        key=lambda name: (readings[name].score.rank, support[name], readings[name].named),
    )
    if not order:
        return Chosen(met, None)
    name = order[-1]
    best = readings[name]
    owner = max((others[name] for others in alike if name in others), key=lambda r: r.score.rank)
    if owner.form != best.form and len(owner.doubtful) <= len(best.doubtful):
        as_owner = reader.read(met, best.cube, owner)
        if as_owner and as_owner.score.rank >= best.score.rank:
            best = as_owner
    rivals = tuple(
        other
        for other in order[:-1]
        if (readings[other].score, support[other]) == (best.score, support[name])
    )
    borne_out = any(
        _is_proven(others[name]) for others in alike if others is not readings and name in others
    )
    likely = bool(best.named and borne_out and best.score.equal + best.score.noughts)
    is_proven = _is_proven(best) or likely
    others = tuple(reader.others(best)) if is_proven else ()
    return Chosen(met, best, is_proven, rivals, others)


def _is_proven(reading: Reading) -> bool:
    """Whether all cells are equal, or nearly all, and enough of them to be no accident."""
    least = 1 if reading.named else LEAST_CELLS
    return reading.score.equal >= max(least, NEARLY * reading.score.differs)
