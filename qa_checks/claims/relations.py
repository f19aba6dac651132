"""What claims may select from beside the tables: cubes, and the cells of published tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.extract import EARLIER_COLUMNS
from qa_checks.catalogue.sql_names import fold
from qa_checks.duckdb_core import Connection
from qa_checks.engines.door import Engine
from qa_checks.model.published import CellState, PublishedTable
from qa_checks.reading.earlier_rows import told_of
from qa_checks.reading.loaded import Loaded, Snapshot, within
from qa_checks.sql_text import sql_literal, sql_name
from qa_checks.tabulation.counts import count_all, explain_unknown

CUBES, PREVIOUS_CUBES, HISTORY_CUBES = "cubes.", "previous_cubes.", "history_cubes."
OF_CUBES = (CUBES, PREVIOUS_CUBES, HISTORY_CUBES)
PUBLISHED = "published."
CELL_COLUMNS = ("row_label", "column_label", "number", "state")
DOUBT = '"doubted"."shift"'  # is added to every number that the rows do not give
SHIFTS = ("NULL", "1e15", "-1e15", "0")


class Relations(Struct, dict=True):
    """The relations of a run by their names; each is made when it is first asked for."""

    engine: Engine
    loaded: Loaded
    cubes: Mapping[str, Cube]
    tables: Sequence[PublishedTable]
    made: dict[str, str] = {}

    @cached_property
    def known(self) -> dict[str, tuple[str, ...]]:
        """The columns of each, by its name."""
        known: dict[str, tuple[str, ...]] = {}
        for name, cube in self.cubes.items():
            columns = (*cube.dimensions, *filter(cube.adds_up, cube.measures))
            known[CUBES + name] = known[PREVIOUS_CUBES + name] = columns
            known[HISTORY_CUBES + name] = (*EARLIER_COLUMNS, *columns)
        return known | dict.fromkeys(self._published, CELL_COLUMNS)

    @property
    def identities(self) -> dict[str, tuple[str, ...]]:
        """The columns that tell the rows of each apart, by its name."""
        told: dict[str, tuple[str, ...]] = {}
        for name, columns in self.known.items():
            if name in self._published:
                told[name] = CELL_COLUMNS[:2]
                continue
            dimensions = self.cubes[name.partition(".")[2]].dimensions
            told[name] = tuple(column for column in columns if column in (*dimensions, "release"))
        return told

    @cached_property
    def _published(self) -> dict[str, PublishedTable]:
        return {f"{PUBLISHED}{fold(table.name)}": table for table in self.tables}

    @cached_property
    def _connection(self) -> Connection:
        connection = within(self.loaded.connection, self.loaded.release.database)
        schemas = [prefix[:-1] for prefix in (CUBES, PREVIOUS_CUBES, HISTORY_CUBES, PUBLISHED)]
        connection.execute(
            "".join(f"CREATE SCHEMA IF NOT EXISTS {name};" for name in [*schemas, "doubted"])
            + f"CREATE OR REPLACE TABLE {DOUBT} AS SELECT CAST(0 AS DOUBLE) AS shift"
        )
        return connection

    def make(self, name: str) -> str:
        """Make a relation; says why it is not known, '' if it is."""
        if name not in self.made:
            if table := self._published.get(name):
                self.made[name] = self._make_published(table)
            else:
                self.made[name] = self._make_cube(name)
        return self.made[name]

    def doubts(self, name: str) -> bool:
        """Whether a relation holds numbers that no rows give."""
        table = self._published.get(name)
        return table is not None and any(
            cell.published is not None and cell.state is not CellState.EQUAL
            for row in table.cells
            for cell in row
        )

    def vary_doubted(self, ask: Callable[[], object]) -> Iterator[object]:
        """What is answered when the numbers that no rows give are left out, or others."""
        for shift in SHIFTS:
            self._connection.execute(f"UPDATE {DOUBT} SET shift = {shift}")
            if shift != "0":
                yield ask()

    def _make_published(self, table: PublishedTable) -> str:
        rows = [
            f"({sql_literal(cell.row_label)}, {sql_literal(cell.column_label)}, "
            f"{'NULL' if cell.published is None else cell.published}, {sql_literal(cell.state)})"
            for row in table.cells
            for cell in row
        ]
        if not rows:
            return f"published table {table.name} has no cells"
        number = f"CASE WHEN state = '{CellState.EQUAL}' THEN number ELSE number + "
        self._connection.execute(
            f"CREATE OR REPLACE VIEW published.{sql_name(table.name)} AS SELECT row_label, "
            f"column_label, CAST({number}(SELECT shift FROM {DOUBT}) END AS DOUBLE) AS number, "
            f"state FROM (VALUES {', '.join(rows)}) AS cells({', '.join(CELL_COLUMNS)})"
        )
        return ""

    def _make_cube(self, name: str) -> str:
        prefix, _, cube_name = name.partition(".")
        cube, loaded = self.cubes[cube_name], self.loaded
        if f"{prefix}." == HISTORY_CUBES:
            return self._make_history(cube)
        is_previous = f"{prefix}." == PREVIOUS_CUBES
        if is_previous and not loaded.previous.tables:
            return "no previous release is given (previous in release.yml)"
        snapshot = loaded.previous if is_previous else loaded.release
        return self._count(cube, snapshot, name)

    def _count(self, cube: Cube, snapshot: Snapshot, name: str) -> str:
        """Count a cube in a snapshot into a table; says why it is not known, '' if it is."""
        if reason := explain_unknown(self.engine, cube, snapshot):
            return reason
        target = f"{self.loaded.release.database}.{name}"
        assert self._connection  # noqa: S101  makes the schemas
        within(self.loaded.connection, snapshot.database).execute(
            f"CREATE OR REPLACE TABLE {target} AS {count_all(self.engine, cube, snapshot)}"
        )
        return ""

    def _make_history(self, cube: Cube) -> str:
        """A view of a cube over every earlier release in which it is known."""
        parts = []
        for snapshot in self.loaded.earlier:
            part = f"{HISTORY_CUBES}{cube.cube}_of_{snapshot.database}"
            if not self._count(cube, snapshot, part):
                parts.append(f"SELECT {told_of(snapshot.facts)} * FROM {part}")
        if not parts:
            return f"no earlier release has {cube.cube.replace('_', ' ')} (history in release.yml)"
        rows = " UNION ALL BY NAME ".join(parts)
        self._connection.execute(f"CREATE OR REPLACE VIEW {HISTORY_CUBES}{cube.cube} AS {rows}")
        return ""
