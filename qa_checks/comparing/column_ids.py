"""Headers of two files as the ids of their checks have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_checks.catalogue.announced_checks import free_id, make_id


def name_columns(columns: Sequence[str]) -> Mapping[str, str]:
    """A plain name for each header, as ids of checks have it; no two are the same."""
    names: dict[str, str] = {}
    for column in columns:
        names[column] = free_id(make_id(column)[:60] or "column", names.values())
    return names
