"""Rows of extract or source that share their key, or have none: they are compared with nothing."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.comparing.change_findings import outcome_of, say_repeated
from qa_checks.comparing.matching import ROW, Side
from qa_checks.model import Finding, Outcome, Role
from qa_checks.reading.loaded import NOWHERE, Place
from qa_checks.reconciliation.sides import SOURCE_ID, SOURCE_SAID
from qa_checks.reconciliation.unlike_fields import Unlike
from qa_checks.words import grouped

Row = tuple[int, str | None, str]  # its number, its key, and what is to be said


def judge_keys(unlike: Unlike, most: int | None) -> Outcome:
    """The check that each row has a key of its own, with the place of each row that has not."""
    matched, check = unlike.matched, unlike.checks.key
    findings: list[Finding] = []
    for side, keyless in zip((matched.old, matched.new), matched.keyless, strict=True):
        rows = [*_repeated(unlike, side), *_keyless(side, keyless[:most])]
        places = _places(unlike, side, [number for number, _, _ in rows])
        role = Role.SOURCE if side.said == SOURCE_SAID else Role.RELEASE
        for number, key, message in rows:
            place = places[number]
            findings.append(
                Finding(
                    check.id, check.severity, check.table, place.file, place.sheet, number, None,
                    key, None, message, role=role,
                )
            )  # fmt: skip
    failed = matched.repeated_keys + sum(map(len, matched.keyless))
    return outcome_of(check, findings[:most], failed, matched.old_rows + matched.new_rows)


def _repeated(unlike: Unlike, side: Side) -> Iterator[Row]:
    for repeated in unlike.matched.repeated:
        if repeated.side is side:
            key = unlike.say_key(repeated.key)
            yield repeated.rows[0], key, say_repeated(key, repeated)


def _keyless(side: Side, numbers: tuple[int, ...]) -> Iterator[Row]:
    for number in numbers:
        message = f"Row {grouped(number)} of {side.said} has no whole key: it was not compared."
        yield number, None, message


def _places(unlike: Unlike, side: Side, numbers: list[int]) -> dict[int, Place]:
    """The file and sheet of each of these rows of a side."""
    known = unlike.loaded.places
    listed = unlike.connection.execute(
        f"SELECT {ROW}, min({SOURCE_ID}) FROM {side.source} WHERE {ROW} IN "
        "(SELECT unnest($1::BIGINT[])) GROUP BY 1",
        [numbers],
    ).fetchall()
    return {number: known.get(source, NOWHERE) for number, source in listed}
