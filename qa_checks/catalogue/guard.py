"""The gate every piece of rule SQL passes before it may run.

DuckDB's own parser reads the text, so that the guard and the engine can never
understand it differently. Allowed is one SELECT over the tables of the
catalogue with functions from a list; everything else is refused by default.
Names are collected in small letters: DuckDB does not tell `Visits` from `visits`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_checks.catalogue.functions import refuse_function
from qa_checks.catalogue.orderings import Ordering, read_orderings
from qa_checks.words import suggest

if TYPE_CHECKING:
    import duckdb

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
NULL_FUNCTIONS = frozenset(["ifnull", "nullif"])
ONE_SELECT = "only one SELECT is allowed"
TOO_DEEP = "it is nested too deeply"
UNPARSED = "it does not parse"
UNCLOSED = "it must not end in a comment, and must close its own parentheses and no others"
OWN_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SYSTEM = ("duckdb_", "pg_", "pragma_", "sqlite_")
FACTS = frozenset(
    """
    as_at period_start period_end published_by status today previous_as_at previous_period_end
    previous_published_by
    """.split()
)


def fold(name: str) -> str:
    """The form in which DuckDB compares names: A to Z small, other letters as they are."""
    return name.encode().lower().decode()


@dataclass
class Names:
    """What one piece of SQL speaks of, its names folded; ``fault`` says why it is refused."""

    fault: str = ""
    tables: set[str] = field(default_factory=set)
    columns: set[tuple[str, ...]] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    tested: set[tuple[str, ...]] = field(default_factory=set)
    own_names: set[str] = field(default_factory=set)
    own_tables: set[str] = field(default_factory=set)
    orderings: tuple[Ordering, ...] = ()

    def used_columns(self, known: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
        """Pairs of table and column the SQL may read, given the columns of each table."""
        used = set()
        for reference in self.columns:
            owner = self.aliases.get(reference[-2]) if len(reference) > 1 else None
            for table in [owner] if owner else self.tables:
                if table in known and reference[-1] in known[table]:
                    used.add((table, reference[-1]))
        return used


def read_names(
    connection: duckdb.DuckDBPyConnection, pieces: Sequence[tuple[str, bool]]
) -> list[Names]:
    """Parse each piece of SQL and collect its names; faults are noted, not raised.

    Parameters
    ----------
    pieces
        Text, and whether it must be a single expression (else a SELECT).
    """
    # The engine puts the text between parentheses. Between these it stands alone only if it keeps
    # its own parentheses closed and does not end in a comment that hides what follows.
    statements = [
        f"SELECT [{text}]" if alone else f"SELECT EXISTS ({text})" for text, alone in pieces
    ]
    parsed = _parse(connection, statements)
    found = [_collect(text, alone) for text, (_, alone) in zip(parsed, pieces, strict=True)]
    for names, (text, alone) in zip(found, pieces, strict=True):
        if names.fault.startswith(UNPARSED):
            names.fault = _explain(connection, text, alone) or names.fault
    return found


def _parse(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> list[str]:
    rows = connection.execute(
        "SELECT json_serialize_sql(s, skip_null := true, skip_empty := true) "
        "FROM (SELECT unnest($1) AS s)",
        [list(statements)],
    ).fetchall()
    return [text for (text,) in rows]


def _explain(connection: duckdb.DuckDBPyConnection, text: str, alone: bool) -> str:
    """Say what is wrong with text that does not parse between brackets, if it does without."""
    [plain] = _parse(connection, [f"SELECT (\n{text}\n)" if alone else text])
    if '"error":true' in plain[:20]:
        return ONE_SELECT if '"not implemented"' in plain else ""
    return ONE_SELECT if ";" in text or not text.strip() else UNCLOSED


def check_columns(names: Names, known: Mapping[str, Iterable[str]]) -> str:
    """Say which column is unknown, with the nearest known one; '' when all are known."""
    allowed = set(names.own_names)
    for table in names.tables:
        allowed.update(known.get(table, ()))
    for reference in sorted(names.columns):
        name = reference[-1]
        if name not in allowed:
            owners = ", ".join(sorted(names.tables)) or "the tables it names"
            return f"column '{name}' is not in {owners}. {suggest(name, sorted(allowed))}".rstrip()
    return ""


def check_tables(names: Names, known: Iterable[str]) -> str:
    """Say which table is unknown; '' when all are known."""
    available = set(known)
    for table in sorted(names.own_tables & available):
        return f"a table of WITH must not take the name of the table '{table}'"
    for table in sorted(names.tables):
        if table not in available:
            hint = suggest(table, sorted(available))
            return f"table '{table}' is not in the catalogue. {hint}".rstrip()
    return ""


def check_facts(names: Names) -> str:
    """Say which fact no release can give; '' when each can be given."""
    for name in sorted(names.parameters):
        if name not in FACTS and not re.fullmatch(r"expected_[a-z][a-z0-9_]*", name):
            known = [f"${fact}" for fact in sorted(FACTS)]
            hint = suggest(f"${name}", known, "Write $expected_NAME for a number.")
            return f"'${name}' is not a fact of a release. {hint}"
    return ""


def check_orderings(names: Names, identities: Mapping[str, Sequence[str]]) -> str:
    """Say which ordering is not complete, and what to add; '' when no two rows are equal in any.

    Parameters
    ----------
    identities
        The columns that tell the rows of each table apart.
    """
    return next(filter(None, (one.fault(identities) for one in names.orderings)), "")


def _collect(text: str, alone: bool) -> Names:
    names = Names()
    try:
        tree = json.loads(text)
    except RecursionError:
        names.fault = TOO_DEEP
        return names
    if tree.get("error"):
        kind = tree.get("error_type")
        message = str(tree.get("error_message", "")).splitlines()[0]
        names.fault = ONE_SELECT if kind == "not implemented" else f"{UNPARSED}: {message}"
        return names
    if len(tree["statements"]) != 1:
        names.fault = ONE_SELECT
        return names
    inside = _inside(tree["statements"][0]["node"], alone)
    if inside is None:
        names.fault = "it is more than one expression" if alone else ONE_SELECT
        return names
    _Walk(names).visit(inside)
    names.tables -= names.own_tables
    if not names.fault:
        try:
            names.orderings = tuple(read_orderings(inside))
        except RecursionError:
            names.fault = TOO_DEEP
    return names


def _inside(node: dict[str, Any], alone: bool) -> dict[str, Any] | None:
    """The one expression in a parsed ``SELECT […]``, or the one query in ``SELECT EXISTS (…)``.

    None if the text broke out of its brackets.
    """
    if (
        node.get("type") != "SELECT_NODE"
        or len(node["select_list"]) != 1
        or (node.get("cte_map") or {}).get("map")
        or any(
            node.get(part)
            for part in ("modifiers", "group_expressions", "where_clause", "having", "qualify")
        )
    ):
        return None
    [listed] = node["select_list"]
    if node["from_table"]["type"] != "EMPTY":
        return None
    inside: dict[str, Any] | None = None
    if not alone and listed.get("subquery_type") == "EXISTS":
        inside = listed["subquery"]
    if (
        alone
        and listed.get("function_name") == "list_value"
        and len(listed.get("arguments", [])) == 1
    ):
        inside = listed["arguments"][0]["expression"]
    return inside


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


class _Walk:
    """One pass over DuckDB's syntax tree that knows what is allowed, and refuses the rest."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def visit(self, item: Any) -> None:
        todo = [item]
        while todo and not self.names.fault:
            item = todo.pop()
            if isinstance(item, list):
                todo.extend(item)
            elif isinstance(item, dict):
                self._record(item)
                todo.extend([value for value in item.values() if type(value) in (dict, list)])

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
        if item.get("type") in NULL_TESTS or item.get("function_name") in NULL_FUNCTIONS:
            names.tested.update(_references(item))
        if item["class"] not in CLASSES:
            names.fault = f"{item['class'].lower()} expressions are not allowed"
        elif item["class"] == "COLUMN_REF":
            names.columns.add(tuple(map(fold, item["column_names"])))
        elif item["class"] == "PARAMETER":
            names.parameters.add(item["identifier"])
        elif item["class"] == "STAR" and item.get("columns"):
            names.fault = "COLUMNS(…) is not allowed"
        elif item["class"] in ("FUNCTION", "WINDOW"):
            name = fold(str(item.get("function_name", "")))
            if any(character.isalnum() for character in name):  # else it is an operator
                names.fault = refuse_function(name, item.get("arguments", []))
            if item.get("schema") or item.get("catalog"):
                names.fault = f"the function '{name}' must not name a schema"

    def _record_source(self, item: dict[str, Any], kind: str) -> None:
        names = self.names
        if kind not in SOURCES or item.get("sample"):
            names.fault = f"{kind.lower().replace('_', ' ')} in FROM is not allowed"
        elif kind == "BASE_TABLE":
            if item.get("catalog_name"):
                names.fault = "a table must not name a database"
            if item.get("at_clause"):
                names.fault = "AT (…) behind a table is not allowed"
            schema = f"{item['schema_name']}." if item.get("schema_name") else ""
            table = fold(f"{schema}{item['table_name']}")
            names.tables.add(table)
            names.aliases[fold(item.get("alias") or item["table_name"])] = table
        if kind != "BASE_TABLE" and item.get("alias"):
            names.own_names.add(fold(item["alias"]))
        names.own_names.update(map(fold, item.get("column_name_alias", [])))
