"""Columns of the source that are not of the type that the catalogue gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from qa_checks.catalogue.schemas import Table
from qa_checks.model.inputs import Input, Role
from qa_checks.model.sources import Source, SourceColumn

SAID = {
    "integer": "a whole number",
    "number": "a number",
    "date": "a date",
}
TEXTS = ("text", "char", "clob", "string")
ZONED = ("timestamptz", "with time zone", "datetimeoffset")
NUMBERS = re.compile("(whole number|number with a point|, | and )+")  # 2 beside 0.5 is no fault
WITHOUT_DAYS = "sqlite"  # it holds days as text, since it has no type for them


class UnlikeType(Struct, frozen=True):
    """A column of the source that has another type, and what to say of it."""

    column: str
    header: str
    sentence: str


def origins(source: Source, inputs: tuple[Input, ...]) -> dict[str, str]:
    """What the source calls the columns of its table, by their names in the catalogue."""
    return {
        column.column: column.header
        for sheet in inputs
        if sheet.role is Role.SOURCE and sheet.path == source.shown
        for column in sheet.columns
        if column.table == source.table and column.column
    }


def find_unlike_types(
    source: Source, table: Table, headers: dict[str, str]
) -> Iterator[UnlikeType]:
    """Columns that hold several kinds of value, or one that has to be read as another."""
    delivered = {column.name: column for column in source.columns}
    for name, header in headers.items():
        column = delivered.get(header)
        if column is None or name not in table.columns:
            continue
        fault = _find_fault(source, column, table.columns[name].type)
        if fault:
            title = table.columns[name].title
            yield UnlikeType(name, header, f"{title} ('{header}' in the source) {fault}.")


def _find_fault(source: Source, column: SourceColumn, wanted: str) -> str:
    if column.mixed and not NUMBERS.fullmatch(column.type):
        return f"holds values of several kinds: {column.mixed}"
    kind = column.type.lower()
    if wanted == "date" and any(word in kind for word in ZONED):
        return f"is {column.type} there: on which day an instant falls depends on the zone"
    is_text = any(word in kind for word in TEXTS)
    has_days = source.query is not None and source.query.dialect != WITHOUT_DAYS
    if is_text and wanted in SAID and (wanted != "date" or has_days):
        return f"is {column.type} there, and {SAID[wanted]} here: each text was read as one"
    return ""
