"""The published cells without which a rule decides nothing, and which of them stand in its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from qa_checks.catalogue.schemas import Table, published_cells
from qa_checks.catalogue.sql_names import Names, fold
from qa_checks.forms import Naming, Piece

ROW = "t"  # the row that is judged, as SQL calls it


def cells_read(
    table: str,
    reads: Sequence[str],
    namings: Iterable[Naming],
    pieces: Sequence[tuple[Piece, Names]],
    tables: Mapping[str, Table],
) -> tuple[frozenset[str], frozenset[str]]:
    """The cells that a rule cannot do without, and of these those of the row that is judged.

    They are those of columns of which the rule asks whether they have a value, those that its
    derived columns are worked out from, and those that its ``reads`` are. What is looked up may
    stand anywhere in the row of the file.
    """
    own, other = set[str](), {*reads}
    hands_on = all(read.query is None or _hands_on(read.query, read) for _, read in pieces)
    for naming in namings:
        column = tables[table].columns.get(naming.column)
        if naming.table == table and column is not None and column.reads:
            cells = published_cells(f"{table}.{naming.column}", tables)
            (own if hands_on else other).update(cells)
    for piece, read in pieces:
        if piece.key[0] == "given" or piece.table not in ("", table):
            continue
        looks_up = bool(read.aliases.keys() - {ROW, *piece.aliases})
        for reference in read.tested | read.columns:
            column = tables[table].columns.get(reference[-1])
            is_qualified = len(reference) > 1
            if column is None or not (reference[-2] == ROW if is_qualified else piece.table):
                continue
            if reference in read.tested or column.reads:
                is_own = hands_on and (is_qualified or not looks_up)
                (own if is_own else other).update(
                    published_cells(f"{table}.{reference[-1]}", tables)
                )
    return frozenset(own | other), frozenset(own - other)


def _hands_on(query: Mapping[str, Any], read: Names) -> bool:
    """Whether a query gives the whole rows that it judges, their place among the columns."""
    node = query.get("node", query)
    if "children" in node:
        return all(_hands_on(part, read) for part in node["children"])
    stars = [item for item in node.get("select_list", []) if item.get("class") == "STAR"]
    sources = list(_sources(node.get("from_table", {})))
    return any(
        _is_row(source, read)
        for star in stars
        for alias, source in sources
        if fold(star.get("relation_name", alias)) == alias
    )


def _is_row(source: Mapping[str, Any], read: Names) -> bool:
    if source["type"] == "SUBQUERY":
        return _hands_on(source["subquery"], read)
    name = fold(source["table_name"])
    return fold(source.get("alias", name)) == ROW and name not in read.own_tables


def _sources(source: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if source.get("type") == "JOIN":
        yield from _sources(source["left"])
        yield from _sources(source["right"])
    elif source.get("type") in ("BASE_TABLE", "SUBQUERY"):
        yield fold(source.get("alias") or source.get("table_name", "")), source
