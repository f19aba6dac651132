"""What changed between two tables: rows added and gone, cells changed, and grades that moved."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

MOST_LISTED = 1_000  # changes of a table that a report lists; findings, and all changes, are more


class ChangeKind(StrEnum):
    """What became of a row, or of one of its cells."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


class ChangeState(StrEnum):
    """Whether something says why it changed, it is to be known, or somebody has to say why."""

    EXPECTED = "expected"
    TO_KNOW = "to know"
    TO_EXPLAIN = "to be explained"


CHANGE_HEADERS = (
    "Table", "Key", "Change", "Column", "Before", "Now", "State", "Why", "Check", "File", "Sheet",
    "Row",
)  # fmt: skip


class Change(Struct, frozen=True):
    """One row that came or went, or one cell that changed.

    ``column`` is the title of the cell's column, empty for a whole row; ``check`` the id of the
    check whose finding it is, empty where it is expected. ``file``, ``sheet`` and ``row`` say where
    it stands now; of a row that is gone, where it stood. ``revision`` is whether it corrects what
    was published.
    """

    key: str
    kind: ChangeKind
    column: str
    before: str | None
    now: str | None
    state: ChangeState
    why: str
    check: str
    file: str | None
    sheet: str | None
    row: int | None
    revision: bool = False

    def cells(self, table: str) -> tuple[str | int | None, ...]:
        """It as a line of a table below `CHANGE_HEADERS`, after the name of what was compared."""
        return (
            table, self.key, self.kind.value, self.column or None, self.before, self.now,
            self.state.value, self.why or None, self.check or None, self.file, self.sheet, self.row,
        )  # fmt: skip


class ChangeClass(Struct, frozen=True):
    """Changes of one kind: why they are expected, or which check says that they are not."""

    title: str
    state: ChangeState
    check: str
    count: int


class ComparedColumn(Struct, frozen=True):
    """A column that matters: in how many rows it changed; or why it was not compared."""

    name: str
    title: str
    changed: int
    reason: str = ""


class Movement(Struct, frozen=True):
    """How grades moved in some of the rows that both tables have: before by now.

    ``counts`` has a row for each of ``labels`` as the grade was, and in it a number for each as it
    is now. ``improved``, ``kept`` and ``declined`` are of rows judged alike; ``apart`` names the
    kinds of rows that were not, each with its number.
    """

    title: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    improved: int
    kept: int
    declined: int
    apart: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """All rows of the movement."""
        return sum(map(sum, self.counts))

    def count(self, worse: int) -> int:
        """Rows whose grade is lower (-1), equal (0) or higher (1) now, comparable or not."""
        return sum(
            number
            for before, numbers in enumerate(self.counts)
            for now, number in enumerate(numbers)
            if (now > before) - (now < before) == worse
        )


class ComparedTable(Struct, frozen=True):
    """One table of two releases, or two files, compared row by row and cell by cell.

    ``old`` and ``new`` say what was compared; ``both`` are rows of both, ``changed`` those of them
    of which a cell changed. ``left_out`` are rows that were not compared, since they have no key or
    share it; ``reason`` why nothing was. ``definitions`` say what must be known before any number
    is read. Of ``changes`` only so many are kept, and of ``revisions``, which are among them;
    ``classes`` count all changes, ``revised`` all revisions.
    """

    name: str
    title: str
    rows_are: str
    old: str
    new: str
    old_rows: int = 0
    new_rows: int = 0
    both: int = 0
    added: int = 0
    gone: int = 0
    changed: int = 0
    left_out: int = 0
    reason: str = ""
    columns: tuple[ComparedColumn, ...] = ()
    definitions: tuple[str, ...] = ()
    classes: tuple[ChangeClass, ...] = ()
    movements: tuple[Movement, ...] = ()
    changes: tuple[Change, ...] = ()
    revisions: tuple[Change, ...] = ()
    revised: int = 0

    def count(self, state: ChangeState) -> int:
        """How many changes are in one state."""
        return sum(listed.count for listed in self.classes if listed.state is state)
