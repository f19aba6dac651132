"""The comparisons of a catalogue, read from their files; their SQL passes the guard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from qa_checks.catalogue.comparisons import ADDED, GONE, OF_CELL, OTHER, Comparison
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.masking import masked_origins
from qa_checks.catalogue.schema_sql import (
    Fault,
    SchemaSql,
    check_own_sql,
    check_sql,
    find_condition,
    refuse,
    unknown,
    unknown_columns,
)
from qa_checks.catalogue.schemas import Schemas
from qa_checks.catalogue.sql_names import Names
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.duckdb_core import Connection
from qa_checks.errors import CatalogueError
from qa_checks.fields import PLACE
from qa_checks.words import suggest


def read_comparisons(schemas: Schemas, connection: Connection) -> dict[str, Comparison]:
    """Read every comparison of a catalogue.

    Raises
    ------
    CatalogueError
        At the first fault, with file and line.
    """
    comparisons = []
    for path in sorted((schemas.folder / "schemas" / "comparisons").glob("*.yml")):
        comparison = read_model(path, Comparison, CatalogueError)
        given = find_condition(comparison.given, schemas.conditions, path)
        comparison = replace(comparison, given=given)
        names = _check_select(comparison, path, schemas, connection)
        for key, fault in _faults(comparison, names, path, schemas):
            refuse(path, key, fault)
        _check_conditions(comparison, names, path, schemas, connection)
        comparisons.append(comparison)
    comparisons.sort(key=lambda item: (item.place, item.comparison))
    return {item.comparison: item for item in comparisons}


def check_rules(comparisons: Mapping[str, Comparison], folder: Path, rules: Iterable[str]) -> None:
    """Refuse a meaning that names a rule which is not there.

    Raises
    ------
    CatalogueError
        With file and line.
    """
    known = set(rules)
    for name, comparison in comparisons.items():
        path = folder / "schemas" / "comparisons" / f"{name}.yml"
        for number, meaning in enumerate(comparison.meanings):
            if meaning.rule is not None and meaning.rule not in known:
                fault = f"there is no rule '{meaning.rule}'. {suggest(meaning.rule, known)}"
                refuse(path, ("meanings", number, "rule"), fault)


def _check_select(
    comparison: Comparison, path: Path, schemas: Schemas, connection: Connection
) -> Names:
    """Pass the SELECT through the guard, and give the names it uses."""
    select = SchemaSql(path, ("select",), comparison.select)
    why = "it is asked of each release alone"
    [names] = check_own_sql([select], schemas, connection, why)
    return names


def _check_conditions(
    comparison: Comparison, names: Names, path: Path, schemas: Schemas, connection: Connection
) -> None:
    """Pass all other SQL through the guard; conditions speak of what the SELECT gives."""
    pair = f"compared.{comparison.comparison}"
    pieces = [
        SchemaSql(path, key, text, pair, derived=True) for key, text in comparison.conditions()
    ]
    pieces += [
        SchemaSql(path, ("definitions", number, "select"), item.select)
        for number, item in enumerate(comparison.definitions)
    ]
    if isinstance(comparison.given, Given):
        pieces.append(SchemaSql(path, ("given",), f"SELECT {comparison.given.that}"))
    gives = {pair: [*(names.gives or ()), *OF_CELL]}
    known = known_tables(schemas.tables, schemas.codes).with_more(gives)
    check_sql(pieces, known, connection)


def _faults(comparison: Comparison, names: Names, path: Path, schemas: Schemas) -> Iterator[Fault]:
    """What is wrong with a comparison whose SQL has passed the guard, by key."""
    if comparison.comparison != path.stem:
        yield ("comparison",), f"the comparison is '{comparison.comparison}': name the file so"
    tables = schemas.tables
    yield from unknown(("table",), "table", [comparison.table], tables)
    yield from unknown(("tables",), "table", comparison.tables, tables)
    for name, compared in comparison.columns.items():
        yield from unknown_columns(("columns", name, "needs"), "needs", compared.needs, tables)
    for number, definition in enumerate(comparison.definitions):
        key = ("definitions", number, "needs")
        yield from unknown_columns(key, "needs", definition.needs, tables)
    if names.gives is None:
        yield ("select",), "it must name its columns one by one, not by *"
        return
    given = names.gives
    grade = [comparison.movement.grade] if comparison.movement else []
    for column in (*PLACE, *comparison.key, *comparison.columns, *grade):
        if column not in given:
            yield ("select",), f"the SELECT gives no column '{column}'. {suggest(column, given)}"
    known = known_tables(tables, schemas.codes).columns
    for column, hidden in masked_origins(names, known, tables).items():
        yield ("select",), f"'{column}' would show '{min(hidden)}', which reports mask"
    yield from _meaning_faults(comparison, given)


def _meaning_faults(comparison: Comparison, given: Iterable[str]) -> Iterator[Fault]:
    """Meanings of what is not compared, and those that share a name."""
    known = {ADDED, GONE, *comparison.columns}
    taken: set[str] = {OTHER}
    for number, meaning in enumerate(comparison.meanings):
        for name in meaning.of:
            if name not in known:
                fault = f"'{name}' is not compared. {suggest(name, known)}"
                yield ("meanings", number, "of"), fault
        for name in meaning.keyed_by.values():
            if name not in given:
                fault = f"the SELECT gives no column '{name}'. {suggest(name, given)}"
                yield ("meanings", number, "keyed_by"), fault
        if meaning.name in taken:
            yield ("meanings", number, "name"), f"'{meaning.name}' names another meaning"
        taken.add(meaning.name)
