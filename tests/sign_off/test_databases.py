"""A release whose rows stand in a database: what is signed are the rows as they came."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import yaml

from tests.sign_off import making
from tests.small_catalogue import HEADER, write_yaml

COLUMNS = ", ".join(f'"{name}"' for name in HEADER)
QUERY = f"SELECT {COLUMNS} FROM visits ORDER BY 1"
SHOWN = "sqlite:///care.db, extract.sql"


def write_rows(folder: Path, *rows: tuple[str, ...]) -> None:
    path = folder / "care.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE visits ({COLUMNS})")
        marks = ", ".join("?" * len(HEADER))
        database.executemany(f"INSERT INTO visits VALUES ({marks})", rows)
    database.close()


def test_rows_of_a_database_are_signed_and_looked_at_again(tmp_path: Path) -> None:
    folder = making.write_release(tmp_path / "release")
    rows = (("1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"),)
    write_rows(folder, *rows)
    (folder / "extract.sql").write_text(QUERY, encoding="utf-8")
    about = yaml.safe_load((folder / "release.yml").read_text(encoding="utf-8"))
    del about["decisions"], about["previous"]
    about["files"] = [{"database": "sqlite:///care.db", "query": "extract.sql"}]
    write_yaml(folder / "release.yml", about)
    place = making.Place(folder)
    place.write_allowed()
    assert place.run("run", "release.yml").code == 0
    signed = place.sign()
    assert signed.code == 0, signed.err
    names = {subject["name"] for subject in place.statement()["subject"]}
    assert {SHOWN, "extract.sql", "release.yml"} <= names
    assert place.gate() == (0, {})
    write_rows(folder, *rows, ("2", "11/05/2022", "Full", "5", "0.5", "Yes", "Bob"))
    code, broken = place.gate()
    assert code == 1
    assert SHOWN in " ".join(broken.values())
