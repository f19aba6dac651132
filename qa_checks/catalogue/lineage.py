"""What a value comes from, and what is joined of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.bound import without_release
from qa_checks.catalogue.extract import AS_WRITTEN, CELLS
from qa_checks.catalogue.sql_names import fold

if TYPE_CHECKING:
    from qa_checks.catalogue.schemas import Table


class Lineage(Struct, frozen=True):
    """Whether a value comes from rows, and the parameters that go into it.

    ``bounds`` are those that only say which rows are meant, ``masked`` the columns it is made of
    whose values reports do not repeat.
    """

    rows: bool = False
    parameters: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()

    def __or__(self, other: Lineage) -> Lineage:
        return Lineage(
            self.rows or other.rows,
            self.parameters | other.parameters,
            self.bounds | other.bounds,
            self.masked | other.masked,
        )


Columns = dict[str, Lineage]
FROM_ROWS = Lineage(rows=True)
NOTHING = Lineage()


def traced_columns(
    known: Mapping[str, Iterable[str]], tables: Mapping[str, Table]
) -> dict[str, Columns]:
    """The columns of every table that SQL may name, as they are traced.

    Parameters
    ----------
    known
        The columns of each.
    tables
        The schemas, which say of which columns reports mask the values.
    """
    masked = {
        name: {column for column, of_column in table.columns.items() if of_column.sensitive}
        for name, table in tables.items()
    }
    if any(masked.values()):  # then they may stand in any cell
        masked[CELLS] = {*AS_WRITTEN}
    return {
        name: _of_rows(columns, masked.get(without_release(name), set()))
        for name, columns in known.items()
    }


def _of_rows(columns: Iterable[str], masked: Set[str]) -> Columns:
    return {
        fold(name): Lineage(rows=True, masked=frozenset([name])) if name in masked else FROM_ROWS
        for name in columns
    }


def unmasked(lineage: Lineage) -> Lineage:
    """The same of what shows no value, but how many there are or whether there is one."""
    return replace(lineage, masked=frozenset()) if lineage.masked else lineage


def merged_columns(parts: Iterable[Columns]) -> Columns:
    """The columns of several parts by their names."""
    merged: Columns = {}
    for part in parts:
        for name, lineage in part.items():
            merged[name] = merged[name] | lineage if name in merged else lineage
    return merged


def join(lineages: Iterable[Lineage]) -> Lineage:
    """What comes from all of some."""
    joined = NOTHING
    for lineage in lineages:
        if lineage is not NOTHING:
            joined = lineage if joined is NOTHING else joined | lineage
    return joined
