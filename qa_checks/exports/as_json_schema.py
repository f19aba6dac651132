"""Each table as a JSON Schema of one of its rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.schemas import Column, Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES = {
    "text": "string",
    "identifier": "string",
    "integer": "integer",
    "number": "number",
    "date": "string",
    "boolean": "boolean",
}


def write(schemas: Schemas, folder: Path) -> None:
    """Write TABLE.json for each table of a catalogue."""
    for name, table in schemas.tables.items():
        text = json.dumps(row_schema(table, schemas), indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


def row_schema(table: Table, schemas: Schemas) -> dict[str, Any]:
    """What a row of the table may hold.

    What JSON Schema cannot say, that a value or key occurs once and the first
    and last day of a date, stands in comments.
    """
    columns = table.columns
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": table.title,
        "description": f"One row of the table {table.table}.",
        "type": "object",
        "properties": {name: _property(one, schemas) for name, one in columns.items()},
        "required": [name for name, one in columns.items() if is_home(one) and not one.nullable],
        "additionalProperties": False,
    }
    if table.unique_key:
        schema["$comment"] = f"Together occur once: {', '.join(table.key)}."
    return schema


def is_home(column: Column) -> bool:
    """Whether the column is checked here: not a copy of another table's, and not derived."""
    return not column.repeats and column.derived is None


def code_values(column: Column, schemas: Schemas) -> list[Any]:
    """The codes a column may have, as values of its type; empty without a code list."""
    if column.in_ is None or not is_home(column):
        return []
    listed = schemas.codes[column.in_.removesuffix(".csv")].codes
    return [int(code) for code in listed] if column.type == "integer" else list(listed)


def _property(column: Column, schemas: Schemas) -> dict[str, Any]:
    kind = TYPES[column.type]
    nullable = column.nullable or not is_home(column)
    said: dict[str, Any] = {"title": column.title, "type": [kind, "null"] if nullable else kind}
    if column.type == "date":
        said["format"] = "date"
    if not is_home(column):
        return said
    codes = code_values(column, schemas)
    if codes:
        said["enum"] = [*codes, None] if nullable else codes
    if column.str_matches is not None:
        said["pattern"] = f"^(?:{column.str_matches})$"
    comments = ["Occurs once."] if column.unique else []
    for word, key, limit in (
        ("At least", "minimum", column.ge),
        ("At most", "maximum", column.le),
    ):
        if column.type == "date" and limit is not None:
            comments.append(f"{word} {limit}.")
        elif limit is not None:
            said[key] = limit
    if comments:
        said["$comment"] = " ".join(comments)
    return said
