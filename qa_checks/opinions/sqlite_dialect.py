"""Rule SQL, which is DuckDB's, said again for SQLite by sqlglot.

A function is known to mean the same in both, or handed to one of `sqlite_functions`, or refused.
What SQLite cannot read it refuses itself; what it would take for something else is refused here.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.parsers.duckdb import DuckDBParser

from qa_checks.opinions.sqlite_functions import CASTS, FUNCTIONS, PREFIX

SAME: Final = frozenset(
    """
    abs avg coalesce count dense_rank first_value ifnull lag last_value lead length max min ntile
    nullif rank replace round row_number sign substr substring sum
    """.split()
)
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
    if isinstance(fact, dt.date):
        return exp.convert(fact.isoformat())
    return exp.convert(json.dumps(fact) if isinstance(fact, list | tuple) else fact)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=PREFIX + name, expressions=list(arguments))


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"].this.name
    if kind not in CASTS:
        raise Unsayable(f"SQLite has no type {node.args['to'].sql('duckdb')}")
    name = "try_cast_as" if isinstance(node, exp.TryCast) else "cast_as"
    return _call(name, exp.Literal.string(kind), node.this)


def _function(node: exp.Expr) -> exp.Expr:
    """A function that SQLite has too, or one that is written for it."""
    name, arguments = node.name.lower(), node.expressions
    if name in SAME or _is_unnest(node):  # what is unnested, where it stands: in its SELECT
        return node
    if name == "string_agg":
        return _string_agg(arguments)
    if name not in FUNCTIONS:
        raise Unsayable(f"SQLite has no function {name}")
    if name.startswith("regexp_") and ONLY_DUCKDB_READS.search(arguments[1].name):
        raise Unsayable(f"Python reads the pattern {arguments[1].name!r} otherwise")
    return _call(name, *arguments)


def _string_agg(arguments: list[exp.Expr]) -> exp.Expr:
    """SQLite 3.40 neither orders the texts nor gives distinct ones a separator."""
    *texts, last = arguments
    keys: list[exp.Expr] = []
    if isinstance(last, exp.Order):
        keys = [ordered.this for ordered in last.expressions]
        if any(ordered.args.get("desc") for ordered in last.expressions):
            raise Unsayable("SQLite cannot order the texts of string_agg")
        last = last.this
    distinct = [*texts, last][0]
    if isinstance(distinct, exp.Distinct):
        return _call("string_agg_distinct", *distinct.expressions)
    return _call("string_agg", *texts, last, *keys)


def _table(node: exp.Expr) -> exp.Expr:
    """A table of another schema goes by its whole name, in quotes."""
    if not node.args.get("db"):
        return node
    whole = exp.to_identifier(f"{node.text('db')}.{node.name}", quoted=True)
    return exp.alias_(exp.Table(this=whole), node.alias or node.name, table=True)


def _select(node: exp.Expr) -> exp.Expr:
    """A SELECT; `SELECT unnest(list) AS name` reads the list as rows."""
    [column, *more] = node.expressions
    if not _is_unnest(column.unalias()) or more or node.args.get("from_"):
        return node
    source = exp.Table(this=exp.func("json_each", column.unalias().expressions[0]))
    return exp.select(exp.alias_(exp.column("value"), column.alias or "unnest")).from_(source)


def _is_unnest(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "unnest"


def _refused(node: exp.Expr) -> exp.Expr:
    raise Unsayable(f"SQLite has no {type(node).__name__.upper()}")


def _join(node: exp.Expr) -> exp.Expr:
    if node.args.get("method"):  # which SQLite would take for the name of the table before it
        raise Unsayable(f"SQLite has no {node.args['method']} JOIN")
    return node


HANDLERS: Final[dict[Any, Callable[[Any], exp.Expr]]] = {
    # What + and - mean depends on the values: dates are text here.
    exp.Add: lambda node: _call("plus", node.this, node.expression),
    exp.Sub: lambda node: _call("minus", node.this, node.expression),
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Extract: lambda node: _call(node.name.lower(), node.expression),
    exp.Anonymous: _function,
    exp.Bracket: _refused,
    exp.Column: lambda node: exp.Column(this=node.this, table=node.args.get("table")),
    exp.Join: _join,
    exp.Select: _select,
    exp.Table: _table,
}
