"""Each source that a release declares, compared with the extract: outcomes, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue
from qa_checks.comparing.change_findings import say_keyless, say_masked
from qa_checks.comparing.choice_of_rules import masked_columns
from qa_checks.comparing.matching import SOURCE_ID, Asked, match
from qa_checks.comparing.repeated_rows import find_repeated, find_rows
from qa_checks.model.changes import MOST_LISTED, ComparedColumn
from qa_checks.model.checks import Check, FindingPlace, Outcome, State
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.reconciliation import DifferenceKind, FieldDifference, Reconciliation
from qa_checks.model.sources import AskedQuery, Source
from qa_checks.reading.loaded import Loaded
from qa_checks.reconciliation.asked_queries import judge_query, known_keys
from qa_checks.reconciliation.column_types import find_unlike_types, origins
from qa_checks.reconciliation.sides import SCHEMA, as_written, set_sides
from qa_checks.reconciliation.source_words import SourceChecks, asking, name_sources
from qa_checks.reconciliation.unlike_fields import Unlike
from qa_checks.sql_text import sql_name
from qa_checks.words import list_words

NO_ROW = "no row could be compared: none of the source has the key of one of the extract"


class Reconciled(Struct, frozen=True):
    """The checks that the sources of a release are, and what they came to."""

    outcomes: tuple[Outcome, ...]
    tables: tuple[Reconciliation, ...]
    queries: tuple[AskedQuery, ...]


class Extract(Struct, frozen=True):
    """What is held against the sources: the release, as it was loaded with them.

    Of each check ``keep`` findings are kept, of those ``decided`` on all.
    """

    loaded: Loaded
    catalogue: Catalogue
    facts: ReleaseFacts
    keep: int
    decided: frozenset[str] = frozenset()

    def most(self, check: Check) -> int | None:
        """How many findings of a check are kept; None for all."""
        return None if check.id in self.decided else self.keep


def announce_sources(sources: Sequence[Source], catalogue: Catalogue) -> list[Check]:
    """Every check of the sources, as it may be selected."""
    every = _checks_of(sources, catalogue)
    of_rows = [check for checks in every for check in checks.of_rows([*checks.table.stored])]
    return [*of_rows, *(checks.query for checks in asking(every))]


def reconcile(extract: Extract) -> Reconciled:
    """Compare the extract with every source."""
    outcomes: list[Outcome] = []
    tables: list[Reconciliation] = []
    sources = extract.loaded.sources
    for number, checks in enumerate(_checks_of(sources, extract.catalogue), start=1):
        own, table = _Comparison(extract, checks, number).judge()
        outcomes += own
        tables.append(table)
    queries: list[AskedQuery] = []
    for checks in asking(_checks_of(sources, extract.catalogue)):
        source, keys = checks.source, known_keys(checks.source.shown, extract.loaded)
        assert source.query  # noqa: S101  else it asks nothing
        asked, outcome = judge_query(
            checks.query, (source.shown, source.query), extract.facts, keys
        )
        queries.append(asked)
        outcomes.append(outcome)
    return Reconciled(tuple(outcomes), tuple(tables), tuple(queries))


def _checks_of(sources: Sequence[Source], catalogue: Catalogue) -> list[SourceChecks]:
    return [
        SourceChecks(name, source, catalogue.tables[source.table])
        for name, source in zip(name_sources(sources), sources, strict=True)
    ]


class _Comparison:
    """One source compared with the extract."""

    def __init__(self, extract: Extract, checks: SourceChecks, number: int) -> None:
        self.extract = extract
        self.checks = checks
        self.number = number
        self.source, self.table = checks.source, checks.table
        self.headers = origins(self.source, extract.loaded.inputs)

    def judge(self) -> tuple[list[Outcome], Reconciliation]:
        """The outcomes of its checks, and the comparison as reports show it."""
        bare = Reconciliation(self.checks.name, self.table.title, self.table.rows_are, self.source)
        state, reason = self._why_not()
        if reason:
            outcome = Outcome(self.checks.key, state, reason=reason, required=True)
            return [outcome], replace(bare, reason=reason)
        outcomes, compared = self._compare(bare)
        return [*outcomes, self._judge_types()], compared

    def _why_not(self) -> tuple[State, str]:
        """Why the two cannot be compared; nothing if they can."""
        source, release = self.source, self.extract.loaded.release
        if source.problem or source.rows is None:
            return State.ERRORED, source.problem or "the source could not be read"
        if source.table not in release.tables:
            return State.SKIPPED, f"the release has no {self.table.rows_are}"
        there = self.extract.loaded.snapshots[source.database]
        for side, snapshot in (("the source", there), ("the extract", release)):
            lacks = [name for name in source.key if (source.table, name) not in snapshot.columns]
            if lacks:
                return State.ERRORED, f"{side} has no {list_words(lacks)}, which is of the key"
        return State.PASSED, ""

    def _columns(self) -> dict[str, str]:
        """The columns to compare, each with the reason why it is not; '' if it is."""
        snapshots = (
            ("the source", self.extract.loaded.snapshots[self.source.database]),
            ("the extract", self.extract.loaded.release),
        )
        told = {}
        for name in self.source.compared or self.table.stored:
            if name in self.source.key:
                continue
            lacking = [
                side for side, there in snapshots if (self.table.table, name) not in there.columns
            ]
            if len(lacking) < 2 or self.source.compared:
                lack = "have" if len(lacking) > 1 else "has"
                told[name] = f"{list_words(lacking)} {lack} no such column" if lacking else ""
                if not (lacking or self.source.compared):
                    told[name] = self._why_elsewhere(name)
        return told

    def _why_elsewhere(self, name: str) -> str:
        """Where a column is compared of which this one is but a copy; '' if it is not."""
        others = {source.table for source in self.extract.loaded.sources}
        tables = [copied.partition(".")[0] for copied in self.table.columns[name].repeats]
        there = next((table for table in tables if table in others), "")
        return (
            f"compared as a column of {self.extract.catalogue.tables[there].rows_are}"
            if there
            else ""
        )

    def _compare(self, bare: Reconciliation) -> tuple[list[Outcome], Reconciliation]:
        extract, table = self.extract, self.table
        loaded = extract.loaded
        told = self._columns()
        columns = tuple(name for name, reason in told.items() if not reason)
        key = self.source.key
        snapshot = loaded.snapshots[self.source.database]
        sides = set_sides(loaded, table, snapshot, [*key, *columns], self.number)
        written = [as_written(name) for name in columns if name in sides.written]
        asked = Asked(key, (*columns, *written), (SOURCE_ID,))
        name = f"{SCHEMA}.differing_{self.number}"
        matched = match(loaded.connection, sides.source, sides.extract, asked, name)
        masked = masked_columns(extract.catalogue)
        unlike = Unlike(loaded, matched, self.checks, columns, frozenset(masked))
        counts = {column: unlike.count(column) for column in columns}
        outcomes = [
            self._judge_keys(unlike),
            self._judge_rows(unlike, DifferenceKind.MISSING, matched.gone),
            self._judge_rows(unlike, DifferenceKind.SURPLUS, matched.added),
            *self._judge_fields(unlike, counts, told),
        ]
        hidden = [table.columns[column].title for column in columns if column in masked]
        return outcomes, replace(
            bare,
            extract_rows=matched.new_rows,
            source_rows=matched.old_rows,
            both=matched.both,
            missing=matched.gone,
            surplus=matched.added,
            differing=matched.changed,
            left_out=matched.left_out,
            columns=tuple(
                ComparedColumn(column, table.columns[column].title, counts.get(column, 0), reason)
                for column, reason in told.items()
            ),
            notes=(*([sides.apart] if sides.apart else []), *say_masked(hidden)),
            differences=_list_some(unlike, counts),
        )

    def _judge_keys(self, unlike: Unlike) -> Outcome:
        """Rows that share their key, or have none: they are compared with nothing."""
        matched, check, loaded = unlike.matched, self.checks.key, self.extract.loaded
        roles, most = (Role.SOURCE, Role.RELEASE), self.extract.most(check)
        without = " OR ".join(f"{sql_name(name)} IS NULL" for name in matched.asked.key)
        findings = [*find_repeated(check, loaded, matched, roles, unlike.masked)]
        findings += [
            check.find(say_keyless(row, side), place, role=role)
            for side, role in zip((matched.old, matched.new), roles, strict=True)
            for row, place in find_rows(loaded, side, [f"({without})"], most=most)
        ]
        failed = matched.repeated_keys + sum(map(len, matched.keyless))
        return Outcome.of(check, findings[:most], matched.old_rows + matched.new_rows, failed)

    def _judge_rows(self, unlike: Unlike, kind: DifferenceKind, number: int) -> Outcome:
        is_missing = kind is DifferenceKind.MISSING
        check = self.checks.missing if is_missing else self.checks.surplus
        matched = unlike.matched
        checked = matched.both + number
        differences = unlike.lone(kind, self.extract.most(check)) if number else ()
        findings = [unlike.finding(difference, check) for difference in differences]
        if not checked:
            return Outcome.skipped(check, NO_ROW)
        return Outcome.of(check, findings, checked, number)

    def _judge_fields(
        self, unlike: Unlike, counts: dict[str, int], told: dict[str, str]
    ) -> Iterator[Outcome]:
        for column, reason in told.items():
            check = self.checks.differs(column)
            if reason:
                # Without a list of columns those that both have are compared, and no others.
                if self.source.compared:
                    yield Outcome.errored(check, reason)
                continue
            if not unlike.matched.both:
                yield Outcome.skipped(check, NO_ROW)
                continue
            number = counts[column]
            fields = unlike.fields(column, self.extract.most(check)) if number else ()
            findings = [unlike.finding(difference, check) for difference in fields]
            yield Outcome.of(check, findings, unlike.matched.both, number)

    def _judge_types(self) -> Outcome:
        check = self.checks.types
        place = FindingPlace(self.source.shown, None, None)
        findings = [
            check.find(item.sentence, place, item.header, item.column, role=Role.SOURCE)
            for item in find_unlike_types(self.source, self.table, self.headers)
        ]
        return Outcome.of(check, findings, len(self.headers))


def _list_some(unlike: Unlike, counts: Mapping[str, int]) -> tuple[FieldDifference, ...]:
    """The first differences of each kind and column: many of one must not hide those of another."""
    matched = unlike.matched
    lone = {DifferenceKind.MISSING: matched.gone, DifferenceKind.SURPLUS: matched.added}
    kinds = [kind for kind, number in lone.items() if number]
    columns = [column for column, number in counts.items() if number]
    most = MOST_LISTED // max(1, len(kinds) + len(columns))
    rows = chain.from_iterable(unlike.lone(kind, most) for kind in kinds)
    return (*rows, *chain.from_iterable(unlike.fields(column, most) for column in columns))
