"""Rule SQL, which is DuckDB's, said again for SQLite by sqlglot.

The tree of a SELECT is rewritten, not how sqlglot writes it down, which would also catch what
sqlglot adds: `7 // 2` becomes a cast that cuts off, where a cast of a rule rounds. A function is
handed to one of `sqlite_functions`, or means the same everywhere, as all that rules may call. What
SQLite cannot read it refuses itself; what it would take for something else is refused here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.parsers.duckdb import DuckDBParser

from qa_checks.opinions.sqlite_functions import FUNCTIONS, PREFIX

ONLY_DUCKDB_READS: Final = re.compile(r"\[\[:|\\[pPxzCQ]")
SAID_BY_SQLGLOT: Final = ("BOOL_AND", "BOOL_OR", "COUNT_IF", "GREATEST", "LEAST", "STRPOS")


class Unsayable(Exception):  # noqa: N818  it is no fault: the rule has no second opinion
    """SQLite has no way to say this; the message is the reason."""


class _RuleSql(DuckDB):
    """DuckDB's grammar, with most functions under the names that rules give them."""

    class Parser(DuckDBParser):
        FUNCTIONS: ClassVar[dict[str, Callable[..., Any]]] = {
            name: DuckDBParser.FUNCTIONS[name] for name in SAID_BY_SQLGLOT
        }
        FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {
            name: DuckDBParser.FUNCTION_PARSERS[name] for name in ("CAST", "EXTRACT")
        }


def to_sqlite(sql: str, facts: Mapping[str, object]) -> str:
    """One SELECT that the guard has let pass, as SQLite says it with the facts as literals.

    What SQLite would not mean the same by is `Unsayable`.
    """
    try:
        tree = exp.Paren(this=sqlglot.parse_one(sql, dialect=_RuleSql))
        for node in reversed(list(tree.this.bfs())):
            if isinstance(node, exp.Placeholder):
                node.replace(_literal(facts.get(node.name)))
            elif type(node) in REWRITTEN:
                node.replace(REWRITTEN[type(node)](node))
        level = sqlglot.ErrorLevel.RAISE
        return str(tree.this.sql("sqlite", normalize_functions=False, unsupported_level=level))
    except sqlglot.errors.SqlglotError as fault:
        raise Unsayable(f"sqlglot cannot say it: {str(fault).splitlines()[0]}") from None


def _literal(fact: object) -> exp.Expr:
    """A fact as a literal of its type: nothing of it can be taken for SQL."""
    return exp.convert(json.dumps(fact) if isinstance(fact, list | tuple) else fact)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=PREFIX + name, expressions=list(arguments))


def _function(node: exp.Expr) -> exp.Expr:
    name, arguments = node.name.lower(), node.expressions
    if name == "string_agg":
        return _string_agg(node)
    if name.startswith("regexp_") and ONLY_DUCKDB_READS.search(arguments[1].name):
        raise Unsayable(f"Python reads the pattern {arguments[1].name!r} otherwise")
    return _call(name, *arguments) if name in FUNCTIONS else node


def _string_agg(node: exp.Expr) -> exp.Expr:
    """SQLite lists the texts: 3.40 cannot order them, nor put a separator between distinct ones."""
    first, last = node.expressions[0], node.expressions[-1]
    last, keys = (last.this, last.expressions) if isinstance(last, exp.Order) else (last, [])
    text, between = last.expressions if isinstance(last, exp.Distinct) else (first, last)
    if any(key.this != text or key.args.get("desc") for key in keys):
        raise Unsayable("SQLite orders the texts of string_agg by nothing but themselves")
    listed = exp.Distinct(expressions=[text]) if isinstance(last, exp.Distinct) else text
    return _call("string_agg", exp.func("json_group_array", listed), between)


def _table(node: exp.Expr) -> exp.Expr:
    """A table of another schema goes by its whole name, in quotes."""
    if not node.args.get("db"):
        return node
    whole = exp.to_identifier(f"{node.text('db')}.{node.name}", quoted=True)
    return exp.alias_(exp.Table(this=whole), node.alias or node.name, table=True)


def _select(node: exp.Expr) -> exp.Expr:
    """`SELECT unnest(list) AS name` reads the list as rows."""
    [column, *more] = node.expressions
    call = column.unalias()
    is_unnest = isinstance(call, exp.Anonymous) and call.name.lower() == "unnest"
    if not is_unnest or more or node.args.get("from_"):
        return node
    source = exp.Table(this=exp.func("json_each", call.expressions[0]))
    return exp.select(exp.alias_(exp.column("value"), column.alias or "unnest")).from_(source)


REWRITTEN: Final[dict[Any, Callable[[Any], exp.Expr]]] = {
    # What + and - mean depends on the values: dates are text here.
    exp.Add: lambda node: _call("plus", node.this, node.expression),
    exp.Sub: lambda node: _call("minus", node.this, node.expression),
    exp.Cast: lambda node: _call(f"cast_as_{node.args['to'].this.name.lower()}", node.this),
    exp.Extract: lambda node: _call(node.name.lower(), node.expression),
    exp.Anonymous: _function,
    exp.Bracket: lambda node: _call("list_extract", node.this, *node.expressions),
    exp.Column: lambda node: exp.Column(this=node.this, table=node.args.get("table")),
    exp.Select: _select,
    exp.Table: _table,
}
