"""Rows of extract or source that share their key, or have none: they are compared with nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qa_checks.comparing.change_findings import ROWS_NAMED, say_repeated
from qa_checks.comparing.matching import ROW, Side
from qa_checks.model.checks import Finding, FindingPlace, Outcome
from qa_checks.model.inputs import Role
from qa_checks.reading.loaded import NOWHERE, Place
from qa_checks.reconciliation.sides import SOURCE_ID, SOURCE_SAID
from qa_checks.reconciliation.unlike_fields import Unlike
from qa_checks.sql_text import sql_name
from qa_checks.words import grouped, list_some, say_place

Where = tuple[Place, int]  # a file and sheet, and the number of a row in it


def judge_keys(unlike: Unlike, most: int | None) -> Outcome:
    """The check that each row has a key of its own, with the place of each row that has not."""
    matched, check = unlike.matched, unlike.checks.key
    findings: list[Finding] = []
    for side, keyless in zip((matched.old, matched.new), matched.keyless, strict=True):
        role = Role.SOURCE if side.called == SOURCE_SAID else Role.RELEASE
        for (place, row), key, message in _rows(unlike, side, keyless[:most]):
            where = FindingPlace(place.file, place.sheet, row)
            findings.append(check.find(message, where, key=key, role=role))
    failed = matched.repeated_keys + sum(map(len, matched.keyless))
    return Outcome.of(check, findings[:most], matched.old_rows + matched.new_rows, failed)


def _rows(
    unlike: Unlike, side: Side, keyless: Sequence[int]
) -> Iterator[tuple[Where, str | None, str]]:
    """The first row of each key that several rows share, and each without one; what to say."""
    places = _files_of(unlike, side)
    names = [sql_name(name) for name in unlike.matched.asked.key]
    for repeated in unlike.matched.repeated:
        if repeated.side is not side:
            continue
        key = unlike.say_key(repeated.key)
        if len(places) == 1:
            yield (places[0], repeated.rows[0]), key, say_repeated(key, repeated)
        else:
            met = _find(unlike, side, [f"{name} = ?" for name in names], repeated.key)
            yield met[0], key, _say_where(key, met)
    without = " OR ".join(f"{name} IS NULL" for name in names)
    for row in keyless:
        met = [(places[0], row)]
        if len(places) != 1:
            met = _find(unlike, side, [f"{ROW} = ?", f"({without})"], [row])
        message = f"Row {grouped(row)} of {side.called} has no whole key: it was not compared."
        yield met[0], None, message


def _files_of(unlike: Unlike, side: Side) -> list[Place]:
    """The files and sheets that the rows of a side stand in."""
    sql = f"SELECT DISTINCT {SOURCE_ID} FROM {side.source} ORDER BY 1"
    numbers = unlike.connection.execute(sql).fetchall()
    return [unlike.loaded.places.get(number, NOWHERE) for (number,) in numbers]


def _find(unlike: Unlike, side: Side, conditions: list[str], values: Sequence[Any]) -> list[Where]:
    """Where the rows stand that meet some conditions."""
    where = " AND ".join(conditions)
    sql = f"SELECT {SOURCE_ID}, {ROW} FROM {side.source} WHERE {where} ORDER BY ALL"
    rows = unlike.connection.execute(sql, list(values)).fetchall()
    return [(unlike.loaded.places.get(number, NOWHERE), row) for number, row in rows]


def _say_where(key: str, met: Sequence[Where]) -> str:
    """Where a key stands that rows of several files share."""
    named = [say_place(place.file, place.sheet, row) for place, row in met]
    some = list_some(named, ROWS_NAMED, "; ") if len(named) > ROWS_NAMED else "; ".join(named)
    return f"{key} stands in {some}: none of them was compared."
