"""Codes in the queries of claims that there are not: what asks for one finds nothing, ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.bound import without_release
from qa_checks.catalogue.codes import code_fault
from qa_checks.catalogue.sql_names import EQUALITIES, Names, fold
from qa_checks.claims.relations import OF_CUBES


class CodedColumns(Struct, frozen=True):
    """The code list of each column that a claim's query may name."""

    schemas: Schemas
    known: Mapping[str, Sequence[str]]

    def fault_of(self, names: Names) -> str:
        """Say which text is compared with a column whose list has no such code; '' if none is."""
        faults = (
            code_fault(text, self._list_meant(column, names), self.schemas.codes)
            for column, text in _compared(names.query)
        )
        return next(filter(None, faults), "")

    def _list_meant(self, column: str, names: Names) -> str | None:
        """The code list of a column by its name; None if it may be one of several, or of none."""
        lists = {
            self._list_of(table, column)
            for table in names.tables
            if column in self.known.get(table, ())
        }
        return lists.pop() if len(lists) == 1 and column not in names.own_names else None

    def _list_of(self, table: str, column: str) -> str | None:
        schema, _, name = table.rpartition(".")
        if f"{schema}." in OF_CUBES:
            dimension = self.schemas.cubes[name].dimensions.get(column)
            listed = dimension.codes if dimension else None
            return listed if listed in self.schemas.codes else None
        of_table = self.schemas.tables.get(without_release(table))
        known = of_table.columns.get(column) if of_table else None
        return known.in_ if known is not None and known.is_text else None


def _compared(query: Any) -> Iterator[tuple[str, str]]:
    """Each column of a syntax tree with each text that it must equal or differ from."""
    todo = [query]
    while todo:
        item = todo.pop()
        if isinstance(item, dict) and item.get("type") in EQUALITIES:
            sides = item.get("children") or [item["left"], item["right"]]
            columns = [side["column_names"][-1] for side in sides if "column_names" in side]
            literals = [side.get("literal") or {} for side in sides]
            for literal in literals if len(columns) == 1 else []:
                if literal.get("kind") == "STRING":
                    yield fold(columns[0]), str(literal["text"])
        parts = item.values() if isinstance(item, dict) else item or ()
        todo.extend(part for part in parts if isinstance(part, dict | list))
