"""The independent production run: a cube by what the rows and columns of a table stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue import cube_sql
from qa_checks.catalogue.cubes import Cube, Value, Where, listed, say_value, values_of
from qa_checks.engines.door import Engine
from qa_checks.errors import UsageError
from qa_checks.model.cube_numbers import Cell, CrossTable
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.published.times import AS_AT, TIMES, say_time
from qa_checks.reading.loaded import Loaded, Snapshot
from qa_checks.tabulation.counts import ask, explain_gap, explain_unknown, kept

ALL = "All"
NONE = "none"  # what rows without a value of a dimension are called
NOT_AVAILABLE, NOT_APPLICABLE = "[x]", "[z]"
Number = float | int
Counted = Mapping[tuple[Value, ...], Number]


class Question(Struct, frozen=True):
    """What is asked of a cube.

    ``rows`` and ``columns`` are dimensions, or `as_at` or `period`; '' if they stand for nothing.
    A ``share`` is asked for instead of the ``measure``.
    """

    cube: Cube
    rows: str = ""
    columns: str = ""
    where: Where = {}
    measure: str = ""
    share: str = ""

    @property
    def counted(self) -> str:
        """The measure that is counted."""
        if self.share:
            return self.cube.shares[self.share].of
        return self.measure or next(iter(self.cube.measures))

    @property
    def dimensions(self) -> list[str]:
        """The dimensions that rows or columns stand for."""
        return [side for side in (self.rows, self.columns) if side and side not in TIMES]

    @property
    def kept(self) -> list[str]:
        """Those of them that the whole of a share keeps."""
        within = self.cube.shares[self.share].within if self.share else []
        return [name for name in self.dimensions if name in within]

    @property
    def adds_up(self) -> bool:
        """Whether the rows and columns have a total."""
        return self.cube.adds_up(self.counted)


class Parts(Struct, frozen=True):
    """What is counted in one release and, of a share, the wholes, by values of dimensions."""

    parts: Counted
    wholes: Counted


class Line(Struct, frozen=True):
    """A row or column: its label, the values that it fixes, and its release if it is of one."""

    label: str
    values: Mapping[str, Value] = {}
    snapshot: Snapshot | None = None


def produce(engine: Engine, loaded: Loaded, question: Question) -> CrossTable:
    """Count a cube for every cell of a table.

    Parameters
    ----------
    engine
        That has loaded what was read.

    Raises
    ------
    UsageError
        If the cube is not known in any of the releases, or none says its time.
    """
    time = next((side for side in (question.rows, question.columns) if side in TIMES), "")
    snapshots, notes = _releases(loaded, time) if time else ({"": loaded.release}, [])
    numbers: dict[str, Parts] = {}
    reasons: dict[str, str] = {}
    for label, snapshot in snapshots.items():
        if reason := _explain(engine, question, snapshot):
            reasons[label] = reason
        else:
            numbers[snapshot.database] = _count(engine, question, snapshot)
    if not numbers:
        reason = next(iter(reversed(reasons.values())))
        raise UsageError(f"Cube '{question.cube.cube}' cannot be counted: {reason}.")
    rows, columns = (
        _lines(side, question, snapshots, list(numbers.values()), loaded)
        for side in (question.rows, question.columns)
    )
    if not question.columns:
        columns = [replace(columns[0], label=question.share or question.counted)]
    cells = [
        (row.label, tuple(_cell(row, column, question, numbers, loaded) for column in columns))
        for row in rows
    ]
    notes += [
        f"{NOT_AVAILABLE} {f'{label}: ' if label else ''}{why}." for label, why in reasons.items()
    ]
    if any(cell == NOT_APPLICABLE for _, line in cells for cell in line):
        notes.append(f"{NOT_APPLICABLE} there is nothing it could be a share of.")
    return CrossTable(
        _title(question),
        (_name(question, question.rows), *(column.label for column in columns)),
        tuple(cells),
        tuple(notes),
        bool(question.share),
    )


def _releases(loaded: Loaded, time: str) -> tuple[dict[str, Snapshot], list[str]]:
    """The releases that say their time, in its order, and a note on each that does not."""
    snapshots = (loaded.release, *loaded.earlier)
    timed = [snapshot for snapshot in snapshots if say_time(snapshot.facts, time)]
    word = time.replace("_", " ")
    notes = [
        f"Left out: release '{snapshot.facts.id}' does not say its {word}."
        for snapshot in snapshots
        if snapshot not in timed
    ]
    if not timed:
        raise UsageError(f"No release says its {word}.", remedy=f"Write `{time}` into release.yml.")
    labels: dict[str, Snapshot] = {}
    for snapshot in sorted(timed, key=lambda snapshot: _order(snapshot.facts, time)):
        label = say_time(snapshot.facts, time)
        labels[f"{label} ({snapshot.facts.id})" if label in labels else label] = snapshot
    return labels, notes


def _order(facts: ReleaseFacts, time: str) -> tuple[int, ...]:
    days = (facts.as_at,) if time == AS_AT else (facts.period_start, facts.period_end)
    return tuple(day.toordinal() for day in days if day)


def _explain(engine: Engine, question: Question, snapshot: Snapshot) -> str:
    """Why a release does not give what is asked; '' if it does."""
    cube = question.cube
    if reason := explain_unknown(engine, cube, snapshot):
        return reason
    if why := explain_gap(engine, cube, cube.needs_of(question.counted, ()), snapshot):
        return f"the measure {question.counted} is not known: {why}"
    named = (*question.dimensions, *question.where)
    needs = [need for name in named for need in cube.dimensions[name].needs]
    return explain_gap(engine, cube, needs, snapshot)


def _count(engine: Engine, question: Question, snapshot: Snapshot) -> Parts:
    cube = question.cube

    def count(dimensions: Sequence[str], where: Where) -> Counted:
        measure = cube_sql.count(cube.measure(question.counted), where)
        sql = cube_sql.count_by(cube, list(dict.fromkeys(dimensions)), {"counted": measure})
        counted: dict[tuple[Value, ...], Number] = {}
        for row in ask(engine, cube, sql, snapshot):
            *values, number = row.values()
            counted[tuple(values)] = number
        return counted

    parts = count(question.dimensions, question.where)
    if not question.share:
        return Parts(parts, {})
    within = cube.shares[question.share].within
    return Parts(parts, count(question.kept, kept(question.where, within)))


def _lines(
    side: str,
    question: Question,
    snapshots: Mapping[str, Snapshot],
    numbers: Sequence[Parts],
    loaded: Loaded,
) -> list[Line]:
    """The rows or columns: one a release or a value, and their total where there is one."""
    if not side:
        return [Line(ALL)]
    if side in TIMES:
        return [Line(label, {}, snapshot) for label, snapshot in snapshots.items()]
    known = values_of(question.cube.dimensions[side], loaded.schemas.codes)
    if side in question.where:
        known = [value for value in known if value in listed(question.where[side])]
    at = question.dimensions.index(side)
    counted = {key[at] for item in numbers for key, number in item.parts.items() if number}
    others = sorted(counted - {*known, None}, key=str)
    values = [*known, *others, *([None] if None in counted else [])]
    lines = [Line(NONE if value is None else say_value(value), {side: value}) for value in values]
    return [*lines, Line(ALL)] if question.adds_up else lines


def _cell(
    row: Line,
    column: Line,
    question: Question,
    numbers: Mapping[str, Parts],
    loaded: Loaded,
) -> Cell:
    snapshot = row.snapshot or column.snapshot or loaded.release
    counted = numbers.get(snapshot.database)
    if counted is None:
        return NOT_AVAILABLE
    values = {**row.values, **column.values}
    part = _add_up(counted.parts, question.dimensions, values)
    if not question.share:
        return part
    whole = _add_up(counted.wholes, question.kept, values)
    return 100 * part / whole if whole else NOT_APPLICABLE


def _add_up(counted: Counted, dimensions: Sequence[str], values: Mapping[str, Value]) -> Number:
    """The numbers of all that has these values, whatever those of the other dimensions."""
    return sum(
        number
        for key, number in counted.items()
        if all(
            values.get(name, value) == value for name, value in zip(dimensions, key, strict=True)
        )
    )


def _title(question: Question) -> str:
    """The cube, what is counted, and of which rows."""
    conditions = [
        f"{name} {' or '.join(NONE if v is None else say_value(v) for v in listed(values))}"
        for name, values in question.where.items()
    ]
    counted = f"{question.share}, percent" if question.share else question.counted
    title = f"{question.cube.title}: {counted}"
    return f"{title}, {', '.join(conditions)}" if conditions else title


def _name(question: Question, side: str) -> str:
    if side in TIMES:
        return side.replace("_", " ").capitalize()
    return question.cube.dimensions[side].title if side else ""
