"""The tables that SQL of a catalogue may read: their columns, and what tells their rows apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.bound import HISTORY, PREVIOUS
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.extract import EARLIER_COLUMNS, EXTRACT_TABLES
from qa_checks.catalogue.schemas import Table
from qa_checks.fields import PLACE


class KnownTables(Struct, frozen=True):
    """The columns of every table that may be read, and those that tell its rows apart."""

    columns: Mapping[str, Sequence[str]]
    identities: Mapping[str, Sequence[str]]

    def with_more(
        self, columns: Mapping[str, Sequence[str]], identities: Mapping[str, Sequence[str]] = {}
    ) -> KnownTables:
        """These and others."""
        return KnownTables({**self.columns, **columns}, {**self.identities, **identities})

    def with_names(self, relations: Mapping[str, str]) -> KnownTables:
        """These, and other names for some of them."""
        columns, identities = (
            {name: of_table[table] for name, table in relations.items()}
            for of_table in (self.columns, self.identities)
        )
        return self.with_more(columns, identities)


def known_tables(tables: Mapping[str, Table], codes: Mapping[str, CodeList]) -> KnownTables:
    """Every table that may be read.

    The place in the file comes to a table's key, which may occur twice by mistake. A code stands
    once in its list on any day.
    """
    columns: dict[str, list[str]] = {}
    identities: dict[str, list[str]] = {}
    for name, table in {**EXTRACT_TABLES, **tables}.items():
        columns[name] = [*table.columns, *PLACE]
        identities[name] = list(dict.fromkeys([*table.key, *PLACE]))
    for name in tables:
        columns[PREVIOUS + name] = columns[name]
        columns[HISTORY + name] = [*EARLIER_COLUMNS, *columns[name]]
        identities[PREVIOUS + name] = identities[HISTORY + name] = identities[name]
    for name, code_list in codes.items():
        columns[f"codes.{name}"] = list(code_list.columns)
        identities[f"codes.{name}"] = [
            column for column in ("code", "valid_from") if column in code_list.columns
        ]
    return KnownTables(columns, identities)
