"""The checks that a source of the system of record announces, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from qa_checks.catalogue.announced_checks import free_id, word_check
from qa_checks.catalogue.schemas import Table
from qa_checks.model.checks import Check
from qa_checks.model.reconciliation import SOURCE
from qa_checks.model.sources import Source


class SourceChecks(Struct, frozen=True, dict=True):
    """The checks of one source; ``name`` begins their ids."""

    name: str
    source: Source
    table: Table

    def _check(self, kind: str, part: str, **words: str) -> Check:
        return word_check(
            kind, f"{self.name}.{part}", rows_of=self.table.title, table=self.table.table, **words
        )

    @cached_property
    def key(self) -> Check:
        """Each row has a key of its own."""
        return self._check("source_key", "key", key=", ".join(self.source.key))

    @cached_property
    def missing(self) -> Check:
        """No row of the source is missing in the extract."""
        return self._check("missing", "missing")

    @cached_property
    def surplus(self) -> Check:
        """No row of the extract is missing in the source."""
        return self._check("surplus", "surplus")

    @cached_property
    def types(self) -> Check:
        """Columns are of the same type on both sides."""
        return self._check("types", "types")

    @cached_property
    def query(self) -> Check:
        """Nothing in the query is doubtful."""
        asked = (self.source.query.file if self.source.query else "") or "in release.yml"
        return word_check("query", f"{self.name}.query", query=f"of {self.name} ({asked})")

    def differs(self, column: str) -> Check:
        """A column says the same on both sides."""
        return self._check("differs", f"differs.{column}", column=self.title(column))

    def title(self, column: str) -> str:
        """What a column is called."""
        return self.table.columns[column].title

    def of_rows(self, columns: Sequence[str]) -> Iterator[Check]:
        """Every check but that of the query, with one for each of these columns."""
        yield from (self.key, self.missing, self.surplus, self.types)
        yield from map(self.differs, columns)


def asking(every: Sequence[SourceChecks]) -> list[SourceChecks]:
    """Those with a query; of several that ask the same, the first."""
    first: dict[tuple[str, str], SourceChecks] = {}
    for checks in every:
        query = checks.source.query
        if query is not None:
            first.setdefault((query.url, query.text), checks)
    return list(first.values())


def name_sources(sources: Sequence[Source]) -> list[str]:
    """What begins the ids of each source's checks: source.TABLE, numbered from the second on."""
    names: list[str] = []
    for source in sources:
        names.append(free_id(f"{SOURCE}.{source.table}", names))
    return names
