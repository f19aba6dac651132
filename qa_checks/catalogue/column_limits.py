"""What one value of a column may be, for other tools to say in words of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.schemas import Column


def limits(column: Column, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """Give the constraints on single values, under the schema's words for them.

    Parameters
    ----------
    column
        A column of a schema.
    codes
        The catalogue's code lists.

    Returns
    -------
    dict
        Those of `in` (the codes as values of the column's type), `ge`, `le` and
        `str_matches` that it has; none if its values are checked elsewhere.
    """
    constraints = {
        "in": _values(column, codes),
        "ge": column.ge,
        "le": column.le,
        "str_matches": column.str_matches,
    }
    held = {word: limit for word, limit in constraints.items() if limit is not None}
    return held if column.is_checked else {}


def _values(column: Column, codes: Mapping[str, CodeList]) -> list[Any] | None:
    if column.in_ is None:
        return None
    listed = codes[column.in_.removesuffix(".csv")].codes
    return [int(code) for code in listed] if column.type == "integer" else list(listed)
