"""The one harness that proves rules by their examples, for the tests and for authors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.catalogue.bound import HISTORY
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.schemas import Table
from qa_checks.duckdb_core import Error
from qa_checks.engines import reference
from qa_checks.engines.memory import bounded
from qa_checks.errors import CatalogueError
from qa_checks.fields import read_need
from qa_checks.judging.outcomes import Keeping, settle
from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.logic import Predicate
from qa_checks.plan import Given, rule_check
from qa_checks.reading.canonical import empty_table, with_derived
from qa_checks.reading.connection import connect
from qa_checks.reading.earlier_rows import build_history
from qa_checks.reading.loaded import OF_RELEASE, Loaded, Place, Snapshot, table_of
from qa_checks.reading.release_files import read_files
from qa_checks.reading.unread_cells import UnreadCells, find_unread
from qa_checks.sql_text import sql_literal, sql_literals, sql_names

FIRST_ROW = 2
CELLS = "extract_cells"  # of which some could not be read
EARLIER = Role.HISTORY.database(1)  # whose tables hold what examples give of `history`
SHEET: dict[str, Any] = {
    "file": "example.csv",
    "role": "release",
    "rows": 100,
    "passed_over": 0,
    "columns": 10,
}


class ExampleResult(Struct, frozen=True):
    """What one example was to show and what came of it."""

    rule: str
    kind: str
    number: int
    expected: tuple[str, ...]
    actual: tuple[str, ...]
    state: State
    reason: str

    @property
    def holds(self) -> bool:
        """Whether exactly the expected keys were found and nothing errored."""
        return self.state is not State.ERRORED and sorted(self.expected) == sorted(self.actual)

    @property
    def sentence(self) -> str:
        """What went wrong, for the author."""
        wanted = ", ".join(self.expected) or "nothing"
        keys = ", ".join(self.actual) or "nothing"
        why = f" ({self.state}: {self.reason})" if self.reason else ""
        which = f"{self.rule}, {self.kind} example {self.number}"
        return f"{which}: must find {wanted}, found {keys}{why}."


class _Example(Struct, frozen=True):
    """Rows per table, the release's facts, and the keys to be found; None for all of them."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    facts: Mapping[str, Any] = {}
    finds: Sequence[str] | None = None


class _Stage(Struct):
    """The database the examples share, and which of its tables hold rows of the last one."""

    loaded: Loaded
    catalogue: Catalogue
    given: Given
    filled: set[str] = set()

    def replace_rows(self, name: str, inserts: list[str]) -> list[str]:
        """Statements that make a table hold what the inserts put there, and nothing else."""
        emptied = [f"DELETE FROM {name}"] if name in self.filled else []
        self.filled.discard(name)
        if inserts:
            self.filled.add(name)
        return emptied + inserts


def run_examples(catalogue: Catalogue, rules: Iterable[BoundRule]) -> Iterator[ExampleResult]:
    """Run every example of some rules, each alone in an empty database."""
    connection = connect(threads=1)
    with bounded(), tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        empty = read_files(connection, catalogue, Path(scratch))
        databases = [*empty.snapshots, EARLIER]
        snapshots = {name: _everything(name, catalogue) for name in databases}
        places = {1: Place(SHEET["file"], None)}
        loaded = replace(empty, snapshots=snapshots, places=places)
        _add_earlier(loaded)
        given = Given(
            tables=loaded.tables,
            columns=loaded.columns,
            facts={},
            strict=False,
            has_previous=True,
            has_history=True,
        )
        stage = _Stage(loaded, catalogue, given)
        for bound in rules:
            yield from _run_rule(stage, bound)


def _everything(database: str, catalogue: Catalogue) -> Snapshot:
    """A release that gives every table and column, and what cubes need."""
    columns = {
        (name, column) for name, table in catalogue.tables.items() for column in table.columns
    }
    for cube in catalogue.cubes.values():
        needs = (
            need for name in cube.measures for need in cube.needs_of(name, list(cube.dimensions))
        )
        columns |= {given for need in needs for given in read_need(need).given}
    facts = ReleaseFacts(database, database)
    return Snapshot(database, frozenset(catalogue.tables), frozenset(columns), facts)


def _add_earlier(loaded: Loaded) -> None:
    """Create the empty tables of one earlier release, and those of `history` over them."""
    empty = [empty_table(table) for table in loaded.schemas.tables.values()]
    statements = [f"ATTACH ':memory:' AS {EARLIER}", f"CREATE SCHEMA {EARLIER}.base"]
    statements += [f"USE {EARLIER}.main", *empty, f"USE {OF_RELEASE}.main"]
    loaded.connection.execute(";".join(statements))
    build_history(loaded)


def _run_rule(stage: _Stage, bound: BoundRule) -> Iterator[ExampleResult]:
    for kind, listed in bound.examples.items():
        for number, item in enumerate(listed, start=1):
            example = _spell_out(bound, item)
            try:
                outcome = _run_example(stage, bound, example)
            except Error as fault:
                reason = str(fault).splitlines()[0]
                raise CatalogueError(
                    f"{kind} example {number} does not fit the tables: {reason}.",
                    where=str(bound.path),
                ) from None
            expected: tuple[str, ...] = ()
            if kind == "invalid":
                all_rows = example.finds is None
                expected = _keys(stage.loaded, bound) if all_rows else tuple(example.finds or ())
            yield ExampleResult(
                bound.check.id,
                kind,
                number,
                expected,
                tuple(finding.key or "" for finding in outcome.findings),
                outcome.state,
                outcome.reason,
            )


