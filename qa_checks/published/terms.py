"""How tables.yml names tables and columns in a sentence such as 6a: All = Homes + Schools."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from qa_checks.catalogue.announced_checks import free_id, make_id
from qa_checks.catalogue.codes import fold
from qa_checks.errors import ReleaseError
from qa_checks.words import suggest

# Behind a sign: it does not stand in a name between quotation marks.
UNQUOTED = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'
_COLON = re.compile(rf"\s*:\s*{UNQUOTED}")


class Term(Struct, frozen=True):
    """A table, or one column of it."""

    table: str
    column: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The same for every way to write it."""
        return self.table, fold(self.column)


class Sentence(Struct, frozen=True):
    """Where a sentence stands in tables.yml, and the tables it may name, by their folded names."""

    text: str
    where: str
    tables: Mapping[str, str]

    def read_term(self, text: str, within: str = "") -> Term:
        """A table, `6a: All`, or a column of the table that the sentence is within.

        Raises
        ------
        ReleaseError
            If the table is not declared.
        """
        first, *rest = _COLON.split(text.strip(), maxsplit=1)
        if rest and (fold(first) in self.tables or not within):
            return Term(self._table(first), unquote(rest[0]))
        return Term(within, unquote(text)) if within else Term(self._table(text))

    def _table(self, text: str) -> str:
        name = unquote(text)
        if fold(name) in self.tables:
            return self.tables[fold(name)]
        names = list(self.tables.values())
        raise ReleaseError(
            f"There is no table '{name}' in this file.",
            where=self.where,
            remedy=suggest(name, names, f"Declared are: {', '.join(names)}."),
        )


def unquote(text: str) -> str:
    """A name without the quotation marks that keep its signs."""
    bare = text.strip()
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


def name_check(kind: str, words: str, taken: Collection[str]) -> str:
    """The id of a check: adds_up.6a_all; the second that would be called so ends in _2."""
    return free_id(f"{kind}.{make_id(words)}", taken)


def fold_names(names: Iterable[str]) -> dict[str, str]:
    """Tables by their folded names."""
    return {fold(name): name for name in names}
