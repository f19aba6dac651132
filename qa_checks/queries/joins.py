"""Joins by which a row can come several times."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from qa_checks.model.sources import Doubt
from qa_checks.queries.query_shapes import branches, columns_in, conjuncts, gives_one, part_of
from qa_checks.queries.tables_read import name_table
from qa_checks.words import list_words

Whole = tuple[frozenset[str], ...]  # the names that each column of a key may go by


class Keys(Struct, frozen=True):
    """What tells rows apart: those of the result, and those of tables that are known by name.

    Names are plain: letters and digits alone, so that EventNumber is event_number.
    """

    result: Whole
    tables: Mapping[str, Whole]

    def of(self, table: exp.Table) -> Whole:
        """The key of a table of the database; that of the result where it is not known."""
        return self.tables.get(_plain_table(table.name), self.result)

    def is_grain(self, table: exp.Expr) -> bool:
        """Whether the rows of the result are those of a table: its whole key is in theirs."""
        known = self.tables.get(_plain_table(table.name), ())
        named = frozenset().union(*self.result)
        return bool(known) and all(not names.isdisjoint(named) for names in known)


def doubt_joins(
    tree: exp.Query,
    key: Sequence[Collection[str]],
    tables: Mapping[str, Sequence[Collection[str]]],
    dialect: str,
) -> Iterator[Doubt]:
    """Joins to a source of which several rows can belong to one.

    Parameters
    ----------
    key
        The columns that tell the rows of the result apart, each with the names it may go by.
    tables
        The same of tables, by their names. A table that is joined by its whole key, or by that of
        the result where its own is not known, is joined row by row.
    """
    keys = Keys(
        tuple(_with_origin(tree, names) for names in key),
        {_plain_table(name): tuple(map(_plain_all, names)) for name, names in tables.items()},
    )
    for scope in traverse_scope(tree):
        select = scope.expression
        if isinstance(select, exp.Select) and not _counts_nothing(select):
            yield from _of_select(scope, select, keys, dialect)


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _plain_all(names: Collection[str]) -> frozenset[str]:
    return frozenset(map(_plain, names))


def _plain_table(name: str) -> str:
    """The name of a table, whether it is called by one of its rows or by all."""
    plain = _plain(name)
    return f"{plain[:-3]}y" if plain.endswith("ies") else plain.removesuffix("s")


def _with_origin(tree: exp.Query, names: Collection[str]) -> frozenset[str]:
    """The names of a column of the result, and of the columns it is taken from."""
    known = _plain_all(names)
    return known | {
        _plain(listed.unalias().name)
        for branch in branches(tree)
        if isinstance(branch, exp.Select)
        for listed in branch.selects
        if _plain(listed.alias_or_name) in known and isinstance(listed.unalias(), exp.Column)
    }


def _covers(columns: Collection[str], whole: Whole) -> bool:
    """Whether every column of a key is among these."""
    return bool(whole) and all(not names.isdisjoint(columns) for names in whole)


def _counts_nothing(select: exp.Select) -> bool:
    """Whether it is only asked whether there is a row, so that more of them change nothing."""
    return isinstance(select.parent, exp.Exists | exp.In) or isinstance(
        select.parent and select.parent.parent, exp.Exists | exp.In
    )


def _of_select(scope: Scope, select: exp.Select, keys: Keys, dialect: str) -> Iterator[Doubt]:
    first = select.args.get("from_")
    joins = select.args.get("joins") or []
    if first is None:
        return
    first_name = first.this.alias_or_name
    where = select.args.get("where")
    # A comma is a join whose condition stands in WHERE.
    filtered = [*conjuncts(where.this)] if where else []
    for place, join in enumerate(joins):
        name = join.this.alias_or_name
        if (join.args.get("kind") or "").upper() in ("SEMI", "ANTI"):
            continue
        on = join.args.get("on")
        conditions = [*(conjuncts(on) if on else ()), *filtered]
        columns = {column for part in conditions for column in _set_equal(part, name)}
        using = {_plain(part.name) for part in join.args.get("using") or ()}
        if _is_single(scope, join.this, columns | using, keys):
            continue
        before = {column for part in conditions for column in _set_equal(part, first_name)} | using
        is_second = place == 0 and keys.is_grain(join.this)
        if not (is_second and _is_single(scope, first.this, before, keys)):
            yield Doubt("join", _say(join, columns), part_of(join, dialect))


def _set_equal(condition: exp.Expr, name: str) -> Iterator[str]:
    """The columns of a source that a condition sets equal to something outside it.

    A column that is named alone may be of the source.
    """
    if not isinstance(condition, exp.EQ | exp.NullSafeEQ):
        return
    for side, other in (
        (condition.left.unnest(), condition.right),
        (condition.right.unnest(), condition.left),
    ):
        if isinstance(side, exp.Column) and side.table.casefold() in ("", name.casefold()):
            own = [column.table.casefold() == name.casefold() for column in columns_in(other)]
            if not any(own):
                yield _plain(side.name)


def _is_single(scope: Scope, joined: exp.Expr, columns: set[str], keys: Keys) -> bool:
    """Whether at most one row of what is joined has given values in these columns."""
    if isinstance(joined, exp.Lateral):
        query = joined.this.unnest() if isinstance(joined.this, exp.Subquery) else None
        return isinstance(query, exp.Query) and gives_one(query)
    source = scope.sources.get(joined.alias_or_name)
    if isinstance(source, Scope):
        return _is_unique_by(source, columns, keys.result)
    return isinstance(source, exp.Table) and _covers(columns, keys.of(source))


def _is_unique_by(source: Scope, columns: set[str], whole: Whole) -> bool:
    """Whether no two rows of a subquery are alike in these of its columns."""
    query = source.expression
    if not isinstance(query, exp.Query) or gives_one(query):
        return isinstance(query, exp.Query)
    given = {
        listed.unalias().sql().casefold(): _plain(listed.alias_or_name) for listed in query.selects
    }
    if not isinstance(query, exp.Select):
        names = set(map(_plain, query.named_selects))
        return bool(query.args.get("distinct")) and names <= columns
    distinct, group = query.args.get("distinct"), query.args.get("group")
    if distinct is not None:
        on = distinct.args.get("on")
        parts = (on.expressions or [on]) if on is not None else query.selects
        apart = {_given_name(part.unalias(), given) for part in parts}
        return apart <= columns
    if group is not None and group.expressions:
        apart = {_given_name(part, given) for part in group.expressions}
        return apart <= columns
    return _covers(columns, whole) or _is_first_of(source, columns)


def _given_name(part: exp.Expr, given: dict[str, str]) -> str:
    """What a subquery calls an expression; '?' where it does not give it."""
    if isinstance(part, exp.Literal) and not part.is_string:  # GROUP BY 1
        places = {str(place): called for place, called in enumerate(given.values(), start=1)}
        return places.get(part.name, "?")
    text = part.sql().casefold()
    if text in given:
        return given[text]
    name = part.name.casefold() if isinstance(part, exp.Column) else "?"
    return next((called for sql, called in given.items() if sql.split(".")[-1] == name), "?")


def _is_first_of(source: Scope, columns: set[str]) -> bool:
    """Whether it keeps the row numbered 1 of each group: n = 1 there or in the join."""
    select = source.expression
    conditions = [select.args.get("where"), select.args.get("qualify")]
    firsts = {
        _plain(side.name) if isinstance(side, exp.Column) else ""
        for clause in conditions
        if clause is not None
        for part in conjuncts(clause.this)
        if isinstance(part, exp.EQ)
        for side, other in ((part.left, part.right), (part.right, part.left))
        if other.name == "1" and isinstance(other, exp.Literal)
    }
    inner = [item for item in source.sources.values() if isinstance(item, Scope)]
    for select_of in [select, *(item.expression for item in inner)]:
        for window in select_of.find_all(exp.Window):
            if not isinstance(window.this, exp.RowNumber):
                continue
            named = _plain(window.parent.alias) if isinstance(window.parent, exp.Alias) else ""
            by = {_plain(part.name) for part in window.args.get("partition_by") or ()}
            if named in firsts | columns and by <= columns:
                return True
    return False


def _say(join: exp.Join, columns: set[str]) -> str:
    joined = join.this
    what = name_table(joined) if isinstance(joined, exp.Table) else joined.alias_or_name
    name = what or "a subquery"
    if not columns:
        return (
            f"It joins {name} by no column that is equal in both: each row comes once for every "
            "row that fits there."
        )
    by = list_words(sorted(columns))
    return (
        f"It joins {name} by {by}: if that has several rows of one {by}, each row comes "
        "several times."
    )
