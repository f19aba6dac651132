"""Columns that are absent, in words: a line for each file and reason."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from qa_checks.model.inputs import AbsentColumn
from qa_checks.render.report_words import date
from qa_checks.words import list_words


class Absence(Struct, frozen=True):
    """What one file lacks for one reason; ``reason`` is empty where none is given."""

    path: str
    sheet: str | None
    columns: str
    reason: str


def absences(absent: Iterable[AbsentColumn]) -> list[Absence]:
    """Group absent columns by file, sheet and reason, those without a reason first.

    Parameters
    ----------
    absent
        In the order of the files.
    """
    lines = []
    for (path, sheet), columns in groupby(absent, lambda absence: (absence.path, absence.sheet)):
        by_reason: dict[str, list[AbsentColumn]] = {}
        for column in columns:
            by_reason.setdefault(column.reason, []).append(column)
        lines += [
            Absence(path, sheet, _listed(by_reason[reason]), reason) for reason in sorted(by_reason)
        ]
    return lines


def _listed(columns: Iterable[AbsentColumn]) -> str:
    """'Places and Owner (since 31/03/2018), Health services (since 31/03/2020)'."""
    parts = []
    for since, same in groupby(columns, lambda absence: absence.since):
        titles = list_words([column.title for column in same])
        parts.append(f"{titles} (in such files since {date(since)})" if since else titles)
    return ", ".join(parts)
