"""Values as SQL text."""

from __future__ import annotations


def sql_literal(value: object) -> str:
    """A Python value of a YAML file as an SQL literal."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("'", "''")
    return f"'{text}'"
