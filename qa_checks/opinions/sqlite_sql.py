"""Rule SQL, which is DuckDB's, said again for SQLite; what SQLite cannot say is refused.

Nothing is passed through unread: every function and every kind of expression is either known to
mean the same in both, or handed to a function of `sqlite_functions`, or refused with the reason.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.parsers.duckdb import DuckDBParser

from qa_checks.opinions.sqlite_functions import AGGREGATES, FUNCTIONS

NATIVE = frozenset(
    """
    abs avg coalesce count dense_rank first_value ifnull lag last_value lead length max min ntile
    nullif rank replace round row_number sign substr sum
    """.split()
)
OTHER_NAMES = {
    "char_length": "length",
    "datediff": "date_diff",
    "dayofmonth": "day",
    "first": "any_value",
    "left": "leftmost",
    "prefix": "starts_with",
    "right": "rightmost",
    "substring": "substr",
    "suffix": "ends_with",
    "weekday": "dayofweek",
}
# Kinds of expression that mean the same in both, or that sqlglot puts right.
SAME = (
    exp.Alias, exp.And, exp.Between, exp.Boolean, exp.Case, exp.Column, exp.CTE, exp.DataType,
    exp.Distinct, exp.Div, exp.DPipe, exp.EQ, exp.Escape, exp.Except, exp.Exists, exp.Filter,
    exp.From, exp.GT, exp.GTE, exp.Group, exp.Having, exp.Identifier, exp.If, exp.ILike, exp.In,
    exp.Intersect, exp.Is, exp.Join, exp.Like, exp.Limit, exp.Literal, exp.LT, exp.LTE, exp.Mod,
    exp.Mul, exp.NEQ, exp.Neg, exp.Not, exp.Null, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Or,
    exp.Order, exp.Ordered, exp.Paren, exp.Select, exp.Star, exp.Subquery, exp.Table,
    exp.TableAlias, exp.Tuple, exp.Union, exp.Var, exp.Where, exp.Window, exp.WindowSpec, exp.With,
)  # fmt: skip
KINDS = {
    "TEXT": "TEXT",
    "VARCHAR": "TEXT",
    "DATE": "DATE",
    "BOOLEAN": "BOOLEAN",
    "TINYINT": "INTEGER",
    "SMALLINT": "INTEGER",
    "INT": "INTEGER",
    "BIGINT": "INTEGER",
    "FLOAT": "DOUBLE",
    "DOUBLE": "DOUBLE",
}
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
        tree = sqlglot.parse_one(sql, dialect=_RuleSql)
    except sqlglot.errors.SqlglotError as fault:
        raise Unsayable(f"sqlglot cannot read it: {str(fault).splitlines()[0]}") from None
    holder = exp.Paren(this=tree)
    for node in reversed(list(tree.bfs())):
        other = _say(node, facts)
        if other is not node:
            node.replace(other)
    try:
        said = holder.this.sql(
            "sqlite",
            normalize_functions=False,
            comments=False,
            unsupported_level=sqlglot.ErrorLevel.RAISE,
        )
    except sqlglot.errors.SqlglotError as fault:
        raise Unsayable(f"SQLite cannot say it: {str(fault).splitlines()[0]}") from None
    return str(said)


def table_name(name: str) -> str:
    """Name of a table in the SQLite file, which has no schemas: `"codes.grades"`."""
    return f'"{name}"' if "." in name else name


def _say(node: exp.Expr, facts: Mapping[str, object]) -> exp.Expr:
    if isinstance(node, exp.Placeholder | exp.Parameter):
        return _literal(facts.get(node.name))
    handler = _HANDLERS.get(type(node))
    if handler is not None:
        return handler(node)
    if not isinstance(node, SAME) or (isinstance(node, exp.Func) and type(node) not in SAME):
        raise Unsayable(f"SQLite has no {type(node).__name__.upper()}")
    return node


def _literal(value: object) -> exp.Expr:
    """A fact as a literal of its type: nothing of it can be taken for SQL."""
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case int() | float():
            return exp.Literal.number(value) if value >= 0 else exp.Neg(this=_literal(-value))
        case dt.datetime():
            raise Unsayable("SQLite has no times of day")
        case dt.date():
            return exp.Literal.string(value.isoformat())
        case list() | tuple():
            return exp.Literal.string(json.dumps(value))
        case _ if "\x00" in str(value):
            raise Unsayable("SQLite has no text with a null character")
        case _:
            return exp.Literal.string(str(value))


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _arithmetic(name: str) -> Callable[[exp.Expr], exp.Expr]:
    """What + and - mean depends on the values: dates are text here."""
    return lambda node: _call(name, node.this, node.expression)


def _cast(node: exp.Expr) -> exp.Expr:
    kind = KINDS.get(node.args["to"].this.name)
    if kind is None:
        raise Unsayable(f"SQLite has no type {node.args['to'].sql('duckdb')}")
    if kind == "DATE" and node.this.is_string and ISO_DAY.fullmatch(node.this.name):
        return exp.Literal.string(node.this.name)
    name = "try_cast_as" if isinstance(node, exp.TryCast) else "cast_as"
    return _call(name, exp.Literal.string(kind), node.this)


def _extract(node: exp.Expr) -> exp.Expr:
    return _function(_call(node.name.lower(), node.expression))


def _function(node: exp.Expr) -> exp.Expr:
    """A function under the name SQLite knows it by."""
    name = node.name.lower()
    if name == "unnest":
        return node  # dealt with where it stands, in its SELECT
    if name == "string_agg":
        return _string_agg(node)
    known = OTHER_NAMES.get(name, name)
    if any(isinstance(one, exp.Order) for one in node.expressions):
        raise Unsayable(f"SQLite cannot order the values of {name}")
    if known not in NATIVE and known not in FUNCTIONS and known not in AGGREGATES:
        raise Unsayable(f"SQLite has no function {name}")
    if known.startswith("regexp_"):
        _check_pattern(node)
    return exp.Anonymous(this=known, expressions=node.expressions)


def _check_pattern(node: exp.Expr) -> None:
    """A pattern must mean the same to Python; classes that only DuckDB's RE2 has are refused."""
    pattern = node.expressions[1]
    if not pattern.is_string:
        return
    if re.search(r"\[\[:|\\[pPxzCQ]", pattern.name):
        raise Unsayable(f"Python reads the pattern {pattern.name!r} otherwise")
    try:
        re.compile(pattern.name)
    except re.error as fault:
        raise Unsayable(f"Python cannot read the pattern {pattern.name!r}: {fault}") from None


