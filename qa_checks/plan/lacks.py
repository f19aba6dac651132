"""What a check cannot look at, because a file lacks a column it should have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qa_checks.catalogue import Catalogue
from qa_checks.fields import read_need
from qa_checks.model.inputs import AbsentColumn

Read = tuple[str, str]


def find_lacking(
    columns: Iterable[Read], catalogue: Catalogue, absent: Sequence[AbsentColumn]
) -> tuple[AbsentColumn, ...]:
    """Absent columns that a check reads, itself or through a column derived from them.

    Parameters
    ----------
    columns
        Pairs of table and column, as the check names them.
    absent
        Of the files of the release.
    """
    if not absent:
        return ()
    origins = {origin for read in columns for origin in _origins(read, catalogue, set())}
    tables = {table for table, _ in origins}
    return tuple(
        column
        for column in absent
        if (column.table, column.column) in origins
        # A rule on a table of judgements speaks of those that have no column as well.
        or (column.unpivoted and (column.table, "") in origins and column.table in tables)
    )


def titles_without_reason(absent: Iterable[AbsentColumn]) -> tuple[str, ...]:
    """Titles of the columns of which nobody has said why they are absent."""
    return tuple(dict.fromkeys(column.title for column in absent if not column.reason))


def _origins(read: Read, catalogue: Catalogue, seen: set[Read]) -> Iterator[Read]:
    """A column and what it is taken or derived from; "" is any column of an unpivoted table."""
    table, column = read
    if read in seen or table not in catalogue.tables:
        return
    seen.add(read)
    yield read
    definition = catalogue.tables[table].columns.get(column)
    if definition is None:
        return
    if definition.derived is None:
        yield table, ""
    for origin in map(read_need, [*definition.repeats[:1], *definition.needs]):
        for column in origin.published:
            yield from _origins((origin.table, column), catalogue, seen)
