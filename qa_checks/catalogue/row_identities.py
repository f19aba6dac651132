"""What tells the rows apart of each table and subquery that a FROM names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

AGGREGATES = frozenset(
    "avg bool_and bool_or count count_if count_star list max median min quantile_cont string_agg "
    "sum".split()
)
Node = dict[str, Any]  # a piece of DuckDB's syntax tree
Tables = Mapping[str, Node]  # the tables of WITH


class Source(Struct, frozen=True):
    """One thing in FROM: a table, or a subquery by the columns that tell its rows apart.

    ``shadowed`` are names that mean something else in it than the column of the table.
    """

    alias: str
    table: str = ""
    columns: tuple[str, ...] = ()
    shadowed: frozenset[str] = frozenset()


def sources_of(item: Node, tables: Tables) -> Iterator[Source]:
    """Everything a FROM names."""
    kind, alias = item["type"], str(item.get("alias", "")).lower()
    if kind == "JOIN":
        yield from sources_of(item["left"], tables)
        yield from sources_of(item["right"], tables)
    elif kind == "BASE_TABLE":
        schema = f"{item['schema_name']}." if item.get("schema_name") else ""
        name = f"{schema}{item['table_name']}".lower()
        alias = alias or str(item["table_name"]).lower()
        if name in tables:
            node = tables[name]
            others = {other: query for other, query in tables.items() if other != name}
            named = _renamed(_subquery(node, alias, others), node, node)  # WITH o(a, b)
            yield from _renamed(named, node, item)
        else:
            yield from _renamed([Source(alias, name)], {}, item)
    elif kind == "SUBQUERY":
        node = item["subquery"]["node"]
        yield from _renamed(_subquery(node, alias, tables), node, item)


def _renamed(sources: Iterable[Source], node: Node, item: Node) -> Iterator[Source]:
    """Sources whose columns go by other names in a FROM: `AS o(a, b)`."""
    names = [str(name).lower() for name in item.get("column_name_alias", [])]
    outputs = outputs_of(first_select(node)) if node else ()
    known = dict(zip(outputs, names, strict=False))
    for source in sources:
        columns = tuple(known.get(name, name) for name in source.columns)
        yield replace(source, columns=columns, shadowed=source.shadowed | {*names})


def _subquery(node: Node, alias: str, tables: Tables) -> Iterator[Source]:
    groups = groups_of(node) if node["type"] == "SELECT_NODE" else None
    if node["type"] != "SELECT_NODE":  # the rows of a UNION are told apart by all their columns
        yield Source(alias, columns=outputs_of(first_select(node)))
    elif groups is not None:
        grouped = [plain(group) for group in groups]
        listed = [part for part in node["select_list"] if plain(part) in grouped]
        yield Source(alias, columns=tuple(map(_output, listed)))
    elif any(part["type"] == "DISTINCT_MODIFIER" for part in node.get("modifiers", [])):
        yield Source(alias, columns=outputs_of(node))
    else:
        for source in sources_of(node["from_table"], {**tables, **tables_of_with(node)}):
            shadowed = source.shadowed | _shadowed(node)
            yield Source(alias, source.table, source.columns, shadowed)
        listed = [part for part in node["select_list"] if _calls(part, frozenset(["unnest"]))]
        if listed:  # several rows of each
            yield Source(alias, columns=tuple(map(_output, listed)))


def _shadowed(node: Node) -> frozenset[str]:
    """Names that a SELECT gives to something else than the column of that name."""
    names = {
        name
        for name, item in names_given(node).items()
        if [*item.get("column_names", [""])][-1] != name
    }
    for item in node["select_list"]:
        names.update(str(part["key"]).lower() for part in item.get("replace_list", []))
        names.update(str(part["value"]).lower() for part in item.get("rename_list", []))
    return frozenset(names)


def names_given(node: Node) -> dict[str, Node]:
    """What a SELECT gives under names of its own."""
    return {str(item["alias"]).lower(): item for item in node["select_list"] if item.get("alias")}


def groups_of(node: Node) -> list[Node] | None:
    """What a SELECT groups by, nothing where it gives one row; None if it does not group."""
    if node.get("aggregate_handling") == "FORCE_AGGREGATES":  # GROUP BY ALL
        return [selected for selected in node["select_list"] if not _aggregates(selected)]
    numbered = dict(enumerate(node["select_list"], start=1))  # GROUP BY 1
    groups = [
        numbered.get(int(group["literal"]["text"]), group)
        if group.get("literal", {}).get("kind") == "INTEGER"
        else group
        for group in node.get("group_expressions", [])
    ]
    return groups if groups or any(map(_aggregates, node["select_list"])) else None


def _aggregates(item: Node) -> bool:
    return _calls(item, AGGREGATES)


def _calls(item: Node, functions: frozenset[str]) -> bool:
    return any(
        expression["class"] == "FUNCTION" and str(expression["function_name"]).lower() in functions
        for expression in expressions_in(item)
    )


def tables_of_with(node: Node) -> dict[str, Node]:
    """The tables of WITH, each with the names that it gives its columns there."""
    return {
        str(entry["key"]).lower(): {
            **entry["value"]["query_node"],
            "column_name_alias": entry["value"].get("aliases", []),
        }
        for entry in (node.get("cte_map") or {}).get("map", [])
    }


def first_select(node: Node) -> Node:
    """The first SELECT of a UNION, which names its columns."""
    while node["type"] != "SELECT_NODE":
        node = node["children"][0]
    return node


def outputs_of(node: Node) -> tuple[str, ...]:
    """The names of the columns that a SELECT gives, `*` where it does not say them."""
    return tuple(map(_output, node["select_list"]))


def _output(item: Node) -> str:
    return (
        "*"
        if item["class"] == "STAR"
        else str(item.get("alias") or [*item.get("column_names", [""])][-1]).lower()
    )


def plain(item: Any) -> Any:
    """An expression without its own name and without its place in the text."""
    if isinstance(item, dict):
        apart = ("query_location", "query_location_length", "alias")
        return {key: plain(value) for key, value in item.items() if key not in apart}
    return [plain(part) for part in item] if isinstance(item, list) else item


def expressions_in(items: Any) -> Iterator[Node]:
    """Every expression in some; a subquery is a SELECT of its own and stays closed."""
    todo = [items]
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, dict) and item.get("class") != "SUBQUERY":
            if "class" in item:
                yield item
            todo.extend(part for part in item.values() if type(part) in (dict, list))
