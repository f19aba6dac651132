"""Sums of published tables, as tables.yml declares them: 8b = 8c + 8d."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import ReleaseError
from qa_checks.words import suggest

_SUM = re.compile(r"\s*(?:([^=:]+?)\s*:)?\s*([^=]+?)\s*=\s*(.+?)\s*")
_SIGN = re.compile(r"\s+([+-])\s+")
HOW = "Write it as 8b = 8c + 8d, or of columns of one table as 6a: All = Homes + Schools."


@dataclass(frozen=True)
class Sum:
    """A table that is the sum of others, or a column of one table; each part with its sign."""

    text: str
    table: str
    total: str
    parts: tuple[tuple[int, str], ...]

    @property
    def check(self) -> str:
        """The id of the check it is."""
        named = f"{self.table} {self.total}".lower()
        return f"adds_up.{re.sub(r'[^a-z0-9]+', '_', named).strip('_')}"

    @property
    def shown(self) -> str:
        """The table whose cells are the totals."""
        return self.table or self.total


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
        item = _read_sum(text, where)
        for name in [item.table] if item.table else [item.total, *(name for _, name in item.parts)]:
            if fold(name) not in known:
                raise ReleaseError(
                    f"There is no table '{name}' in this file.",
                    where=where,
                    remedy=suggest(name, names, f"Declared are: {', '.join(names)}."),
                )
        if item.table:
            item = replace(item, table=known[fold(item.table)])
        else:
            parts = tuple((sign, known[fold(name)]) for sign, name in item.parts)
            item = replace(item, total=known[fold(item.total)], parts=parts)
        if item.total in _reached([*sums, item], item):
            raise ReleaseError(f"'{text}' makes {item.total} a part of itself.", where=where)
        if any(item.check == other.check for other in sums):
            raise ReleaseError(f"'{text}' says the sum of {item.total} again.", where=where)
        sums.append(item)
    return sums


def _read_sum(text: str, where: str) -> Sum:
    sides = _SUM.fullmatch(text)
    if sides is None:
        raise ReleaseError(f"'{text}' is no sum of tables.", where=where, remedy=HOW)
    first, *rest = _SIGN.split(sides[3])
    signs = [1 if sign == "+" else -1 for sign in rest[::2]]
    parts = zip([1, *signs], [first, *rest[1::2]], strict=True)
    return Sum(text, sides[1] or "", sides[2], tuple(parts))


def _reached(sums: Sequence[Sum], item: Sum) -> set[str]:
    """Every table or column that is a part of one, or of its parts."""
    alike = [other for other in sums if other.table == item.table]
    parts = {other.total: {name for _, name in other.parts} for other in alike}
    reached: set[str] = set()
    todo = [item.total]
    while todo:
        for name in parts.get(todo.pop(), ()):
            if name not in reached:
                reached.add(name)
                todo.append(name)
    return reached
