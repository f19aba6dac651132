"""Headers of two files as the ids of their checks have them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence


def name_columns(columns: Sequence[str]) -> Mapping[str, str]:
    """A plain name for each header, as ids of checks have it; no two are the same."""
    names: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_")[:60] or "column"
        number, name = 1, plain
        while name in names.values():
            number += 1
            name = f"{plain}_{number}"
        names[column] = name
    return names
