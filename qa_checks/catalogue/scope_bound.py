"""Whether a SELECT gives no row where a relation has none, told by its syntax tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa_checks.catalogue.sql_names import fold

Node = Mapping[str, Any]


def is_bound_to(query: Node, relation: str) -> bool:
    """Whether a query surely gives no row where a relation has none.

    Examples
    --------
    >>> here = {"type": "BASE_TABLE", "table_name": "in_scope"}
    >>> star = {"class": "STAR"}
    >>> is_bound_to(
    ...     {"type": "SELECT_NODE", "from_table": here, "select_list": [star]}, "in_scope"
    ... )
    True
    >>> constant = {"class": "CONSTANT"}
    >>> is_bound_to(
    ...     {"type": "SELECT_NODE", "from_table": here, "select_list": [constant]}, "in_scope"
    ... )
    False
    """
    return _is_bound(query.get("node", query), frozenset({relation}))


def _is_bound(node: Node, empty: frozenset[str]) -> bool:
    """The same for relations of which all are empty; those that a WITH names come to them."""
    for entry in (node.get("cte_map") or {}).get("map") or []:
        name, inner = fold(entry["key"]), entry["value"]["query_node"]
        empty = empty | {name} if _is_bound(inner, empty) else empty - {name}
    if node.get("type") != "SELECT_NODE" or not _gives_only_rows(node):
        return False
    return _source_is_bound(node["from_table"], empty)


def _gives_only_rows(node: Node) -> bool:
    """Whether a SELECT gives nothing without a row: an aggregate of no rows is a row."""
    groups = node.get("group_expressions") or []
    if groups:
        return all(node.get("group_sets") or [[]])
    return any(column["class"] == "STAR" for column in node["select_list"])


def _source_is_bound(item: Node, empty: frozenset[str]) -> bool:
    match item["type"]:
        case "BASE_TABLE":
            return not item.get("schema_name") and fold(item["table_name"]) in empty
        case "SUBQUERY":
            return _is_bound(item["subquery"].get("node", item["subquery"]), empty)
        case "JOIN":
            left, right = (_source_is_bound(item[side], empty) for side in ("left", "right"))
            kind = item.get("join_type")
            return (left or right) if kind == "INNER" else left and kind == "LEFT"
        case _:
            return False
