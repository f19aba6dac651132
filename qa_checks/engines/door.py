"""The door of every engine: what it is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Protocol, Self

from msgspec import Struct

from qa_checks.errors import without_values
from qa_checks.model.logic import Logic, Predicate

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Snapshot

Row = dict[str, Any]
Progress = Callable[[int], None]


class Rows(Struct, frozen=True):
    """Some rows by their columns, for there may be a hundred thousand of them."""

    columns: Mapping[str, Sequence[Any]] = {}
    count: int = 0

    @classmethod
    def of(cls, names: Iterable[str], rows: Sequence[Sequence[Any]]) -> Self:
        """Rows whose values stand in the order of some names."""
        columns = zip(*rows, strict=True) if rows else repeat(())
        return cls(dict(zip(names, columns, strict=False)), len(rows))

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        rows = zip(*self.columns.values(), strict=True)
        return (dict(zip(self.columns, row, strict=True)) for row in rows)

    def first(self, most: int | None) -> Rows:
        """The first of them, if there are more."""
        if most is None or self.count <= most:
            return self
        return Rows({name: values[:most] for name, values in self.columns.items()}, most)

    def column(self, name: str) -> Sequence[Any]:
        """The value of each row in a column; None where there is none of that name."""
        return self.columns[name] if name in self.columns else (None,) * self.count


class Counts(Struct, frozen=True):
    """Rows that are in scope or may be, invalid ones, undecidable ones; how long counting took."""

    checked: int
    failed: int
    unknown: int
    seconds: float = 0.0


class Failure(Struct, frozen=True):
    """Why an engine has no answer, in one line."""

    reason: str

    @classmethod
    def of(cls, fault: Exception) -> Failure:
        """What an error says, without the values it quotes; what a run may take in our words."""
        kind = type(fault).__name__
        if kind == "OutOfMemoryException" and "max_temp_directory_size" in str(fault):
            return cls("it takes more temporary disk space than a run may use")
        if isinstance(fault, MemoryError) or kind == "OutOfMemoryException":
            return cls("it takes more memory than a run may use")
        if kind == "InterruptException":
            return cls("it takes longer than a check may")
        return cls(without_values(fault))


NO_MEMORY = Failure.of(MemoryError())


class Wanted(Struct, frozen=True):
    """Rows at fault that are wanted: at most so many, with those of the columns there are.

    ``within_row`` is the column that orders what comes from one row of the file.
    """

    logic: Logic
    columns: tuple[str, ...]
    within_row: str = ""
    most: int | None = None


class Answer(Struct, frozen=True):
    """What an engine knows of a check: its counts, and those of the rows at fault it was to give.

    The rows stand in the order of the file.
    """

    counts: Counts
    rows: Rows = Rows()


class Engine(Protocol):
    """What executes checks on the tables of a run. It never prints, exits or judges.

    Values are of Python's types: a day is a `datetime.date`. Tables stand in the connection of
    `Loaded`, where those that the queries of claims name (`cubes.NAME`) are made later.
    """

    def count(
        self, asked: Mapping[str, Predicate], progress: Progress = ...
    ) -> dict[str, Counts | Failure]:
        """Count the rows of each check, by its id.

        A row of which nobody can tell whether it is in scope is undecidable,
        unless it is valid anyway. Of a table that holds faults alone, what was looked at is
        counted (`qa_checks.catalogue.extract.LOOKED_AT`).
        """

    def rows(
        self, wanted: Mapping[str, Wanted], progress: Progress = ...
    ) -> dict[str, Answer | Failure]:
        """Count the rows of each check as `count` does, and give those at fault.

        Those of a Selection are its rows; where they are more than its scope has, as many were
        looked at. A faulty cell comes with the key of its row, and with what is written in it under
        the name of its column.
        """

    def select(
        self, sql: str, snapshot: Snapshot, values: Mapping[str, Any] | None = None
    ) -> list[Row] | Failure:
        """The rows of one SELECT, whose tables are those of one snapshot.

        ``values`` are those of its named parameters.
        """
