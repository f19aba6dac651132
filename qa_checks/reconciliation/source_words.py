"""The checks that a source of the system of record announces, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from qa_checks.catalogue.schemas import Table
from qa_checks.model import Check, Severity, Source
from qa_checks.model.reconciliation import SOURCE

THEME = "source"
QUERIES, COLUMNS = "queries", "columns of a source"  # what checks look at that see no rows
METHOD = "Methodology: the data is compared with the internal system it comes from"


class SourceChecks(Struct, frozen=True, dict=True):
    """The checks of one source; ``name`` begins their ids."""

    name: str
    source: Source
    table: Table

    def _check(self, part: str, severity: Severity, *words: str) -> Check:
        name, title, why, remedy = words
        of = COLUMNS if part == "types" else self.table.table
        return Check(
            f"{self.name}.{part}", name, title, of, severity, THEME, why, remedy, (METHOD,)
        )

    @cached_property
    def key(self) -> Check:
        """Each row has a key of its own."""
        return self._check(
            "key",
            Severity.ERROR,
            "row-without-its-own-key",
            f"{self.table.title}: each row has a key of its own in extract and source: "
            f"{', '.join(self.source.key)}",
            "Rows that share a key, or have none, cannot be told apart: nobody knows with which "
            "row of the other side each belongs. A row that comes twice is counted twice.",
            "Take the repeated row out, mend the join that multiplies it, or name under 'key' the "
            "columns that tell rows apart.",
        )

    @cached_property
    def missing(self) -> Check:
        """No row of the source is missing in the extract."""
        return self._check(
            "missing",
            Severity.ERROR,
            "row-the-extract-lacks",
            f"{self.table.title}: every row of the source is in the extract",
            "A row that was lost between the system of record and the extract counts nowhere.",
            "Look at the filters and joins of the extract's query; where the source gives more "
            "than belongs to the release, correct its query.",
        )

    @cached_property
    def surplus(self) -> Check:
        """No row of the extract is missing in the source."""
        return self._check(
            "surplus",
            Severity.ERROR,
            "row-the-source-lacks",
            f"{self.table.title}: every row of the extract is in the source",
            "A row that the system of record does not have was made up, or deleted there since.",
            "Find out which of both is right; extract again where the source has changed.",
        )

    @cached_property
    def types(self) -> Check:
        """Columns are of the same type on both sides."""
        return self._check(
            "types",
            Severity.WARNING,
            "column-of-another-type",
            f"{self.table.title}: columns of the source are of the type that they have here",
            "A number or a day that is held as text sorts and adds up otherwise, and takes "
            "anything; which day an instant falls on depends on the zone.",
            "Convert it in the query, or correct the values in the system of record.",
        )

    @cached_property
    def query(self) -> Check:
        """Nothing in the query is doubtful."""
        asked = (self.source.query.file if self.source.query else "") or "in release.yml"
        return query_check(f"{self.name}.query", f"of {self.name} ({asked})")

    def differs(self, column: str) -> Check:
        """A column says the same on both sides."""
        return self._check(
            f"differs.{column}",
            Severity.ERROR,
            "field-unlike-the-source",
            f"{self.table.title}: {self.title(column)} is what the source says",
            "What is published is what the system of record says, to the letter: one of both is "
            "wrong, or was changed since.",
            "Find out which of both is right, and extract again or have the record corrected.",
        )

    def title(self, column: str) -> str:
        """What a column is called."""
        return self.table.columns[column].title

    def of_rows(self, columns: Sequence[str]) -> Iterator[Check]:
        """Every check but that of the query, with one for each of these columns."""
        yield from (self.key, self.missing, self.surplus, self.types)
        yield from map(self.differs, columns)


def query_check(id_: str, called: str) -> Check:
    """The words of the check that nothing in a query is doubtful."""
    return Check(
        id=id_,
        name="query-that-may-give-other-rows",
        title=f"The query {called} reads what it should, and nothing in it is doubtful",
        table=QUERIES,
        severity=Severity.WARNING,
        theme=THEME,
        why="A query without an order, with a join that multiplies rows or a filter on another "
        "period gives a wrong extract that looks like a right one.",
        remedy="Correct the query; where it is right as it stands, decide on it and say why.",
        source=("Methodology: the SQL that exports the data is checked",),
    )


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
        number, name = 1, f"{SOURCE}.{source.table}"
        while name in names:
            number += 1
            name = f"{SOURCE}.{source.table}_{number}"
        names.append(name)
    return names