def _spell_out(bound: BoundRule, item: Mapping[str, Any]) -> _Example:
    """One row of the rule's own table is short for an example of one row."""
    if not isinstance(item.get("rows"), dict):
        return _Example({bound.check.table: [dict(item)]})
    return _Example(item["rows"], item.get("facts", {}), item.get("finds", ()))


def _run_example(stage: _Stage, bound: BoundRule, example: _Example) -> Outcome:
    loaded = stage.loaded
    statements = _fill_tables(stage, bound, example)
    loaded.connection.execute(";".join(statements))
    unread = find_unread(loaded.connection) if CELLS in stage.filled else UnreadCells()
    given = replace(stage.given, facts=example.facts, unread=unread)
    planned = rule_check(bound, stage.catalogue, given)
    engine = reference.start(loaded, example.facts)
    return settle(engine, loaded, [planned], Keeping(1000))[0]


def _keys(loaded: Loaded, bound: BoundRule) -> tuple[str, ...]:
    """Keys of all rows of the rule's own table, as findings write them."""
    table = table_of(loaded, bound.check.table)
    listed = sql_names(table.key)
    keys = loaded.connection.execute(
        f"SELECT {listed} FROM {bound.check.table} ORDER BY _row"
    ).fetchall()
    return tuple(" / ".join(str(part) for part in row if part is not None) for row in keys)


def _fill_tables(stage: _Stage, bound: BoundRule, example: _Example) -> list[str]:
    """Statements that put the example's rows, and no others, into the tables the rule reads."""
    rows = {name: [dict(row) for row in listed] for name, listed in example.rows.items()}
    if bound.check.table in EXTRACT_TABLES and bound.check.table != "extract_sheets":
        rows.setdefault("extract_sheets", [{}])
    tables = stage.loaded.schemas.tables
    read = bound.tables | rows.keys()
    statements = []
    for name in EXTRACT_TABLES:
        statements += stage.replace_rows(name, _insert_extract(name, rows.get(name, [])))
    for snapshot in stage.loaded.snapshots.values():
        prefix = HISTORY if snapshot.database == EARLIER else snapshot.prefix
        own_statements = []
        # Derived columns look into the base of any table, so all are filled before one is derived.
        for name, table in tables.items():
            inserts = _insert_base(f"base.{name}", table, rows.get(prefix + name, []))
            own_statements += stage.replace_rows(f"{snapshot.database}.base.{name}", inserts)
        for name, table in tables.items():
            if prefix + name in read:
                own = rows.get(prefix + name, [])
                used = _derived_used(bound, prefix + name, table)
                inserts = _derive(name, table, used) if own else []
                inserts += _state_derived(name, table, own)
                own_statements += stage.replace_rows(f"{snapshot.database}.main.{name}", inserts)
        if own_statements:
            statements += [f"USE {snapshot.database}.main", *own_statements]
    return [*statements, f"USE {OF_RELEASE}.main"]


def _insert_extract(name: str, rows: list[dict[str, Any]]) -> list[str]:
    table = EXTRACT_TABLES[name]
    filled = []
    for number, given in enumerate(rows, start=FIRST_ROW):
        row = {**(SHEET if name == "extract_sheets" else {}), **given}
        row.setdefault("_row", number)
        place = f"row {row['_row']}" + (f", {row['header']}" if row.get("header") else "")
        if "place" in table.columns:
            row.setdefault("place", place)
        filled.append({"_source": 1, "_block": 0, **row})
    return [_insert(name, [row]) for row in filled]


def _insert_base(name: str, table: Table, rows: list[dict[str, Any]]) -> list[str]:
    usual = {column: definition.example for column, definition in table.stored.items()}
    filled = []
    for number, given in enumerate(rows, start=FIRST_ROW):
        own = {column: value for column, value in given.items() if column in usual}
        place = {"_source": given.get("_source", 1), "_block": 0, "_row": given.get("_row", number)}
        filled.append({**place, **usual, **own})
    return [_insert(name, filled)] if filled else []


def _insert(name: str, rows: list[dict[str, Any]]) -> str:
    """One statement for rows of the same columns."""
    columns = sql_names(rows[0])
    values = ", ".join(f"({sql_literals(row.values())})" for row in rows)
    return f"INSERT INTO {name} ({columns}) VALUES {values}"


def _derived_used(bound: BoundRule, name: str, table: Table) -> set[str]:
    """Derived columns the rule may look at: computing them all takes most of an example's time."""
    derived = {column for column, definition in table.columns.items() if definition.derived}
    if isinstance(bound.logic, Predicate) and not bound.logic.in_file:
        return derived  # of what stands in the place of the table's rows the columns are not known
    return {column for column in derived if (name, column) in bound.columns or column in table.key}


def _derive(name: str, table: Table, used: set[str]) -> list[str]:
    """Copy a base table and compute those of its derived columns that are used."""
    derived = [column for column in table.columns if column in used]
    columns = ", ".join(
        f'"{c}"' for c in ["_source", "_block", "_row", "_entry", *table.stored, *derived]
    )
    rows = with_derived(table, used)
    return [f"INSERT INTO main.{name} ({columns}) {rows}"]


def _state_derived(name: str, table: Table, rows: list[dict[str, Any]]) -> list[str]:
    """Overwrite derived columns by what the example says they are."""
    derived = {column for column, definition in table.columns.items() if definition.derived}
    return [
        f'UPDATE main.{name} SET "{column}" = {sql_literal(given[column])} '
        f"WHERE _row = {given.get('_row', number)}"
        for number, given in enumerate(rows, start=FIRST_ROW)
        for column in sorted(derived & given.keys())
    ]
