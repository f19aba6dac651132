"""Which tables of the database a query reads, and which of their columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from qa_checks.model.sources import TableRead

STAR = "*"


def list_tables(tree: exp.Query) -> tuple[TableRead, ...]:
    """Every table with the columns that are named of it, by name.

    A column that is named alone where several tables are joined could be of each: those stand
    under no table.
    """
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    for scope in traverse_scope(tree):
        for source in scope.sources.values():
            if isinstance(source, exp.Table):
                columns[name_table(source)]
        if isinstance(scope.expression, exp.Select):  # those of a UNION name what they read
            for table, column in _read_by(scope, scope.expression):
                columns[table][column] = None
    return tuple(
        TableRead(name, tuple(sorted(named, key=lambda part: (part == STAR, part.casefold()))))
        for name, named in sorted(columns.items(), key=lambda item: (not item[0], item[0]))
    )


def _read_by(scope: Scope, select: exp.Select) -> Iterator[tuple[str, str]]:
    """Tables and columns that a SELECT itself names."""
    for column in scope.columns:
        if column.parent_select is select:
            for owner in _owners(scope, select, column):
                yield owner, column.name
    for join in select.args.get("joins") or ():
        for part in join.args.get("using") or ():
            for table in _tables_of(scope):
                yield name_table(table), part.name
    for star in () if isinstance(select.parent, exp.Exists) else stars(select):
        for table in starred(scope, star):
            yield name_table(table), STAR


def name_table(table: exp.Table) -> str:
    """A table as the query writes it, without quotation marks: dbo.Inspections."""
    if isinstance(table.this, exp.Func):
        return f"{table.this.sql_name().lower()}()"
    return ".".join(part.name for part in table.parts)


def stars(select: exp.Select) -> list[exp.Expr]:
    """What of a SELECT stands for columns that it does not name: * and t.*."""
    return [listed for listed in select.expressions if listed.is_star]


def starred(scope: Scope, star: exp.Expr) -> list[exp.Table]:
    """The tables of the database of which a star takes every column."""
    owner = star.table if isinstance(star, exp.Column) else ""
    return [
        source
        for name, source in scope.sources.items()
        if isinstance(source, exp.Table) and name in scope.selected_sources
        if not owner or name == owner
    ]


def _tables_of(scope: Scope) -> list[exp.Table]:
    """The tables of the database that a SELECT itself reads."""
    sources = [scope.sources[name] for name in scope.selected_sources]
    return [source for source in sources if isinstance(source, exp.Table)]


def _owners(scope: Scope, select: exp.Select, column: exp.Column) -> list[str]:
    """The table of a column, '' where it could be of several; none of a subquery's own."""
    if isinstance(column.this, exp.Star):
        return []
    owner = _source_of(scope, column.table) if column.table else None
    if column.table:
        return [name_table(owner)] if isinstance(owner, exp.Table) else []
    named = {listed.alias for listed in select.selects if listed.alias}
    if column.name in named and column.find_ancestor(exp.Order, exp.Group, exp.Having):
        return []  # an alias of the SELECT itself
    sources = {name: scope.sources[name] for name in scope.selected_sources}
    tables = _tables_of(scope)
    if len(sources) == 1:
        return [name_table(tables[0])] if tables else []
    given = {
        name.casefold()
        for source in sources.values()
        if isinstance(source, Scope) and isinstance(source.expression, exp.Query)
        for name in source.expression.named_selects
    }
    if column.name.casefold() in given or not tables:
        return []
    return [name_table(tables[0])] if len(tables) == 1 else [""]


def _source_of(scope: Scope | None, name: str) -> exp.Table | Scope | None:
    """What a name before a column means: here, or in a SELECT around it."""
    while scope is not None:
        for known, source in scope.sources.items():
            if known.casefold() == name.casefold():
                return source if isinstance(source, exp.Table | Scope) else None
        scope = scope.parent
    return None
