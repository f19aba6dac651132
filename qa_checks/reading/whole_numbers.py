"""A number that a spreadsheet has shortened may stand whole in another file of the release."""

from __future__ import annotations

from qa_checks.catalogue.schemas import Table
from qa_checks.model.inputs import Role
from qa_checks.reading.intake import Intake
from qa_checks.reading.loaded import Place
from qa_checks.sql_text import sql_literal

EXPONENT = "TRY_CAST(split_part(lower(c.written), 'e', 2) AS INTEGER)"
DECIMALS = "length(split_part(split_part(lower(c.written), 'e', 1), '.', 2))"
SHORTENED = "TRY_CAST(c.written AS DOUBLE)"
LAST_DIGIT = (
    f"TRY_CAST('1e' || ({EXPONENT} - {DECIMALS}) AS DOUBLE)"  # what its last digit is worth
)


def find_whole_numbers(intake: Intake) -> None:
    """Say of each shortened number where it stands whole, once the tables of the release are built.

    It is the only value that other files or sheets have in the same column for the same unit and
    the same day, and its first digits are those that are left.
    """
    shortened = intake.connection.execute(
        "SELECT DISTINCT table_name, column_name FROM extract_cells WHERE fault = 'scientific'"
    ).fetchall()
    for name, column in sorted(shortened):
        table = intake.schemas.tables[name]
        if table.unit and not table.columns[column].sensitive:
            intake.connection.execute(_update_sql(table, column, _places_sql(intake)))


def _update_sql(table: Table, column: str, places: str) -> str:
    """Each sheet's values are counted before cells meet them, so that no cell meets every row."""
    day = f'"{table.time}"' if table.time else "0"
    unit = f'"{table.key[0]}"'
    return (
        "UPDATE extract_cells AS cell SET whole_number = whole.number, whole_place = whole.place "
        f'FROM (WITH known AS (SELECT _source, {unit} AS unit, {day} AS day, min("{column}") AS '
        f'least, max("{column}") AS most, min(_row) AS first_row FROM {table.table} '
        f'WHERE "{column}" IS NOT NULL GROUP BY ALL) '
        "SELECT c.rowid AS id, min(known.least) AS number, "
        "min_by(p.place || ', row ' || known.first_row, known._source) AS place "
        f"FROM extract_cells AS c JOIN (SELECT _source, _block, _row, {unit} AS unit, {day} AS day "
        f"FROM {table.table}) AS own USING (_source, _block, _row) "
        "JOIN known ON known.unit = own.unit AND known.day = own.day "
        f"AND known._source <> c._source JOIN (VALUES {places}) AS p(_source, place) "
        "ON p._source = known._source "
        f"WHERE c.fault = 'scientific' AND c.table_name = '{table.table}' "
        f"AND c.column_name = '{column}' GROUP BY c.rowid, c.written "
        f"HAVING min(known.least) = max(known.most) AND {_agree_sql('min(known.least)')}"
        ") AS whole WHERE cell.rowid = whole.id"
    )


def _agree_sql(number: str) -> str:
    """Whether a number rounded, or cut off, to the digits that are left is the shortened one."""
    value = f"TRY_CAST({number} AS DOUBLE)"
    return (
        f"regexp_full_match({number}, '[0-9]+') AND {value} >= {SHORTENED} - {LAST_DIGIT} / 2 "
        f"AND {value} < {SHORTENED} + {LAST_DIGIT}"
    )


def _places_sql(intake: Intake) -> str:
    return ", ".join(
        f"({source}, {sql_literal(_name_place(place))})"
        for source, place in intake.places.items()
        if place.role == Role.RELEASE
    )


def _name_place(place: Place) -> str:
    return f"{place.file}, sheet '{place.sheet}'" if place.sheet else f"{place.file}"
