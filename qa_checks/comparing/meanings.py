"""What each change means: the first meaning of the catalogue that takes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.announced_checks import word_check
from qa_checks.catalogue.comparisons import ADDED, GONE, OTHER, Comparison, Meaning
from qa_checks.catalogue.schemas import Table
from qa_checks.comparing.choice_of_rules import masked_columns
from qa_checks.comparing.matching import NEW, OLD, SOURCE_ID, Matched
from qa_checks.comparing.two_releases import SCHEMA, TwoReleases
from qa_checks.comparing.unread import is_unread
from qa_checks.duckdb_core import Connection
from qa_checks.model.changes import Change, ChangeKind, ChangeState
from qa_checks.model.checks import Check, Outcome, Severity, State
from qa_checks.reading.intake import insert_rows
from qa_checks.reading.loaded import NOWHERE, Loaded
from qa_checks.sql_text import sql_literal, sql_name
from qa_checks.words import MASKED

BETWEEN = " / "
FOUND = f"{SCHEMA}.found"
NO_CELL = "CAST(NULL AS VARCHAR)"
RAN = (State.PASSED, State.FAILED, State.WAIVED)


class Kind(Struct, frozen=True):
    """A meaning as it is counted; ``own`` is the check whose findings its changes are, if any."""

    number: int
    title: str
    state: ChangeState
    check: str
    own: Check | None = None
    revision: bool = False


class Classed(Struct, frozen=True):
    """Every change with the number of its kind, in a table."""

    connection: Connection
    loaded: Loaded
    table: str
    kinds: tuple[Kind, ...]
    counts: tuple[tuple[Kind, int], ...]
    titles: Mapping[str, str]
    matched: Matched
    masked: frozenset[str]

    @property
    def compared(self) -> int:
        """How many rows both sides have, or one of them."""
        return self.matched.both + self.matched.added + self.matched.gone

    @property
    def _keys(self) -> str:
        return ", ".join(self.matched.asked.key_columns)

    def cells(self) -> dict[str, int]:
        """How many cells of each column changed."""
        sql = f"SELECT column_name, count(*) FROM {self.table} GROUP BY ALL"
        return dict(self.connection.execute(sql).fetchall())

    def changed_rows(self) -> int:
        """How many rows of both sides have a cell that changed."""
        sql = f"SELECT DISTINCT {self._keys} FROM {self.table} WHERE what = '{ChangeKind.CHANGED}'"
        [(number,)] = self.connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()
        return int(number)

    def of_kind(self, kind: Kind, most: int | None) -> Iterator[Change]:
        """The changes of one kind, in the order of the file."""
        return self._changes(f"WHERE kind = {kind.number}", "", most)

    def changes(self, most: int | None, *, revisions: bool = False) -> Iterator[Change]:
        """All changes, or those that correct what was published; first what is to be explained."""
        numbers = [str(kind.number) for kind in self.kinds if kind.revision or not revisions]
        states = [ChangeState.TO_EXPLAIN, ChangeState.TO_KNOW, ChangeState.EXPECTED]
        places = ", ".join(str(states.index(kind.state)) for kind in self.kinds)
        where = f"WHERE kind IN ({', '.join(numbers) or 'NULL'})"
        return self._changes(where, f"[{places}][kind + 1], kind, ", most)

    def _changes(self, where: str, first: str, most: int | None) -> Iterator[Change]:
        limit = "" if most is None else f"LIMIT {most}"
        cursor = self.connection.cursor()
        cursor.execute(
            f"SELECT {self._keys}, what, column_name, before, now, kind, source, row "
            f"FROM {self.table} {where} "
            f"ORDER BY {first}source, row, column_name, {self._keys} {limit}"
        )
        while block := cursor.fetchmany(10_000):
            for *key, what, column, before, now, number, source, row in block:
                kind, place = self.kinds[number], self.loaded.places.get(source, NOWHERE)
                yield Change(
                    self.matched.say_key(key, self.masked), ChangeKind(what),
                    self.titles.get(column, ""), before, now, kind.state, kind.title, kind.check,
                    place.file, place.sheet, row, kind.revision,
                )  # fmt: skip


def own_checks(comparison: Comparison) -> list[Check]:
    """The checks of a comparison that no rule is: what is to be explained, by meaning."""
    kinds = [_kind(0, meaning, comparison) for meaning in comparison.meanings]
    return [kind.own for kind in [*kinds, _other(0, comparison)] if kind.own is not None]


def class_changes(
    matched: Matched, comparison: Comparison, releases: TwoReleases, unread: Collection[str]
) -> Classed:
    """Give every change its meaning.

    Parameters
    ----------
    unread
        Columns of which some cells could not be read: those are no changes.
    """
    kinds: list[Kind] = []
    asked: list[tuple[Meaning, int]] = []
    told: list[tuple[str, str]] = []
    for meaning in comparison.meanings:
        if meaning.rule is not None:
            outcome = releases.outcomes.get(meaning.rule)
            if outcome is None or outcome.state not in RAN:
                continue  # it says nothing: what it would take is for the meanings behind it
            table = releases.catalogue.tables[outcome.check.table]
            told += [(meaning.rule, key) for key in _keys(outcome, table)]
        asked.append((meaning, len(kinds)))
        kinds.append(_kind(len(kinds), meaning, comparison))
    kinds.append(_other(len(kinds), comparison))
    connection = releases.loaded.connection
    connection.execute(f"CREATE OR REPLACE TABLE {FOUND} (rule VARCHAR, key VARCHAR)")
    insert_rows(connection, FOUND, told)
    table_name = f"{matched.table}_classed"
    read = {name: f" AND NOT {is_unread(releases, comparison, matched, name)}" for name in unread}
    parts = [
        _select(matched, comparison, asked, (what, column), releases) + read.get(column, "")
        for what, column in _changes(matched)
    ]
    releases.ask(f"CREATE OR REPLACE TABLE {table_name} AS {' UNION ALL '.join(parts)}")
    counted = dict(releases.ask(f"SELECT kind, count(*) FROM {table_name} GROUP BY ALL"))
    return Classed(
        connection=connection,
        loaded=releases.loaded,
        table=table_name,
        kinds=tuple(kinds),
        counts=tuple((kind, counted.get(kind.number, 0)) for kind in kinds),
        titles={name: column.title for name, column in comparison.columns.items()},
        matched=matched,
        masked=masked_columns(releases.catalogue),
    )


def _changes(matched: Matched) -> list[tuple[ChangeKind, str]]:
    """Every kind of change there may be: rows, and the cells of each column."""
    cells = [(ChangeKind.CHANGED, name) for name in matched.asked.columns]
    return [(ChangeKind.ADDED, ""), (ChangeKind.GONE, ""), *cells]


def _keys(outcome: Outcome, table: Table) -> set[str]:
    """The keys of what a rule found, without the view, which a comparison is within."""
    views = table.views.words if table.views and table.key[-1] == table.views.column else {}
    keys = set()
    for finding in outcome.findings:
        key, _, view = (finding.key or "").rpartition(BETWEEN)
        keys.add(key if view in views else finding.key or "")
    return keys


def _select(
    matched: Matched,
    comparison: Comparison,
    asked: Sequence[tuple[Meaning, int]],
    change: tuple[ChangeKind, str],
    releases: TwoReleases,
) -> str:
    """SELECT of the changes of one column, or of rows, each with the number of its kind."""
    what, column = change
    side = OLD if what is ChangeKind.GONE else NEW
    of = column or (ADDED if what is ChangeKind.ADDED else GONE)
    other = len(asked)
    cases = " ".join(
        f"WHEN {_condition(meaning, comparison, change, matched, releases)} THEN {number}"
        for meaning, number in asked
        if of in meaning.of
    )
    kind = f"CASE {cases} ELSE {other} END" if cases else str(other)
    keys = ", ".join(matched.asked.key_columns)
    before, now, where = NO_CELL, NO_CELL, f"{NEW if side == OLD else OLD}0 IS NULL"
    cell = "NULL AS before, NULL AS now"
    if column:
        before, now = matched.column(OLD, column), matched.column(NEW, column)
        cell = f"{before} AS before, {now} AS now"
        where = f"o0 IS NOT NULL AND n0 IS NOT NULL AND {before} IS DISTINCT FROM {now}"
        definition = _definition(column, comparison, releases)
        hide = column in masked_columns(releases.catalogue)
        before, now = (
            _hidden(value) if hide else _shown(value, definition) for value in (before, now)
        )
    return (
        f"SELECT {keys}, '{what}' AS what, {sql_literal(column)} AS column_name, "
        f"{before} AS before, {now} AS now, {kind} AS kind, "
        f"{matched.column(side, SOURCE_ID)} AS source, {side}0 AS row "
        f"FROM (SELECT *, {cell}, {_packed(matched, OLD)} AS o, {_packed(matched, NEW)} AS t "
        f"FROM {matched.table}) WHERE {where}"
    )


def _packed(matched: Matched, side: str) -> str:
    """The row of one side as one value, of which SQL names the columns: t.sector."""
    names = [*matched.asked.key, *matched.asked.carried]
    carried = (matched.column(side, name) for name in matched.asked.carried)
    columns = [*matched.asked.key_columns, *carried]
    fields = ", ".join(
        f"{sql_name(name)} := {column}" for name, column in zip(names, columns, strict=True)
    )
    return f"struct_pack({fields})"


def _condition(
    meaning: Meaning,
    comparison: Comparison,
    change: tuple[ChangeKind, str],
    matched: Matched,
    releases: TwoReleases,
) -> str:
    """SQL of whether a meaning takes a change."""
    if meaning.rule is None:
        return f"({meaning.when})" if meaning.when else "TRUE"
    what, column = change
    row = "o" if what is ChangeKind.GONE else "t"
    table = releases.catalogue.tables[releases.outcomes[meaning.rule].check.table]
    named = comparison.columns[column].key if column else {}
    view = table.views.column if table.views else ""
    given = {*matched.asked.key, *matched.asked.carried} - {view}
    parts = [
        sql_literal(named[name])
        if name in named
        else _shown(f"{row}.{meaning.keyed_by.get(name, name)}", table.columns[name].type)
        for name in table.key
        if name in named or name in given
    ]
    return (
        f"concat_ws('{BETWEEN}', {', '.join(parts)}) IN "
        f"(SELECT found.key FROM {FOUND} AS found WHERE found.rule = '{meaning.rule}')"
    )


def _definition(column: str, comparison: Comparison, releases: TwoReleases) -> str:
    """The type of a compared column, as its table has it; text if it is of none."""
    plain = (need for need in comparison.columns[column].needs if not {*"=<>"} & {*need})
    named = {name: table for table, name in (need.split(".", 1) for need in plain)}
    name = column if column in named else "".join(named) if len(named) == 1 else ""
    return releases.catalogue.tables[named[name]].columns[name].type if name else "text"


def _shown(value: str, kind: str) -> str:
    """SQL of a value as a reader expects it, and as keys of findings have it."""
    if kind == "date":
        return f"strftime({value}, '%d/%m/%Y')"
    if kind == "boolean":
        return f"CASE WHEN {value} THEN 'yes' WHEN NOT {value} THEN 'no' END"
    return f"CAST({value} AS VARCHAR)"


def _hidden(value: str) -> str:
    """SQL of whether there is a value of which reports show nothing."""
    return f"CASE WHEN {value} IS NOT NULL THEN '{MASKED}' END"


def _kind(number: int, meaning: Meaning, comparison: Comparison) -> Kind:
    state = ChangeState(meaning.is_)
    if meaning.rule is not None:
        return Kind(number, meaning.title, state, meaning.rule, revision=meaning.revision)
    if state is not ChangeState.TO_EXPLAIN:
        return Kind(number, meaning.title, state, "", revision=meaning.revision)
    check = _check(comparison, meaning.name, meaning.title, Severity(meaning.severity))
    return Kind(number, meaning.title, state, check.id, check, meaning.revision)


def _other(number: int, comparison: Comparison) -> Kind:
    title = "Changed in no way that is known"
    check = _check(comparison, OTHER, title, Severity.WARNING)
    return Kind(number, title, ChangeState.TO_EXPLAIN, check.id, check)


def _check(comparison: Comparison, name: str, title: str, severity: Severity) -> Check:
    return word_check(
        "to_explain",
        f"compare.{comparison.comparison}.{name}",
        name=name.replace("_", "-"),
        meaning=f"{title[:1].lower()}{title[1:]}",
        table=comparison.table,
        severity=severity,
    )
