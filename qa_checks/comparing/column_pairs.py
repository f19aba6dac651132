"""The columns of two files side by side: which are the same, and which can be compared at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.duckdb_core import Connection
from qa_checks.errors import InputError, UsageError
from qa_checks.reading.header_text import normalise
from qa_checks.reading.loose_tables import ROW, LooseTable, Rows
from qa_checks.words import grouped, list_words, plural, suggest

WHOLE = frozenset(
    "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT".split()
)
TEXT = "VARCHAR"
UNNAMED = ", which has no header"


class Pair(Struct, frozen=True):
    """A column that both files have: its header now, and its number in each, old before new.

    ``read_as`` is the type as which a file of texts is read, where the other has types.
    """

    title: str
    places: tuple[int, int]
    read_as: tuple[str, str] = ("", "")

    def expression(self, side: int) -> str:
        """SQL of its value on one side."""
        column, kind = f"c{self.places[side]}", self.read_as[side]
        return f"TRY_CAST({column} AS {kind})" if kind else column


class Pairs(Struct, frozen=True):
    """The columns of two files: the key, those compared, and those that are not, with the reason.

    ``lone`` are columns of one file only, with whether it is the new one.
    """

    key: tuple[Pair, ...]
    compared: tuple[Pair, ...]
    apart: tuple[tuple[str, str], ...] = ()
    lone: tuple[tuple[str, bool], ...] = ()


def pair_columns(
    old: LooseTable, new: LooseTable, key: Sequence[str], columns: Sequence[str] = ()
) -> Pairs:
    """Find the columns that both files have, by their headers.

    Raises
    ------
    InputError
        If a column of the key stands twice in a file.
    UsageError
        If a column that matters is not in both, or is of the key.
    """
    keys = list(dict.fromkeys(map(normalise, key)))
    twice: dict[str, LooseTable] = {}
    for table in (old, new):
        counts = Counter(filter(None, table.names))
        twice |= {name: table for name, number in counts.items() if number > 1}
        for name in keys:
            if counts[name] > 1:
                raise InputError(
                    f"The header in row {table.header_row} has '{name}' {counts[name]} times: "
                    "nobody can tell by which one rows are to be matched.",
                    where=table.called,
                    remedy="Give each column a name of its own.",
                )
    both = [name for name in new.names if name and name in old.names]
    wanted = [normalise(name) for name in columns]
    for name, given in zip(wanted, columns, strict=True):
        if name not in both:
            table = old if name in new.names else new
            raise UsageError(
                f"There is no column '{given}' in {table.called}.",
                remedy=suggest(
                    given, filter(None, table.headers), f"Columns of both: {', '.join(both)}."
                ),
            )
    matter = [name for name in dict.fromkeys(both) if name not in keys]
    if wanted:
        matter = [name for name in matter if name in wanted]
        if not matter:
            raise UsageError(
                "--columns names columns of the key alone: rows are matched by those.",
                remedy="Name others, or leave it out to compare all that both have.",
            )
    return Pairs(
        key=tuple(_pair(old, new, name) for name in keys),
        compared=tuple(_pair(old, new, name) for name in matter if name not in twice),
        apart=tuple(
            (new.headers[new.names.index(name)], f"the header stands twice in {twice[name].called}")
            for name in matter
            if name in twice
        ),
        lone=() if wanted else (*_lone(old, new, False), *_lone(new, old, True)),
    )


def _pair(old: LooseTable, new: LooseTable, name: str) -> Pair:
    places = (old.names.index(name), new.names.index(name))
    title = new.headers[places[1]]
    if title.lower() == ROW:  # it names the number of a row
        while normalise(title) in new.names:
            title += " (column)"
    return Pair(title, (places[0] + 1, places[1] + 1))


def _lone(table: LooseTable, other: LooseTable, is_new: bool) -> list[tuple[str, bool]]:
    """Columns of one file that the other has not; without a header none can be found there."""
    named = [
        header
        for header, name in zip(table.headers, table.names, strict=True)
        if name and name not in other.names
    ]
    unnamed = [
        f"column {place}{UNNAMED}"
        for place, name in enumerate(table.names, start=1)
        if not name and table.holds_something(place)
    ]
    return [(header, is_new) for header in (*named, *unnamed)]


def compare_types(
    connection: Connection, pairs: Pairs, rows: Sequence[Rows], tables: Sequence[LooseTable]
) -> Pairs:
    """The same, but without the columns that have a type in each file, and not the same one.

    A file of texts has none: its values are read as those of the other, if each is one in its
    plain form.

    Raises
    ------
    InputError
        If that is so of a column of the key.
    """
    apart = list(pairs.apart)
    sorted_out: dict[str, list[Pair]] = {"key": [], "compared": []}
    for role, listed in (("key", pairs.key), ("compared", pairs.compared)):
        for pair in listed:
            alike = _alike(connection, pair, rows, tables)
            if isinstance(alike, Pair):
                sorted_out[role].append(alike)
            elif role == "key":
                raise InputError(
                    f"The column '{pair.title}' of the key {alike}: rows cannot be matched by it.",
                    where=tables[1].called,
                    remedy="Write both files with one type for it.",
                )
            else:
                apart.append((pair.title, alike))
    return replace(
        pairs,
        key=tuple(sorted_out["key"]),
        compared=tuple(sorted_out["compared"]),
        apart=tuple(apart),
    )


def _alike(
    connection: Connection, pair: Pair, rows: Sequence[Rows], tables: Sequence[LooseTable]
) -> Pair | str:
    """The pair as it can be compared; or why it cannot."""
    kinds = [there.kinds[place - 1] for there, place in zip(rows, pair.places, strict=True)]
    if kinds[0] == kinds[1] or set(kinds) <= WHOLE:
        return pair
    texts = [side for side in (0, 1) if kinds[side] == TEXT and tables[side].is_text]
    if not texts:
        readings = [f"{kind} in {table.called}" for kind, table in zip(kinds, tables, strict=True)]
        return f"is {list_words(readings)}"
    side = texts[0]
    column, kind = f"c{pair.places[side]}", kinds[1 - side]
    [(number, first)] = connection.execute(
        f"SELECT count(*), min(_row) FROM {rows[side].source} WHERE {column} IS NOT NULL "
        f"AND CAST(TRY_CAST({column} AS {kind}) AS VARCHAR) IS DISTINCT FROM {column}"
    ).fetchall()
    if number:
        are = "is" if number == 1 else "are"
        return (
            f"is {kind} in {tables[1 - side].called}, and {plural(number, 'cell')} of "
            f"{tables[side].called} (first in row {grouped(first)}) {are} not in its plain form"
        )
    read_as = [kind if side == place else "" for place in (0, 1)]
    return replace(pair, read_as=(read_as[0], read_as[1]))
