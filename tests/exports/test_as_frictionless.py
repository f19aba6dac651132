"""Frictionless reads the package, and finds in the data what is still at fault there."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from qa_checks.exports import as_frictionless
from tests.exports.reading import judged
from tests.exports.sharing import FAULTY, FILE, make

frictionless = pytest.importorskip("frictionless")


def exported(folder: Path, text: str) -> Path:
    catalogue, file = make(folder, text)
    out = folder / "out"
    out.mkdir()
    with judged(catalogue, file) as (read, _):
        as_frictionless.write(read, out)
    return out


def validate(folder: Path) -> Any:
    return frictionless.validate(str(folder / "datapackage.json"))


def test_right_data_is_valid(tmp_path: Path) -> None:
    out = exported(tmp_path, FILE)
    report = validate(out)
    assert report.valid, report.flatten(["message"])
    assert report.stats["tasks"] == 1
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == [
        "datapackage.json",
        "visits.csv",
    ]


def test_frictionless_finds_the_faults_of_the_data(tmp_path: Path) -> None:
    """Scores and shares beyond their limits are unknown, and so empty, as what cannot be read."""
    report = validate(exported(tmp_path, FAULTY))
    told = report.flatten(["rowNumber", "fieldName", "type"])
    assert sorted((row, name or "", kind) for row, name, kind in told) == [
        (2, "day", "constraint-error"),
        (2, "kind", "constraint-error"),
        (2, "person", "constraint-error"),
        (3, "", "primary-key"),
        (3, "day", "constraint-error"),
        (3, "kind", "constraint-error"),
        (3, "number", "unique-error"),
        (4, "day", "constraint-error"),
        (4, "number", "constraint-error"),
    ]


def test_values_beyond_their_limits_are_empty(tmp_path: Path) -> None:
    out = exported(tmp_path, FAULTY)
    with (out / "data" / "visits.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["day"], row["score"], row["share"]) for row in rows] == [("", "", "")] * 3


def test_the_rows_are_the_canonical_ones(tmp_path: Path) -> None:
    out = exported(tmp_path, FILE)
    with (out / "data" / "visits.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[1] == {
        "number": "2", "day": "2022-05-12", "kind": "Short", "score": "6", "share": "",
        "open": "false", "person": 'Ann "the" Ben', "weekday": "4",
    }  # fmt: skip
    assert rows[2]["kind"] == "Full"  # published as Whole, another word for it


def test_the_package_names_its_sources_and_a_changed_byte_is_told(tmp_path: Path) -> None:
    out = exported(tmp_path, FILE)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    file = tmp_path / "visits.csv"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert package["name"] == "visits-2022"
    assert package["title"] == "Visits, 2022"
    assert [source["hash"] for source in package["sources"]] == [f"sha256:{digest}"]
    data = out / "data" / "visits.csv"
    data.write_text(data.read_text("utf-8").replace("0.5", "0.6"), encoding="utf-8")
    told = validate(out).flatten(["type"])
    assert ["hash-count"] in told