def _string_agg(node: exp.Expr) -> exp.Expr:
    """SQLite 3.40 neither orders the texts nor gives distinct ones a separator."""
    parts = list(node.expressions)
    order = parts[-1] if isinstance(parts[-1], exp.Order) else None
    if order is not None:
        parts = [*parts[:-1], order.this]
    distinct = isinstance(parts[0], exp.Distinct)
    texts = parts[0].expressions if distinct else parts
    by = [one.this for one in order.expressions] if order else []
    if len(texts) != 2 or (by and by != texts[:1]):
        raise Unsayable("SQLite cannot order the texts of string_agg")
    kind = "_distinct" if distinct else "_sorted" if by else ""
    return _call(f"string_agg{kind}", *texts)


def _table(node: exp.Expr) -> exp.Expr:
    """A table of another schema goes by its whole name, in quotes."""
    if not isinstance(node.this, exp.Identifier):
        raise Unsayable("SQLite has no table functions")
    if node.args.get("db"):
        alias = node.alias or node.name
        whole = exp.to_identifier(f"{node.text('db')}.{node.name}", quoted=True)
        return exp.alias_(exp.Table(this=whole), alias, table=True)
    return node


def _column(node: exp.Expr) -> exp.Expr:
    if node.args.get("db"):
        return exp.Column(this=node.this, table=node.args["table"])
    return node


def _select(node: exp.Expr) -> exp.Expr:
    """A SELECT; `SELECT unnest(list) AS name` reads the list as rows."""
    unnested = [one for one in node.expressions if _is_unnest(one.unalias())]
    if not unnested:
        return node
    if len(node.expressions) > 1 or node.args.get("from_"):
        raise Unsayable("SQLite can unnest a list only in a SELECT of its own")
    name = unnested[0].alias or "unnest"
    source = exp.Table(this=_call("json_each", unnested[0].unalias().expressions[0]))
    return exp.select(exp.alias_(exp.column("value"), name)).from_(source)


def _is_unnest(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() == "unnest"


def _plain(*parts: str) -> Callable[[exp.Expr], exp.Expr]:
    """A kind of expression that SQLite has, but for some of its parts."""

    def check(node: exp.Expr) -> exp.Expr:
        for part in parts:
            if node.args.get(part):
                word = part.strip("_").upper()
                raise Unsayable(f"SQLite has no {word} in {type(node).__name__.upper()}")
        return node

    return check


_HANDLERS: dict[type[exp.Expr], Callable[[Any], exp.Expr]] = {
    exp.Add: _arithmetic("plus"),
    exp.Sub: _arithmetic("minus"),
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Extract: _extract,
    exp.Anonymous: _function,
    exp.Table: _table,
    exp.Column: _column,
    exp.Select: _select,
    exp.Group: _plain("all", "cube", "rollup", "grouping_sets", "totals"),
    exp.Order: _plain("all", "siblings"),
    exp.Star: _plain("except_", "replace", "rename"),
    exp.Distinct: _plain("on"),
    exp.Join: _plain("method", "match_condition"),
}
