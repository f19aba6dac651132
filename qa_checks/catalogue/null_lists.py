"""NOT IN over a list that may hold a missing value, and then is true of nothing."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

Node = Mapping[str, Any]  # a piece of DuckDB's syntax tree
CODES = "codes"


def null_list_fault(negation: Node, own_tables: Set[str]) -> str:
    """Say that a NOT would find nothing if a value of its list were missing; '' if not.

    A value is missing as well where a cell cannot be read, so no column of a table is safe but a
    code. What a table of WITH holds (``own_tables``) nobody knows.
    """
    [inner] = negation["children"]
    if inner.get("subquery_type") != "ANY" or inner.get("comparison_type") != "COMPARE_EQUAL":
        return ""
    node = inner["subquery"]["node"]
    listed, source = node.get("select_list", [{}])[0], node.get("from_table", {})
    if listed.get("class") != "COLUMN_REF" or source.get("type") != "BASE_TABLE":
        return ""
    column = listed["column_names"][-1]
    if source.get("schema_name") == CODES or str(source["table_name"]).lower() in own_tables:
        return ""
    if column in _filled(node.get("where_clause") or {}):
        return ""
    return f"NOT IN finds nothing where a value of its list is missing: add {column} IS NOT NULL"


def _filled(condition: Node) -> set[str]:
    """The columns of which a condition says that they have a value."""
    if condition.get("type") == "CONJUNCTION_AND":
        return set().union(*map(_filled, condition["children"]))
    if condition.get("type") != "OPERATOR_IS_NOT_NULL":
        return set()
    return {condition["children"][0].get("column_names", [""])[-1]}
