"""What differs between two files as outcomes of checks, and as the table of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.announced_checks import free_id, make_id, word_check
from qa_checks.comparing.change_findings import (
    finding_of,
    say_keyless,
    say_masked,
    say_repeated,
)
from qa_checks.comparing.column_pairs import UNNAMED, Pairs
from qa_checks.comparing.matched_rows import changed_cells, lone_rows
from qa_checks.comparing.matching import NEW, OLD, Matched
from qa_checks.duckdb_core import Connection
from qa_checks.model.changes import (
    MOST_LISTED,
    Change,
    ChangeClass,
    ChangeKind,
    ChangeState,
    ComparedColumn,
    ComparedTable,
)
from qa_checks.model.checks import Check, Finding, FindingPlace, Outcome, State
from qa_checks.model.inputs import Role
from qa_checks.reading.loaded import Place
from qa_checks.words import MASKED, show

NO_ROW = "no row could be compared: none of one side has the key of one of the other"
HEADER = ("Key", "Change", "Column", "Before", "Now", "Row")


class Differing(Struct, frozen=True, dict=True):
    """What differs between two files, where each stands, and the columns that are not shown."""

    connection: Connection
    matched: Matched
    places: tuple[Place, Place]
    masked: frozenset[str]

    @cached_property
    def checks(self) -> dict[tuple[ChangeKind, str], Check]:
        """The check that a kind of change is the finding of; of each column in the order asked."""
        old, new = self.matched.old.called, self.matched.new.called
        lone = {
            (ChangeKind.ADDED, ""): word_check("added", old=old, new=new),
            (ChangeKind.GONE, ""): word_check("gone", old=old, new=new),
        }
        ids = _name_columns(self.matched.asked.columns)
        return lone | {(ChangeKind.CHANGED, name): _cell_check(name, ids) for name in ids}

    def changes(self, kind: ChangeKind, column: str, most: int | None) -> Iterator[Change]:
        """The differences of one kind, in the order of the file."""
        check, place = self.checks[kind, column].id, self.places[kind is not ChangeKind.GONE]
        for key, before, now, row in self._cells(kind, column, most):
            told = self.matched.say_key(key, self.masked)
            yield Change(
                told, kind, column, before, now, ChangeState.TO_EXPLAIN, "", check, place.file,
                place.sheet, row,
            )  # fmt: skip

    def _cells(
        self, kind: ChangeKind, column: str, most: int | None
    ) -> Iterator[tuple[Sequence[Any], str | None, str | None, int]]:
        """The parts of the key, what was there and what is, and the row."""
        if kind is ChangeKind.CHANGED:
            hide = column in self.masked
            for *key, before, now, row in changed_cells(
                self.connection, self.matched, column, most
            ):
                yield key, _shown(before, hide), _shown(now, hide), row
        else:
            side = NEW if kind is ChangeKind.ADDED else OLD
            for *key, row in lone_rows(self.connection, self.matched, side, most):
                yield key, None, None, row

    def findings(self, kind: ChangeKind, column: str, most: int) -> Iterator[Finding]:
        """The same as findings of its check."""
        check, matched = self.checks[kind, column], self.matched
        for change in self.changes(kind, column, most):
            yield finding_of(change, check, matched.old.called, matched.new.called)

    def stand(self, is_new: bool, row: int | None = None) -> tuple[FindingPlace, Role]:
        """Where a row of one side stands, and what its file is."""
        place = self.places[is_new]
        role = Role.RELEASE if is_new else Role.PREVIOUS
        return FindingPlace(place.file, place.sheet, row), role


def judge_files(differing: Differing, pairs: Pairs, keep: int) -> list[Outcome]:
    """The checks that a comparison of two files is: of its key, its rows and each column."""
    matched, checks = differing.matched, differing.checks
    lone = {ChangeKind.ADDED: matched.added, ChangeKind.GONE: matched.gone}
    rows = {ChangeKind.ADDED: matched.new_rows, ChangeKind.GONE: matched.old_rows}
    outcomes = [
        _judge_key(differing, keep),
        _judge_columns(pairs, differing),
        _judge_overlap(matched, pairs),
    ]
    for (kind, column), check in checks.items():
        if column and not matched.both:
            outcomes.append(Outcome(check, State.SKIPPED, reason=NO_ROW))
            continue
        failed = matched.cells[column] if column else lone[kind]
        findings = [*differing.findings(kind, column, keep)] if failed else []
        checked = matched.both if column else rows[kind]
        outcomes.append(Outcome.of(check, findings, checked, failed))
    ids = _name_columns([*matched.asked.columns, *(name for name, _ in pairs.apart)])
    return outcomes + [_not_compared(_cell_check(name, ids), why) for name, why in pairs.apart]


def _name_columns(columns: Sequence[str]) -> Mapping[str, str]:
    """A plain name for each header, as ids of checks have it; no two are the same."""
    names: dict[str, str] = {}
    for column in columns:
        names[column] = free_id(make_id(column)[:60] or "column", names.values())
    return names


def _cell_check(column: str, ids: Mapping[str, str]) -> Check:
    return word_check("changed", f"compare.changed.{ids[column]}", column=column)


def _judge_overlap(matched: Matched, pairs: Pairs) -> Outcome:
    """The check that something was compared: without, two files that share nothing would pass."""
    check = word_check("overlap")
    if not matched.both:
        return Outcome.skipped(check, NO_ROW)
    if not matched.asked.columns and (pairs.lone or pairs.apart):
        return Outcome.skipped(check, "no column besides the key could be compared")
    return Outcome.of(check, (), matched.both)


def _not_compared(check: Check, why: str) -> Outcome:
    reason = f"it was not compared: it {why}" if why.startswith("is ") else why
    return Outcome.errored(check, reason)


def describe(differing: Differing, pairs: Pairs, outcomes: Sequence[Outcome]) -> ComparedTable:
    """The comparison as reports show it."""
    matched = differing.matched
    numbers = {outcome.check.id: outcome.failed for outcome in outcomes}
    wanted = [change for change, check in differing.checks.items() if numbers[check.id]]
    every = (
        change for kind, column in wanted for change in differing.changes(kind, column, MOST_LISTED)
    )
    return ComparedTable(
        name="files",
        title=f"{matched.new.called} compared with {matched.old.called}",
        rows_are="rows",
        old=matched.old.called,
        new=matched.new.called,
        old_rows=matched.old_rows,
        new_rows=matched.new_rows,
        both=matched.both,
        added=matched.added,
        gone=matched.gone,
        changed=matched.changed,
        left_out=matched.left_out,
        columns=(
            *(ComparedColumn(name, name, number) for name, number in matched.cells.items()),
            *(ComparedColumn(name, name, 0, why) for name, why in pairs.apart),
            *(
                ComparedColumn(name, name, 0, f"only in {_side(differing, is_new)}")
                for name, is_new in pairs.lone
            ),
        ),
        definitions=say_masked(sorted(differing.masked)),
        classes=tuple(
            ChangeClass(
                _say(kind, column, matched), ChangeState.TO_EXPLAIN, check.id, numbers[check.id]
            )
            for (kind, column), check in differing.checks.items()
            if numbers[check.id]
        ),
        changes=tuple(islice(every, MOST_LISTED)),
    )


def _say(kind: ChangeKind, column: str, matched: Matched) -> str:
    """What has happened, for a reader."""
    if kind is ChangeKind.CHANGED:
        return f"'{column}' changed"
    return f"Only in {(matched.new if kind is ChangeKind.ADDED else matched.old).called}"


def change_lines(differing: Differing) -> Iterator[Sequence[str]]:
    """Every change as a line of text, below a header."""
    yield HEADER
    for kind, column in differing.checks:
        for change in differing.changes(kind, column, None):
            yield change.key, kind, column, change.before or "", change.now or "", str(change.row)


def _judge_key(differing: Differing, keep: int) -> Outcome:
    matched = differing.matched
    check = word_check("compared_key", key=", ".join(matched.asked.key))
    findings = []
    for repeated in matched.repeated:
        place, role = differing.stand(repeated.side is matched.new, repeated.rows[0])
        key = matched.say_key(repeated.key, differing.masked)
        findings.append(check.find(say_repeated(key, repeated), place, key=key, role=role))
    for side, rows in zip((matched.old, matched.new), matched.keyless, strict=True):
        for row in rows[:keep]:
            place, role = differing.stand(side is matched.new, row)
            findings.append(check.find(say_keyless(row, side), place, role=role))
    failed = matched.repeated_keys + sum(map(len, matched.keyless))
    return Outcome.of(check, findings[:keep], matched.old_rows + matched.new_rows, failed)


def _judge_columns(pairs: Pairs, differing: Differing) -> Outcome:
    check = word_check("columns")
    findings = []
    for name, is_new in pairs.lone:
        place, role = differing.stand(is_new)
        message = _say_lone(name, _side(differing, is_new))
        findings.append(check.find(message, place, key=name, role=role))
    columns = len(pairs.key) + len(pairs.compared) + len(pairs.apart) + len(findings)
    return Outcome.of(check, findings, columns)


def _say_lone(name: str, side: str) -> str:
    if name.endswith(UNNAMED):
        return f"{side} has values in {name}: it was not compared."
    return f"The column '{name}' is only in {side}: it was not compared."


def _side(differing: Differing, is_new: bool) -> str:
    return (differing.matched.new if is_new else differing.matched.old).called


def _shown(value: Any, hidden: bool) -> str | None:
    if value is None:
        return None
    if hidden:
        return MASKED
    return value if isinstance(value, str) else show(value)
