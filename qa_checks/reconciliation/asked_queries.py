"""The queries that a release is read with, each as a check with what is doubtful in it."""

from __future__ import annotations

from msgspec import Struct

from qa_checks.catalogue.announced_checks import free_id, make_id, word_check
from qa_checks.model.checks import Check, FindingPlace, Outcome
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.sources import AskedQuery, Query
from qa_checks.queries.query_reading import KnownKeys, read_query
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile, Release


class Judged(Struct, frozen=True):
    """Queries as checks, and what each reads."""

    outcomes: tuple[Outcome, ...]
    queries: tuple[AskedQuery, ...]


def announce_queries(release: Release) -> list[Check]:
    """The checks of the queries that give the extract; those of sources are announced with them."""
    return [check for check, _ in _checks_of(release)]


def judge_queries(release: Release, loaded: Loaded) -> Judged:
    """What each query of the extract reads, and how its check ended."""
    outcomes, queries = [], []
    for check, item in _checks_of(release):
        assert item.query  # noqa: S101  else it has no check
        keys = known_keys(item.shown, loaded)
        asked, outcome = judge_query(check, (item.shown, item.query), release.facts, keys)
        outcomes.append(outcome)
        queries.append(asked)
    return Judged(tuple(outcomes), tuple(queries))


def known_keys(shown: str, loaded: Loaded) -> KnownKeys:
    """What tells apart the rows of a query, and those of tables called as in the catalogue.

    A row of the query may be rows of several tables: the shortest of their keys is its own.
    """
    columns = [column for sheet in loaded.inputs if sheet.path == shown for column in sheet.columns]
    headers = {(column.table, column.column): column.header for column in columns}
    declared = {source.table: source.key for source in loaded.sources}
    tables: dict[str, list[set[str]]] = {}
    given = []
    for name, table in loaded.schemas.tables.items():
        view = table.views.column if table.views else ""
        key = [part for part in declared.get(name, table.key) if part != view]
        tables[name] = [{part, headers.get((name, part), part)} for part in key]
        given.append([names for part, names in zip(key, tables[name], strict=True)
                      if (name, part) in headers])  # fmt: skip
    return KnownKeys(min(filter(None, given), key=len, default=()), tables)


def _checks_of(release: Release) -> list[tuple[Check, InputFile]]:
    named: dict[str, tuple[Check, InputFile]] = {}
    for item in release.inputs:
        if item.query is not None and item.role is Role.RELEASE:
            stem = make_id(item.query.file.removesuffix(".sql")) or "files"
            id_ = free_id(f"query.{stem}", named)
            named[id_] = (word_check("query", id_, query=f"of {item.shown}"), item)
    return [*named.values()]


def judge_query(
    check: Check,
    named: tuple[str, Query],
    facts: ReleaseFacts,
    keys: KnownKeys,
) -> tuple[AskedQuery, Outcome]:
    """A query as it was understood, and how its check ended.

    Each doubt is a finding; its key is the kind of doubt, with a number if there are several.

    Parameters
    ----------
    named
        What reports call the query, and the query.
    """
    shown, query = named
    reading = read_query(query.text, query.dialect, facts, keys)
    asked = AskedQuery(shown, check.id, reading)
    if reading.fault:
        reason = f"the query cannot be followed: {reading.fault}"
        return asked, Outcome.errored(check, reason)
    place = FindingPlace(query.file or None, None, None)
    findings = []
    names = [doubt.name for doubt in reading.doubts]
    for number, doubt in enumerate(reading.doubts, start=1):
        same = names[:number].count(doubt.name)
        key_of = doubt.name if names.count(doubt.name) == 1 else f"{doubt.name} {same}"
        findings.append(check.find(doubt.sentence, place, key=key_of, value=doubt.part or None))
    return asked, Outcome.of(check, findings, max(1, len(findings)))
