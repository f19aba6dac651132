"""The tables in which the reader records what it met, so that rules can judge it."""

from __future__ import annotations

from qa_checks.catalogue.schemas import Table


def _table(name: str, title: str, rows_are: str, key: list[str], columns: str) -> Table:
    kinds = {"int": "integer", "bool": "boolean"}
    definitions = {}
    for item in columns.split():
        column, _, kind = item.partition(":")
        definitions[column] = {"title": column, "type": kinds.get(kind, "text")}
    return Table.model_validate(
        {
            "table": name,
            "title": title,
            "rows_are": rows_are,
            "key": key,
            "unique_key": False,
            "columns": definitions,
        }
    )


EXTRACT_TABLES = {
    table.table: table
    for table in (
        _table(
            "extract_sheets",
            "Sheets that were read",
            "sheets",
            ["file", "sheet"],
            "file sheet role layout layout_title encoding delimiter newline header_row:int title "
            "rows:int columns:int",
        ),
        _table(
            "extract_columns",
            "Headers as they were read",
            "headers",
            ["header"],
            "position:int header table_name column_name recognised nearest required:bool",
        ),
        _table(
            "extract_rows",
            "Malformed rows",
            "rows",
            ["place"],
            "place fault detail cells:int",
        ),
        _table(
            "extract_cells",
            "Cells that could not be read as they stand",
            "cells",
            ["place"],
            "place position:int header table_name column_name entry written read_as fault",
        ),
    )
}
