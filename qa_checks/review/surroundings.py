"""The row that a finding stands in, and what the previous release says in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.layouts import Unpivot
from qa_checks.catalogue.schemas import Table
from qa_checks.model.checks import Finding
from qa_checks.model.inputs import Role
from qa_checks.reading.loaded import HeaderKey, Loaded, Place
from qa_checks.record.identity import is_masked
from qa_checks.sql_text import sql_names
from qa_checks.words import show

ENTRY = 3  # columns before a row's own: its source, block and entry


class Cell(NamedTuple):
    """A canonical column, and which of the published columns it is that rows are made of."""

    table: str
    column: str
    entry: str


class Value(NamedTuple):
    """What stands below a header."""

    header: str
    text: str


class Change(NamedTuple):
    """A value of a row, and what it was in the previous release; None where there was none."""

    header: str
    now: str | None
    before: str | None


class Surroundings(Struct, frozen=True):
    """The values of a published row, and those that were others before.

    ``changes`` is None where there is no previous release, or no row in it to compare with.
    """

    values: tuple[Value, ...] = ()
    changes: tuple[Change, ...] | None = None


class Rows(Struct, frozen=True, dict=True):
    """The rows of a release as they were read, without what reports mask.

    Columns that rules mask are not shown, nor any free text of a row of which a finding does not
    show a value: that may stand in any of them.
    """

    loaded: Loaded
    catalogue: Catalogue
    findings: Sequence[Finding] = ()

    @cached_property
    def _guarded(self) -> Set[tuple[Place, int | None]]:
        return {
            (Place(at.file, at.sheet, finding.role), at.row)
            for finding in self.findings
            if is_masked(finding)
            for at in finding.all_places
        }

    @cached_property
    def _masked(self) -> frozenset[str]:
        return frozenset(name for rule in self.catalogue.rules.values() for name in rule.masked)

    @cached_property
    def _sources(self) -> Mapping[Place, int]:
        return {place: source for source, place in self.loaded.places.items()}

    @cached_property
    def _unpivoted(self) -> Mapping[str, Unpivot]:
        """How a published column becomes a row, by table."""
        layouts = self.loaded.schemas.layouts.values()
        blocks = [block for layout in layouts for block in layout.blocks]
        return {block.table: block.unpivot for block in blocks if block.unpivot}

    def around(self, finding: Finding) -> Surroundings:
        """What stands in the row of a finding, and what stood there before."""
        source = self._sources.get(_place_of(finding))
        if source is None or finding.row is None:
            return Surroundings()
        now = self._cells(finding, source, finding.row)
        values = tuple(self._values(finding))
        before = None
        if finding.role is Role.RELEASE and self.loaded.previous.tables:
            before = self._before(finding.table, source, finding.row)
        if before is None:
            return Surroundings(values)
        was = finding._replace(role=Role.PREVIOUS)
        return Surroundings(values, tuple(_changes(now, self._cells(was, *before))))

    def hold(self, findings: Sequence[Finding], header: str, text: str) -> list[bool]:
        """Whether the row of each finding has a value below a header, in whatever capitals."""
        wanted = Value(header.strip().casefold(), text.strip().casefold())
        return [
            wanted
            in [Value(value.header.casefold(), value.text.strip().casefold()) for value in values]
            for values in map(self._values, findings)
        ]

    def _values(self, finding: Finding) -> Iterable[Value]:
        source = self._sources.get(_place_of(finding))
        if source is None or finding.row is None:
            return ()
        free = (_place_of(finding), finding.row) not in self._guarded
        return self._cells(finding, source, finding.row, free=free).values()

    def _cells(
        self, finding: Finding, source: int, row: int, *, free: bool = False
    ) -> dict[Cell, Value]:
        """The cells of a row of the release that a finding is of, those of its table first.

        Parameters
        ----------
        free
            Whether those with free text are among them, which is no number, date or code.
        """
        cells: dict[Cell, Value] = {}
        database = finding.role.database()
        tables = self.loaded.snapshots[database].tables
        names = [name for name in self.loaded.schemas.tables if name in tables]
        for name in sorted(names, key=lambda other: other != finding.table):
            table = self.loaded.schemas.tables[name]
            shown = self._shown(table, free=free)
            listed = sql_names(shown)
            rows = self.loaded.connection.execute(
                f"SELECT _source, _block, _entry, {listed} FROM {database}.base.{name} "
                "WHERE _source = $1 AND _row = $2 ORDER BY _block, _entry",
                [source, row],
            ).fetchall()
            for values in rows:
                block, entry = values[1:ENTRY]
                for column, value in zip(shown, values[ENTRY:], strict=True):
                    header = self.loaded.headers.get(HeaderKey(source, block, entry or 0, column))
                    if header is None or value is None:
                        continue
                    if not entry:
                        cells[Cell(name, column, "")] = Value(header, show(value))
                    elif column == self._unpivoted[name].value:
                        within = str(values[ENTRY + shown.index(self._unpivoted[name].name)])
                        cells[Cell(name, column, within)] = Value(header, show(value))
        return cells

    def _shown(self, table: Table, *, free: bool) -> list[str]:
        return [
            name
            for name, column in table.stored.items()
            if not (column.repeats or column.sensitive or name in self._masked)
            and (free or column.type != "text" or column.in_ is not None)
        ]

    def _before(self, table: str, source: int, row: int) -> tuple[int, int] | None:
        """Source and row of the one row of the previous release that is of the same thing."""
        before = self.loaded.previous.tables
        names = [name for name in self.loaded.schemas.tables if name in before]
        for name in sorted(names, key=lambda other: other != table):
            for key in _keys(self.loaded.schemas.tables[name]):
                same = " AND ".join(f'was."{column}" = now."{column}"' for column in key)
                places = self.loaded.connection.execute(
                    f"SELECT DISTINCT was._source, was._row FROM previous.base.{name} AS was "
                    f"JOIN memory.base.{name} AS now ON {same} "
                    "WHERE now._source = $1 AND now._row = $2 LIMIT 2",
                    [source, row],
                ).fetchall()
                if len(places) == 1:
                    return int(places[0][0]), int(places[0][1])
        return None


def _place_of(finding: Finding) -> Place:
    return Place(finding.file, finding.sheet, finding.role)


def _keys(table: Table) -> Iterator[list[str]]:
    """The columns that name a row, then those that name its unit in its view."""
    yield table.key
    view = table.views.column if table.views else None
    yield [table.key[0], *([view] if view in table.key and view != table.key[0] else [])]


def _changes(now: Mapping[Cell, Value], before: Mapping[Cell, Value]) -> Iterator[Change]:
    for cell in dict.fromkeys([*now, *before]):
        ours, theirs = now.get(cell), before.get(cell)
        if ours is None or theirs is None or ours.text != theirs.text:
            header = (ours or theirs or Value("", "")).header
            yield Change(header, ours and ours.text, theirs and theirs.text)
