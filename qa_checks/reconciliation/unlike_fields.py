"""Rows that one side lacks and fields that differ, each with its place and both values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from qa_checks.comparing.change_findings import quote
from qa_checks.comparing.matched_rows import read_rows
from qa_checks.comparing.matching import NEW, OLD, SOURCE_ID, Matched
from qa_checks.judging.secrets import Secrets
from qa_checks.model.checks import Check, Finding, FindingPlace
from qa_checks.model.inputs import Role
from qa_checks.model.reconciliation import DifferenceKind, FieldDifference
from qa_checks.reading.loaded import NOWHERE, Loaded
from qa_checks.reconciliation.sides import as_written
from qa_checks.reconciliation.source_words import SourceChecks
from qa_checks.sql_text import sql_name
from qa_checks.words import MASKED, show

BLANK_SIGN = "␠"
Cell = tuple[Any, str | None]  # a value, and what is written there if that is more


class Unlike(Struct, frozen=True, dict=True):
    """What differs between source and extract, of which nothing in ``masked`` columns is shown."""

    loaded: Loaded
    matched: Matched
    checks: SourceChecks
    columns: tuple[str, ...]
    masked: frozenset[str]

    @cached_property
    def secrets(self) -> Secrets:
        """What stands in sensitive columns: it is shown in no other column either."""
        return Secrets(_sensitive_texts(self.loaded))

    def count(self, column: str) -> int:
        """In how many rows a column differs, in its value or as it is written."""
        [(number,)] = self.loaded.connection.execute(
            f"SELECT count(*) FROM {self.matched.table} WHERE {self._differs(column)}"
        ).fetchall()
        return int(number)

    def fields(self, column: str, most: int | None) -> Iterator[FieldDifference]:
        """The rows of both sides in which a column differs, in the order of the extract."""
        texts = as_written(column) in self.matched.asked.columns
        wanted = [self.matched.column(side, column) for side in (OLD, NEW)]
        wanted += [
            self.matched.column(s, as_written(column)) if texts else "NULL" for s in (OLD, NEW)
        ]
        check, title = self.checks.differs(column).id, self.checks.title(column)
        is_listed = self.checks.table.columns[column].in_ is not None
        rows = self._rows(wanted, self._differs(column), f"{NEW}0", most)
        for key, (source_row, row, _, place), (source, extract, in_source, in_extract) in rows:
            shown = (_text(extract, in_extract), _text(source, in_source))
            alike = source == extract and (extract is not None or in_source == in_extract)
            kind = DifferenceKind.UNSEEN if alike else DifferenceKind.OTHER
            is_code = is_listed and not (in_source or in_extract)
            hidden = column in self.masked or (not is_code and self._is_secret(shown))
            if alike:
                note = _say_unseen(*shown)
            else:
                note = _say_read((extract, in_extract), (source, in_source), hidden)
            if hidden:
                shown = (shown[0] and MASKED, shown[1] and MASKED)
            yield FieldDifference(
                key, kind, title, *shown, note, check, place.file, place.sheet, row, source_row
            )

    def lone(self, kind: DifferenceKind, most: int | None) -> Iterator[FieldDifference]:
        """The rows that only one side has, in its order."""
        is_missing = kind is DifferenceKind.MISSING
        own, other = (OLD, NEW) if is_missing else (NEW, OLD)
        check = self.checks.missing if is_missing else self.checks.surplus
        rows = self._rows([], f"{other}0 IS NULL", f"{own}0", most)
        for key, (source_row, row, *places), _ in rows:
            place = places[not is_missing]
            yield FieldDifference(
                key, kind, "", None, None, "", check.id, place.file, place.sheet, row, source_row
            )

    def finding(self, difference: FieldDifference, check: Check) -> Finding:
        """The finding that a difference is."""
        is_missing = difference.kind is DifferenceKind.MISSING
        row = difference.source_row if is_missing else difference.row
        return check.find(
            say(difference),
            FindingPlace(difference.file, difference.sheet, row),
            difference.column or None,
            difference.key,
            difference.extract,
            Role.SOURCE if is_missing else Role.RELEASE,
        )

    def _is_secret(self, texts: Sequence[str | None]) -> bool:
        return any(text is not None and self.secrets.hide(text) for text in texts)

    def _differs(self, column: str) -> str:
        names = [column, as_written(column)]
        unlike = " OR ".join(
            f"{self.matched.column(OLD, name)} IS DISTINCT FROM {self.matched.column(NEW, name)}"
            for name in names
            if name in self.matched.asked.columns
        )
        return f"{OLD}0 IS NOT NULL AND {NEW}0 IS NOT NULL AND ({unlike})"

    def _rows(
        self, wanted: Sequence[str], where: str, order: str, most: int | None
    ) -> Iterator[tuple[str, tuple[Any, ...], tuple[Any, ...]]]:
        """Key, both rows with their places, and the columns wanted."""
        sources = [self.matched.column(side, SOURCE_ID) for side in (OLD, NEW)]
        columns = [f"{OLD}0", f"{NEW}0", *sources, *wanted, order]
        width = len(self.matched.asked.key)
        for row in read_rows(self.loaded.connection, self.matched, columns, where, most):
            source_row, extract_row, *two = row[width : width + 4]
            places = [self.loaded.places.get(number, NOWHERE) for number in two]
            yield (
                self.matched.say_key(row[:width], self.masked),
                (source_row, extract_row, *places),
                row[width + 4 : -1],
            )


def _sensitive_texts(loaded: Loaded) -> Iterator[str]:
    """Every text in a sensitive column of the release and of its sources."""
    wanted = [
        (table.table, name)
        for table in loaded.schemas.tables.values()
        for name, column in table.columns.items()
        if column.sensitive and column.is_text and column.in_ is None
    ]
    databases = [loaded.release.database, *(source.database for source in loaded.sources)]
    for database in dict.fromkeys(databases):
        for table, name in wanted:
            if (table, name) in loaded.snapshots[database].columns:
                sql = f"SELECT DISTINCT {sql_name(name)} FROM {database}.main.{table}"
                rows = loaded.connection.execute(f"{sql} WHERE {sql_name(name)} IS NOT NULL")
                yield from (text for (text,) in rows.fetchall())


def say(difference: FieldDifference) -> str:
    """A difference in a sentence: SC1: Sector is 'A' in the extract, 'B' in the source."""
    if difference.kind is DifferenceKind.MISSING:
        return f"{difference.key} is in the source, not in the extract."
    if difference.kind is DifferenceKind.SURPLUS:
        return f"{difference.key} is in the extract, not in the source."
    note = f" ({difference.note})" if difference.note else ""
    return (
        f"{difference.key}: {difference.column} is {quote(difference.extract)} in the extract, "
        f"{quote(difference.source)} in the source{note}."
    )


def _text(value: Any, written: str | None) -> str | None:
    """What a cell says: as it is written, where that is kept; with blanks at its ends seen."""
    if written is None:
        return None if value is None else show(value)
    inner = written.strip()
    start = written.index(inner) if inner else 0
    before, after = written[:start], written[start + len(inner) :]
    return before.replace(" ", BLANK_SIGN) + inner + after.replace(" ", BLANK_SIGN)


def _say_unseen(extract: str | None, source: str | None) -> str:
    """In what two texts differ that mean the same."""
    one, other = extract or "", source or ""
    if _bare(one) == _bare(other):
        return "only blanks differ"
    if one.casefold() == other.casefold():
        return "only upper and lower case differ"
    if _bare(one).casefold() == _bare(other).casefold():
        return "only blanks, and upper and lower case, differ"
    if ":" in one + other:
        return "the same day, and one has a time of day or another zone"
    return "read as the same, and written otherwise"


def _bare(text: str) -> str:
    return "".join(text.replace(BLANK_SIGN, " ").split())


def _say_read(extract: Cell, source: Cell, hidden: bool) -> str:
    """How what is written was read, of a side where that is not the same; '' if both are."""
    told = []
    for (value, written), side in ((extract, "the extract"), (source, "the source")):
        if written is None:
            continue
        if value is None:
            told.append(f"what {side} says cannot be read")
        elif not hidden and show(value) != written.strip():
            told.append(f"what {side} says is read as {show(value)}")
    return "; ".join(told)
