"""Values and names as SQL text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable


def sql_literal(value: object) -> str:
    """A Python value of a YAML file as an SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, dt.date):
        return f"DATE '{value}'"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("'", "''")
    return f"'{text}'"


def sql_name(name: str) -> str:
    """The name of a column as SQL writes it, whatever signs it has."""
    return '"' + name.replace('"', '""') + '"'


def sql_table(name: str) -> str:
    """The name of a table, behind that of its schema if it has one, as SQL writes it."""
    return ".".join(map(sql_name, name.split(".", maxsplit=1)))


def sql_names(names: Iterable[str]) -> str:
    """Names of columns as SQL lists them, each once."""
    return ", ".join(map(sql_name, dict.fromkeys(names)))


def sql_literals(values: Iterable[object]) -> str:
    """Values as SQL lists them; NULL, which nothing is equal to, in the place of none."""
    return ", ".join(map(sql_literal, values)) or "NULL"


def shares_bucket(column: str, rows: str) -> str:
    """Condition that few numbers meet but all that come twice: a sieve before they are compared.

    Parameters
    ----------
    rows
        ``FROM … WHERE …`` of the rows with a number.
    """
    return f"{column} >> 6 IN ({full_buckets(column, rows)})"


def full_buckets(column: str, rows: str) -> str:
    """SELECT of the buckets of a column in which a whole number comes twice.

    A bucket has a bit for each of 64 neighbouring whole numbers; where a number comes twice, fewer
    bits are set than numbers came.
    """
    return (
        f"SELECT {column} >> 6 {rows} GROUP BY ALL "
        f"HAVING bit_count(bit_xor(1::UBIGINT << ({column} & 63))) < count(*)"
    )
