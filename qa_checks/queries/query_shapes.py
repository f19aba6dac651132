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


def takes_first(limit: exp.Expr | None) -> bool:
    """Whether LIMIT, TOP or FETCH takes one row only, and not all that are level with it."""
    if not isinstance(limit, exp.Limit | exp.Fetch):
        return False
    options = limit.args.get("limit_options")
    if options and (options.args.get("percent") or options.args.get("with_ties")):
        return False
    is_fetch = isinstance(limit, exp.Fetch)
    count = limit.args.get("count") if is_fetch else limit.expression
    return is_fetch if count is None else isinstance(count, exp.Literal) and count.name == "1"


def gives_one(query: exp.Query) -> bool:
    """Whether it can give one row only: the first, or an aggregate of all."""
    return takes_first(query.args.get("limit")) or (
        isinstance(query, exp.Select)
        and query.args.get("group") is None
        and bool(query.selects)
        and all(
            isinstance(listed.unalias(), exp.AggFunc) or not columns_in(listed)
            for listed in query.selects
        )
        and any(isinstance(listed.unalias(), exp.AggFunc) for listed in query.selects)
    )
