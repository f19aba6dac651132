"""What each column of a query is made of: rows of tables, or only what the query itself says.

A number is verified only by a value that comes from rows. `SELECT 59 AS share` and
`SELECT $share AS share FROM providers` give the number back that was put in.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.sql_names import fold

Node = dict[str, Any]  # a piece of DuckDB's syntax tree
CLAUSES = ("where_clause", "having", "qualify")
# A parameter in these only says which rows are meant; in another test it may say which value.
UNEQUAL = frozenset(
    "COMPARE_LESSTHAN COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO "
    "COMPARE_GREATERTHANOREQUALTO".split()
)


class Flow(Struct, frozen=True):
    """Whether a value comes from rows, and the parameters that go into it.

    ``bounds`` are those that only say which rows are meant. One that is ``masked`` is made of a
    column whose values reports do not repeat.
    """

    rows: bool = False
    parameters: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()
    masked: bool = False

    def __or__(self, other: Flow) -> Flow:
        return Flow(
            self.rows or other.rows,
            self.parameters | other.parameters,
            self.bounds | other.bounds,
            self.masked or other.masked,
        )


Columns = dict[str, Flow]
FROM_ROWS = Flow(rows=True)
MASKED_ROWS = Flow(rows=True, masked=True)
NOTHING = Flow()
Known = Mapping[str, Columns]


class Scope(Struct, frozen=True):
    """What names mean in one SELECT: tables of WITH, and what FROM names, with those outside.

    ``given`` are the columns before one: a name that FROM does not know may be that of one.
    """

    known: Known
    tables: Mapping[str, Columns]
    sources: Mapping[str, Columns]
    outer: Scope | None = None
    given: Mapping[str, Flow] = {}

    def column(self, names: Sequence[str]) -> Flow:
        """What a column that is named comes from; nothing where nobody knows it."""
        name = fold(names[-1])
        alias = fold(names[-2]) if len(names) > 1 else ""
        flows = [
            columns[name]
            for source, columns in self.sources.items()
            if name in columns and alias in ("", source)
        ]
        if flows:
            return _join(flows)
        if not alias and name in self.given:
            return self.given[name]
        return self.outer.column(names) if self.outer else NOTHING

    @property
    def counted(self) -> Flow:
        """What the number of rows comes from: it repeats no value of theirs."""
        flows = [flow for columns in self.sources.values() for flow in columns.values()]
        distinct = {id(flow): flow for flow in flows}.values()  # most are one and the same
        return replace(_join(distinct), masked=False)


def of_rows(columns: Iterable[str], masked: Container[str]) -> Columns:
    """The columns of a table, of which the values of some are masked."""
    return {fold(name): MASKED_ROWS if name in masked else FROM_ROWS for name in columns}


def trace(query: Node, known: Known) -> Columns:
    """What each column that a parsed query gives comes from, by its name.

    Parameters
    ----------
    query
        Has passed the guard.
    known
        The columns of every table that it may name, as of `of_rows`.
    """
    return _trace_node(query.get("node", query), Scope(known, {}, {}))


def _trace_node(node: Node, outer: Scope) -> Columns:
    tables = dict(outer.tables)
    for entry in (node.get("cte_map") or {}).get("map", []):
        inner = Scope(outer.known, tables, {}, outer)
        traced = _trace_node(_query_of(entry["value"]), inner)
        tables[fold(entry["key"])] = _renamed(traced, entry["value"].get("aliases", []))
    scope = Scope(outer.known, tables, {}, outer)
    if children := node.get("children"):
        parts = [_trace_node(child, scope) for child in children]
        rows = zip(*(_by_place(part, len(parts[0])) for part in parts), strict=True)
        return dict(zip(parts[0], map(_join, rows), strict=True))
    if node.get("type") != "SELECT_NODE":
        return {}
    return _trace_select(node, scope)


def _trace_select(node: Node, scope: Scope) -> Columns:
    sources = dict(_sources(node["from_table"], scope))
    inner = Scope(scope.known, scope.tables, sources, scope.outer)
    chosen = _chosen_by([[node.get(name) for name in CLAUSES], node["from_table"]], inner)
    given: Columns = {}
    for column in node["select_list"]:
        if column["class"] == "STAR":
            wanted = fold(column.get("relation_name", ""))
            for source, columns in sources.items():
                if wanted in ("", source):
                    given |= columns
            continue
        flow = _flow(column, Scope(scope.known, scope.tables, sources, scope.outer, given))
        name = column.get("alias") or (column.get("column_names") or [f"{len(given)}"])[-1]
        given[fold(name)] = flow
    return {name: flow | chosen for name, flow in given.items()}


def _sources(item: Node, scope: Scope) -> Iterator[tuple[str, Columns]]:
    """Everything FROM names, by its alias."""
    kind = item["type"]
    if kind == "JOIN":
        yield from _sources(item["left"], scope)
        yield from _sources(item["right"], scope)
        return
    columns: Columns = {}
    alias = fold(item.get("alias") or item.get("table_name", ""))
    if kind == "BASE_TABLE":
        schema = f"{item['schema_name']}." if item.get("schema_name") else ""
        name = fold(f"{schema}{item['table_name']}")
        columns = scope.tables.get(name) or scope.known.get(name, {})
    elif kind == "SUBQUERY":
        columns = _trace_node(item["subquery"]["node"], scope)
    elif kind == "EXPRESSION_LIST":
        flows = [
            _join(_flow(row[place], scope) for row in item["values"])
            for place in range(len(item["values"][0]))
        ]
        columns = {f"col{place}": flow for place, flow in enumerate(flows)}
    yield alias, _renamed(columns, item.get("column_name_alias", []))


def _renamed(columns: Columns, names: Sequence[str]) -> Columns:
    if not names:
        return columns
    renamed = [*map(fold, names), *list(columns)[len(names) :]]
    return dict(zip(renamed, _by_place(columns, len(renamed)), strict=True))


def _by_place(columns: Columns, count: int) -> list[Flow]:
    """What so many columns come from that are told by their order.

    The database has an order of its own, and columns that nobody may name: if one is masked, any
    may be.
    """
    every = _join(columns.values())
    flows = [replace(flow, masked=every.masked) for flow in columns.values()]
    return [*flows, *[every] * (count - len(flows))][:count]


def _flow(item: Any, scope: Scope) -> Flow:
    """What an expression comes from."""
    if isinstance(item, list):
        return _join(_flow(part, scope) for part in item)
    if not isinstance(item, dict):
        return NOTHING
    kind = item.get("class")
    if kind == "COLUMN_REF":
        return scope.column(item["column_names"])
    if kind == "PARAMETER":
        return Flow(parameters=frozenset([item["identifier"]]))
    if kind == "SUBQUERY":
        inner = _trace_node(item["subquery"]["node"], scope)
        return _join([*inner.values(), _flow(item.get("child"), scope)])
    counts = item.get("function_name") in ("count_star", "count")
    parts = _join(_flow(part, scope) for part in item.values() if isinstance(part, dict | list))
    return scope.counted | parts if counts else parts


def _chosen_by(item: Any, scope: Scope, is_bound: bool = False) -> Flow:
    """The parameters of conditions; one that is no bound may say which value a row has."""
    if isinstance(item, list):
        return _join(_chosen_by(part, scope, is_bound) for part in item)
    if not isinstance(item, dict) or (item.get("type") == "SUBQUERY" and "class" not in item):
        return NOTHING
    if item.get("class") in ("PARAMETER", "COLUMN_REF", "SUBQUERY"):
        named = _flow(item, scope).parameters
        return Flow(bounds=named) if is_bound else Flow(parameters=named)
    chosen = NOTHING
    if item.get("type") == "JOIN" and (item.get("using_columns") or item["ref_type"] == "NATURAL"):
        chosen = Flow(parameters=scope.counted.parameters)
    is_bound = is_bound or item.get("type") in UNEQUAL
    return chosen | _join(_chosen_by(part, scope, is_bound) for part in item.values())


def _query_of(table: Node) -> Node:
    """The SELECT of a table of WITH, in whichever version's place it stands."""
    node: Node = table.get("query_node") or table["query"]["node"]
    return node


def _join(flows: Iterable[Flow]) -> Flow:
    joined = NOTHING
    for flow in flows:
        if flow is not NOTHING:
            joined = flow if joined is NOTHING else joined | flow
    return joined
