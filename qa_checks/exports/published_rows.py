"""Rows of the files of a run, read a second time as they were published."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from qa_checks.duckdb_core import connect
from qa_checks.errors import InputError
from qa_checks.model.inputs import Input
from qa_checks.reading.contents import Relation, Sheet, TypedRows
from qa_checks.reading.loaded import Place
from qa_checks.reading.opening import open_input
from qa_checks.release import InputFile

Rows = dict[int, list[str]]


def read_rows(
    files: Sequence[InputFile], inputs: Sequence[Input], wanted: Mapping[Place, Collection[int]]
) -> dict[Place, Rows]:
    """Give the cells of some rows by sheet and by the number of the row.

    Parameters
    ----------
    wanted
        The rows of each sheet, as a spreadsheet numbers them.

    Raises
    ------
    InputError
        If a file cannot be read, or is no longer the one that was checked.
    """
    digests = {(sheet.role, sheet.path): sheet.sha256 for sheet in inputs}
    rows: dict[Place, Rows] = {}
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        for item in files:
            if (item.role, item.shown) not in {(place.role, place.file) for place in wanted}:
                continue
            file = open_input(item, Path(scratch))
            if file.sha256 != digests[item.role, item.shown]:
                raise InputError(
                    "The file was changed while it was checked.",
                    where=item.shown,
                    remedy="Run the checks again.",
                )
            for sheet in file.sheets:
                numbers = wanted.get(Place(item.shown, sheet.name, item.role))
                if numbers:
                    rows[Place(item.shown, sheet.name, item.role)] = _pick(sheet, numbers)
    return rows


def _pick(sheet: Sheet, numbers: Collection[int]) -> Rows:
    if isinstance(sheet.direct, TypedRows):
        return _pick_typed(sheet.direct.relation, numbers)
    return {number: cells for number, cells in enumerate(sheet.rows(), 1) if number in numbers}


def _pick_typed(relation: Relation, numbers: Collection[int]) -> Rows:
    """Rows of a file of typed columns, which only DuckDB reads."""
    listed = ", ".join(map(str, numbers))
    with connect() as connection:
        rows = connection.execute(
            f"{relation.as_texts} WHERE {relation.row} IN ({listed}) ORDER BY 1"
        ).fetchall()
    return {number: cells for number, *cells in rows}
