"""The gate every piece of rule SQL passes before it may run.

DuckDB's own parser reads the text, so that the guard and the engine can never
understand it differently. Allowed is one SELECT over the tables of the
catalogue with functions from a list; everything else is refused by default.
Names are collected in small letters: DuckDB does not tell `Visits` from `visits`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa_checks.catalogue.known_tables import KnownTables
from qa_checks.catalogue.orderings import has_window, read_orderings
from qa_checks.catalogue.sql_constants import first_fault
from qa_checks.catalogue.sql_names import TOO_DEEP, Names, Walk, columns_given
from qa_checks.duckdb_core import Connection
from qa_checks.words import suggest

ONE_SELECT = "only one SELECT is allowed"
UNPARSED = "it does not parse"
UNCLOSED = "it must not end in a comment, and must close its own parentheses and no others"
FACTS = frozenset(
    """
    as_at period_start period_end published_by status today previous_as_at previous_period_end
    previous_published_by
    """.split()
)


def read_names(connection: Connection, pieces: Sequence[tuple[str, bool]]) -> list[Names]:
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
    collected = [_collect(text, alone) for text, (_, alone) in zip(parsed, pieces, strict=True)]
    for names, (text, alone) in zip(collected, pieces, strict=True):
        if names.fault.startswith(UNPARSED):
            names.fault = _explain(connection, text, alone) or names.fault
        names.fault = names.fault or first_fault(reversed(names.constants), connection)
    return collected


def _parse(connection: Connection, statements: Sequence[str]) -> list[str]:
    if not statements:
        return []
    rows = connection.execute(
        "SELECT json_serialize_sql(s, skip_null := true, skip_empty := true) "
        "FROM (SELECT unnest($1) AS s)",
        [list(statements)],
    ).fetchall()
    return [text for (text,) in rows]


def _explain(connection: Connection, text: str, alone: bool) -> str:
    """Say what is wrong with text that does not parse between brackets, if it does without."""
    [plain] = _parse(connection, [f"SELECT (\n{text}\n)" if alone else text])
    if '"error":true' in plain[:20]:
        return ONE_SELECT if '"not implemented"' in plain else ""
    return ONE_SELECT if ";" in text or not text.strip() else UNCLOSED


def check(names: Names, known: KnownTables) -> str:
    """Say what is wrong with what SQL names beside facts; '' if nothing is."""
    return (
        names.fault
        or check_tables(names, known.columns)
        or check_columns(names, known.columns)
        or check_orderings(names, known.identities)
    )


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


def check_facts(names: Iterable[str]) -> str:
    """Say which fact no release can give; '' when each can be given."""
    for name in sorted(names):
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
    return next(filter(None, (ordering.fault(identities) for ordering in names.orderings)), "")


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
    inside = None
    if len(tree["statements"]) == 1:
        inside = _inside(tree["statements"][0]["node"], alone)
    if inside is None:
        several = len(tree["statements"]) != 1
        names.fault = "it is more than one expression" if alone and not several else ONE_SELECT
        return names
    _read_inside(names, inside, alone)
    return names


def _read_inside(names: Names, inside: dict[str, Any], alone: bool) -> None:
    Walk(names, of_row=alone).visit(inside)
    names.tables -= names.own_tables
    if names.fault:
        return
    names.gives, names.query = (None, None) if alone else (columns_given(inside), inside)
    if alone and has_window(inside):
        names.fault = "a function OVER (…) needs a SELECT of its own"
        return
    names.orderings = tuple(read_orderings(inside))


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
