"""A catalogue is a folder with ``schemas/`` and ``rules/``; this reads and checks its schemas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from qa_checks.catalogue.checklist import Checklist
from qa_checks.catalogue.codes import read_codes
from qa_checks.catalogue.comparison_files import read_comparisons
from qa_checks.catalogue.conditions import Conditions
from qa_checks.catalogue.cube_files import read_cubes
from qa_checks.catalogue.expectations import expected_lists
from qa_checks.catalogue.extract import EXTRACT_TABLES, MISSING_WORDS, STRUCTURE
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.layout_files import read_layouts
from qa_checks.catalogue.masking import derived_origins
from qa_checks.catalogue.rulebook import builtin
from qa_checks.catalogue.schema_sql import SchemaSql, check_sql, refuse
from qa_checks.catalogue.schemas import Column, Schemas, Table
from qa_checks.catalogue.sql_constants import pattern
from qa_checks.catalogue.stray_files import refuse_stray_files
from qa_checks.catalogue.table_faults import table_faults
from qa_checks.catalogue.typed_records import Model
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.duckdb_core import Connection
from qa_checks.errors import CatalogueError, UsageError


def read_schemas(folder: Path, connection: Connection) -> Schemas:
    """Read and check the schemas of a catalogue: all that reading needs."""
    schemas, rules = folder / "schemas", folder / "rules"
    if not schemas.is_dir() or not rules.is_dir():
        raise UsageError(
            f"'{folder}' is not a catalogue: it needs a folder schemas/ and a folder rules/.",
            remedy="Give the folder that holds both, or leave --catalogue out for the built-in.",
        )
    refuse_stray_files(folder)
    codes = {path.stem: read_codes(path) for path in sorted((schemas / "codes").glob("*.csv"))}
    words = codes.get(MISSING_WORDS)
    if words and "meaning" not in words.columns:
        raise CatalogueError(
            "It needs a column 'meaning': one that begins with 'declared shorthand' says that the "
            "word may stay in a published file.",
            where=str(words.path),
        )
    tables = {}
    for path in sorted((schemas / "tables").glob("*.yml")):
        table = read_model(path, Table, CatalogueError)
        if table.table != path.stem:
            fault = f"The table is '{table.table}': name the file so."
            raise CatalogueError(fault, where=f"{path}:1")
        tables[table.table] = table
    if not tables:
        raise CatalogueError("There is no table.", where=str(schemas / "tables"))
    layouts = read_layouts(schemas / "layouts", tables)
    conditions = _read_optional(schemas / "conditions.yml", Conditions).conditions
    for name, table in tables.items():
        for key, fault in table_faults(table, tables, codes):
            refuse(schemas / "tables" / f"{name}.yml", key, fault)
    own = [schemas / "conditions.yml", *rules.rglob("*")]
    judged = _judged([*own, *(builtin() / "rules" / STRUCTURE).rglob("*")])
    read = Schemas(
        folder=folder,
        tables=tables,
        layouts=layouts,
        codes=codes,
        conditions=conditions,
        checklist=_read_optional(schemas / "checklist.yml", Checklist),
        judged=judged,
        lists=expected_lists(folder),
    )
    _check_schema_sql(schemas, read, connection)
    return structs.replace(
        read,
        cubes=read_cubes(read, connection),
        comparisons=read_comparisons(read, connection),
    )


def _read_optional(path: Path, model: type[Model]) -> Model:
    """A file of the schemas that a catalogue may do without."""
    return read_model(path, model, CatalogueError) if path.exists() else model()


def _judged(files: Iterable[Path]) -> frozenset[str]:
    """Extract tables some rule may speak of, told from the texts before they are parsed."""
    left = set(EXTRACT_TABLES)
    for path in files:
        if path.suffix in (".yml", ".sql") and left and path.is_file():
            text = path.read_bytes().lower()
            left -= {name for name in left if name.encode() in text}
    return frozenset(EXTRACT_TABLES) - left


def _check_schema_sql(schemas: Path, read: Schemas, connection: Connection) -> None:
    """Derived columns and conditions are SQL too, and pass the same guard."""
    tables = read.tables
    known = known_tables(tables, read.codes).with_names({f"base.{name}": name for name in tables})
    paths = {name: schemas / "tables" / f"{name}.yml" for name in tables}
    pieces = [
        SchemaSql(paths[name], ("lookups", part, "select"), lookup.select, name)
        for name, table in tables.items()
        for part, lookup in table.lookups.items()
    ]
    pieces += [
        SchemaSql(paths[name], ("columns", part, "derived"), column.derived, name, derived=True)
        for name, table in tables.items()
        for part, column in table.columns.items()
        if column.derived is not None
    ]
    pieces += [
        SchemaSql(schemas / "conditions.yml", ("conditions", part, "that"), f"SELECT {given.that}")
        for part, given in read.conditions.items()
    ]
    check_sql(pieces, known, connection)
    for name, table in tables.items():
        for part, column in table.columns.items():
            if fault := _pattern_fault(column, connection):
                refuse(paths[name], ("columns", part, "str_matches"), fault)
        for part, shown in derived_origins(table, known.columns, tables, connection):
            masked = f"'{part}' would show '{min(shown)}', which reports mask: it is sensitive too"
            refuse(paths[name], ("columns", part, "derived"), masked)


def _pattern_fault(column: Column, connection: Connection) -> str:
    if column.str_matches is None:
        return ""
    fault = pattern(column.str_matches).fault(connection)
    if fault or column.example is None:
        return fault
    asked = "SELECT regexp_full_match($1, $2)"
    [[matches]] = connection.execute(asked, [column.example, column.str_matches]).fetchall()
    return "" if matches else f"the example '{column.example}' does not match it"
