"""What a parsed statement names: its tables, columns and functions, and what it orders by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.functions import refuse_function
from qa_checks.catalogue.null_lists import null_list_fault
from qa_checks.catalogue.orderings import Ordering
from qa_checks.catalogue.sql_constants import Constant, read_constants

CLASSES = frozenset(
    """
    COLUMN_REF CONSTANT COMPARISON CONJUNCTION OPERATOR FUNCTION CASE CAST BETWEEN SUBQUERY
    PARAMETER STAR TYPE WINDOW
    """.split()
)
SOURCES = frozenset("BASE_TABLE JOIN SUBQUERY EMPTY EXPRESSION_LIST".split())
NODES = frozenset("SELECT_NODE SET_OPERATION_NODE CTE_NODE".split())
# What gives an answer where a value is missing: to these, a cell that cannot be read looks empty.
NULL_TESTS = frozenset(
    """
    OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE COMPARE_DISTINCT_FROM
    COMPARE_NOT_DISTINCT_FROM
    """.split()
)
# What is neither true nor false where one side is missing.
COMPARISONS = frozenset(
    """
    COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_IN COMPARE_NOT_IN COMPARE_LESSTHAN COMPARE_GREATERTHAN
    COMPARE_LESSTHANOREQUALTO COMPARE_GREATERTHANOREQUALTO
    """.split()
)
# Those that ask whether two sides are the same.
EQUALITIES = frozenset(
    """
    COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_IN COMPARE_NOT_IN COMPARE_DISTINCT_FROM
    COMPARE_NOT_DISTINCT_FROM
    """.split()
)
NO_COMPARISON = "nothing equals NULL, nor differs from it: write IS NULL or IS NOT NULL"
NULL_FUNCTIONS = frozenset(["ifnull", "nullif"])
# What leaves out a missing value, or takes it for no: so a condition on a row may be true of it.
# Not so `concat`: what is looked for in several texts is at fault in one whatever the others say.
PASSING_OVER = frozenset(["greatest", "if", "least"])
TOO_DEEP = "it is nested too deeply"
DEEPEST = 240  # levels of the syntax tree: who reads it calls itself a few times on each
OWN_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# POSITIONAL pairs rows as they come, ASOF one of those that are as near.
JOINS = frozenset("REGULAR NATURAL CROSS DEPENDENT".split())
SYSTEM = ("duckdb_", "pg_", "pragma_", "sqlite_")
# What DuckDB takes for a function where no column has the name: the moment, the user, the database.
SURROUNDINGS = frozenset(
    """
    current_catalog current_date current_role current_schema current_time current_timestamp
    current_user localtime localtimestamp session_user user
    """.split()
)


def fold(name: str) -> str:
    """The form in which DuckDB compares names: A to Z small, other letters as they are."""
    return name.encode().lower().decode()


Frame = tuple[tuple[str, str], ...]  # what a FROM names: alias and table, '' for a SELECT
Frames = tuple[Frame, ...]


class Names(Struct):
    """What one piece of SQL speaks of, its names folded; ``fault`` says why it is refused.

    ``references`` are the columns with each FROM that they stand in, the nearest first;
    ``around`` is what one expression stands in. ``constants`` are texts in it that must be
    something in particular, such as patterns.
    ``gives`` are the columns that a SELECT gives, None of one that says `*`; ``query`` is its
    syntax tree.
    """

    fault: str = ""
    tables: set[str] = set()
    columns: set[tuple[str, ...]] = set()
    references: set[tuple[tuple[str, ...], Frames]] = set()
    aliases: dict[str, str] = {}
    around: Frame = ()
    parameters: set[str] = set()
    tested: set[tuple[str, ...]] = set()
    own_names: set[str] = set()
    own_tables: set[str] = set()
    constants: list[Constant] = []
    orderings: tuple[Ordering, ...] = ()
    gives: tuple[str, ...] | None = None
    query: dict[str, Any] | None = None

    def used_columns(self, known: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
        """Pairs of table and column the SQL may read, given the columns of each table."""
        return {
            (table, reference[-1])
            for reference, frames in self.references
            for table in self._owners(reference, (*frames, self.around), known)
        }

    def _owners(
        self, reference: tuple[str, ...], frames: Frames, known: Mapping[str, Iterable[str]]
    ) -> list[str]:
        """The tables that a column may be of: of the nearest FROM, or any that it passes on."""
        column, alias = reference[-1], reference[-2] if len(reference) > 1 else ""
        for frame in frames:
            meant = [table for name, table in frame if alias in ("", name)]
            if any(table not in known for table in meant):
                break  # a SELECT in FROM, or a table of WITH: it may give columns by `*`
            owners = [table for table in meant if column in known[table]]
            if owners or (meant and alias):
                return owners
        return [table for table in self.tables if column in known.get(table, ())]


def columns_given(query: dict[str, Any]) -> tuple[str, ...] | None:
    """The columns that a parsed query gives; None if it says `*`."""
    node = query.get("node", query)
    while node.get("children"):  # of UNION and the like the first SELECT names the columns
        node = node["children"][0]
    given = []
    for column in node.get("select_list", []):
        if column["class"] == "STAR":
            return None
        given.append(fold(column.get("alias") or column.get("column_names", [""])[-1]))
    return tuple(given)


def _frame(source: Mapping[str, Any]) -> Frame:
    if source["type"] == "JOIN":
        return (*_frame(source["left"]), *_frame(source["right"]))
    if source["type"] == "BASE_TABLE":
        return ((fold(source.get("alias") or source["table_name"]), _table_name(source)),)
    return ((fold(source.get("alias") or ""), ""),) if source["type"] != "EMPTY" else ()


def _table_name(source: Mapping[str, Any]) -> str:
    schema = f"{source['schema_name']}." if source.get("schema_name") else ""
    return fold(f"{schema}{source['table_name']}")


def _sides(comparison: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return comparison.get("children") or [comparison["left"], comparison["right"]]


def _is_null(item: Mapping[str, Any]) -> bool:
    return (item.get("literal") or {}).get("kind") == "NULL_LITERAL"


def _references(item: Any) -> Iterator[tuple[str, ...]]:
    """Every column that a part of the syntax tree refers to."""
    if isinstance(item, list):
        for part in item:
            yield from _references(part)
    elif isinstance(item, dict):
        if item.get("class") == "COLUMN_REF":
            yield tuple(item["column_names"])
        for part in item.values():
            yield from _references(part)


class Walk:
    """One pass over DuckDB's syntax tree that knows what is allowed, and refuses the rest.

    Parameters
    ----------
    names
        Where the names are noted.
    of_row
        Whether it is a condition on a row, which must not be true for want of a value.
    """

    def __init__(self, names: Names, of_row: bool) -> None:
        self.names = names
        self.of_row = of_row
        self.negations: list[dict[str, Any]] = []

    def visit(self, item: Any) -> None:
        """Collect the names of a parsed expression and of all inside it."""
        todo: list[tuple[Any, int, Frames]] = [(item, 0, ())]
        while todo and not self.names.fault:
            item, depth, frames = todo.pop()
            if depth > DEEPEST:
                self.names.fault = TOO_DEEP
            elif isinstance(item, dict):
                self._record(item)
                if item.get("class") == "COLUMN_REF":
                    self.names.references.add((tuple(map(fold, item["column_names"])), frames))
                elif item.get("type") == "SELECT_NODE":
                    frames = (_frame(item["from_table"]), *frames)
            parts = item.values() if isinstance(item, dict) else item
            todo.extend((part, depth + 1, frames) for part in parts if type(part) in (dict, list))
        for negation in () if self.of_row else self.negations:  # of a row it is undecided
            fault = null_list_fault(negation, self.names.own_tables)
            self.names.fault = self.names.fault or fault

    def _record(self, item: dict[str, Any]) -> None:
        names = self.names
        kind = str(item.get("type", ""))
        if "class" in item and item.get("alias"):
            names.own_names.add(fold(item["alias"]))
        for entry in (item.get("cte_map") or {}).get("map", []):
            given = [entry["key"], *entry["value"].get("aliases", [])]
            names.own_names.update(map(fold, given))
            self._record_own_table(entry["key"])
        if "class" in item:
            self._record_expression(item)
            if kind in COMPARISONS and any(map(_is_null, _sides(item))):
                names.fault = NO_COMPARISON
            if kind == "OPERATOR_NOT":
                self.negations.append(item)
        elif kind.endswith("_NODE"):
            if kind not in NODES or item.get("sample"):
                names.fault = f"{kind.lower().replace('_', ' ')} is not allowed"
        elif "query_location" in item:
            self._record_source(item, kind)

    def _record_own_table(self, name: str) -> None:
        """A table of WITH: outside its SELECT the name must not mean a file or a system table."""
        if not OWN_TABLE.fullmatch(name) or fold(name).startswith(SYSTEM):
            self.names.fault = f"'{name}' is no name for a table of WITH"
        self.names.own_tables.add(fold(name))

    def _record_expression(self, item: dict[str, Any]) -> None:
        names = self.names
        names.tested.update(_references(self._answered_without_value(item)))
        names.constants.extend(read_constants(item))
        if item["class"] not in CLASSES:
            names.fault = f"{item['class'].lower()} expressions are not allowed"
        elif item["class"] == "COLUMN_REF":
            reference = tuple(map(fold, item["column_names"]))
            names.columns.add(reference)
            if len(reference) == 1 and reference[0] in SURROUNDINGS:
                names.fault = f"'{reference[0]}' is not of the data; the day of the run is $today"
        elif item["class"] == "PARAMETER":
            names.parameters.add(item["identifier"])
        elif item["class"] == "STAR" and item.get("columns"):
            names.fault = "COLUMNS(…) is not allowed"
        elif item["class"] == "STAR":
            names.own_names.update(fold(part["value"]) for part in item.get("rename_list", []))
        elif item["class"] in ("FUNCTION", "WINDOW"):
            name = fold(str(item.get("function_name", "")))
            if item.get("schema") or item.get("catalog"):
                names.fault = f"the function '{name}' must not name a schema"
            if any(character.isalnum() for character in name):  # else it is an operator
                names.fault = refuse_function(name, item.get("arguments", [])) or names.fault

    def _answered_without_value(self, item: dict[str, Any]) -> Any:
        """The parts of an expression of which a missing value still gives an answer."""
        function = item.get("function_name")
        if item.get("type") in NULL_TESTS or function in NULL_FUNCTIONS:
            return item
        if self.of_row and function in PASSING_OVER:
            return item
        if self.of_row and item["class"] == "CASE":
            tests = [check["when_expr"] for check in item["case_checks"]]
            return tests if len(tests) > 1 or not _is_null(item["else_expr"]) else []
        return []

    def _record_source(self, item: dict[str, Any], kind: str) -> None:
        names = self.names
        if kind not in SOURCES or item.get("sample"):
            names.fault = f"{kind.lower().replace('_', ' ')} in FROM is not allowed"
        elif kind == "JOIN" and item["ref_type"] not in JOINS:
            names.fault = f"{item['ref_type']} JOIN is not allowed: it depends on the order of rows"
        elif kind == "BASE_TABLE":
            if item.get("catalog_name"):
                names.fault = "a table must not name a database"
            if item.get("at_clause"):
                names.fault = "AT (…) behind a table is not allowed"
            table = _table_name(item)
            names.tables.add(table)
            names.aliases[fold(item.get("alias") or item["table_name"])] = table
        if kind != "BASE_TABLE" and item.get("alias"):
            names.own_names.add(fold(item["alias"]))
        names.own_names.update(map(fold, item.get("column_name_alias", [])))
