"""A table's schema in pandera's words, and as a DataFrameSchema for notebooks and pipelines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pandera.pandas as pa

from qa_checks.catalogue.column_limits import limits

if TYPE_CHECKING:
    from qa_checks.catalogue.codes import CodeList
    from qa_checks.catalogue.schemas import Column, Table

DTYPES: Final = {
    "text": "str",
    "identifier": "str",
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[ns]",
    "boolean": "boolean",
}


def to_pandera(table: Table, codes: Mapping[str, CodeList]) -> pa.DataFrameSchema:
    """Say in pandera's words what a table's schema says.

    A failure case names the check as the report does (`providers.sector.in`).
    As in the engine, a missing value fails only ``nullable``. A column that
    may be missing from the file is not required; columns that repeat another
    table's, and derived ones, are typed but not checked.

    Parameters
    ----------
    table
        A table of a catalogue.
    codes
        The catalogue's code lists.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        For a frame whose columns are the table's, typed or as text that can
        be coerced. Validate with ``lazy=True`` to get every failure case.
    """
    own_key = pa.Check(partial(has_own_key, table), error=f"{table.table}.key")
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                DTYPES[column.type],
                checks=_checks(f"{table.table}.{name}", column, codes),
                required=column.must_be_filled,
                **field_words(column),
            )
            for name, column in table.columns.items()
        },
        checks=[own_key] if table.unique_key else [],
        name=table.table,
        title=table.title,
        strict=False,
    )


def field_words(column: Column) -> dict[str, Any]:
    """What pandera is told of a column besides its type and checks."""
    return {
        "title": column.title,
        "nullable": not column.must_be_filled,
        "coerce": not column.is_text,
    }


def check_words(column: Column, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """The built-in checks of pandera that a column has, each with its argument."""
    words: dict[str, Any] = {}
    for word, limit in limits(column, codes).items():
        match limit:
            case dt.date():
                words[word] = pd.Timestamp(limit)
            case str():
                words[word] = rf"(?:{limit})\Z"
            case _:
                words["isin" if word == "in" else word] = limit
    return words


def _checks(place: str, column: Column, codes: Mapping[str, CodeList]) -> list[pa.Check]:
    checks = [
        getattr(pa.Check, word)(argument, error=f"{place}.{word.removeprefix('is')}")
        for word, argument in check_words(column, codes).items()
    ]
    if column.is_once:
        # pandera's own `unique` takes two missing values for a repetition.
        once = pa.Check(lambda values: ~values.duplicated(keep=False), error=f"{place}.unique")
        checks.append(once)
    return checks


def has_own_key(table: Table, frame: pd.DataFrame) -> pd.Series:
    """Whether a row shares its key with no other, or is of a view that repeats keys."""
    key, views = frame[table.key], table.views
    alone = key.isna().any(axis=1)
    if views is not None and views.repeated:
        alone |= frame[views.column].isin(views.repeated)
    return alone | ~key[~alone].duplicated(keep=False).reindex(frame.index, fill_value=False)
