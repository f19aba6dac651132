"""Rule SQL, which is DuckDB's, said again for SQLite by sqlglot.

The tree of a SELECT is rewritten, not how sqlglot writes it down, which would also catch what
sqlglot adds: `7 // 2` becomes a cast that cuts off, where a cast of a rule rounds. A function is
handed to one of `sqlite_functions`, or is one that rules may call because it means the same
everywhere. What SQLite cannot read it refuses itself; what it would take for something else is
refused here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NoReturn

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.parsers.duckdb import DuckDBParser

from qa_checks.catalogue.functions import FUNCTIONS as ALLOWED
from qa_checks.opinions.sqlite_functions import CASTS, PREFIX
from qa_checks.opinions.sqlite_functions import FUNCTIONS as WRITTEN

ONLY_DUCKDB_READS: Final = re.compile(r"\[\[:|\\[pPxzCQ]")


class Unsayable(Exception):  # noqa: N818  it is no fault: the rule has no second opinion
    """SQLite has no way to say this; the message is the reason."""


class _RuleSql(DuckDB):
    """DuckDB's grammar with every function under the name the rule gives it."""

    class Parser(DuckDBParser):
        FUNCTIONS: ClassVar[dict[str, Callable[..., Any]]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {
            name: DuckDBParser.FUNCTION_PARSERS[name] for name in ("CAST", "TRY_CAST", "EXTRACT")
        }


def to_sqlite(sql: str, facts: Mapping[str, object]) -> str:
    """One SELECT of DuckDB as SQLite says it.

    Parameters
    ----------
    sql
        What the guard has let pass; parameters are named `$like_this`.
    facts
        Their values, which come in as literals of their type; NULL for one that is missing.

    Raises
    ------
    Unsayable
        With the reason, if SQLite would not mean the same by it.
    """
    try:
        tree = exp.Paren(this=sqlglot.parse_one(sql, dialect=_RuleSql))
        for node in reversed(list(tree.this.bfs())):
            if isinstance(node, exp.Placeholder | exp.Parameter):
                node.replace(_literal(facts.get(node.name)))
            elif type(node) in HANDLERS:
                node.replace(HANDLERS[type(node)](node))
        return str(
            tree.this.sql(
                "sqlite", normalize_functions=False, comments=False,
                unsupported_level=sqlglot.ErrorLevel.RAISE,
            )
        )  # fmt: skip
    except sqlglot.errors.SqlglotError as fault:
        raise Unsayable(f"sqlglot cannot say it: {str(fault).splitlines()[0]}") from None


def table_name(name: str) -> str:
    """Name of a table in the SQLite file, which has no schemas: `"codes.grades"`."""
    return f'"{name}"' if "." in name else name


def _literal(fact: object) -> exp.Expr:
    """A fact as a literal of its type: nothing of it can be taken for SQL."""
    return exp.convert(json.dumps(fact) if isinstance(fact, list | tuple) else fact)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=PREFIX + name, expressions=list(arguments))


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"].this.name
    if kind not in CASTS:
        _refused(f"type {node.args['to'].sql('duckdb')}")
    name = "try_cast_as" if isinstance(node, exp.TryCast) else "cast_as"
    return _call(name, exp.Literal.string(kind), node.this)


def _function(node: exp.Expr) -> exp.Expr:
    """One that is written for SQLite, or that means the same wherever there is one of that name."""
    name, arguments = node.name.lower(), node.expressions
    if name == "string_agg":
        return _string_agg(arguments)
    if name not in WRITTEN:
        return node if name in ALLOWED else _refused(f"function {name}")
    if name.startswith("regexp_") and ONLY_DUCKDB_READS.search(arguments[1].name):
        raise Unsayable(f"Python reads the pattern {arguments[1].name!r} otherwise")
    return _call(name, *arguments)


def _string_agg(arguments: list[exp.Expr]) -> exp.Expr:
    """SQLite 3.40 neither orders the texts nor gives distinct ones a separator."""
    *texts, last = arguments
    keys: list[exp.Expr] = []
    if isinstance(last, exp.Order):
        last, keys = last.this, last.expressions
    if any(key.args.get("desc") for key in keys):
        raise Unsayable("SQLite cannot order the texts of string_agg")
    if isinstance(last, exp.Distinct):
        return _call("string_agg_distinct", *last.expressions)
    return _call("string_agg", *texts, last, *(key.this for key in keys))


def _table(node: exp.Expr) -> exp.Expr:
    """A table of another schema goes by its whole name, in quotes."""
    if not node.args.get("db"):
        return node
    whole = exp.to_identifier(f"{node.text('db')}.{node.name}", quoted=True)
    return exp.alias_(exp.Table(this=whole), node.alias or node.name, table=True)


def _select(node: exp.Expr) -> exp.Expr:
    """A SELECT; `SELECT unnest(list) AS name` reads the list as rows."""
    [column, *more] = node.expressions
    call = column.unalias()
    is_unnest = isinstance(call, exp.Anonymous) and call.name.lower() == "unnest"
    if not is_unnest or more or node.args.get("from_"):
        return node
    source = exp.Table(this=exp.func("json_each", call.expressions[0]))
    return exp.select(exp.alias_(exp.column("value"), column.alias or "unnest")).from_(source)


def _join(node: exp.Expr) -> exp.Expr:
    method = node.args.get("method")  # SQLite would take it for the name of the table before it
    return _refused(f"{method} JOIN") if method else node


def _refused(what: str) -> NoReturn:
    raise Unsayable(f"SQLite has no {what}")


HANDLERS: Final[dict[Any, Callable[[Any], exp.Expr]]] = {
    # What + and - mean depends on the values: dates are text here.
    exp.Add: lambda node: _call("plus", node.this, node.expression),
    exp.Sub: lambda node: _call("minus", node.this, node.expression),
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Extract: lambda node: _call(node.name.lower(), node.expression),
    exp.Anonymous: _function,
    exp.Bracket: lambda _: _refused("BRACKET"),
    exp.Column: lambda node: exp.Column(this=node.this, table=node.args.get("table")),
    exp.Join: _join,
    exp.Select: _select,
    exp.Table: _table,
}
