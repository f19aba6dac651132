"""What a SELECT needs to be known, read from DuckDB's syntax tree: columns that no file has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.sql_names import Names, fold

Needs = frozenset[str]
NONE: Needs = frozenset()
CODES = "codes."
STANDARD = "STANDARD_HANDLING"


class SelectNeeds(Struct, frozen=True):
    """What the rows of a SELECT need, and what each of its columns needs beside.

    ``values`` are those that every row has, as ``table.column=value``, with ``|`` between values
    of which a row has one: such rows are there only if files give one of them.
    """

    rows: Needs
    columns: tuple[tuple[str, Needs], ...] = ()
    values: Needs = NONE

    @property
    def every(self) -> Needs:
        """All columns."""
        return self.rows.union(*(needs for _, needs in self.columns))


class Known(Struct, frozen=True):
    """The columns of each table; what those need that are derived; and those of named values.

    ``entries`` are columns, as ``table.column``, whose values a file gives by columns of its own
    or by its kind: such as the judgement, or the view of the release.
    """

    columns: Mapping[str, Sequence[str]]
    derived: Mapping[str, Needs]
    entries: Needs


class Scope(Struct):
    """The tables of one FROM by their alias, and what code lists are joined by."""

    around: Scope | None = None
    tables: dict[str, str] = {}
    joined: dict[str, Needs] = {}

    def outwards(self) -> Iterator[Scope]:
        """Itself and those around it, the nearest first."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.around


