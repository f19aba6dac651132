"""Each table as a JSON Schema of one of its rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.limits import limits_of
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.exports.new_folder import write_json

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TYPES: Final = {"text": "string", "identifier": "string", "date": "string"}
WORDS: Final = {"in": "enum", "ge": "minimum", "le": "maximum", "str_matches": "pattern"}
DATE_WORDS: Final = {"ge": "At least", "le": "At most"}


def write(schemas: Schemas, folder: Path) -> None:
    """Write TABLE.json for each table of a catalogue."""
    for name, table in schemas.tables.items():
        write_json(folder / f"{name}.json", row_schema(table, schemas))


def row_schema(table: Table, schemas: Schemas) -> dict[str, Any]:
    """What a row of the table may hold.

    What JSON Schema cannot say, that a value or key occurs once and the first
    and last day of a date, stands in comments.
    """
    columns = table.columns.items()
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": table.title,
        "description": f"One row of the table {table.table}.",
        "type": "object",
        "properties": {name: _property(column, schemas) for name, column in columns},
        "required": [name for name, column in columns if column.must_be_filled],
        "additionalProperties": False,
    }
    if table.unique_key:
        schema["$comment"] = f"Together occur once: {', '.join(table.key)}."
    return schema


def _property(column: Column, schemas: Schemas) -> dict[str, Any]:
    kind = TYPES.get(column.type, column.type)
    words: dict[str, Any] = {
        "title": column.title,
        "type": kind if column.must_be_filled else [kind, "null"],
    }
    held = limits_of(column, schemas.codes)
    comments = ["Occurs once."] if column.is_once else []
    if column.type == "date":
        words["format"] = "date"
        comments += [f"{DATE_WORDS[word]} {held.pop(word)}." for word in DATE_WORDS if word in held]
    words |= {WORDS[word]: limit for word, limit in held.items()}
    if "enum" in words and not column.must_be_filled:
        words["enum"].append(None)
    if "pattern" in words:
        words["pattern"] = f"^(?:{words['pattern']})$"
    if comments:
        words["$comment"] = " ".join(comments)
    return words
