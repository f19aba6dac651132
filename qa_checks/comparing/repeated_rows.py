"""Where the rows stand that share a key, whether in one file or in several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from qa_checks.comparing.change_findings import ROWS_NAMED, say_repeated
from qa_checks.comparing.matching import ROW, SOURCE_ID, Matched, Side
from qa_checks.model.checks import Check, Finding, FindingPlace
from qa_checks.model.inputs import Role
from qa_checks.reading.loaded import NOWHERE, Loaded, Place
from qa_checks.sql_text import sql_name
from qa_checks.words import list_some, say_place


def find_repeated(
    check: Check,
    loaded: Loaded,
    matched: Matched,
    roles: tuple[Role, Role],
    masked: Collection[str],
) -> Iterator[Finding]:
    """The keys that come several times on one side, without what is masked of them.

    Parameters
    ----------
    roles
        What the files of the old and of the new side are.
    """
    conditions = [f"{sql_name(name)} = ?" for name in matched.asked.key]
    files = {side: _files_of(loaded, side) for side in {item.side for item in matched.repeated}}
    for repeated in matched.repeated:
        side, key = repeated.side, matched.say_key(repeated.key, masked)
        if len(files[side]) == 1:
            [file] = files[side]
            place = FindingPlace(file.file, file.sheet, repeated.rows[0])
            message = say_repeated(key, repeated)
        else:
            rows = find_rows(loaded, side, conditions, repeated.key)
            some = list_some([say_place(*where) for _, where in rows], ROWS_NAMED, "; ")
            place, message = rows[0][1], f"{key} stands in {some}: none of them was compared."
        yield check.find(message, place, key=key, role=roles[side is matched.new])


def _files_of(loaded: Loaded, side: Side) -> list[Place]:
    """The files and sheets that the rows of a side stand in."""
    sql = f"SELECT DISTINCT {SOURCE_ID} FROM {side.source} ORDER BY 1"
    numbers = loaded.connection.execute(sql).fetchall()
    return [loaded.places.get(number, NOWHERE) for (number,) in numbers]


def find_rows(
    loaded: Loaded,
    side: Side,
    conditions: Sequence[str],
    values: Sequence[Any] = (),
    most: int | None = None,
) -> list[tuple[int, FindingPlace]]:
    """The rows of a side that meet some conditions, each with its place, as the files come."""
    limit = "" if most is None else f" LIMIT {most}"
    rows = loaded.connection.execute(
        f"SELECT {SOURCE_ID}, {ROW} FROM {side.source} WHERE {' AND '.join(conditions)} "
        f"ORDER BY ALL{limit}",
        list(values),
    ).fetchall()
    places = ((loaded.places.get(number, NOWHERE), row) for number, row in rows)
    return [(row, FindingPlace(place.file, place.sheet, row)) for place, row in places]
