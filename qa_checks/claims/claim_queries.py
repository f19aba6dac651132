"""The queries of claims: each passes the rules' guard, and answers with rows or with a fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from qa_checks.catalogue import Schemas, guard
from qa_checks.catalogue.bound import HISTORY, PREVIOUS, without_release
from qa_checks.catalogue.extract import EARLIER_COLUMNS
from qa_checks.catalogue.known_tables import KnownTables, known_tables
from qa_checks.catalogue.lineage import Columns, join, of_counts, traced_columns
from qa_checks.catalogue.provenance import trace
from qa_checks.catalogue.sql_names import Names
from qa_checks.claims.empty_tables import EmptyTables
from qa_checks.claims.relations import OF_CUBES, Relations
from qa_checks.claims.unknown_codes import CodedColumns
from qa_checks.engines.door import Engine, Failure, Row
from qa_checks.errors import without_values
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_table
from qa_checks.words import list_words, suggest

Asker = tuple[int, str]  # the number of a claim and the key of its query
SHOWN = 3  # rows that contradict a sentence, named in its finding


class Question(Struct, frozen=True):
    """A query as the guard read it: ``fault`` says why it may not be asked."""

    sql: str
    names: Names
    fault: str = ""
    origins: Columns = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """What it selects from, in the order of the alphabet."""
        return tuple(sorted(self.names.tables))

    @property
    def is_of_itself(self) -> bool:
        """Whether neither a row nor a printed number goes into it."""
        made_of = join(self.origins.values())
        return not (made_of.rows or made_of.parameters)


class ClaimQueries(Struct, dict=True):
    """Asks the queries of claims what they say of the data of a run."""

    engine: Engine
    loaded: Loaded
    schemas: Schemas
    facts: Mapping[str, Any]
    relations: Relations

    @cached_property
    def known(self) -> KnownTables:
        """Every table that a query may read."""
        tables = known_tables(self.schemas.tables, self.schemas.codes)
        return tables.with_more(self.relations.known, self.relations.identities)

    def read(self, queries: Mapping[Asker, tuple[str, Iterable[str]]]) -> dict[Asker, Question]:
        """Read all queries at once, each with the names of the printed numbers it may use."""
        texts = {asker: sql.strip().rstrip(";").rstrip() for asker, (sql, _) in queries.items()}
        pieces = [(text, False) for text in texts.values()]
        read = guard.read_names(self.loaded.connection, pieces)
        return {
            asker: Question(
                text,
                names,
                self._fault_of(names, queries[asker][1]),
                trace(names.query, self._columns) if names.query else {},
            )
            for (asker, text), names in zip(texts.items(), read, strict=True)
        }

    @cached_property
    def _columns(self) -> dict[str, Columns]:
        """The columns of every table as they are traced; a cube's measures may be counts."""
        traced = traced_columns(self.known.columns, self.schemas.tables)
        for name, columns in traced.items():
            schema, _, cube = name.partition(".")
            measures = self.relations.cubes[cube].measures if f"{schema}." in OF_CUBES else {}
            for measure, counted in measures.items():
                if measure in columns and (counted == "count" or not counted.sum):
                    columns[measure] = of_counts(columns[measure])
        return traced

    def _fault_of(self, names: Names, numeric: Iterable[str]) -> str:
        """Why a query may not be asked; '' if it may."""
        return (
            guard.check(names, self.known)
            or self._check_parameters(names, numeric)
            or self._lacking(names)
            or CodedColumns(self.schemas, self.known.columns).fault_of(names)
        )

    def ask(
        self, question: Question, printed: Mapping[str, float | int], most: int, order: str = ""
    ) -> list[Row] | Failure:
        """The first rows of a query's answer, with its parameters filled."""
        for name in question.tables:
            if reason := self.make(name):
                return Failure(reason)
        values = self._values(question, printed)
        # A line of its own: what it ends in may be a comment.
        sql = f"SELECT * FROM (\n{question.sql}\n) AS asked {order} LIMIT {most}"
        return self.engine.select(sql, self.loaded.release, values)

    def _values(self, question: Question, printed: Mapping[str, float | int]) -> dict[str, Any]:
        """Those of a query's parameters."""
        return {
            name: printed[name] if name in printed else self.facts[name]
            for name in question.names.parameters
        }

    def contradicts_itself(self, question: Question, printed: Mapping[str, float | int]) -> bool:
        """Whether a part of a query that has been asked finds nothing, whatever the rows are."""
        values = self._values(question, printed)
        return self._empty_tables.contradicts_itself(question.sql, question.tables, values)

    @cached_property
    def _empty_tables(self) -> EmptyTables:
        return EmptyTables(self.engine, self.loaded.release)

    def depends_on_doubted(
        self, question: Question, printed: Mapping[str, float | int], answer: Row
    ) -> set[str]:
        """Columns of an answer that would be others if numbers that no rows give were others."""
        if not any(map(self.relations.doubts, question.tables)):
            return set()
        changed = set()
        for varied in self.relations.vary_doubted(lambda: self.ask(question, printed, 2)):
            if not isinstance(varied, list) or len(varied) != 1:
                return set(answer)
            changed |= {name for name, value in answer.items() if varied[0].get(name) != value}
        return changed

    def masks(self, question: Question) -> bool:
        """Whether a query names a column whose values reports do not repeat, or gives one."""
        of_tables = [self._columns[name] for name in question.tables if name in self._columns]
        masked = {
            column
            for columns in of_tables
            for lineage in columns.values()
            for column in lineage.masked
        }
        named = {reference[-1] for reference in question.names.columns}
        given = any(lineage.masked for lineage in question.origins.values())
        return given or not masked.isdisjoint(named)

    def has_rows(self, name: str) -> bool:
        """Whether a table that a query reads has any row: without one nothing is contradicted."""
        asked = f"SELECT 1 FROM {sql_table(name)} LIMIT 1"
        answer = self.engine.select(asked, self.loaded.release)
        return isinstance(answer, list) and bool(answer)

    def make(self, name: str) -> str:
        """Have a relation ready that a query reads; says why it is not known, '' if it is."""
        from qa_checks.duckdb_core import Error

        if name not in self.relations.known:
            return ""
        try:
            return self.relations.make(name)
        except Error as fault:
            return without_values(fault)

    def _check_parameters(self, names: Names, numeric: Iterable[str]) -> str:
        """Say which parameter nothing gives; '' if each is a printed number or a fact."""
        holes = list(numeric)
        for name in sorted(names.parameters):
            if name not in holes and name not in self.facts:
                if not guard.check_facts([name]):
                    return f"release.yml does not give ${name}"
                known = [*holes, *self.facts]
                listed = list_words([f"${given}" for given in holes])
                hint = suggest(name, known, f"The printed numbers are: {listed or 'none'}.")
                return (
                    f"'${name}' is neither a printed number of the sentence nor a fact "
                    f"of the release. {hint}"
                )
        return ""

    @cached_property
    def _given(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The tables and columns that some file gives."""
        return self.loaded.tables, self.loaded.columns

    def _lacking(self, names: Names) -> str:
        """Say which table or column that a query reads no file gives; '' if all are given."""
        given_tables, given_columns = self._given
        canonical = {name for name in names.tables if without_release(name) in self.schemas.tables}
        for name in sorted(canonical - given_tables):
            before = name.removesuffix(without_release(name))
            which = {"": "this release", PREVIOUS: "the previous release"}.get(before)
            return f"no file of {which or 'an earlier release'} holds {without_release(name)}"
        owners: dict[str, list[tuple[str, str]]] = {}
        known = {name: self.known.columns[name] for name in names.tables}
        for table, column in names.used_columns(known):
            owners.setdefault(column, []).append((table, column))
        for column, pairs in sorted(owners.items()):
            own = [pair for pair in pairs if pair[0] in canonical]
            known_by_itself = column.startswith("_") or len(own) < len(pairs)
            if known_by_itself or (pairs[0][0].startswith(HISTORY) and column in EARLIER_COLUMNS):
                continue
            if not any(pair in given_columns for pair in own):
                return f"no file has the column {column} of {own[0][0]}"
        return ""
