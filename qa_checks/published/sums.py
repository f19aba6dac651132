"""Sums of published tables, as tables.yml declares them: 8b = 8c + 8d."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import ReleaseError
from qa_checks.published.terms import UNQUOTED, Sentence, Term, fold_names, name_check, unquote

_EQUALS = re.compile(rf"\s*=\s*{UNQUOTED}")
_SIGN = re.compile(rf"\s+([+-])\s+{UNQUOTED}")
_ROW = re.compile(r"row\s+(.+)", re.IGNORECASE)
_HUNDRED = re.compile(r"(?:([^:]+?)\s*:\s*)?100\s*%?")
HOW = (
    "Write it as 8b = 8c + 8d, of columns of one table as 6a: All = Homes + Schools, or of its "
    "rows as 6a: row England = North + South."
)


class Sum(Struct, frozen=True):
    """A table or column that is the sum of others, each with its sign.

    Where ``is_hundred``, the parts are percentages that make up 100, and ``total`` is the table in
    whose rows they stand. Where ``is_down``, rows are named in the place of columns.
    """

    text: str
    check: str
    total: Term
    parts: tuple[tuple[int, Term], ...]
    is_hundred: bool = False
    is_down: bool = False

    @property
    def shown(self) -> str:
        """The table whose cells are the totals."""
        return self.total.table

    @property
    def is_of_rows(self) -> bool:
        """Whether it holds once in every row; else in every row and column."""
        return bool(self.parts[0][1].column)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that it names."""
        return (self.total, *(term for _, term in self.parts))


def read_sums(texts: Sequence[str], names: Sequence[str], path: Path) -> list[Sum]:
    """Read `adds_up`.

    Raises
    ------
    ReleaseError
        If one is no sum, names a table that is not declared, or is part of itself.
    """
    tables = fold_names(names)
    sums: list[Sum] = []
    for number, text in enumerate(texts):
        where = f"{path}:{find_line(path, ('adds_up', number))}"
        item = _read_sum(Sentence(text, where, tables), [other.check for other in sums])
        if item.total.key in _reached([*sums, item], item):
            total = item.total.column or item.total.table
            raise ReleaseError(f"'{text}' makes {total} a part of itself.", where=where)
        if any(_meaning(item) == _meaning(other) for other in sums):
            raise ReleaseError(f"'{text}' says the same sum again.", where=where)
        sums.append(item)
    return sums


def _read_sum(sentence: Sentence, taken: Sequence[str]) -> Sum:
    sides = _EQUALS.split(sentence.text.strip(), maxsplit=1)
    if len(sides) < 2 or not all(sides):
        raise ReleaseError(
            f"'{sentence.text}' is no sum of tables.", where=sentence.where, remedy=HOW
        )
    hundred = _HUNDRED.fullmatch(sides[0])
    is_hundred = bool(hundred) and fold(sides[0]) not in sentence.tables
    first, *rest = _SIGN.split(sides[1])
    signs = [1, *(1 if sign == "+" else -1 for sign in rest[::2])]
    within = hundred[1] or "" if hundred and is_hundred else ""
    total = sentence.read_term(within or first if is_hundred else sides[0])
    row = _ROW.fullmatch(total.column) if not sides[0].endswith('"') else None
    total = Term(total.table, unquote(row[1])) if row else total
    table = total.table if within or total.column else ""
    parts = [sentence.read_term(name, table) for name in [first, *rest[1::2]]]
    return Sum(
        sentence.text,
        name_check("adds_up", sides[0], taken),
        Term(total.table) if is_hundred else total,
        tuple(zip(signs, parts, strict=True)),
        is_hundred,
        bool(row),
    )


def _meaning(item: Sum) -> tuple[object, ...]:
    return (
        item.is_hundred,
        item.is_down,
        item.total.key,
        frozenset((sign, term.key) for sign, term in item.parts),
    )


def _reached(sums: Sequence[Sum], item: Sum) -> set[tuple[str, str]]:
    """Every table or column that is a part of one, or of its parts."""
    parts: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for other in sums:
        if not other.is_hundred:
            parts.setdefault(other.total.key, set()).update(term.key for _, term in other.parts)
    reached: set[tuple[str, str]] = set()
    todo = [] if item.is_hundred else [item.total.key]
    while todo:
        for name in parts.get(todo.pop(), ()):
            if name not in reached:
                reached.add(name)
                todo.append(name)
    return reached
