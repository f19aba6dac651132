"""The written models are Python that imports, and find what the schemas say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pandera.pandas as pa
import pytest

from qa_checks.catalogue import Catalogue, load
from qa_checks.exports import as_pandera
from tests.exports.sharing import import_models, make
from tests.own_rules import parser

ROWS = {
    "number": ["1", "1", "4x", None],
    "day": pd.to_datetime(["2022-05-01", "2022-05-01", "2022-06-11", None]),
    "kind": ["Neither", None, "Full", "Short"],
    "score": [-1, 7, None, 5],
    "share": [0.25, 2, None, 0.5],
    "open": [True, False, None, None],
    "person": ["dan", "Ann", None, 'Ann "B'],
    "weekday": [7, 7, None, 1],
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder, _ = make(tmp_path_factory.mktemp("small"))
    return load(folder, parser())


@pytest.fixture(scope="module")
def written(small: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    name = "written_models"
    yield import_models(small, tmp_path_factory.mktemp("models"), name)
    for module in [module for module in sys.modules if module.split(".")[0] == name]:
        del sys.modules[module]


def faults(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> set[tuple[str, object]]:
    """Column (or the check of the whole table) and row of every fault."""
    with pytest.raises(pa.errors.SchemaErrors) as refusal:
        schema.validate(frame, lazy=True)
    cases = refusal.value.failure_cases
    return {
        (column if context == "Column" else check, index)
        for context, column, check, index in zip(
            cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True
        )
    }


def test_the_models_find_what_the_schemas_say(written: ModuleType) -> None:
    frame = pd.DataFrame(ROWS).astype({"number": "str", "kind": "str", "person": "str"})
    assert faults(written.Visits.to_schema(), frame) == {
        ("number", 0), ("number", 1), ("number", 2), ("number", 3),
        ("day", 0), ("day", 1), ("day", 2), ("day", 3),
        ("kind", 0), ("kind", 1),
        ("score", 0), ("score", 1),
        ("share", 0), ("share", 1),
        ("person", 0),
        ("visits.key", 0), ("visits.key", 1),
    }  # fmt: skip


def test_a_frame_that_is_right_passes(written: ModuleType) -> None:
    frame = pd.DataFrame(
        {"number": ["1", "2"], "day": ["2022-05-11", "2022-05-12"], "kind": ["Full", "Short"]}
    )
    checked = written.Visits.validate(frame, lazy=True)
    assert list(checked["day"].dt.day) == [11, 12]


def test_the_built_in_models_say_what_the_schemas_say(catalogue: Catalogue, tmp_path: Path) -> None:
    models = import_models(catalogue, tmp_path, "built_in_models")
    assert sorted(models.__all__) == [
        *("Inspections", "JoinersAndLeavers", "Judgements"),
        *("LocalAuthorities", "Premises", "Providers"),
    ]
    for name, table in catalogue.tables.items():
        schema = getattr(models, "".join(map(str.capitalize, name.split("_")))).to_schema()
        row = pd.DataFrame({name: [column.example] for name, column in table.columns.items()})
        texts = [name for name, column in table.columns.items() if column.is_text]
        valid = schema.validate(row.astype(dict.fromkeys(texts, "str")), lazy=True)
        assert list(valid.columns) == list(table.columns)
        required = {name for name, column in schema.columns.items() if column.required}
        assert required == {name for name, column in table.columns.items() if column.must_be_filled}


@pytest.mark.parametrize("which", ["small", "catalogue"])
def test_a_formatter_would_change_nothing(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    as_pandera.write(request.getfixturevalue(which), tmp_path)
    for command in (["format", "--check", "--isolated"], ["check", "--isolated"]):
        done = subprocess.run(
            [Path(sys.executable).with_name("ruff"), *command, "."],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
