"""Rows that one check tells of, and others leave out: looked for once for all of those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks.duckdb_core import Error
from qa_checks.engines.door import Answer, Failure, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.model.logic import Logic, Told, leave_out


class ToldRows(Struct):
    """Where the places of rows that checks tell of are kept; '' where there are none."""

    database: Database
    tables: dict[Told, str | Failure] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def unknown(self, asked: Iterable[Logic]) -> list[tuple[Told, str, frozenset[str]]]:
        """What is to be looked for, each with the name of its table and the facts it may use."""
        asked_for = {told: logic.facts for logic in asked for told in logic.told}
        known = self.found()
        return [
            (told, f"rows_told_{next(self.numbers)}", facts)
            for told, facts in asked_for.items()
            if told not in known
        ]

    def found(self) -> set[Told]:
        """What was looked for, and could be told."""
        return {told for told, table in self.tables.items() if isinstance(table, str)}

    def look_for(
        self, told: Told, table: str, facts: Iterable[str], answer: Answer | Failure | None = None
    ) -> str | Failure:
        """Keep the places of some rows in a table of this name, if there are any.

        Parameters
        ----------
        answer
            That of the check that tells of them, where it was asked.
        """
        if isinstance(answer, Failure):
            return answer
        try:
            if answer is None or len(answer.rows) < answer.counts.failed:
                sql = f"CREATE OR REPLACE TABLE {table} AS SELECT DISTINCT * FROM ({told.places})"
                [(number,)] = self.database.ask(sql, facts)
                return table if number else ""
            columns = [answer.rows.column(name) for name in ("_source", "_row")]
            placed = {place for place in zip(*columns, strict=True) if None not in place}
            if placed:
                sources, rows = zip(*placed, strict=True)
                self.database.keep(table, {"_source": sources, "_row": rows})
        except Error as fault:
            return Failure.of(fault)
        return table if placed else ""

    def leave_out(self, wanted: Mapping[str, Wanted]) -> dict[str, Wanted | Failure]:
        """The same checks without the rows that were found, or why some cannot be told."""
        return {check: self._leave_out(of_check) for check, of_check in wanted.items()}

    def _leave_out(self, wanted: Wanted) -> Wanted | Failure:
        tables = [self.tables[told] for told in wanted.logic.told]
        failed = [table for table in tables if isinstance(table, Failure)]
        if failed:
            return failed[0]
        places = [f"SELECT _source, _row FROM {table}" for table in tables if table]
        return replace(wanted, logic=leave_out(wanted.logic, places))
