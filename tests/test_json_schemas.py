"""The published JSON Schemas are current, and every file an editor checks with them is valid."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from qa_checks import json_schemas
from qa_checks.catalogue.yaml_files import read_yaml
from qa_checks.errors import CatalogueError

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "json-schema"
KINDS = {
    "rule": sorted((ROOT / "rules").rglob("*.yml")),
    "table": sorted((ROOT / "schemas" / "tables").glob("*.yml")),
    "layout": sorted((ROOT / "schemas" / "layouts").glob("*.yml")),
    "cube": sorted((ROOT / "schemas" / "cubes").glob("*.yml")),
    "checklist": [ROOT / "schemas" / "checklist.yml"],
    "sampling-frame": [ROOT / "schemas" / "sampling_frame.yml"],
}
RULE = {
    "id": "ABC001",
    "name": "a-fault",
    "title": "It holds",
    "table": "things",
    "severity": "error",
    "require": "a = 1",
    "message": "{a} is not 1.",
    "why": "Because.",
    "remedy": "Correct it.",
    "source": ["a book"],
    "examples": {"valid": [{"a": 1}], "invalid": [{"a": 2}]},
}


def faults(kind: str, data: Any) -> list[str]:
    schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(as_json(data))
    return [f"{error.json_path}: {error.message}" for error in errors]


def as_json(data: Any) -> Any:
    """YAML as an editor's language server sees it: dates are texts."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return data.isoformat() if isinstance(data, dt.date) else data


def test_schemas_are_current(tmp_path: Path) -> None:
    written = json_schemas.write(tmp_path)
    assert {path.stem for path in written} == {*json_schemas.MODELS, json_schemas.REPORT}
    for path in written:
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), (
            f"docs/json-schema/{path.name} is out of date: run python -m qa_checks.json_schemas"
        )


def test_each_is_a_json_schema_and_has_an_owner() -> None:
    names = {path.stem for path in FOLDER.iterdir()}
    assert names == {*json_schemas.MODELS, "report", "sign-off", "gate"}
    for name in names:
        Draft202012Validator.check_schema(json.loads((FOLDER / f"{name}.json").read_text()))


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_is_valid(kind: str) -> None:
    assert KINDS[kind]
    wrong = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in KINDS[kind]
        for fault in faults(kind, read_yaml(path, CatalogueError))
    ]
    assert not wrong


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_line_names_the_schema_for_editors(kind: str) -> None:
    for path in KINDS[kind]:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        before, _, target = first.partition("$schema=")
        assert before == "# yaml-language-server: ", path
        assert (path.parent / target).resolve() == FOLDER / f"{kind}.json", path


def test_a_good_rule_is_valid() -> None:
    assert faults("rule", RULE) == []


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "fatal"},
        {"requires": "a = 1"},
        {"unique": ["a"]},
        {"id": "abc1"},
        {"scope": {"from": "yesterday"}},
        {"scope": {"basis": "latest"}},
        {"examples": {"valid": [{"a": 1}], "invalid": []}},
    ],
    ids=str,
)
def test_a_bad_rule_is_not(change: dict[str, Any]) -> None:
    assert faults("rule", {**RULE, **change})


@pytest.mark.parametrize("missing", ["examples", "why", "require"])
def test_a_rule_without_what_it_needs_is_not(missing: str) -> None:
    assert faults("rule", {key: value for key, value in RULE.items() if key != missing})


def test_releases_and_decisions() -> None:
    release = {
        "release": "spring-2024",
        "title": "Spring 2024",
        "as_at": dt.date(2024, 3, 31),
        "files": [{"path": "providers.csv", "basis": "latest"}],
        "expect": {"local_authorities": 153, "ungraded": {"Dorset": "not yet inspected"}},
    }
    assert faults("release", release) == []
    assert faults("release", {**release, "asat": "2024-03-31"})
    assert faults("release", {**release, "files": []})
    decision = {
        "rule": "DAT004",
        "keys": ["SC000001 / 1 / latest"],
        "decision": "accepted",
        "reason": "Known.",
        "who": "A. Analyst",
        "when": dt.date(2024, 5, 1),
    }
    assert faults("decisions", {"decisions": [decision]}) == []
    assert faults("decisions", {"decisions": [{**decision, "decision": "ignored"}]})
