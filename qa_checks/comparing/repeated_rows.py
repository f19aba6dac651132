"""Where the rows stand that share a key, whether in one file or in several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from qa_checks.comparing.change_findings import ROWS_NAMED, say_repeated
from qa_checks.comparing.matching import ROW, SOURCE_ID, Matched, Side
from qa_checks.model.checks import FindingPlace
from qa_checks.reading.loaded import NOWHERE, Loaded, Place
from qa_checks.sql_text import sql_name
from qa_checks.words import list_some, say_place


class Repeated(NamedTuple):
    """A key that several rows of one side have: the first of them, and what to say."""

    place: FindingPlace
    key: str
    message: str


def place_repeated(
    loaded: Loaded, matched: Matched, side: Side, masked: Collection[str]
) -> Iterator[Repeated]:
    """The keys that come several times on one side, without what is masked of them."""
    files = _files_of(loaded, side) if matched.repeated else []
    conditions = [f"{sql_name(name)} = ?" for name in matched.asked.key]
    for repeated in matched.repeated:
        if repeated.side is not side:
            continue
        key = matched.say_key(repeated.key, masked)
        if len(files) == 1:
            place = FindingPlace(files[0].file, files[0].sheet, repeated.rows[0])
            yield Repeated(place, key, say_repeated(key, repeated))
        else:
            rows = find_rows(loaded, side, conditions, repeated.key)
            some = list_some([say_place(*place) for _, place in rows], ROWS_NAMED, "; ")
            message = f"{key} stands in {some}: none of them was compared."
            yield Repeated(rows[0][1], key, message)


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
