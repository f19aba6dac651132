"""Shapes that parts of a query have: its branches, its conditions, whether it gives one row."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

LONGEST_PART = 160


def part_of(tree: exp.Expr, dialect: str) -> str:
    """A piece of a query in its own dialect, on one line."""
    text = " ".join(tree.sql(dialect=dialect or None, comments=False).split())
    return text if len(text) <= LONGEST_PART else f"{text[:LONGEST_PART]}…"


def branches(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The SELECTs whose rows are those of the result."""
    if isinstance(tree, exp.SetOperation):
        yield from branches(tree.left)
        yield from branches(tree.right)
    elif isinstance(tree, exp.Subquery):
        yield from branches(tree.this)
    else:
        yield tree


def conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    """The conditions that must all hold."""
    inner = condition.unnest()
    if isinstance(inner, exp.And):
        yield from conjuncts(inner.left)
        yield from conjuncts(inner.right)
    else:
        yield inner


def columns_in(tree: exp.Expr) -> list[exp.Column]:
    """Every column that is named somewhere in it."""
    return [*tree.find_all(exp.Column)]


def gives_one(query: exp.Query) -> bool:
    """Whether it can give one row only: the first, or an aggregate of all."""
    limit = query.args.get("limit")
    if isinstance(limit, exp.Limit) and limit.expression and limit.expression.name == "1":
        return True
    return (
        isinstance(query, exp.Select)
        and query.args.get("group") is None
        and bool(query.selects)
        and all(
            isinstance(listed.unalias(), exp.AggFunc) or not columns_in(listed)
            for listed in query.selects
        )
        and any(isinstance(listed.unalias(), exp.AggFunc) for listed in query.selects)
    )
