"""The canonical tables as a Frictionless data package: datapackage.json and one CSV file each."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any, Final

from qa_checks.catalogue.limits import limits_of
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.exports.as_json_schema import WORDS
from qa_checks.exports.new_folder import write_json
from qa_checks.model.inputs import Role
from qa_checks.opened import Opened
from qa_checks.reading.loaded import Loaded

TYPES: Final = {"text": "string", "identifier": "string"}
AT_ONCE: Final = 10_000


def write(read: Opened, folder: Path) -> None:
    """Write the tables that the files of a release fill, and what they may hold.

    A value that could not be read, or is beyond its limits, is empty: the checks say what it was.
    """
    (folder / "data").mkdir()
    facts = read.release.facts
    tables = [table for name, table in read.catalogue.tables.items() if name in read.given.tables]
    package = {
        "profile": "tabular-data-package",
        "name": facts.id,
        "title": facts.title or facts.id,
        "resources": [_resource(read.loaded, table, folder) for table in tables],
        "sources": [
            {"title": file.path, "path": file.path, "hash": f"sha256:{file.sha256}"}
            for file in {file.path: file for file in read.loaded.inputs}.values()
            if file.role is Role.RELEASE
        ],
    }
    write_json(folder / "datapackage.json", package)


def _resource(loaded: Loaded, table: Table, folder: Path) -> dict[str, Any]:
    path = folder / "data" / f"{table.table}.csv"
    _write_rows(loaded, table, path)
    return {
        "name": table.table.replace("_", "-"),
        "title": table.title,
        "profile": "tabular-data-resource",
        "path": f"data/{table.table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "schema": _schema(loaded, table),
    }


def _write_rows(loaded: Loaded, table: Table, path: Path) -> None:
    values = ", ".join(
        f'CAST("{name}" AS VARCHAR)' if column.type in ("date", "boolean") else f'"{name}"'
        for name, column in table.columns.items()
    )
    cursor = loaded.connection.cursor().execute(
        f"SELECT {values} FROM main.{table.table} ORDER BY _source, _row"
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.columns)
        while rows := cursor.fetchmany(AT_ONCE):
            writer.writerows(rows)


def _schema(loaded: Loaded, table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(loaded, name, column) for name, column in table.columns.items()],
        "missingValues": [""],
    }
    if table.unique_key:
        schema["primaryKey"] = table.key
    return schema


def _field(loaded: Loaded, name: str, column: Column) -> dict[str, Any]:
    held = limits_of(column, loaded.schemas.codes)
    constraints = {WORDS[word]: limit for word, limit in held.items()}
    if column.must_be_filled:
        constraints["required"] = True
    if column.is_once:
        constraints["unique"] = True
    field = {"name": name, "title": column.title, "type": TYPES.get(column.type, column.type)}
    return {**field, "constraints": constraints} if constraints else field
