"""The texts of a release with entries for their unbound numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from qa_checks.catalogue import Schemas
from qa_checks.claims.claim_queries import ClaimQueries
from qa_checks.claims.claims_file import DeclaredText
from qa_checks.claims.passages import Prose
from qa_checks.claims.relations import Relations
from qa_checks.claims.suggesting.counted_cubes import count_cubes
from qa_checks.claims.suggesting.passages_to_bind import is_to_bind
from qa_checks.claims.suggesting.ready_entries import ReadyEntry, make_entry
from qa_checks.claims.suggesting.suggestions import Suggesting
from qa_checks.claims.text_checks import judge_texts
from qa_checks.claims.vocabulary import read_vocabulary
from qa_checks.engines.door import Engine
from qa_checks.model.published import PublishedTable
from qa_checks.model.texts import CheckedText
from qa_checks.published.declaration import Declaration
from qa_checks.published.numbers import Numbers
from qa_checks.published.table_checks import judge_tables
from qa_checks.reading.loaded import Loaded


class SuggestedText(Struct, frozen=True):
    """A text with the entries that its unbound numbers may have."""

    declared: DeclaredText
    checked: CheckedText
    entries: tuple[ReadyEntry, ...]

    @property
    def unbound(self) -> int:
        """How many of its numbers nobody has bound, of those that an entry can bind."""
        return sum(map(is_to_bind, self.checked.numbers))

    @property
    def suggested(self) -> int:
        """How many of them an entry is suggested for."""
        return sum(len(entry.holes) for entry in self.entries)


class Desk(Struct, frozen=True):
    """A release that has been read, and what is needed to look its texts over."""

    engine: Engine
    loaded: Loaded
    schemas: Schemas
    facts: Mapping[str, Any]
    declaration: Declaration | None = None

    def suggest(self, texts: Sequence[DeclaredText]) -> Iterator[SuggestedText]:
        """Entries for the numbers of each text that no claim binds; none of them is bound by it.

        Raises
        ------
        InputError
            If a text cannot be read.
        """
        codes, cubes = self.schemas.codes, self.schemas.cubes
        tables: tuple[PublishedTable, ...] = ()
        if self.declaration is not None:
            numbers = Numbers(self.engine, self.loaded)
            tables = judge_tables(self.declaration, numbers, codes).tables
        relations = Relations(self.engine, self.loaded, cubes, tables)
        queries = ClaimQueries(self.engine, self.loaded, self.schemas, self.facts, relations)
        suggesting = Suggesting(count_cubes(self.engine, self.loaded, cubes), codes)
        for declared, checked in zip(texts, judge_texts(texts, queries).texts, strict=True):
            numbers_of_text = [number.number for number in checked.numbers]
            prose = Prose(checked.text, numbers_of_text, read_vocabulary(codes))
            passages = suggesting.suggest(prose, checked.numbers)
            entries = [make_entry(passage, prose, queries) for passage in passages]
            yield SuggestedText(declared, checked, tuple(filter(None, entries)))
