"""The published rows of 2024 in a database with ten differences of ten kinds: each is found."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from qa_checks.assessment import run
from qa_checks.model.reconciliation import DifferenceKind
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from tests.postgres import PASSWORD, Postgres
from tests.small_catalogue import write_yaml

PUBLISHED = Path(__file__).parents[3] / "shared/data/ofsted/providers_as_at_31_march_2024.csv"
pytestmark = pytest.mark.skipif(not PUBLISHED.is_file(), reason=f"{PUBLISHED} is not here")
HEADER_ROW = 4
URN, PLACES, DAY = "URN", "Places", "Registration date"
GRADE = "Overall experiences and progress of children and young people"
WRITTEN = "read as the same, and written otherwise"
TABLES = ("providers", "judgements")
QUERY = 'SELECT {} FROM care ORDER BY "URN"'
Row = dict[str, Any]


def published() -> list[Row]:
    """The rows as a database would hold them: days as days, places as numbers."""
    with PUBLISHED.open(encoding="cp1252", newline="") as stream:
        header, *rows = [*csv.reader(stream)][HEADER_ROW - 1 :]
    return [_hold(dict(zip(header, row, strict=True))) for row in rows]


def _hold(row: dict[str, str]) -> Row:
    held: Row = {name: text or None for name, text in row.items()}
    held[PLACES] = int(row[PLACES]) if row[PLACES].strip() else None
    held[DAY] = "-".join(reversed(row[DAY].split("/")))
    return held


def plant(rows: list[Row]) -> list[Row]:
    """The rows with ten differences; nine providers of the first are concerned."""
    planted = [dict(row) for row in rows]
    planted[0][DAY] = "2013-09-18"
    planted[1][GRADE] = "Inadequate"
    planted[2]["Name"] += " "
    planted[3]["Sector"] = planted[3]["Sector"].upper()
    planted[4]["Local authority"] = None
    planted[6]["Town"] = "Elsewhere"
    planted[20][DAY] += "T00:00:00+05:00"
    number = next(place for place, row in enumerate(rows) if place > 20 and row[PLACES])
    planted[number][PLACES] = f"0{rows[number][PLACES]}"
    other = {**rows[7], URN: "SC999999", "Latest full inspection event number": "19999999",
             "Previous full inspection event number": "19999998"}  # fmt: skip
    return [*planted[:5], *planted[6:], other, dict(rows[8])]


def release(folder: Path, url: str) -> Path:
    """A release of the published file with the database as the source of two tables."""
    columns = ", ".join(f'"{name}"' for name in published()[0])
    source = {
        "database": url,
        "query": QUERY.format(columns),
        "layout": "provider_level_as_at",
    }
    return write_yaml(
        folder / "release.yml",
        {
            "release": "spring-2024",
            "title": "Spring 2024",
            "as_at": "2024-03-31",
            "producer": "producer@example.org",
            "files": [{"path": str(PUBLISHED)}],
            "sources": [{"table": table, **source} for table in TABLES],
        },
    )


def compare(path: Path) -> Report:
    return run(read_release(path), Options(selection=Choice(themes=("source",))))


Fill = Callable[[list[Row]], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def fill(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Puts rows into a database and gives its URL."""
    if request.param == "sqlite":
        return lambda rows: _fill_sqlite(tmp_path / "care.db", rows)
    server: Postgres = request.getfixturevalue("server")
    monkeypatch.setenv(server.variable, PASSWORD)
    return lambda rows: _fill_postgres(server, rows)


def _fill_sqlite(path: Path, rows: Sequence[Row]) -> str:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        database.execute(f"CREATE TABLE care ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(
            f"INSERT INTO care VALUES ({marks})", [tuple(row.values()) for row in rows]
        )
    return f"sqlite:///{path}"


def _fill_postgres(server: Postgres, rows: Sequence[Row]) -> str:
    def literal(value: Any) -> str:
        return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"

    columns = ", ".join(f'"{name}" {_type_of(name, rows)}' for name in rows[0])
    listed = ", ".join(f"({', '.join(map(literal, row.values()))})" for row in rows)
    server.execute(f"DROP TABLE IF EXISTS care; CREATE TABLE care ({columns})")
    server.execute(f"INSERT INTO care VALUES {listed}")
    return server.url


def _type_of(name: str, rows: Sequence[Row]) -> str:
    """The type that all values of a column have: one of text makes it text."""
    values = {row[name] for row in rows} - {None}
    if all(isinstance(value, int) for value in values):
        return "integer"
    return "date" if name == DAY and all(len(value) == 10 for value in values) else "text"


def test_each_planted_difference_is_found_and_nothing_else(fill: Fill, tmp_path: Path) -> None:
    rows = published()
    report = compare(release(tmp_path, fill(plant(rows))))

    providers, judgements = report.sources
    told = {
        (item.key, item.column or item.kind): (item.extract, item.source, item.note)
        for item in providers.differences
    }
    numbers = [rows[place] for place in range(21, len(rows)) if rows[place][PLACES]]
    places = str(numbers[0][PLACES])
    assert told.pop((f"{numbers[0][URN]} / latest", PLACES)) == (places, f"0{places}", WRITTEN)
    assert told == {
        ("SC999999 / latest", DifferenceKind.MISSING): (None, None, ""),
        (f"{rows[5][URN]} / latest", DifferenceKind.SURPLUS): (None, None, ""),
        (f"{rows[0][URN]} / latest", "Registration date"): ("17/09/2013", "18/09/2013", ""),
        (f"{rows[20][URN]} / latest", "Registration date"): (
            "18/10/2002",
            "2002-10-18T00:00:00+05:00",
            "what the source says is read as 17/10/2002",
        ),
        (f"{rows[2][URN]} / latest", "Name of the setting"): (
            "[masked]", "[masked]", "only blanks differ",
        ),
        (f"{rows[6][URN]} / latest", "Town"): ("[masked]", "[masked]", ""),
        (f"{rows[3][URN]} / latest", "Sector"): (
            "Private", "PRIVATE", "only upper and lower case differ",
        ),
        (f"{rows[4][URN]} / latest", "Local authority"): ("Hertfordshire", None, ""),
    }  # fmt: skip
    assert {(item.key, item.column) for item in judgements.differences if item.column} == {
        (f"{rows[1][URN]} / 10183345 / overall / latest", "Judgement word")
    }
    by_name = {finding.check: finding.message for finding in report.findings}
    assert by_name["source.providers.key"].startswith(f"{rows[8][URN]} / latest stands in rows ")
    types = [
        finding.key for finding in report.findings if finding.check == "source.providers.types"
    ]
    assert types == (
        ["places"]
        if report.queries[0].reading.dialect == "sqlite"
        else ["registration_date", "places"]
    )
    assert [asked.reading.doubts for asked in report.queries] == [()]
