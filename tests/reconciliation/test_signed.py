"""What the system of record says proves an item, is signed, and is asked again by the gate."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import yaml

from tests.reconciliation.office import NAMES, RECORD
from tests.sign_off import making
from tests.sign_off.making import Place
from tests.small_catalogue import write_yaml

ITEM = {"id": "record", "title": "The data is what the record says", "checks": ["source.*"]}
ROWS = [(*RECORD[0][:-1], "Ann"), ("2", "2022-05-11", "Short", 4, 2, "No", "Bob")]


def write_record(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE visits ({', '.join(NAMES)})")
        marks = ", ".join("?" * len(NAMES))
        database.executemany(f"INSERT INTO visits VALUES ({marks})", ROWS)


def test_the_comparison_is_signed_and_a_record_that_changes_breaks_the_signature(
    tmp_path: Path,
) -> None:
    folder = making.write_release(tmp_path / "release")
    place = Place(folder)
    place.write_allowed()
    write_record(folder / "care.db")
    listed = yaml.safe_load((folder / "catalogue/schemas/checklist.yml").read_text())
    listed["areas"][0]["items"].append(ITEM)
    write_yaml(folder / "catalogue/schemas/checklist.yml", listed)
    (folder / "source.sql").write_text(f"SELECT {', '.join(NAMES)} FROM visits ORDER BY number\n")
    release = yaml.safe_load((folder / "release.yml").read_text())
    source = {"table": "visits", "database": "sqlite:///care.db", "query": "source.sql"}
    write_yaml(folder / "release.yml", {**release, "sources": [source]})

    done = place.run("run")
    assert done.code == 0, done.out + done.err
    items = json.loads((place.report / "report.json").read_text())["checklist"]
    [item] = [entry for entry in items if entry["id"] == "record"]
    assert item["state"] == "proven"
    for done in (place.sign(), place.approve()):
        assert done.code == 0, done.out + done.err
    assert place.run("gate").code == 0

    with closing(sqlite3.connect(folder / "care.db")) as database, database:
        database.execute("UPDATE visits SET score = 3 WHERE number = '2'")
    gate = place.run("gate")
    assert gate.code == 1
    assert "second-analyst/digests" in gate.out.splitlines()[-1]
