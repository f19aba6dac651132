"""A table's schema as a pandera DataFrameSchema, for notebooks and pipelines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import pandera.pandas as pa

if TYPE_CHECKING:
    from qa_checks.catalogue.codes import CodeList
    from qa_checks.catalogue.schemas import Column, Table

DTYPES = {
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

    Examples
    --------
    >>> schema = to_pandera(catalogue.tables["providers"], catalogue.codes)  # doctest: +SKIP
    >>> schema.validate(frame, lazy=True)  # doctest: +SKIP
    """
    checks = [_check_key(table)] if table.unique_key else []
    return pa.DataFrameSchema(
        {name: _column(table, name, column, codes) for name, column in table.columns.items()},
        checks=checks,
        name=table.table,
        title=table.title,
        strict=False,
    )


def _column(table: Table, name: str, column: Column, codes: Mapping[str, CodeList]) -> pa.Column:
    home = not column.repeats and column.derived is None
    return pa.Column(
        DTYPES[column.type],
        checks=_checks(f"{table.table}.{name}", column, codes) if home else [],
        nullable=column.nullable or not home,
        required=home and not column.nullable,
        coerce=column.type not in ("text", "identifier"),
        title=column.title,
    )


def _checks(place: str, column: Column, codes: Mapping[str, CodeList]) -> list[pa.Check]:
    checks = []
    if column.in_ is not None:
        listed = codes[column.in_.removesuffix(".csv")].codes
        values = [int(code) for code in listed] if column.type == "integer" else listed
        checks.append(pa.Check.isin(values, error=f"{place}.in"))
    if column.ge is not None:
        checks.append(pa.Check.ge(_limit(column.ge), error=f"{place}.ge"))
    if column.le is not None:
        checks.append(pa.Check.le(_limit(column.le), error=f"{place}.le"))
    if column.str_matches is not None:
        whole = rf"(?:{column.str_matches})\Z"
        checks.append(pa.Check.str_matches(whole, error=f"{place}.str_matches"))
    if column.unique:
        # pandera's own `unique` takes two missing values for a repetition.
        checks.append(pa.Check(_occurs_once, error=f"{place}.unique"))
    return checks


def _limit(limit: float | dt.date) -> float | pd.Timestamp:
    return pd.Timestamp(limit) if isinstance(limit, dt.date) else limit


def _occurs_once(values: pd.Series) -> pd.Series:
    return ~values.duplicated(keep=False)


def _check_key(table: Table) -> pa.Check:
    def is_alone(frame: pd.DataFrame) -> pd.Series:
        key = frame[table.key]
        return ~key.duplicated(keep=False) | key.isna().any(axis=1)

    return pa.Check(is_alone, error=f"{table.table}.key")
