"""The JSON Schemas are well formed and say of a row what the table's schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from qa_checks.catalogue import Catalogue, load
from qa_checks.exports import as_json_schema
from tests.exports.sharing import make
from tests.own_rules import parser

GOOD = {
    "number": "1",
    "day": "2022-05-11",
    "kind": "Full",
    "score": 5,
    "share": 0.5,
    "open": True,
    "person": "Ann",
    "weekday": 3,
}


def validator(path: Path) -> Draft202012Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Draft202012Validator:
    folder = tmp_path_factory.mktemp("json")
    catalogue, _ = make(folder)
    as_json_schema.write(load(catalogue, parser()), folder)
    return validator(folder / "visits.json")


@pytest.mark.parametrize(
    "changes", [{}, {"score": None, "share": None, "open": None, "person": None}, {"weekday": None}]
)
def test_a_row_that_is_right_is_valid(
    visits: Draft202012Validator, changes: dict[str, Any]
) -> None:
    assert list(visits.iter_errors({**GOOD, **changes})) == []


@pytest.mark.parametrize(
    ("changes", "validator"),
    [
        ({"number": None}, "type"),
        ({"number": "x"}, "pattern"),
        ({"number": "1x"}, "pattern"),
        ({"day": "31/05/2022"}, "format"),
        ({"kind": "Neither"}, "enum"),
        ({"score": -1}, "minimum"),
        ({"score": 7}, "maximum"),
        ({"score": 5.5}, "type"),
        ({"share": 0.25}, "minimum"),
        ({"open": "Yes"}, "type"),
        ({"person": "Dan"}, "pattern"),
        ({"other": 1}, "additionalProperties"),
    ],
)
def test_each_fault_is_told(
    visits: Draft202012Validator, changes: dict[str, Any], validator: str
) -> None:
    assert [iter_error.validator for iter_error in visits.iter_errors({**GOOD, **changes})] == [
        validator
    ]


def test_a_column_that_must_be_filled_is_required(visits: Draft202012Validator) -> None:
    told = [iter_error.message for iter_error in visits.iter_errors({"kind": "Full"})]
    assert told == ["'number' is a required property", "'day' is a required property"]


def test_what_json_schema_cannot_say_stands_in_comments(visits: Draft202012Validator) -> None:
    schema = visits.schema
    assert schema["$comment"] == "Together occur once: number, day."
    assert schema["properties"]["number"]["$comment"] == "Occurs once."
    assert schema["properties"]["day"]["$comment"] == "At least 2022-05-11. At most 2022-05-31."


def test_the_built_in_tables_accept_their_example_rows(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    as_json_schema.write(catalogue, tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == catalogue.tables.keys()
    for name, table in catalogue.tables.items():
        row = {column: definition.example for column, definition in table.columns.items()}
        plain = json.loads(json.dumps(row, default=str))
        assert list(validator(tmp_path / f"{name}.json").iter_errors(plain)) == []
