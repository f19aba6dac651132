"""What a comparison came to in words: totals, how grades moved, and every kind of change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from qa_checks.model.changes import (
    ChangeClass,
    ChangeState,
    ComparedColumn,
    ComparedTable,
    Movement,
)
from qa_checks.placeholders import fill
from qa_checks.words import grouped, list_words, plural, say_listed

A_CHANGE = "Each change is a row or a cell; a rule may have one finding for several."
IN_ORDER = (ChangeState.TO_EXPLAIN, ChangeState.TO_KNOW, ChangeState.EXPECTED)


class MovementLine(Struct, frozen=True):
    """How grades moved: a sentence, and the table behind it."""

    movement: Movement
    sentence: str
    apart: str


class ComparedLine(Struct, frozen=True):
    """One compared table as every report shows it."""

    table: ComparedTable
    anchor: str
    totals: str
    counts: str
    classes: tuple[ChangeClass, ...]
    movements: tuple[MovementLine, ...]
    listed: str
    apart: tuple[str, ...]


def compared_lines(tables: Sequence[ComparedTable]) -> tuple[ComparedLine, ...]:
    """Every compared table, in the order in which they were compared."""
    return tuple(_line(table, f"compared-{number}") for number, table in enumerate(tables, 1))


def _line(table: ComparedTable, anchor: str) -> ComparedLine:
    return ComparedLine(
        table,
        anchor,
        say_totals(table),
        say_states(table),
        tuple(sorted(table.classes, key=lambda listed: IN_ORDER.index(listed.state))),
        tuple(MovementLine(item, say_movement(item), say_apart(item)) for item in table.movements),
        say_listed(len(table.changes), sum(kind.count for kind in table.classes), "change"),
        tuple(say_not_compared(table.columns)),
    )


def say_not_compared(columns: Iterable[ComparedColumn]) -> Iterator[str]:
    """Every column that was not compared, by reason."""
    by_reason: dict[str, list[str]] = {}
    for column in columns:
        if column.reason:
            by_reason.setdefault(column.reason, []).append(column.title)
    for reason, titles in by_reason.items():
        yield f"{', '.join(titles)}: {reason}"


def say_totals(table: ComparedTable) -> str:
    """Such as: 2,700 providers in both, 164 gone, 271 new; 2,645 in both changed."""
    if table.reason:
        return f"Not compared: {table.reason}."
    left_out = f" {say_left_out(table.left_out)}" if table.left_out else ""
    both = fill(f"{{both}} {table.rows_are} in both", {"both": table.both})
    return (
        f"{both}, {grouped(table.gone)} gone, {grouped(table.added)} new; of those in both "
        f"{grouped(table.changed)} changed.{left_out}"
    )


def say_left_out(number: int) -> str:
    """How many rows were compared with nothing, and why."""
    were = plural(number, "row of the two was", "rows of the two were")
    return f"{were} not compared, for want of a key that no other row has."


def say_states(table: ComparedTable) -> str:
    """Such as: 9,101 changes expected, 679 to know, 178 to be explained."""
    expected, to_know, open_ = (
        table.count(state)
        for state in (ChangeState.EXPECTED, ChangeState.TO_KNOW, ChangeState.TO_EXPLAIN)
    )
    if not expected and not to_know and not open_:
        return "" if table.reason else "nothing changed"
    known = f" {grouped(to_know)} to know," if to_know else ""
    return f"{plural(expected, 'change')} expected,{known} {grouped(open_)} to be explained"


def say_movement(movement: Movement) -> str:
    """How many improved, kept their grade and declined, where that can be said."""
    counts = list_words(
        [
            f"{grouped(movement.improved)} improved",
            f"{grouped(movement.kept)} kept their grade",
            f"{grouped(movement.declined)} declined",
        ]
    )
    if not movement.apart:
        return f"{movement.title}: {grouped(movement.total)}, of which {counts}."
    whole = (
        f"{grouped(movement.count(-1))} higher, {grouped(movement.count(0))} equal and "
        f"{grouped(movement.count(1))} lower"
    )
    comparable = movement.improved + movement.kept + movement.declined
    if not comparable:
        return f"{movement.title}: {grouped(movement.total)} ({whole})."
    return (
        f"{movement.title}: {grouped(movement.total)} ({whole}, whatever the framework). Of the "
        f"{grouped(comparable)} that can be compared {counts}."
    )


def say_apart(movement: Movement) -> str:
    """The rows of which nobody may say that they improved or declined, by kind."""
    kinds = [f"{title} ({grouped(count)})" for title, count in movement.apart]
    return f"Not comparable: {list_words(kinds)}." if kinds else ""
