"""Every row that is re-coded for the tables, and what is listed but not in the data so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.cubes import Cube, RecodedBy
from qa_checks.engines.door import Engine, Row
from qa_checks.model.checks import Check, Finding, FindingPlace, Outcome
from qa_checks.model.inputs import Role
from qa_checks.model.published import RecodedRow
from qa_checks.published.announced import recoding_check
from qa_checks.published.declaration import Declaration
from qa_checks.published.numbers import name_row, place_of
from qa_checks.published.recoding import Recoding, is_listed, recoded_cubes
from qa_checks.reading.loaded import Loaded, Snapshot
from qa_checks.tabulation.counts import ask, explain_gap, explain_unknown
from qa_checks.words import list_some, plural, show, suggest

MOST_NAMED = 3


class Standing(Struct, frozen=True):
    """A row of a listed name: its value in the data, its snapshot, and whether tables count it."""

    row: RecodedRow
    role: Role
    snapshot: Snapshot
    value: str
    is_counted: bool


class Recoded(Struct, frozen=True):
    """The rows that are re-coded, and a check for each re-coding."""

    rows: tuple[RecodedRow, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


class RecodedRows(Struct):
    """What the rows of a run say of those that are re-coded."""

    engine: Engine
    loaded: Loaded
    declaration: Declaration

    def judge(self) -> Recoded:
        """List the rows of every re-coding, and compare its list with the data."""
        rows: dict[RecodedRow, None] = {}
        outcomes = []
        for number, recoding in enumerate(self.declaration.recodings):
            standing, known = self._stand(recoding)
            rows.update(
                (item.row, None)
                for item in standing
                if item.is_counted and item.value == recoding.from_
            )
            check = recoding_check(recoding, number)
            outcomes.append(
                self._outcome(check, recoding, standing)
                if known
                else Outcome.skipped(
                    check,
                    f"no file gives what {recoding.dimension.replace('_', ' ')} is re-coded by",
                )
            )
        return Recoded(tuple(rows), tuple(outcomes))

    def _stand(self, recoding: Recoding) -> tuple[list[Standing], bool]:
        """Every row of a listed name, in every release; and whether any release can tell."""
        used = {table.cube.cube for table in self.declaration.tables}
        standing: dict[tuple[str, object, object], Standing] = {}
        known = False
        for cube, by, snapshot in self._sources(recoding):
            known = True
            sql = f"SELECT * FROM ({cube.select}) AS plain WHERE {is_listed(by, recoding)}"
            for row in ask(self.engine, cube, f"{sql} ORDER BY ALL", snapshot):
                recoded = self._row(row, recoding, by, snapshot)
                key = (snapshot.database, row.get("_source"), row.get("_row") or recoded.key)
                is_counted = cube.cube in used or (key in standing and standing[key].is_counted)
                value = show(row[recoding.dimension])
                role = place_of(row, self.loaded)[0].role
                standing[key] = Standing(recoded, role, snapshot, value, is_counted)
        return list(standing.values()), known

    def _sources(self, recoding: Recoding) -> Iterator[tuple[Cube, RecodedBy, Snapshot]]:
        """The cubes and releases that know the column by which rows are re-coded."""
        for snapshot in (self.loaded.release, *self.loaded.earlier):
            for cube in recoded_cubes(recoding, self.loaded.schemas.cubes):
                dimension = cube.dimensions[recoding.dimension]
                by = dimension.recoded_by
                if (
                    by is not None
                    and not explain_unknown(self.engine, cube, snapshot)
                    and not explain_gap(self.engine, cube, [*dimension.needs, *by.needs], snapshot)
                ):
                    yield cube, by, snapshot

    def _row(self, row: Row, recoding: Recoding, by: RecodedBy, snapshot: Snapshot) -> RecodedRow:
        place, number = place_of(row, self.loaded)
        return RecodedRow(
            key=name_row(row, self.loaded),
            of=str(row[by.column]),
            dimension=recoding.dimension,
            before=recoding.from_,
            after=recoding.to,
            release=snapshot.facts.id,
            file=place.file,
            sheet=place.sheet,
            row=number,
        )

    def _outcome(self, check: Check, recoding: Recoding, standing: Sequence[Standing]) -> Outcome:
        findings: list[Finding] = []
        for name in recoding.of:
            findings += self._find(check, recoding, name, standing)
        failed = len({finding.key for finding in findings})
        return Outcome.of(check, findings, len(recoding.of), failed)

    def _find(
        self, check: Check, recoding: Recoding, name: str, standing: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What is wrong with a listed name: it stands nowhere so, or in both values."""
        own = [item for item in standing if fold(item.row.of) == fold(name)]
        if not any(item.value == recoding.from_ for item in own):
            yield _finding(check, recoding, name, own, self._say_where(recoding, name, own))
            return
        for snapshot in dict.fromkeys(item.snapshot.database for item in own):
            here = [item for item in own if item.snapshot.database == snapshot]
            before = [item for item in here if item.value == recoding.from_]
            after = [item for item in here if item.value == recoding.to]
            if before and after:
                release = here[0].snapshot
                of = "" if release is self.loaded.release else f" of release {release.facts.id}"
                reason = (
                    f"stands in the data{of} both as {recoding.from_} ({_name(before)}) and as "
                    f"{recoding.to} ({_name(after)})."
                )
                yield _finding(check, recoding, name, after, reason)

    def _say_where(self, recoding: Recoding, name: str, own: Sequence[Standing]) -> str:
        if own:
            values = dict.fromkeys(item.value for item in own)
            told = [
                f"{value} ({_name([item for item in own if item.value == value])})"
                for value in values
            ]
            return f"stands nowhere in the data as {recoding.from_}, but as {' and '.join(told)}."
        hint = suggest(name, self._known_names(recoding))
        return f"stands nowhere in the data. {hint}".rstrip()

    def _known_names(self, recoding: Recoding) -> Collection[str]:
        """Every name that the column has in the release."""
        names: dict[str, None] = {}
        for cube, by, snapshot in self._sources(recoding):
            if snapshot is self.loaded.release:
                sql = f'SELECT DISTINCT "{by.column}" AS name FROM ({cube.select}) AS plain'
                answer = ask(self.engine, cube, f"{sql} ORDER BY 1", snapshot)
                names.update((str(row["name"]), None) for row in answer if row["name"])
        return names


def _finding(
    check: Check, recoding: Recoding, name: str, rows: Sequence[Standing], reason: str
) -> Finding:
    """One finding a name, at the first of the rows that say so."""
    change = f"count as {recoding.to} in the tables instead of {recoding.from_}"
    message = f"{name}, whose rows {change}, {reason}"
    if not rows:
        return check.find(message, column=recoding.dimension, key=name)
    first = rows[0]
    place = FindingPlace(first.row.file, first.row.sheet, first.row.row)
    return check.find(message, place, recoding.dimension, name, first.value, first.role)


def _name(rows: Sequence[Standing]) -> str:
    """How many there are, and the first of them."""
    keys = list(dict.fromkeys(item.row.key for item in rows))
    return f"{plural(len(rows), 'row')}: {list_some(keys, MOST_NAMED)}"
