"""The gate every piece of rule SQL passes before it may run.

DuckDB's own parser reads the text, so that the guard and the engine can never
understand it differently. Allowed is one SELECT over the tables of the
catalogue with functions from a list; everything else is refused by default.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

FUNCTIONS = frozenset(
    """
    abs any_value array_agg avg bit_length bool_and bool_or ceil char_length chr coalesce concat
    concat_ws contains count count_if count_star date_diff date_part date_sub date_trunc datediff
    day dayofmonth dayofweek dense_rank ends_with first first_value floor greatest if ifnull
    isodow lag last last_day last_value lead least left length levenshtein
    like_escape list list_contains list_sort list_value lower lpad ltrim make_date max md5 median
    min mod month monthname dayname not_like_escape nullif ntile position prefix quantile_cont
    quarter rank regexp_extract regexp_full_match regexp_matches regexp_replace repeat replace
    reverse right round row row_number rpad rtrim sign split_part starts_with stddev
    string_agg string_split strip_accents strlen strpos strptime substr substring suffix sum
    trim trunc try_strptime unnest upper week weekday year yearweek
    """.split()
)
CLASSES = frozenset(
    """
    COLUMN_REF CONSTANT COMPARISON CONJUNCTION OPERATOR FUNCTION CASE CAST BETWEEN SUBQUERY
    PARAMETER STAR TYPE WINDOW
    """.split()
)
SOURCES = frozenset("BASE_TABLE JOIN SUBQUERY EMPTY EXPRESSION_LIST".split())
NODES = frozenset("SELECT_NODE SET_OPERATION_NODE CTE_NODE".split())


@dataclass
class Names:
    """What one piece of SQL speaks of; ``fault`` says why it is refused."""

    fault: str = ""
    tables: set[str] = field(default_factory=set)
    columns: set[tuple[str, ...]] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    own_names: set[str] = field(default_factory=set)

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
    statements = [f"SELECT (\n{text}\n)" if alone else text for text, alone in pieces]
    rows = connection.execute(
        "SELECT json_serialize_sql(s, skip_null := true, skip_empty := true) "
        "FROM (SELECT unnest($1) AS s)",
        [statements],
    ).fetchall()
    return [
        _collect(json.loads(text), alone) for (text,), (_, alone) in zip(rows, pieces, strict=True)
    ]


def check_columns(names: Names, known: Mapping[str, Iterable[str]]) -> str:
    """Say which column is unknown, with the nearest known one; '' when all are known."""
    allowed = set(names.own_names)
    for table in names.tables:
        allowed.update(known.get(table, ()))
    for reference in sorted(names.columns):
        name = reference[-1]
        if name not in allowed:
            owners = ", ".join(sorted(names.tables)) or "the tables it names"
            near = difflib.get_close_matches(name, sorted(allowed), n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            return f"column '{name}' is not in {owners}.{hint}"
    return ""


def check_tables(names: Names, known: Iterable[str]) -> str:
    """Say which table is unknown; '' when all are known."""
    available = set(known)
    for table in sorted(names.tables):
        if table not in available:
            near = difflib.get_close_matches(table, sorted(available), n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            return f"table '{table}' is not in the catalogue.{hint}"
    return ""


def _collect(tree: dict[str, Any], alone: bool) -> Names:
    names = Names()
    if tree.get("error"):
        kind = tree.get("error_type")
        message = str(tree.get("error_message", "")).splitlines()[0]
        names.fault = (
            "only one SELECT is allowed"
            if kind == "not implemented"
            else f"it does not parse: {message}"
        )
        return names
    if len(tree["statements"]) != 1:
        names.fault = "only one SELECT is allowed"
        return names
    node = tree["statements"][0]["node"]
    if alone and not _is_one_expression(node):
        names.fault = "it is more than one expression"
        return names
    _Walk(names).visit(node)
    names.tables -= names.own_names
    return names


def _is_one_expression(node: dict[str, Any]) -> bool:
    """Whether a parsed ``SELECT (…)`` holds one expression and nothing else."""
    return (
        node.get("type") == "SELECT_NODE"
        and len(node["select_list"]) == 1
        and node["from_table"]["type"] == "EMPTY"
        and not (node.get("cte_map") or {}).get("map")
        and not any(
            node.get(part)
            for part in ("modifiers", "group_expressions", "where_clause", "having", "qualify")
        )
    )


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
            names.own_names.add(item["alias"])
        for entry in (item.get("cte_map") or {}).get("map", []):
            names.own_names.update([entry["key"], *entry["value"].get("aliases", [])])
        if "class" in item:
            self._record_expression(item)
        elif kind.endswith("_NODE"):
            if kind not in NODES or item.get("sample"):
                names.fault = f"{kind.lower().replace('_', ' ')} is not allowed"
        elif "query_location" in item:
            self._record_source(item, kind)

    def _record_expression(self, item: dict[str, Any]) -> None:
        names = self.names
        if item["class"] not in CLASSES:
            names.fault = f"{item['class'].lower()} expressions are not allowed"
        elif item["class"] == "COLUMN_REF":
            names.columns.add(tuple(item["column_names"]))
        elif item["class"] == "PARAMETER":
            names.parameters.add(item["identifier"])
        elif item["class"] in ("FUNCTION", "WINDOW"):
            name = str(item.get("function_name", "")).lower()
            symbol = not any(character.isalnum() for character in name)
            if name and not symbol and name not in FUNCTIONS:
                near = difflib.get_close_matches(name, sorted(FUNCTIONS), n=1)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                names.fault = (
                    f"the function '{name}' is not on the list of allowed functions.{hint}"
                )
            if item.get("schema") or item.get("catalog"):
                names.fault = f"the function '{name}' must not name a schema"

    def _record_source(self, item: dict[str, Any], kind: str) -> None:
        names = self.names
        if kind not in SOURCES or item.get("sample"):
            names.fault = f"{kind.lower().replace('_', ' ')} in FROM is not allowed"
        elif kind == "BASE_TABLE":
            if item.get("catalog_name"):
                names.fault = "a table must not name a database"
            schema = f"{item['schema_name']}." if item.get("schema_name") else ""
            table = f"{schema}{item['table_name']}"
            names.tables.add(table)
            names.aliases[item.get("alias") or item["table_name"]] = table
        if kind != "BASE_TABLE" and item.get("alias"):
            names.own_names.add(item["alias"])
        names.own_names.update(item.get("column_name_alias", []))
