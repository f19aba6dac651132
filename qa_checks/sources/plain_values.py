"""Which values arrive from a database as they are, and which only as text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = dt.date.min.toordinal() - EPOCH, dt.date.max.toordinal() - EPOCH


def find_unlike(batch: pa.RecordBatch) -> frozenset[int]:
    """Columns, by position, with a value that is not what the database holds.

    A day beyond the calendar (infinity, or before the year 1) arrives as another, and a number that
    is none (NaN, infinity) could be taken for one.
    """
    import pyarrow as pa

    return frozenset(
        place
        for place, column in enumerate(batch.columns)
        if (pa.types.is_date(column.type) and _has_other_day(column))
        or (pa.types.is_floating(column.type) and _has_no_number(column))
    )


def _has_other_day(column: pa.Array) -> bool:
    import pyarrow as pa
    from pyarrow import compute

    ends = compute.min_max(column.view(pa.int32()))
    first, last = ends["min"].as_py(), ends["max"].as_py()
    return first is not None and (first < FIRST_DAY or last > LAST_DAY)


def _has_no_number(column: pa.Array) -> bool:
    from pyarrow import compute

    return compute.all(compute.is_finite(column)).as_py() is False
