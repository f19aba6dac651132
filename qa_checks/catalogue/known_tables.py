"""The tables that SQL of a catalogue may read, with their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qa_checks.catalogue.bound import HISTORY, PREVIOUS
from qa_checks.catalogue.extract import EARLIER_COLUMNS, EXTRACT_TABLES
from qa_checks.fields import PLACE

if TYPE_CHECKING:
    from qa_checks.catalogue.codes import CodeList
    from qa_checks.catalogue.schemas import Table


def known_columns(
    tables: Mapping[str, Table], codes: Mapping[str, CodeList]
) -> dict[str, list[str]]:
    """Columns of every table that may be read."""
    known: dict[str, list[str]] = {}
    for name, table in tables.items():
        known[name] = [*table.columns, *PLACE]
        known[PREVIOUS + name] = known[name]
        known[HISTORY + name] = [*EARLIER_COLUMNS, *known[name]]
    for name, extract_table in EXTRACT_TABLES.items():
        known[name] = [*extract_table.columns, *PLACE]
    for name, code_list in codes.items():
        known[f"codes.{name}"] = list(code_list.columns)
    return known
