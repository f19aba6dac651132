"""The models that are exported, which say what the schemas say, count what the engine counts.

Compared check by check: nullable, in, ge, le, str_matches, unique and key; repeats only of values
within their limits, for to the engine one beyond them is unknown. Not comparable:
``type`` (the engine reads published text, pandera sees typed values and stops at the first
column it cannot coerce) and ``spelling`` (pandera forgives no case or blanks, so the texts here
are codes as listed or no codes at all).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa_checks.catalogue import load
from qa_checks.plan import Choice
from tests.exports.sharing import constrained, import_models
from tests.loaded_modules import Loaded
from tests.own_rules import parser
from tests.small_catalogue import HEADER, run_on, visits, write_catalogue

NOT_COMPARED = ("type", "spelling")
KEY, UNIQUE = ".key", ".unique"
WORDS = {
    "not_nullable": "nullable",
    "greater_than_or_equal_to": "ge",
    "less_than_or_equal_to": "le",
    "isin": "in",
    "str_matches": "str_matches",
}
AS_VALUE = {dt.date: dt.date.fromisoformat, int: int, float: float}
CELLS = st.tuples(
    st.sampled_from(["1", "2", "3", "4", "x", ""]),
    st.sampled_from(["2022-05-10", "2022-05-11", "2022-05-12", ""]),
    st.sampled_from(["Full", "Short", "Neither", ""]),
    st.sampled_from(["-1", "0", "6", "7", ""]),
    st.sampled_from(["0.25", "0.5", "1.5", ""]),
    st.sampled_from(["Yes", "N", ""]),
    st.sampled_from(["Ann", "Ben", "Dan", "ann", "Ann1", ""]),
).filter(any)


def narrowed() -> dict[str, Any]:
    """The table that exports are tried with, with limits that generated cells often break."""
    table = constrained()
    columns = table["columns"]
    columns["day"]["le"] = dt.date(2022, 5, 11)
    columns["score"]["unique"] = True
    columns["person"]["str_matches"] = "[A-C][a-z]+"
    del columns["weekday"]
    return table


def read_as_frame(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    """The rows as a notebook would hold them."""
    texts = [[cell or None for cell in row] for row in rows]
    frame = pd.DataFrame(texts, columns=[name.lower() for name in HEADER])
    frame["open"] = frame["open"].map({"Yes": True, "N": False}).astype("boolean")
    return frame.astype({"number": "str", "kind": "str", "person": "str"})


def without_impossible(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as the engine takes it for all checks but limits: what is beyond is unknown."""
    known = frame.copy()
    for name, column in narrowed()["columns"].items():
        if {"ge", "le"} & column.keys():
            kind = type(column["ge"])
            beyond = [
                pd.notna(cell) and not column["ge"] <= AS_VALUE[kind](cell) <= column["le"]
                for cell in frame[name]
            ]
            known[name] = frame[name].mask(beyond)
    return known


def with_own_key(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that share their key with no other: a shared key is told once, not by column."""
    key = frame[["number", "day"]]
    return frame[~key.duplicated(keep=False) | key.isna().any(axis=1)]


def without_argument(check: str) -> str:
    """pandera's own checks are named with what they compare with: `isin(['Full', 'Short'])`."""
    return check.partition("(")[0]


def count_by_pandera(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> dict[str, int]:
    """Rows at fault by check; a row counts once however many of its cells are listed."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as fault:
        cases = fault.failure_cases
    else:
        return {}
    names = [
        check if check.startswith(f"{schema.name}.") else f"{schema.name}.{column}.{WORDS[check]}"
        for column, check in zip(cases["column"], cases["check"].map(without_argument), strict=True)
    ]
    return dict(Counter(name for name, _ in set(zip(names, cases["index"], strict=True))))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_catalogue(tmp_path_factory.mktemp("catalogue"), table=narrowed())


@pytest.fixture(scope="module")
def schema(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> pa.DataFrameSchema:
    catalogue = load(folder, parser())
    models = import_models(catalogue, tmp_path_factory.mktemp("models"), "compared_models")
    schema: pa.DataFrameSchema = models.Visits.to_schema()
    return schema


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(CELLS, min_size=1, max_size=60, unique=True))  # the rows are what may differ
def test_engine_and_pandera_count_the_same_faults(
    folder: Path, schema: pa.DataFrameSchema, rows: list[tuple[str, ...]]
) -> None:
    report = run_on(folder, visits(*rows), selection=Choice(themes=("schema",)))
    by_engine = {
        outcome.check.id: outcome.failed
        for outcome in report.outcomes
        if outcome.failed and not outcome.check.id.endswith(NOT_COMPARED)
    }
    frame = read_as_frame(rows)
    known = without_impossible(frame)
    by_pandera = {
        check: failed
        for compared, kind in ((frame, ""), (known, KEY), (with_own_key(known), UNIQUE))
        for check, failed in count_by_pandera(schema, compared).items()
        if (check.endswith(kind) if kind else not check.endswith((KEY, UNIQUE)))
    }
    assert by_pandera == by_engine


def test_every_constraint_is_compared(folder: Path, schema: pa.DataFrameSchema) -> None:
    """The table above has each kind of constraint, and one row each that breaks it."""
    rows = [
        ("1", "2022-05-10", "Full", "-1", "0.25", "", "Dan"),
        ("1", "2022-05-10", "Neither", "7", "1.5", "", "Ann"),
        ("", "2022-05-12", "", "7", "", "", ""),
        ("x", "", "Full", "", "", "", ""),
    ]
    counted = count_by_pandera(schema, read_as_frame(rows))
    assert counted == {
        "visits.number.nullable": 1,
        "visits.number.str_matches": 1,
        "visits.number.unique": 2,
        "visits.day.nullable": 1,
        "visits.day.ge": 2,
        "visits.day.le": 1,
        "visits.kind.nullable": 1,
        "visits.kind.in": 1,
        "visits.score.ge": 1,
        "visits.score.le": 2,
        "visits.score.unique": 2,
        "visits.share.ge": 1,
        "visits.share.le": 1,
        "visits.person.str_matches": 1,
        "visits.key": 2,
    }
    report = run_on(folder, visits(*rows), selection=Choice(themes=("schema",)))
    planned = {outcome.check.id for outcome in report.outcomes}
    assert {check for check in planned if not check.endswith(NOT_COMPARED)} == set(counted)


def test_a_run_does_not_load_pandera(loaded: Loaded) -> None:
    assert {"qa_checks.assessment", "qa_checks.api"} <= loaded["a check from Python"]
    assert "pandera" not in loaded["a check from Python"]
