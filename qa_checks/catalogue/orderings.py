"""Whatever picks a row by its order must order the rows completely.

`row_number() OVER (ORDER BY day)` numbers two rows of one day as they happen to come: by their
place in the file, by the number of threads, by the engine. The same release would pass or fail by
the order of its rows. So each ordering has to name what tells the rows apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

# What these give depends on the order of rows whose values are equal.
PICKS = frozenset(
    "row_number lag lead first_value last_value nth_value ntile list string_agg".split()
)
STRINGS_TOGETHER = frozenset(["list", "string_agg"])
AGGREGATES = frozenset(
    "avg bool_and bool_or count count_if count_star list max median min quantile_cont string_agg "
    "sum".split()
)
Node = dict[str, Any]  # a piece of DuckDB's syntax tree
Tables = Mapping[str, Node]  # the tables of WITH


class Source(Struct, frozen=True):
    """One thing in FROM: a table, or a subquery by the columns that tell its rows apart."""

    alias: str
    table: str = ""
    columns: tuple[str, ...] = ()


class Ordering(Struct, frozen=True):
    """What picks rows by their order, and the columns it names, each with the alias before it."""

    picks: str
    sources: tuple[Source, ...]
    named: frozenset[tuple[str, str]]
    ordered: bool

    def fault(self, identities: Mapping[str, Sequence[str]]) -> str:
        """What the ordering lacks; '' if no two rows are equal in it.

        Parameters
        ----------
        identities
            The columns that tell the rows of each table apart.
        """
        if not self.ordered:
            return (
                f"{self.picks} needs an ORDER BY: without one it depends on the order of the rows"
            )
        missing = [
            f"{source.alias}.{name}" if source.alias else name
            for source in self.sources
            for name in identities.get(source.table, source.columns)
            if not self.named & {(source.alias, name), ("", name)}
        ]
        if not missing:
            return ""
        if any(name.endswith("*") for name in missing):
            return (
                f"rows of UNION and DISTINCT are told apart by all their columns: before "
                f"{self.picks}, name them one by one, not by *"
            )
        return (
            f"rows that are equal in the ORDER BY of {self.picks} are taken in any order; "
            f"add at its end: {', '.join(missing)}"
        )


def read_orderings(query: Node) -> Iterator[Ordering]:
    """Every ordering in a parsed query or expression, those of its subqueries included."""
    todo: list[tuple[Any, Tables]] = [(query, {})]
    while todo:
        item, tables = todo.pop()
        if isinstance(item, dict):
            tables = {**tables, **_tables_of_with(item)}
            if item.get("type") == "SELECT_NODE":
                yield from _read_select(item, tables)
            elif item.get("type") == "SET_OPERATION_NODE":
                yield from _read_modifiers(item, (Source("", columns=_outputs(_first(item))),))
            item = list(item.values())
        if isinstance(item, list):
            todo.extend((part, tables) for part in item if type(part) in (dict, list))


def has_window(expression: Node) -> bool:
    """Whether an expression looks at other rows without a SELECT that says which."""
    return any(item["class"] == "WINDOW" for item in _expressions(expression))


def _read_select(node: Node, tables: Tables) -> Iterator[Ordering]:
    groups = _groups(node)
    if groups is None:
        sources = tuple(_sources(node["from_table"], tables))
    else:
        sources = tuple(Source(alias, columns=(name,)) for alias, name in _columns(groups))
    yield from _read_modifiers(node, sources, groups)
    for item in _expressions([node["select_list"], node.get("qualify"), _sorted_by(node)]):
        name = str(item.get("function_name", "")).lower()
        if item["class"] == "WINDOW" and (name in PICKS or _counts_rows(item)):
            orders = [order["expression"] for order in item.get("orders", [])]
            named = _named([*item.get("partitions", []), *orders], groups)
            yield Ordering(f"{name}() OVER (…)", sources, named, bool(orders))
        elif item["class"] == "FUNCTION" and name in STRINGS_TOGETHER:
            yield _read_strung(item, tuple(_sources(node["from_table"], tables)), groups)


def _read_strung(item: Node, sources: tuple[Source, ...], groups: list[Node] | None) -> Ordering:
    """The order of what an aggregate strings together; equal texts may come in any."""
    orders = [order["expression"] for order in item.get("order_bys", {}).get("orders", [])]
    strung = _plain(item["arguments"][0]["expression"])
    if strung in [_plain(order) for order in orders]:
        sources = ()
    named = _named([*(groups or []), *orders])
    return Ordering(f"{item['function_name']}(…)", sources, named, bool(orders))


def _read_modifiers(
    node: Node, sources: tuple[Source, ...], groups: list[Node] | None = None
) -> Iterator[Ordering]:
    """LIMIT and DISTINCT ON, which keep the first rows of an order."""
    orders = _sorted_by(node)
    for modifier in node.get("modifiers", []):
        if modifier["type"] == "LIMIT_MODIFIER" or modifier.get("distinct_on_targets"):
            picks = "DISTINCT ON" if modifier.get("distinct_on_targets") else "LIMIT"
            yield Ordering(picks, sources, _named(orders, groups), bool(orders))


def _named(orders: list[Node], groups: list[Node] | None = None) -> frozenset[tuple[str, str]]:
    """The columns that an order tells apart: `length(name)` does not tell all names apart."""
    plain = [_plain(group) for group in groups or []]
    whole = [order for order in orders if order["class"] == "COLUMN_REF" or _plain(order) in plain]
    return frozenset(_columns(whole))


def _sorted_by(node: Node) -> list[Node]:
    return [
        order["expression"]
        for modifier in node.get("modifiers", [])
        for order in modifier.get("orders", [])
    ]


def _counts_rows(window: Node) -> bool:
    """Whether the window ends so many rows before or after a row, and not at a value."""
    return any(str(window.get(end, "")).endswith("_ROWS") for end in ("start", "end"))


def _sources(item: Node, tables: Tables) -> Iterator[Source]:
    """Everything a FROM names."""
    kind, alias = item["type"], str(item.get("alias", "")).lower()
    if kind == "JOIN":
        yield from _sources(item["left"], tables)
        yield from _sources(item["right"], tables)
    elif kind == "BASE_TABLE":
        schema = f"{item['schema_name']}." if item.get("schema_name") else ""
        name = f"{schema}{item['table_name']}".lower()
        alias = alias or str(item["table_name"]).lower()
        if name in tables:
            others = {other: node for other, node in tables.items() if other != name}
            yield from _subquery(tables[name], alias, others)
        else:
            yield Source(alias, name)
    elif kind == "SUBQUERY":
        yield from _subquery(item["subquery"]["node"], alias, tables)


def _subquery(node: Node, alias: str, tables: Tables) -> Iterator[Source]:
    groups = _groups(node) if node["type"] == "SELECT_NODE" else None
    if node["type"] != "SELECT_NODE":  # the rows of a UNION are told apart by all their columns
        yield Source(alias, columns=_outputs(_first(node)))
    elif groups is not None:
        plain = [_plain(group) for group in groups]
        listed = [part for part in node["select_list"] if _plain(part) in plain]
        yield Source(alias, columns=tuple(map(_output, listed)))
    elif any(part["type"] == "DISTINCT_MODIFIER" for part in node.get("modifiers", [])):
        yield Source(alias, columns=_outputs(node))
    else:
        for source in _sources(node["from_table"], {**tables, **_tables_of_with(node)}):
            yield Source(alias, source.table, source.columns)
        listed = [part for part in node["select_list"] if _calls(part, frozenset(["unnest"]))]
        if listed:  # several rows of each
            yield Source(alias, columns=tuple(map(_output, listed)))


def _groups(node: Node) -> list[Node] | None:
    """What a SELECT groups by, nothing where it gives one row; None if it does not group."""
    if node.get("aggregate_handling") == "FORCE_AGGREGATES":  # GROUP BY ALL
        return [selected for selected in node["select_list"] if not _aggregates(selected)]
    groups = [
        node["select_list"][int(group["literal"]["text"]) - 1]  # GROUP BY 1
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
        for expression in _expressions(item)
    )


def _first(node: Node) -> Node:
    """The first SELECT of a UNION, which names its columns."""
    while node["type"] != "SELECT_NODE":
        node = node["children"][0]
    return node


def _outputs(node: Node) -> tuple[str, ...]:
    return tuple(map(_output, node["select_list"]))


def _output(item: Node) -> str:
    return (
        "*"
        if item["class"] == "STAR"
        else str(item.get("alias") or [*item.get("column_names", [""])][-1]).lower()
    )


def _plain(item: Any) -> Any:
    """An expression without its own name and without its place in the text."""
    if isinstance(item, dict):
        apart = ("query_location", "query_location_length", "alias")
        return {key: _plain(value) for key, value in item.items() if key not in apart}
    return [_plain(part) for part in item] if isinstance(item, list) else item


def _tables_of_with(node: Node) -> dict[str, Node]:
    return {
        str(entry["key"]).lower(): entry["value"]["query_node"]
        for entry in (node.get("cte_map") or {}).get("map", [])
    }


def _expressions(items: Any) -> Iterator[Node]:
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


def _columns(items: Any) -> Iterator[tuple[str, str]]:
    for item in _expressions(items):
        if item["class"] == "COLUMN_REF":
            names = [str(name).lower() for name in item["column_names"]]
            yield (names[-2] if len(names) > 1 else "", names[-1])
