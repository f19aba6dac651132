"""What is wrong with the schema of a table: names of nothing, and keys that nothing would heed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from qa_checks.catalogue.codes import CodeList, code_fault, is_day
from qa_checks.catalogue.schema_sql import Fault, Key, unknown_columns
from qa_checks.catalogue.schemas import Column, Table

# Keys that check a column's own values; those that name other columns, each with its verb.
CHECKS = ("nullable", "unique", "ge", "le", "str_matches", "not_before")
NAMING = {"needs": "needs", "reads": "needs", "not_before": "needs", "repeats": "repeats"}
VALUES = {"integer": (int,), "number": (int, float), "boolean": (bool,), "date": (str,)}  # by type
LIMITS = {"integer": (int, float), "number": (int, float), "date": (dt.date,)}  # by type


def table_faults(
    table: Table, tables: Mapping[str, Table], codes: Mapping[str, CodeList]
) -> Iterator[Fault]:
    """What is wrong with a table, by key.

    Parameters
    ----------
    tables
        All of the catalogue, of which it may name columns.
    """
    for name, column in table.columns.items():
        key = ("columns", name)
        for part, verb in NAMING.items():
            yield from unknown_columns((*key, part), verb, getattr(column, part), tables)
        yield from _masked_faults(key, column, tables)
        yield from _code_faults(key, column, codes)
        yield from _unheeded(key, column)
        yield from _example_faults(key, column, codes)


def _masked_faults(key: Key, column: Column, tables: Mapping[str, Table]) -> Iterator[Fault]:
    """What another column repeats must be masked as there."""
    for origin in column.repeats:
        table, _, name = origin.partition(".")
        if tables[table].columns[name].sensitive and not column.sensitive:
            yield (
                (*key, "repeats"),
                f"it repeats '{origin}', which reports mask: it is sensitive too",
            )


def _code_faults(key: Key, column: Column, codes: Mapping[str, CodeList]) -> Iterator[Fault]:
    if column.in_ is None:
        return
    if column.in_ not in codes:
        fault = f"there is no code list '{column.in_}'. Available: {', '.join(codes)}"
        yield (*key, "in"), fault
        return
    if column.fold:
        codes[column.in_].check()
    if column.type in ("date", "boolean"):
        yield (*key, "in"), f"a column of type {column.type} has no codes"
    elif column.is_checked and column.fold and not column.is_text:
        yield (*key, "in"), f"the codes of a column of type {column.type} need 'fold: false'"
    try:
        codes[column.in_].values(column.type)
    except ValueError as fault_of_code:
        yield (*key, "in"), str(fault_of_code)


def _unheeded(key: Key, column: Column) -> Iterator[Fault]:
    """Keys that nothing would heed, so that what they ask would never be checked."""
    usual = Column(title=column.title)
    for part in CHECKS if column.derived is not None else ():
        if getattr(column, part) != getattr(usual, part):
            yield (*key, part), f"the column is derived, so nothing would check '{part}'"
    for part in ("ge", "le"):
        limit = getattr(column, part)
        if limit is not None and not isinstance(limit, LIMITS.get(column.type, ())):
            yield (*key, part), f"'{limit}' is no limit of a column of type {column.type}"
    lower, upper = column.ge, column.le
    if lower is not None and upper is not None and lower > upper:  # type: ignore[operator]
        yield (*key, "ge"), f"no value is at least {lower} and at most {upper}"
    for word in sorted({*column.true_values} & {*column.false_values}):
        yield (*key, "false_values"), f"'{word}' would mean yes and no"
    if column.str_matches is not None and not column.is_text:
        yield (*key, "str_matches"), f"a column of type {column.type} is no text"
    for part in ("true_values", "false_values"):
        if getattr(column, part) and column.type != "boolean":
            yield (*key, part), f"a column of type {column.type} is neither true nor false"


def _example_faults(key: Key, column: Column, codes: Mapping[str, CodeList]) -> Iterator[Fault]:
    """An example that no file could give: rules would be proven by rows that there cannot be."""
    value = column.example
    if value is None:
        return
    if column.is_text and isinstance(value, bool):
        fault = "the column holds text: put a word such as Yes in quotation marks"
    elif not column.is_text and type(value) not in VALUES[column.type]:
        fault = f"'{value}' is no value of a column of type {column.type}"
    elif column.type == "date" and not is_day(value):
        fault = f"'{value}' is no day like 2021-08-31"
    elif fault_of_code := code_fault(str(value), column.in_, codes):
        fault = fault_of_code
    else:
        return
    yield (*key, "example"), fault
