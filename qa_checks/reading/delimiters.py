"""What stands between the cells of a row of text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

DELIMITERS = ",;\t|"
SAMPLE_LINES = 200


def find_delimiter(sample: str) -> tuple[str | None, int]:
    """Find the delimiter that gives the same number of cells in most rows.

    Each candidate splits the sample, quotes respected. The share of non-blank
    rows that have the commonest number of cells decides, then that number.

    Returns
    -------
    tuple
        The delimiter, None if no candidate splits the rows, and the number of cells.
    """
    best: tuple[float, int, str | None] = (0.0, 1, None)
    lines = list(islice(io.StringIO(sample, newline=""), SAMPLE_LINES))
    for delimiter in DELIMITERS:
        if delimiter in sample:
            widths = _count_widths(lines, delimiter)
            rows = widths.total()
            del widths[1]
            width, count = max(widths.items(), key=lambda item: item[::-1], default=(1, 0))
            best = max(best, (count / max(rows, 1), width, delimiter), key=lambda item: item[:2])
    return best[2], best[1]


def _count_widths(lines: list[str], delimiter: str) -> Counter[int]:
    try:
        return Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return Counter()
