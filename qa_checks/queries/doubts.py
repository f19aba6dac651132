"""What in a query may give other rows, or rows in another order, each time it is asked."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from qa_checks.model.sources import Doubt
from qa_checks.queries.query_shapes import (
    branches,
    columns_in,
    gives_one,
    part_of,
    takes_first,
)
from qa_checks.queries.tables_read import name_table, starred, stars

DIRTY = frozenset(["NOLOCK", "READUNCOMMITTED", "READPAST"])


def list_doubts(tree: exp.Query, dialect: str) -> Iterator[Doubt]:
    """All but joins and dates: they have modules of their own."""
    yield from _order(tree)
    scopes = traverse_scope(tree)
    outermost = [*branches(tree)]
    for scope in scopes:
        select = scope.expression
        if isinstance(select, exp.Select):
            yield from _stars(scope, select, dialect)
            yield from _distinct(select, outermost, dialect)
        if isinstance(select, exp.Query):
            yield from _limits(scope, select, dialect)
    if dialect == "oracle":
        yield from _row_numbers(tree)
    yield from _windows(tree, dialect)
    yield from _hints(tree)


def _order(tree: exp.Query) -> Iterator[Doubt]:
    inner = tree.unnest() if isinstance(tree, exp.Subquery) else tree
    if not isinstance(inner, exp.Query) or gives_one(inner):
        return
    if not (tree.args.get("order") or inner.args.get("order")):
        yield Doubt(
            "no-order",
            "It has no ORDER BY: the database may give the rows in another order each time.",
            "",
        )
        return
    order = tree.args.get("order") or inner.args["order"]
    if any(isinstance(part, exp.Rand) for part in order.walk()):
        yield Doubt("no-order", "It orders by chance: each run gives another order.", "")


def _stars(scope: Scope, select: exp.Select, dialect: str) -> Iterator[Doubt]:
    if isinstance(select.parent, exp.Exists):
        return
    for star in stars(select):
        tables = starred(scope, star)
        if tables:
            named = ", ".join(map(name_table, tables))
            yield Doubt(
                "star",
                f"It takes all columns of {named}, whichever they are on the day: a column that "
                "is added there comes with it.",
                part_of(star, dialect),
            )


def _distinct(select: exp.Select, outermost: list[exp.Expr], dialect: str) -> Iterator[Doubt]:
    distinct = select.args.get("distinct")
    if distinct is None:
        return
    on = distinct.args.get("on")
    if on is not None:
        order = select.args.get("order")
        wanted = [part.sql() for part in (on.expressions or [on])]
        given = [ordered.this.sql() for ordered in order.expressions] if order else []
        if set(given[: len(wanted)]) != set(wanted) or len(given) <= len(wanted):
            yield Doubt(
                "distinct",
                "DISTINCT ON keeps one row of several, and no ORDER BY says which.",
                part_of(distinct, dialect),
            )
    elif any(select is branch for branch in outermost):
        yield Doubt(
            "distinct",
            "DISTINCT takes out rows that are alike: it hides rows that a join has multiplied, "
            "and real ones that happen to be the same.",
            "DISTINCT",
        )


def _limits(scope: Scope, query: exp.Query, dialect: str) -> Iterator[Doubt]:
    limit = query.args.get("limit") or query.args.get("offset")
    if limit is None or _is_nothing(limit) or isinstance(query.parent, exp.Exists):
        return
    ordered, is_top = bool(query.args.get("order")), isinstance(limit, exp.Limit)
    inside = scope.is_correlated_subquery or isinstance(
        query.find_ancestor(exp.Lateral, exp.Select), exp.Lateral
    )
    if takes_first(limit) and inside and ordered:
        return  # the latest of each
    which = "" if ordered else ", and no ORDER BY says which"
    yield Doubt(
        "limit",
        f"It takes only so many rows{which}: others that belong to the extract are left out.",
        f"TOP {limit.expression}" if dialect == "tsql" and is_top else part_of(limit, dialect),
    )


def _is_nothing(limit: exp.Expr) -> bool:
    """Whether it leaves nothing out: OFFSET 0, which T-SQL asks for, and 100 PERCENT."""
    if isinstance(limit, exp.Offset):
        return bool(limit.expression.name == "0")
    options = limit.args.get("limit_options")
    count = limit.args.get("count") or limit.expression  # of FETCH, or of TOP
    return bool(options and options.args.get("percent") and count and count.name == "100")


def _row_numbers(tree: exp.Query) -> Iterator[Doubt]:
    """Oracle's number of a row, by which only the first are taken."""
    for where in tree.find_all(exp.Where):
        if any(part.name.upper() == "ROWNUM" for part in where.find_all(exp.Pseudocolumn)) or any(
            column.name.upper() == "ROWNUM" for column in columns_in(where)
        ):
            yield Doubt(
                "limit",
                "It takes only so many rows, before they are ordered: others that belong to the "
                "extract are left out.",
                "ROWNUM",
            )


def _windows(tree: exp.Query, dialect: str) -> Iterator[Doubt]:
    """A number of a row among others, where nothing says in which order they are counted."""
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.RowNumber) and not _is_ordered(window, tree):
            yield Doubt(
                "window",
                "ROW_NUMBER() counts rows in no order: which of them is the first is left to "
                "chance.",
                part_of(window, dialect),
            )


def _is_ordered(window: exp.Window, tree: exp.Query) -> bool:
    order = window.args.get("order")
    if order is None:
        named = window.args.get("alias")
        return named is not None and any(
            definition.args.get("order")
            for select in tree.find_all(exp.Select)
            for definition in select.args.get("windows") or ()
            if definition.name == named.name
        )
    # Without an order of its own, T-SQL has to be told ORDER BY (SELECT NULL).
    return not all(
        isinstance(part.this, exp.Subquery | exp.Null | exp.Literal | exp.Rand)
        for part in order.expressions
    )


def _hints(tree: exp.Query) -> Iterator[Doubt]:
    for table in tree.find_all(exp.Table):
        hints = [hint.sql().upper() for hint in table.args.get("hints") or ()]
        if any(word in hint for hint in hints for word in DIRTY):
            yield Doubt(
                "unfinished",
                f"It reads {name_table(table)} while others write to it (NOLOCK and the like): "
                "rows may come twice, or not at all.",
                hints[0],
            )
    for sample in tree.find_all(exp.TableSample):
        yield Doubt(
            "limit",
            "It takes a sample of a table: other rows each time.",
            " ".join(sample.sql().split()),
        )
