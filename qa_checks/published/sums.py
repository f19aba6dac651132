"""Sums of published tables, as tables.yml declares them: 8b = 8c + 8d."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import ReleaseError
from qa_checks.words import suggest

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
