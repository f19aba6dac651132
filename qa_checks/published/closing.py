"""Sums that must close among published tables, whatever the rows say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import ReleaseError
from qa_checks.model import PublishedCell
from qa_checks.published.cells import Table, tidy
from qa_checks.published.times import read_time
from qa_checks.words import grouped, suggest

_SUM = re.compile(r"\s*([^=]+?)\s*=\s*(.+?)\s*")
_PART = re.compile(r"\s*([+-]?)\s*([^\s+-][^+-]*?)\s*(?=[+-]|$)")


@dataclass(frozen=True)
class Sum:
    """A table that is the sum of others; each part with its sign."""

    text: str
    total: str
    parts: tuple[tuple[int, str], ...]

    @property
    def check(self) -> str:
        """The id of the check it is."""
        return f"adds_up.{re.sub(r'[^a-z0-9]+', '_', self.total.lower()).strip('_')}"


@dataclass(frozen=True)
class Open:
    """A cell that is not the sum of its parts: both numbers, and what notes say of the parts."""

    cell: PublishedCell
    total: float | int
    parts: float | int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Closed:
    """How a sum ended: the cells compared, those not comparable, and those that do not close."""

    compared: int
    unknown: int
    open: tuple[Open, ...]


def read_sums(texts: Sequence[str], names: Sequence[str], path: Path) -> list[Sum]:
    """Read `adds_up`.

    Raises
    ------
    ReleaseError
        If one is no sum, names a table that is not declared, or is part of itself.
    """
    known = {fold(name): name for name in names}
    sums: list[Sum] = []
    for number, text in enumerate(texts):
        where = f"{path}:{find_line(path, ('adds_up', number))}"
        both = _SUM.fullmatch(text)
        parts = (
            [(-1 if sign == "-" else 1, fold(name)) for sign, name in _PART.findall(both[2])]
            if both
            else []
        )
        if both is None or not parts:
            raise ReleaseError(
                f"'{text}' is no sum of tables.", where=where, remedy="Write it as 8b = 8c + 8d."
            )
        for name in [fold(both[1]), *(name for _, name in parts)]:
            if name not in known:
                raise ReleaseError(
                    f"There is no table '{name}' in this file.",
                    where=where,
                    remedy=suggest(name, names, f"Declared are: {', '.join(names)}."),
                )
        new = Sum(text, known[fold(both[1])], tuple((sign, known[name]) for sign, name in parts))
        if new.total in _reached([*sums, new], new.total):
            raise ReleaseError(f"'{text}' makes table {new.total} a part of itself.", where=where)
        if any(new.check == other.check for other in sums):
            raise ReleaseError(
                f"Table {new.total} is a sum twice.", where=where, remedy="Keep one."
            )
        sums.append(new)
    return sums


def _reached(sums: Sequence[Sum], total: str) -> set[str]:
    """Every table that is a part of one, or of its parts."""
    parts = {item.total: {name for _, name in item.parts} for item in sums}
    reached: set[str] = set()
    todo = [total]
    while todo:
        for name in parts.get(todo.pop(), ()):
            if name not in reached:
                reached.add(name)
                todo.append(name)
    return reached


Index = Mapping[tuple[object, str], PublishedCell]


def index_cells(table: Table, cells: Sequence[Sequence[PublishedCell]]) -> Index:
    """The cells of a table by what their row and column are called."""
    kind = str(table.declared.family.rows) if table.declared.is_series else ""
    index: dict[tuple[object, str], PublishedCell] = {}
    for row in cells:
        for cell in row:
            time = read_time(cell.row_label, kind) if kind else None
            index.setdefault((time or fold(cell.row_label), fold(cell.column_label)), cell)
    return index


def close(item: Sum, tables: Mapping[str, Index]) -> Closed:
    """Add up the parts of each cell of a total; one that lacks a number is not comparable."""
    compared, unknown, left = 0, 0, []
    for key, cell in tables.get(item.total, {}).items():
        parts = [(sign, tables.get(name, {}).get(key)) for sign, name in item.parts]
        numbers = [
            sign * part.published for sign, part in parts if part and part.published is not None
        ]
        if cell.published is None or len(numbers) < len(parts):
            unknown += 1
            continue
        compared += 1
        if sum(numbers) != cell.published:
            notes = dict.fromkeys(
                part.reason for _, part in parts if part and part.reason.startswith("Note")
            )
            left.append(Open(cell, cell.published, tidy(sum(numbers)), tuple(notes)))
    return Closed(compared, unknown, tuple(left))


def say_open(item: Sum, left: Open) -> Iterator[str]:
    """A sentence on a sum that does not close."""
    parts = item.text.partition("=")[2].strip()
    yield (
        f"Table {item.total}, {left.cell.row_label}, {left.cell.column_label}: {grouped(left.total)} "
        f"is published, and {parts} give {grouped(left.parts)}."
    )
    yield from left.notes
