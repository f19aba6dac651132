"""Rule SQL, which is DuckDB's, said again for SQLite; what SQLite cannot say is refused.

Nothing is passed through unread: every function and every kind of expression is either known to
mean the same in both, or handed to a function of `sqlite_functions`, or refused with the reason.
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

from qa_checks.opinions.sqlite_functions import AGGREGATES, CASTS, LENIENT, PREFIX, STRICT

NATIVE: Final = frozenset(
    """
    abs avg coalesce count dense_rank first_value ifnull lag last_value lead length max min ntile
    nullif rank replace round row_number sign substr substring sum
    """.split()
)
WRITTEN: Final = STRICT.keys() | LENIENT.keys() | AGGREGATES.keys()
# Kinds of expression that mean the same in both, or that sqlglot puts right.
SAME: Final = (
    exp.Alias, exp.And, exp.Between, exp.Boolean, exp.Case, exp.Column, exp.CTE, exp.DataType,
    exp.Distinct, exp.Div, exp.DPipe, exp.EQ, exp.Escape, exp.Except, exp.Exists, exp.Filter,
    exp.From, exp.GT, exp.GTE, exp.Group, exp.Having, exp.Identifier, exp.If, exp.ILike, exp.In,
    exp.Intersect, exp.Is, exp.Join, exp.Like, exp.Limit, exp.Literal, exp.LT, exp.LTE, exp.Mod,
    exp.Mul, exp.NEQ, exp.Neg, exp.Not, exp.Null, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Or,
    exp.Order, exp.Ordered, exp.Paren, exp.Select, exp.Star, exp.Subquery, exp.Table,
    exp.TableAlias, exp.Tuple, exp.Union, exp.Var, exp.Where, exp.Window, exp.WindowSpec, exp.With,
)  # fmt: skip
# Parts of these that SQLite does not have, or takes for something else.
LACKING: Final = {
    exp.Group: ("all", "cube", "rollup", "grouping_sets", "totals"),
    exp.Join: ("method", "match_condition"),
    exp.Order: ("all", "siblings"),
    exp.Star: ("except_", "replace", "rename"),
}
ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ONLY_DUCKDB_READS: Final = re.compile(r"\[\[:|\\[pPxzCQ]")


class Unsayable(Exception):  # noqa: N818  it is no fault: the rule has no second opinion
    """SQLite has no way to say this; the message is the reason."""


class _RuleSql(DuckDB):
    """DuckDB's grammar with every function under the name the rule gives it."""

    class Parser(DuckDBParser):
        FUNCTIONS: ClassVar[dict[str, Callable[..., Any]]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {
            name: parse
            for name, parse in DuckDBParser.FUNCTION_PARSERS.items()
            if name in ("CAST", "TRY_CAST", "EXTRACT")
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
        With the reason, if SQLite cannot say it.
    """
    try:
        tree = exp.Paren(this=sqlglot.parse_one(sql, dialect=_RuleSql))
        for node in reversed(list(tree.this.bfs())):
            node.replace(_say(node, facts))
        return str(
            tree.this.sql(
                "sqlite",
                normalize_functions=False,
                comments=False,
                unsupported_level=sqlglot.ErrorLevel.RAISE,
            )
        )
    except sqlglot.errors.SqlglotError as fault:
        raise Unsayable(f"sqlglot cannot say it: {str(fault).splitlines()[0]}") from None


def table_name(name: str) -> str:
    """Name of a table in the SQLite file, which has no schemas: `"codes.grades"`."""
    return f'"{name}"' if "." in name else name


def _say(node: exp.Expr, facts: Mapping[str, object]) -> exp.Expr:
    kind: Any = type(node)
    for part in LACKING.get(kind, ()):
        if node.args.get(part):
            raise Unsayable(f"SQLite has no {part.strip('_').upper()} in {kind.__name__.upper()}")
    if kind in (exp.Placeholder, exp.Parameter):
        return _literal(facts.get(node.name))
    if kind in HANDLERS:
        return HANDLERS[kind](node)
    if kind not in SAME:
        raise Unsayable(f"SQLite has no {kind.__name__.upper()}")
    return node


def _literal(fact: object) -> exp.Expr:
    """A fact as a literal of its type: nothing of it can be taken for SQL."""
    if isinstance(fact, dt.date):
        fact = fact.isoformat()
    if isinstance(fact, list | tuple):
        fact = json.dumps(fact)
    if "\x00" in str(fact):
        raise Unsayable("SQLite has no text with a null character")
    return exp.convert(fact)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    known = PREFIX + name if name in WRITTEN else name
    return exp.Anonymous(this=known, expressions=list(arguments))


def _arithmetic(name: str) -> Callable[[exp.Expr], exp.Expr]:
    """What + and - mean depends on the values: dates are text here."""
    return lambda node: _call(name, node.this, node.expression)


def _cast(node: exp.Expr) -> exp.Expr:
    kind = node.args["to"].this.name
    if kind not in CASTS:
        raise Unsayable(f"SQLite has no type {node.args['to'].sql('duckdb')}")
    if kind == "DATE" and node.this.is_string and ISO_DAY.fullmatch(node.this.name):
        return exp.Literal.string(node.this.name)
    name = "try_cast_as" if isinstance(node, exp.TryCast) else "cast_as"
    return _call(name, exp.Literal.string(kind), node.this)


def _function(node: exp.Expr) -> exp.Expr:
    if _is_unnest(node):
        return node  # dealt with where it stands, in its SELECT
    return _named(node.name.lower(), node.expressions)


def _named(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    """A function that SQLite has too, or one that is written for it."""
    if name == "string_agg":
        name, arguments = _string_agg(arguments)
    if any(isinstance(argument, exp.Order) for argument in arguments):
        raise Unsayable(f"SQLite cannot order the values of {name}")
    if name not in NATIVE and name not in WRITTEN:
        raise Unsayable(f"SQLite has no function {name}")
    if name.startswith("regexp_") and arguments[1].is_string:
        _check_pattern(arguments[1].name)
    return _call(name, *arguments)


def _check_pattern(pattern: str) -> None:
    """A pattern must mean the same to Python; classes that only DuckDB's RE2 has are refused."""
    if ONLY_DUCKDB_READS.search(pattern):
        raise Unsayable(f"Python reads the pattern {pattern!r} otherwise")
    try:
        re.compile(pattern)
    except re.error as fault:
        raise Unsayable(f"Python cannot read the pattern {pattern!r}: {fault}") from None


def _string_agg(arguments: list[exp.Expr]) -> tuple[str, list[exp.Expr]]:
    """SQLite 3.40 neither orders the texts nor gives distinct ones a separator."""
    *texts, last = arguments
    keys: list[exp.Expr] = []
    if isinstance(last, exp.Order):
        keys = [ordered.this for ordered in last.expressions if not ordered.args.get("desc")]
        if len(last.expressions) != 1 or not keys:
            raise Unsayable("SQLite cannot order the texts of string_agg")
        last = last.this
    texts.append(last)
    distinct = isinstance(texts[0], exp.Distinct)
    return (
        "string_agg_distinct" if distinct else "string_agg",
        [*(texts[0].expressions if distinct else texts), *keys],
    )


def _extract(node: exp.Expr) -> exp.Expr:
    return _named(node.name.lower(), [node.expression])


def _column(node: exp.Expr) -> exp.Expr:
    return exp.Column(this=node.this, table=node.args.get("table"))


def _table(node: exp.Expr) -> exp.Expr:
    """A table of another schema goes by its whole name, in quotes."""
    if not isinstance(node.this, exp.Identifier):
        raise Unsayable("SQLite has no table functions")
    if not node.args.get("db"):
        return node
    whole = exp.to_identifier(f"{node.text('db')}.{node.name}", quoted=True)
    return exp.alias_(exp.Table(this=whole), node.alias or node.name, table=True)


def _select(node: exp.Expr) -> exp.Expr:
    """A SELECT; `SELECT unnest(list) AS name` reads the list as rows."""
    lists = [column.unalias() for column in node.expressions if _is_unnest(column.unalias())]
    if not lists:
        return node
    if len(node.expressions) > 1 or node.args.get("from_"):
        raise Unsayable("SQLite can unnest a list only in a SELECT of its own")
    source = exp.Table(this=_call("json_each", lists[0].expressions[0]))
    name = node.expressions[0].alias or "unnest"
    return exp.select(exp.alias_(exp.column("value"), name)).from_(source)


def _is_unnest(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "unnest"


HANDLERS: Final[dict[Any, Callable[[Any], exp.Expr]]] = {
    exp.Add: _arithmetic("plus"),
    exp.Sub: _arithmetic("minus"),
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Extract: _extract,
    exp.Anonymous: _function,
    exp.Table: _table,
    exp.Column: _column,
    exp.Select: _select,
}
