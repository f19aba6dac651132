"""The one harness that proves rules by their examples, for the tests and for authors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.rules import Example
from qa_checks.catalogue.ruleset import PREVIOUS, sql_literal
from qa_checks.catalogue.schemas import Table
from qa_checks.engines.findings import table_of
from qa_checks.engines.on_duckdb import Engine
from qa_checks.figures import count_figures
from qa_checks.model import Outcome, State
from qa_checks.plan import Given, rule_check
from qa_checks.reading.canonical import build_tables
from qa_checks.reading.store import Store, connect, prepare, stored

FIRST_ROW = 2
SHEET = {"file": "example.csv", "role": "release", "rows": 100, "columns": 10}


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What one example was to show and what came of it."""

    rule: str
    kind: str
    number: int
    expected: tuple[str, ...]
    found: tuple[str, ...]
    state: State
    reason: str

    @property
    def holds(self) -> bool:
        """Whether exactly the expected keys were found and nothing errored."""
        return self.state is not State.ERRORED and sorted(self.expected) == sorted(self.found)

    @property
    def sentence(self) -> str:
        """What went wrong, for the author."""
        wanted = ", ".join(self.expected) or "nothing"
        found = ", ".join(self.found) or "nothing"
        why = f" ({self.state}: {self.reason})" if self.reason else ""
        return f"{self.rule}, {self.kind} example {self.number}: must find {wanted}, found {found}{why}."


def run_examples(catalogue: Catalogue, rules: Iterable[BoundRule]) -> Iterator[ExampleResult]:
    """Run every example of some rules, each alone in an empty database."""
    connection = connect()
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        store = Store(connection, catalogue, Path(scratch))
        prepare(store)
        build_tables(store, [], "main")
        build_tables(store, [], "previous")
        store.places[1] = ("example.csv", None)
        for bound in rules:
            yield from _run_rule(store, bound)


def _run_rule(store: Store, bound: BoundRule) -> Iterator[ExampleResult]:
    examples = bound.rule.examples
    for kind, listed in (("valid", examples.valid), ("invalid", examples.invalid)):
        for number, item in enumerate(listed, start=1):
            example = _spell_out(bound, item)
            outcome, keys = _run_example(store, bound, example)
            expected: tuple[str, ...] = ()
            if kind == "invalid":
                expected = tuple(example.finds) if isinstance(item, Example) else keys
            yield ExampleResult(
                bound.rule.id,
                kind,
                number,
                expected,
                tuple(finding.key or "" for finding in outcome.findings),
                outcome.state,
                outcome.reason,
            )


def _spell_out(bound: BoundRule, item: Example | dict[str, Any]) -> Example:
    """One row of the rule's own table is short for an example of one row."""
    return item if isinstance(item, Example) else Example(rows={bound.rule.table: [item]})


def _run_example(
    store: Store, bound: BoundRule, example: Example
) -> tuple[Outcome, tuple[str, ...]]:
    keys = _fill_tables(store, bound, example)
    catalogue = store.catalogue
    names = set(catalogue.tables)
    given = Given(
        tables=frozenset(names | {PREVIOUS + name for name in names}),
        columns=frozenset(
            (prefix + name, column)
            for prefix in ("", PREVIOUS)
            for name, table in catalogue.tables.items()
            for column in table.columns
        ),
        facts=example.facts,
        strict=False,
        has_previous=True,
    )
    planned = rule_check(bound, catalogue, given)
    engine = Engine(store, example.facts, 1000)
    if bound.rule.figure:
        engine.figures.update(count_figures(store, given))
    return engine.run([planned])[0], keys


def _fill_tables(store: Store, bound: BoundRule, example: Example) -> tuple[str, ...]:
    """Put the example's rows into the tables; give back the keys of the rule's own rows."""
    rows = {name: list(listed) for name, listed in example.rows.items()}
    if bound.rule.table in EXTRACT_TABLES and bound.rule.table != "extract_sheets":
        rows.setdefault("extract_sheets", [{}])
    for name in EXTRACT_TABLES:
        if name in rows or name in bound.tables:
            _insert_extract(store, name, rows.get(name, []))
    for schema, base, prefix in (("main", "base", ""), ("previous", "before", PREVIOUS)):
        used = [
            table
            for name, table in store.catalogue.tables.items()
            if prefix + name in rows or prefix + name in bound.tables
        ]
        for name, table in store.catalogue.tables.items():
            _fill_base(store, f"{base}.{name}", table, rows.get(prefix + name, []))
        for table in used:
            _derive(store, (schema, base), table, rows.get(prefix + table.table, []))
    table = table_of(store, bound.rule.table)
    listed = ", ".join(f'"{column}"' for column in table.key)
    found = store.connection.execute(
        f"SELECT {listed} FROM {bound.rule.table} ORDER BY _row"
    ).fetchall()
    return tuple(" / ".join(str(part) for part in row if part is not None) for row in found)


def _insert_extract(store: Store, name: str, rows: list[dict[str, Any]]) -> None:
    table = EXTRACT_TABLES[name]
    filled = []
    for number, given in enumerate(rows, start=FIRST_ROW):
        row = {**(SHEET if name == "extract_sheets" else {}), **given}
        row.setdefault("_row", number)
        place = f"row {row['_row']}" + (f", {row['header']}" if row.get("header") else "")
        if "place" in table.columns:
            row.setdefault("place", place)
        filled.append({"_source": 1, "_block": 0, **row})
    _replace_rows(store, name, filled)


def _fill_base(store: Store, name: str, table: Table, rows: list[dict[str, Any]]) -> None:
    usual = {column: definition.example for column, definition in stored(table).items()}
    filled = []
    for number, given in enumerate(rows, start=FIRST_ROW):
        own = {column: value for column, value in given.items() if column in usual}
        place = {"_source": given.get("_source", 1), "_block": 0, "_row": given.get("_row", number)}
        filled.append({**place, **usual, **own})
    _replace_rows(store, name, filled)


def _replace_rows(store: Store, name: str, rows: list[dict[str, Any]]) -> None:
    statements = [f"DELETE FROM {name}"]
    for row in rows:
        columns = ", ".join(f'"{column}"' for column in row)
        values = ", ".join("NULL" if v is None else sql_literal(v) for v in row.values())
        statements.append(f"INSERT INTO {name} ({columns}) VALUES ({values})")
    store.connection.execute(";".join(statements))


def _derive(
    store: Store, schemas: tuple[str, str], table: Table, rows: list[dict[str, Any]]
) -> None:
    """Compute derived columns, except where the example states them."""
    schema, base = schemas
    derived = {name: column for name, column in table.columns.items() if column.derived is not None}
    listed = "".join(
        f', CAST({(column.derived or "").replace("base.", f"{base}.")} AS {column.sql_type}) AS "{name}"'
        for name, column in derived.items()
    )
    store.connection.execute(
        f"CREATE OR REPLACE TABLE {schema}.{table.table} AS SELECT t.*{listed} FROM {base}.{table.table} AS t"
    )
    for number, given in enumerate(rows, start=FIRST_ROW):
        for name in derived.keys() & given.keys():
            value = given[name]
            literal = "NULL" if value is None else sql_literal(value)
            store.connection.execute(
                f'UPDATE {schema}.{table.table} SET "{name}" = {literal} WHERE _row = {given.get("_row", number)}'
            )
