"""Whatever picks a row by its order must order the rows completely.

`row_number() OVER (ORDER BY day)` numbers two rows of one day as they happen to come: by their
place in the file, by the number of threads, by the engine. The same release would pass or fail by
the order of its rows. So each ordering has to name what tells the rows apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.row_identities import (
    Node,
    Source,
    Tables,
    expressions_in,
    first_select,
    groups_of,
    names_given,
    outputs_of,
    plain,
    sources_of,
    tables_of_with,
)

# What these give depends on the order of rows whose values are equal.
PICKS = frozenset(
    "row_number lag lead first_value last_value nth_value ntile list string_agg".split()
)
STRINGS_TOGETHER = frozenset(["list", "string_agg"])


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
        for source in self.sources:
            for name in identities.get(source.table, ()):
                if name in source.shadowed:
                    return (
                        f"before {self.picks}, '{name}' of {source.table} is needed, but the name "
                        "is given to something else: give that another name"
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
            tables = {**tables, **tables_of_with(item)}
            if item.get("type") == "SELECT_NODE":
                yield from _read_select(item, tables)
            elif item.get("type") == "SET_OPERATION_NODE":
                outputs = outputs_of(first_select(item))
                yield from _read_modifiers(item, (Source("", columns=outputs),))
            item = list(item.values())
        if isinstance(item, list):
            todo.extend((part, tables) for part in item if type(part) in (dict, list))


def has_window(expression: Node) -> bool:
    """Whether an expression looks at other rows without a SELECT that says which."""
    return any(item["class"] == "WINDOW" for item in expressions_in(expression))


def _read_select(node: Node, tables: Tables) -> Iterator[Ordering]:
    groups = groups_of(node)
    if groups is None:
        sources = tuple(sources_of(node["from_table"], tables))
    else:
        sources = tuple(Source(alias, columns=(name,)) for alias, name in _columns(groups))
    yield from _read_modifiers(node, sources, groups)
    for item in expressions_in([node["select_list"], node.get("qualify"), _sorted_by(node)]):
        name = str(item.get("function_name", "")).lower()
        if item["class"] == "WINDOW" and (name in PICKS or _counts_rows(item)):
            orders = [order["expression"] for order in item.get("orders", [])]
            named = _named([*item.get("partitions", []), *orders], groups)
            yield Ordering(f"{name}() OVER (…)", sources, named, bool(orders))
        elif item["class"] == "FUNCTION" and name in STRINGS_TOGETHER:
            yield _read_strung(item, tuple(sources_of(node["from_table"], tables)), groups)


def _read_strung(item: Node, sources: tuple[Source, ...], groups: list[Node] | None) -> Ordering:
    """The order of what an aggregate strings together; equal texts may come in any."""
    orders = [order["expression"] for order in item.get("order_bys", {}).get("orders", [])]
    strung = plain(item["arguments"][0]["expression"])
    if strung in [plain(order) for order in orders]:
        sources = ()
    named = _named([*(groups or []), *orders])
    return Ordering(f"{item['function_name']}(…)", sources, named, bool(orders))


def _read_modifiers(
    node: Node, sources: tuple[Source, ...], groups: list[Node] | None = None
) -> Iterator[Ordering]:
    """LIMIT and DISTINCT ON, which keep the first rows of an order."""
    given = {} if node["type"] != "SELECT_NODE" else names_given(node)
    grouped = [plain(group) for group in groups or []]
    orders = [
        order if plain(order) in grouped else _meant(order, given) for order in _sorted_by(node)
    ]
    for modifier in node.get("modifiers", []):
        if modifier["type"] == "LIMIT_MODIFIER" or modifier.get("distinct_on_targets"):
            picks = "DISTINCT ON" if modifier.get("distinct_on_targets") else "LIMIT"
            yield Ordering(picks, sources, _named(orders, groups), bool(orders))


def _named(orders: list[Node], groups: list[Node] | None = None) -> frozenset[tuple[str, str]]:
    """The columns that an order tells apart: `length(name)` does not tell all names apart."""
    grouped = [plain(group) for group in groups or []]
    whole = [order for order in orders if order["class"] == "COLUMN_REF" or plain(order) in grouped]
    return frozenset(_columns(whole))


def _meant(order: Node, given: Mapping[str, Node]) -> Node:
    """The expression that ORDER BY means by a name: of AS before that of a column."""
    names = [str(name).lower() for name in order.get("column_names", [])]
    return given.get(names[0], order) if len(names) == 1 else order


def _sorted_by(node: Node) -> list[Node]:
    return [
        order["expression"]
        for modifier in node.get("modifiers", [])
        for order in modifier.get("orders", [])
    ]


def _counts_rows(window: Node) -> bool:
    """Whether the window ends so many rows before or after a row, and not at a value."""
    return any(str(window.get(end, "")).endswith("_ROWS") for end in ("start", "end"))


def _columns(items: Any) -> Iterator[tuple[str, str]]:
    for item in expressions_in(items):
        if item["class"] == "COLUMN_REF":
            names = [str(name).lower() for name in item["column_names"]]
            yield (names[-2] if len(names) > 1 else "", names[-1])
