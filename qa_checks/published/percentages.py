"""Published percentages and the counts they are of, as tables.yml declares them: 2 = 1 / All."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import ReleaseError
from qa_checks.published.terms import UNQUOTED, Sentence, Term, fold_names, name_check, unquote

_SIDES = re.compile(rf"\s*=\s*{UNQUOTED}")
_OF = re.compile(rf"\s+/\s+{UNQUOTED}")
_KIND = re.compile(r"(row|column)\s+(.+)", re.IGNORECASE)
HOW = (
    "Write it as 2 = 1 / All (table 2 is table 1 in percent of its column or row All), as "
    "2 = 1 / 1a, or of columns of one table as 3: Good % = Good / All."
)
ROW, COLUMN = "row", "column"


class Base(Struct, frozen=True):
    """What percentages are of: the same cell of a table, or one of its rows or columns.

    ``name`` is empty for a whole table; ``kind`` is '' where the table tells row and column apart.
    """

    table: str
    name: str = ""
    kind: str = ""


class Percentages(Struct, frozen=True):
    """A table or column that holds counts in percent of a base."""

    text: str
    check: str
    shares: Term
    counts: Term
    base: Base


def read_percentages(texts: Sequence[str], names: Sequence[str], path: Path) -> list[Percentages]:
    """Read `percentages`.

    Raises
    ------
    ReleaseError
        If one cannot be read, names a table that is not declared, or is said of the same twice.
    """
    tables = fold_names(names)
    items: list[Percentages] = []
    for number, text in enumerate(texts):
        where = f"{path}:{find_line(path, ('percentages', number))}"
        item = _read(Sentence(text, where, tables), [other.check for other in items])
        if any(item.shares.key == other.shares.key for other in items):
            raise ReleaseError(
                f"'{text}' says again what these percentages are of.",
                where=where,
                remedy="Leave one of both out.",
            )
        items.append(item)
    return items


def _read(sentence: Sentence, taken: Sequence[str]) -> Percentages:
    sides = _SIDES.split(sentence.text.strip(), maxsplit=1)
    parts = _OF.split(sides[-1])
    if len(sides) < 2 or len(parts) != 2 or not all([*sides, *parts]):
        remedy = f"{HOW} A name with such a sign in it stands between quotation marks."
        raise ReleaseError(
            f"'{sentence.text}' is no percentage of counts.", where=sentence.where, remedy=remedy
        )
    shares = sentence.read_term(sides[0])
    counts = sentence.read_term(parts[0], shares.table if shares.column else "")
    if counts.column and not shares.column:
        raise ReleaseError(
            f"'{sentence.text}' compares a whole table with one column.",
            where=sentence.where,
            remedy=HOW,
        )
    if counts.key == shares.key:
        raise ReleaseError(
            f"'{sentence.text}' makes percentages their own counts.", where=sentence.where
        )
    return Percentages(
        sentence.text,
        name_check("percentages", sides[0], taken),
        shares,
        counts,
        _read_base(sentence, parts[1], counts),
    )


def _read_base(sentence: Sentence, text: str, counts: Term) -> Base:
    """A table where whole tables are compared; else a column or row, of the counts' own table."""
    if not counts.column and fold(unquote(text)) in sentence.tables:
        return Base(sentence.tables[fold(unquote(text))])
    term = sentence.read_term(text, counts.table)
    kind = _KIND.fullmatch(term.column)
    if kind and not text.rstrip().endswith('"'):
        return Base(term.table, unquote(kind[2]), kind[1].lower())
    return Base(term.table, term.column)
