"""The tables in which the reader records what it met, so that rules can judge it."""

from __future__ import annotations

from collections.abc import Collection, Set

from qa_checks.catalogue.schemas import Column, ColumnType, Table

CELLS = "extract_cells"
AS_WRITTEN = ("written", "read_as", "whole_number")  # its columns with what stands in cells
STRUCTURE = "structure"  # the theme of rules on the form of files, whatever they hold
MISSING_WORDS = "missing_words"  # the code list of words that stand for a missing value
# What the tables of earlier releases say of the release each row is of, and as what.
EARLIER_COLUMNS = {
    "release": "VARCHAR",
    "as_at": "DATE",
    "period_start": "DATE",
    "period_end": "DATE",
}

KINDS: dict[str, ColumnType] = {"int": "integer", "bool": "boolean"}


def _table(name: str, title: str, rows_are: str, key: list[str], columns: str) -> Table:
    named = [item.partition(":") for item in columns.split()]
    return Table(
        table=name,
        title=title,
        rows_are=rows_are,
        key=key,
        unique_key=False,
        columns={
            column: Column(title=column, type=KINDS.get(kind, "text")) for column, _, kind in named
        },
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
            "rows:int passed_over:int columns:int told_by",
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
            CELLS,
            "Cells that could not be read as they stand",
            "cells",
            ["place"],
            "place position:int header table_name column_name entry written read_as fault unit "
            "whole_number whole_place",
        ),
        _table(
            "extract_contents",
            "Sheets that the files hold",
            "sheets",
            ["file", "sheet"],
            "file sheet hidden:bool read:bool",
        ),
        _table(
            "extract_unread",
            "Cells and comments that are read into no table",
            "cells",
            ["place"],
            "place part position:int header written unit",
        ),
        _table(
            "extract_comments",
            "Comments at cells",
            "comments",
            ["place"],
            "place position:int header written unit",
        ),
        _table(
            "extract_labels",
            "What a workbook carries outside its cells",
            "parts",
            ["place"],
            "place part name written",
        ),
        _table(
            "extract_notes",
            "Notes of workbooks, and the marks that point at them",
            "notes and marks",
            ["place"],
            "place position:int number is_note:bool written",
        ),
        _table(
            "extract_column_faults",
            "Faults that cells of a column have in common",
            "columns",
            ["header"],
            "position:int header table_name column_name fault cells:int detail",
        ),
    )
}


# Of these only what is at fault stands in the table; what was looked at is the whole extract, with
# the rows that are no data and, of cells, those of the header.
LOOKED_AT = {
    "extract_rows": "SELECT sum(rows + passed_over) FROM extract_sheets WHERE role = 'release'",
    "extract_column_faults": "SELECT sum(columns) FROM extract_sheets WHERE role = 'release'",
    "extract_cells": "SELECT sum((1 + rows + passed_over) * columns) FROM extract_sheets "
    "WHERE role = 'release'",
}


def speaks_of_extract(tables: Set[str], codes: Collection[str]) -> bool:
    """Whether a rule that speaks of these tables goes with any catalogue that has these lists."""
    words = {f"codes.{MISSING_WORDS}"} if MISSING_WORDS in codes else set()
    return tables <= EXTRACT_TABLES.keys() | words
