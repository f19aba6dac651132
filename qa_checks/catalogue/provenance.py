"""What each column of a query is made of: rows of tables, or only what the query itself says.

What is made of a column that reports mask must be masked too, whatever the query calls it. And a
number is verified only by a value that comes from rows: `SELECT 59 AS share` and
`SELECT $share AS share FROM providers` give the number back that was put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.lineage import (
    NOTHING,
    Columns,
    Lineage,
    join,
    made_by,
    merged_columns,
    of_counts,
    unmasked,
)
from qa_checks.catalogue.sql_names import fold

Node = dict[str, Any]  # a piece of DuckDB's syntax tree
CLAUSES = ("where_clause", "having", "qualify")
COUNTS = ("count", "count_if", "count_star")
# Parts of an expression that say which values go into it, and are none.
CHOOSING = ("when_expr", "filter", "order_bys", "partitions", "orders")
# What gives one of its parts as it is, or adds nought to it.
PASSING = frozenset("+ - abs coalesce greatest least max min round CASE CAST".split())
NULL_TESTS = ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL")
# A parameter in these only says which rows are meant; in another test it may say which value.
UNEQUAL = frozenset(
    "COMPARE_LESSTHAN COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO "
    "COMPARE_GREATERTHANOREQUALTO".split()
)
Known = Mapping[str, Columns]


class Scope(Struct, frozen=True):
    """What names mean in one SELECT: tables of WITH, and what FROM names, with those outside.

    ``given`` are the columns before one: a name that FROM does not know may be that of one.
    """

    known: Known
    tables: Mapping[str, Columns]
    sources: Mapping[str, Columns]
    outer: Scope | None = None
    given: Mapping[str, Lineage] = {}

    def column(self, names: Sequence[str]) -> Lineage:
        """What a column that is named comes from; nothing where nobody knows it.

        What nobody knows may be a whole row, by the name of its table, or a part of one.
        """
        scope: Scope | None = self
        masked = frozenset[str]()
        while scope is not None:
            lineage = scope.own_column(names)
            if lineage is not None:
                return lineage
            masked |= scope.rows.masked
            scope = scope.outer
        return Lineage(masked=masked)

    def own_column(self, names: Sequence[str]) -> Lineage | None:
        """What a column comes from that this SELECT knows by itself."""
        name = fold(names[-1])
        alias = fold(names[-2]) if len(names) > 1 else ""
        lineages = [
            columns[name]
            for source, columns in self.sources.items()
            if name in columns and alias in ("", source)
        ]
        if lineages:
            return join(lineages)
        return None if alias else self.given.get(name)

    @property
    def rows(self) -> Lineage:
        """What all columns of what FROM names come from."""
        lineages = [lineage for columns in self.sources.values() for lineage in columns.values()]
        distinct = {
            id(lineage): lineage for lineage in lineages
        }.values()  # most are one and the same
        return join(distinct)

    @property
    def counted(self) -> Lineage:
        """What the number of rows comes from: it repeats no value of theirs."""
        return unmasked(self.rows)


def trace(query: Node, known: Known) -> Columns:
    """What each column that a parsed query gives comes from, by its name.

    Parameters
    ----------
    query
        Has passed the guard.
    known
        The columns of every table that it may name, as of `traced_columns`.
    """
    return _trace_node(query.get("node", query), Scope(known, {}, {}))


def _trace_node(node: Node, outer: Scope) -> Columns:
    tables = dict(outer.tables)
    for entry in (node.get("cte_map") or {}).get("map", []):
        inner = Scope(outer.known, tables, {}, outer)
        traced = _trace_node(_query_of(entry["value"]), inner)
        names = entry["value"].get("aliases", [])
        tables[fold(entry["key"])] = _renamed(traced, names, _query_of(entry["value"]))
    scope = Scope(outer.known, tables, {}, outer)
    if children := node.get("children"):
        parts = [_trace_node(child, scope) for child in children]
        if node.get("setop_type") == "UNION_BY_NAME" or len({*map(tuple, parts)}) == 1:
            return merged_columns(parts)
        rows = zip(*map(_by_place, children, parts, repeat(len(parts[0]))), strict=True)
        return dict(zip(parts[0], map(join, rows), strict=True))
    if node.get("type") != "SELECT_NODE":
        return {}
    return _trace_select(node, scope)


def _trace_select(node: Node, scope: Scope) -> Columns:
    sources: dict[str, Columns] = {}
    inner = Scope(scope.known, scope.tables, sources, scope.outer)
    for alias, columns in _sources(node["from_table"], inner):  # each may name those before it
        sources[alias] = merged_columns([sources.get(alias, {}), columns])
    chosen = _chosen_by([[node.get(name) for name in CLAUSES], node["from_table"]], inner)
    given: Columns = {}
    for column in node["select_list"]:
        with_given = Scope(scope.known, scope.tables, sources, scope.outer, given)
        if star := _star_of(column):
            given = merged_columns([given, _starred(star, with_given)])
            continue
        lineage = _lineage(column, with_given)
        name = column.get("alias") or (column.get("column_names") or [f"{len(given)}"])[-1]
        given = merged_columns([given, {fold(name): lineage}])
    return {name: lineage | chosen for name, lineage in given.items()}


def _star_of(column: Node) -> Node | None:
    """What names all columns at once: `*`, and `* LIKE 'a%'`."""
    if column["class"] == "STAR":
        return column
    arguments = [part["expression"] for part in column.get("arguments", [])]
    return next((part for part in arguments if part["class"] == "STAR"), None)


def _starred(star: Node, scope: Scope) -> Columns:
    """The columns that a star gives, some of them replaced or under another name."""
    wanted = fold(star.get("relation_name", ""))
    columns = merged_columns(
        columns for source, columns in scope.sources.items() if wanted in ("", source)
    )
    for part in star.get("rename_list", []):
        old, new = fold(part["key"]["column"]), fold(part["value"])
        columns[new] = columns.pop(old, Lineage(masked=scope.rows.masked))
    for part in star.get("replace_list", []):
        columns[fold(part["key"])] = _lineage(part["value"], scope)
    return columns


def _sources(item: Node, scope: Scope) -> Iterator[tuple[str, Columns]]:
    """Everything FROM names, by its alias."""
    kind = item["type"]
    if kind == "JOIN":
        yield from _sources(item["left"], scope)
        yield from _sources(item["right"], scope)
        return
    columns: Columns = {}
    alias = fold(item.get("alias") or item.get("table_name", ""))
    query: Node = {}
    if kind == "BASE_TABLE":
        schema = f"{item['schema_name']}." if item.get("schema_name") else ""
        name = fold(f"{schema}{item['table_name']}")
        columns = scope.tables.get(name) or scope.known.get(name, {})
    elif kind == "SUBQUERY":
        query = item["subquery"]["node"]
        columns = _trace_node(query, scope)
    elif kind == "EXPRESSION_LIST":
        lineages = [
            join(_lineage(row[place], scope) for row in item["values"])
            for place in range(len(item["values"][0]))
        ]
        columns = {f"col{place}": lineage for place, lineage in enumerate(lineages)}
    yield alias, _renamed(columns, item.get("column_name_alias", []), query)


def _renamed(columns: Columns, names: Sequence[str], query: Node) -> Columns:
    if not names:
        return columns
    renamed = [*map(fold, names), *list(columns)[len(names) :]]
    return dict(zip(renamed, _by_place(query, columns, len(renamed)), strict=True))


def _by_place(query: Node, columns: Columns, count: int) -> list[Lineage]:
    """What so many columns come from that are told by their order.

    The database has an order of its own, and columns that nobody may name: if one is masked, any
    may be, unless the query lists them all.
    """
    every = join(columns.values())
    lineages = [*columns.values()]
    if not _lists(query, len(columns)):
        lineages = [replace(lineage, masked=every.masked) for lineage in lineages]
    return [*lineages, *[every] * (count - len(lineages))][:count]


def _lists(query: Node, count: int) -> bool:
    """Whether a query lists so many columns one by one, each under its own name."""
    if children := query.get("children"):
        return all(_lists(child, count) for child in children)
    if query.get("from_table", {}).get("type") == "EXPRESSION_LIST":
        return True
    listed = query.get("select_list", [])
    return len(listed) == count and not any(map(_star_of, listed))


def _lineage(item: Any, scope: Scope) -> Lineage:
    """What an expression comes from."""
    if isinstance(item, list):
        return join(_lineage(part, scope) for part in item)
    if not isinstance(item, dict):
        return NOTHING
    kind = item.get("class")
    if kind == "COLUMN_REF":
        return scope.column(item["column_names"])
    if kind == "PARAMETER":
        return Lineage(parameters=frozenset([item["identifier"]]))
    if kind == "CONSTANT":
        literal = item.get("literal", {})
        is_number = literal.get("kind") in ("INTEGER", "NUMERIC")
        return Lineage(constants=frozenset([float(literal["text"])])) if is_number else NOTHING
    return _lineage_of_parts(item, scope)


def _lineage_of_parts(item: Node, scope: Scope) -> Lineage:
    """What an expression comes from that is made of others."""
    if item.get("class") == "SUBQUERY":
        inner = _trace_node(item["subquery"]["node"], scope)
        lineage = join([*inner.values(), _lineage(item.get("child"), scope)])
        return unmasked(lineage) if item.get("subquery_type") == "EXISTS" else lineage
    sides = [_lineage(part["expression"], scope) for part in item.get("arguments", [])]
    traced = {
        name: _lineage(part, scope)
        for name, part in item.items()
        if isinstance(part, dict | list) and name != "arguments"
    }
    parts = join([*sides, *traced.values()])
    if item.get("type") in NULL_TESTS:
        return unmasked(parts)
    if item.get("function_name") in COUNTS:
        return of_counts(scope.counted | unmasked(parts))
    valued = [lineage for name, lineage in traced.items() if name not in CHOOSING]
    name = item.get("function_name")
    made = made_by(name, [*sides, *valued], sides)
    passed = [*(sides[:1] if name == "-" else sides), *valued] if _passes(item) else []
    constants = join(passed).constants
    is_same = (made, constants) == (parts.made, parts.constants)
    return parts if is_same else replace(parts, made=made, constants=constants)


def _passes(item: Node) -> bool:
    """Whether an expression, or a part of one, may give a number of its parts as it is."""
    is_part, is_chosen = "class" not in item, item.get("type") == "OPERATOR_COALESCE"
    return is_part or is_chosen or {item.get("function_name"), item["class"]} & PASSING != set()


def _chosen_by(item: Any, scope: Scope, is_bound: bool = False) -> Lineage:
    """The parameters of conditions; one that is no bound may say which value a row has."""
    if isinstance(item, list):
        return join(_chosen_by(part, scope, is_bound) for part in item)
    if not isinstance(item, dict) or (item.get("type") == "SUBQUERY" and "class" not in item):
        return NOTHING
    if item.get("class") in ("PARAMETER", "COLUMN_REF", "SUBQUERY"):
        named = _lineage(item, scope).parameters
        return Lineage(bounds=named) if is_bound else Lineage(parameters=named)
    chosen = NOTHING
    if item.get("type") == "JOIN" and (item.get("using_columns") or item["ref_type"] == "NATURAL"):
        chosen = Lineage(parameters=scope.counted.parameters)
    is_bound = is_bound or item.get("type") in UNEQUAL
    return chosen | join(_chosen_by(part, scope, is_bound) for part in item.values())


def _query_of(table: Node) -> Node:
    """The SELECT of a table of WITH, in whichever version's place it stands."""
    node: Node = table.get("query_node") or table["query"]["node"]
    return node
