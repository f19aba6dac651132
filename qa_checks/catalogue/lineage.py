"""What a value comes from, and what is joined of several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.bound import HISTORY, PREVIOUS, without_release
from qa_checks.catalogue.extract import AS_WRITTEN, CELLS
from qa_checks.catalogue.schemas import Table
from qa_checks.catalogue.sql_names import fold


class Made(StrEnum):
    """What a number may be made of."""

    COUNT = "count"
    VALUE = "value"
    RATIO = "ratio"
    NOW = "now"
    BEFORE = "before"
    RISE = "rise"
    FALL = "fall"


class Lineage(Struct, frozen=True):
    """Whether a value comes from rows, and the parameters that go into it.

    ``bounds`` are those that only say which rows are meant, ``masked`` the columns it is made of
    whose values reports do not repeat. ``made`` says of what kind of numbers it is made, and of
    which releases. ``constants`` are numbers of the query itself that it may be as they stand.
    """

    rows: bool = False
    parameters: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    made: frozenset[Made] = frozenset()
    constants: frozenset[float] = frozenset()

    def __or__(self, other: Lineage) -> Lineage:
        return Lineage(
            self.rows or other.rows,
            self.parameters | other.parameters,
            self.bounds | other.bounds,
            self.masked | other.masked,
            self.made | other.made,
            self.constants | other.constants,
        )

    @property
    def is_count(self) -> bool:
        """Whether it is a number of rows, or a sum or difference of such."""
        return Made.COUNT in self.made and self.made.isdisjoint({Made.VALUE, Made.RATIO})

    @property
    def changes(self) -> bool:
        """Whether it is known to be the difference of now and before, or before and now."""
        return len(self.made & {Made.RISE, Made.FALL}) == 1

    @property
    def rises(self) -> bool:
        """Whether what was before is taken from what is now."""
        return Made.RISE in self.made


Columns = dict[str, Lineage]
CODES = "codes."
RATIOS = ("/", "*", "avg", "median", "quantile_cont")
RELEASES = frozenset((Made.NOW, Made.BEFORE))
CHANGES = frozenset((Made.RISE, Made.FALL))
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
        name: _of_table(name, columns, masked.get(without_release(name), set()))
        for name, columns in known.items()
    }


def _of_table(table: str, columns: Iterable[str], masked: Set[str]) -> Columns:
    is_listed = table.startswith(CODES)  # by the catalogue: a release has no such rows
    plain = Lineage(rows=not is_listed, made=_release_of(table) | {Made.VALUE})
    return {
        fold(name): replace(plain, masked=frozenset([name])) if name in masked else plain
        for name in columns
    }


def _release_of(table: str) -> frozenset[Made]:
    """Whether a table, or a cube of a claim, is of this release or of earlier ones."""
    schema = table.rpartition(".")[0]
    if table.startswith((CODES, "published.")):  # whose rows may be of other days
        return frozenset()
    is_earlier = schema.startswith((PREVIOUS.removesuffix("."), HISTORY.removesuffix(".")))
    return frozenset([Made.BEFORE if is_earlier else Made.NOW])


def of_counts(lineage: Lineage) -> Lineage:
    """The same of what is a number of rows."""
    made = lineage.made & RELEASES | {Made.COUNT}
    return replace(lineage, made=made, constants=frozenset())


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


def made_by(
    function: str | None, valued: Iterable[Lineage], sides: Sequence[Lineage]
) -> frozenset[Made]:
    """What a function makes of its parts, ``sides`` being its arguments."""
    made = join(valued).made
    if function == "-":
        return made | _change([side.made for side in sides])
    if function == "abs":
        return made - CHANGES
    return made | {Made.RATIO} if made and function in RATIOS else made


def _change(sides: Sequence[frozenset[Made]]) -> frozenset[Made]:
    """Whether a difference is of now and before; of one that is turned nobody knows."""
    if len(sides) == 1:
        return CHANGES if sides[0] & CHANGES else frozenset()
    left, right = (side & RELEASES for side in sides)
    if {*left, *right} != RELEASES or len(left) != 1 or len(right) != 1:
        return frozenset()
    return frozenset([Made.RISE if Made.NOW in left else Made.FALL])