class Reading:
    """A SELECT as it is read: what decides its rows apart from what its columns show.

    ``passed_on`` are tables whose columns a SELECT inside it may give by `*`.
    """

    def __init__(self, known: Known, select: Names) -> None:
        self.known = known
        self.query = select.query or {}
        self.passed_on = select.tables if _says_star(self.query) else set()

    def told(self) -> SelectNeeds:
        """What it needs."""
        return self.needs(self.query)

    def needs(self, query: Mapping[str, Any], around: Scope | None = None) -> SelectNeeds:
        """What a parsed query needs."""
        node = query.get("node", query)
        entries = (node.get("cte_map") or {}).get("map") or []
        named = [self.needs(entry["value"]["query_node"], around) for entry in entries]
        kind = node.get("type")
        told = self._select(node, around) if kind == "SELECT_NODE" else self._union(node, around)
        return replace(
            told,
            rows=told.rows.union(*(part.every for part in named)),
            values=told.values.union(*(part.values for part in named)),
        )

    def _union(self, node: Mapping[str, Any], around: Scope | None) -> SelectNeeds:
        parts = [part for name in ("children", "left", "right") for part in _listed(node.get(name))]
        told = [self.needs(part, around) for part in parts]
        values = NONE.union(*(part.values for part in told))
        if node.get("setop_type") != "UNION" or not node.get("setop_all"):
            return SelectNeeds(NONE.union(*(part.every for part in told)), values=values)
        columns = tuple(
            (beside[0][0], NONE.union(*(needs for _, needs in beside)))
            for beside in zip(*(part.columns for part in told), strict=False)
        )
        return SelectNeeds(NONE.union(*(part.rows for part in told)), columns, values)

    def _select(self, node: Mapping[str, Any], around: Scope | None) -> SelectNeeds:
        scope = Scope(around)
        rows, values = self._source(node["from_table"], scope)
        where = node.get("where_clause")
        rows |= self._read(where, scope)
        values |= self._values(where, scope)
        columns = tuple(
            (_name_of(column), self._read(column, scope)) for column in node["select_list"]
        )
        parts = [node.get(name) for name in ("group_expressions", "having", "qualify", "modifiers")]
        is_plain = node.get("aggregate_handling", STANDARD) == STANDARD and not any(parts)
        if is_plain:
            return SelectNeeds(rows, columns, values)
        # Groups, and rows that are told apart, are as many as what they are made of says.
        rows = rows.union(self._read(parts, scope), *(needs for _, needs in columns))
        return SelectNeeds(rows, columns, values)

    def _source(self, item: Mapping[str, Any], scope: Scope) -> tuple[Needs, Needs]:
        """What the rows of a FROM need, and values they have; its tables come into the scope."""
        if item["type"] == "BASE_TABLE":
            schema = f"{item['schema_name']}." if item.get("schema_name") else ""
            alias = item.get("alias") or item["table_name"]
            scope.tables[fold(alias)] = fold(f"{schema}{item['table_name']}")
            return NONE, NONE
        if item["type"] == "SUBQUERY":
            told = self.needs(item["subquery"], scope)
            return told.every, told.values
        if item["type"] != "JOIN":
            return self._read(item, scope), NONE
        rows, values = self._source(item["left"], scope)
        before = set(scope.tables)
        right, right_values = self._source(item["right"], scope)
        condition = item.get("condition")
        by = [
            {"class": "COLUMN_REF", "column_names": [name]}
            for name in item.get("using_columns", [])
        ]
        needs = self._read([condition, *by], scope)
        added = scope.tables.keys() - before
        is_code_list = bool(added) and all(scope.tables[name].startswith(CODES) for name in added)
        if item.get("join_type") == "LEFT":
            if is_code_list:
                scope.joined.update(dict.fromkeys(added, needs))  # it neither adds nor takes a row
                return rows, values
            return rows | right | needs, values
        return rows | right | needs, values | right_values | self._values(condition, scope)

    def _read(self, item: Any, scope: Scope) -> Needs:
        """What a part of the tree reads, in whatever stands in it."""
        if isinstance(item, list):
            return NONE.union(*(self._read(part, scope) for part in item))
        if not isinstance(item, dict):
            return NONE
        if item.get("class") == "COLUMN_REF":
            return self._resolve(item["column_names"], scope)
        inner = NONE
        if item.get("class") == "SUBQUERY":
            inner = self.needs(item["subquery"], scope).every
            item = {"child": item.get("child")}
        return inner.union(*(self._read(part, scope) for part in item.values()))

    def _resolve(self, names: Sequence[str], scope: Scope) -> Needs:
        """What the column needs that a name means: one of the nearest FROM that has it."""
        column = fold(names[-1])
        for near in scope.outwards():
            owners = set(near.tables)
            if len(names) > 1:
                owners &= {fold(names[-2])}
            needs = {
                need
                for alias in owners
                if column in self.known.columns.get(near.tables[alias], ())
                for need in self._of_column(near, alias, column)
            }
            if needs or (owners and len(names) > 1):
                return frozenset(needs)
        passed_on = [table for table in self.passed_on if column in self.known.columns[table]]
        return NONE.union(*(self._of_table(table, column) for table in passed_on))

    def _of_column(self, scope: Scope, alias: str, column: str) -> Needs:
        table = scope.tables[alias]
        joined = scope.joined.get(alias, NONE)
        return joined if table.startswith(CODES) else self._of_table(table, column)

    def _of_table(self, table: str, column: str) -> Needs:
        if table.startswith(CODES) or column.startswith("_"):
            return NONE
        return self.known.derived.get(f"{table}.{column}", frozenset({f"{table}.{column}"}))

    def _values(self, condition: Any, scope: Scope) -> Needs:
        """Values that every row must have, of columns whose values files give by their own."""
        if not isinstance(condition, dict):
            return NONE
        if condition.get("type") == "CONJUNCTION_AND":
            return NONE.union(*(self._values(part, scope) for part in condition["children"]))
        equalities = _equalities(condition)
        if not all(value for _, value in equalities):
            return NONE
        columns = {self._resolve(names, scope) for names, _ in equalities}
        if len(columns) != 1:
            return NONE
        values = "|".join(sorted({value for _, value in equalities}))
        return frozenset(f"{need}={values}" for need in columns.pop() & self.known.entries)


def _says_star(item: Any) -> bool:
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    is_star = isinstance(item, dict) and item.get("class") == "STAR"
    return is_star or any(_says_star(part) for part in parts)


def _equalities(condition: Mapping[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    """The columns and texts of a condition that is met by one of some values; "" of any other."""
    kind = condition.get("type")
    if kind == "CONJUNCTION_OR":
        return [pair for part in condition["children"] for pair in _equalities(part)]
    if kind == "COMPARE_EQUAL":
        sides = [condition["left"], condition["right"]]
        if sides[0].get("class") == "CONSTANT":
            sides.reverse()
    elif kind == "COMPARE_IN":
        sides = condition["children"]
    else:
        return [((), "")]
    column, *values = sides
    if column.get("class") != "COLUMN_REF":
        return [((), "")]
    names = tuple(column["column_names"])
    return [(names, _text(value)) for value in values]


def _text(value: Mapping[str, Any]) -> str:
    text = (value.get("literal") or {}).get("text", "")
    return text if isinstance(text, str) and "|" not in text else ""


def _name_of(column: Mapping[str, Any]) -> str:
    return fold(column.get("alias") or column.get("column_names", [""])[-1])


def _listed(part: Any) -> list[Any]:
    return part if isinstance(part, list) else [part] if part else []
