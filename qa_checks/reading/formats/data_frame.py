"""pandas DataFrames as files: the only module of reading that knows pandas."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from qa_checks.errors import InputError
from qa_checks.reading.contents import HEAD_ROWS, File, Sheet
from qa_checks.reading.workbook_worker import to_text

HALF = re.compile("[\ud800-\udfff]")


def is_frame(thing: object) -> bool:
    """Whether something is a DataFrame."""
    return isinstance(thing, pd.DataFrame)


def open_frame(name: str, frame: pd.DataFrame) -> File:
    """Give a DataFrame as a file of one sheet, whose header is row 1.

    An index with a name is a column too, unless it repeats one. Digest and size are those of the
    rows written as CSV.

    Parameters
    ----------
    name
        What findings call the file.
    frame
        Columns are headers as published; cells may be of any type.

    Raises
    ------
    InputError
        If the frame has no columns.
    """
    columns = [
        (_header(label), _texts(frame.iloc[:, place])) for place, label in enumerate(frame.columns)
    ]
    levels = [
        (_header(label), _texts(frame.index.get_level_values(place)))
        for place, label in enumerate(frame.index.names)
        if label is not None
    ]
    columns = [*(level for level in levels if level not in columns), *columns]
    if not columns:
        raise InputError("The frame has no columns.", where=name, remedy="Give the table itself.")
    header = [label for label, _ in columns]
    rows = [header, *(list(row) for row in zip(*(texts for _, texts in columns), strict=True))]
    written = _as_csv(rows)
    sheet = Sheet(
        name=None,
        encoding=None,
        delimiter=None,
        newline=None,
        head=tuple(tuple(row) for row in rows[:HEAD_ROWS]),
        source=lambda: iter(rows),
    )
    return File(Path(name), hashlib.sha256(written).hexdigest(), len(written), (sheet,))


def _header(label: Hashable) -> str:
    """A header as text; one of several levels is read from the top down."""
    parts = label if isinstance(label, tuple) else (label,)
    return _whole(" ".join(str(part) for part in parts if not pd.isna(part)))


def _texts(column: pd.Series[Any] | pd.Index[Any]) -> list[str]:
    """Cells as a CSV file would hold them; a missing one is empty."""
    return [
        "" if missing else _text(value)
        for value, missing in zip(column.tolist(), column.isna().tolist(), strict=True)
    ]


def _text(value: object) -> str:
    if isinstance(value, str):
        return _whole(value)
    return to_text(value) if isinstance(value, Hashable) else _whole(str(value))


def _whole(text: str) -> str:
    """A text with a sign for each half of a character, of which no file could be written."""
    return text if text.isascii() else HALF.sub("\ufffd", text)


def _as_csv(rows: Iterable[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()
