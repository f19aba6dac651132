"""A release of visits and its system of record, an SQLite database, small enough to read."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qa_checks.assessment import run
from qa_checks.model.checks import Outcome
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release_file import read_release
from tests.small_catalogue import HEADER, rule, write_catalogue, write_yaml

Row = Sequence[Any]
NAMES = [name.lower() for name in HEADER]
QUERY = f"SELECT {', '.join(NAMES)} FROM visits WHERE day <= '2022-12-31' ORDER BY number"
EXTRACT = (
    ("1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"),
    ("2", "11/05/2022", "Short", "4", "0.25", "No", "Bob"),
    ("3", "12/05/2022", "Full", "3", "", "", ""),
)
RECORD = (
    ("1", "2022-05-10", "Full", 5, 0.5, "Yes", "Ann"),
    ("2", "2022-05-11", "Short", 4, 0.25, "No", "Bob"),
    ("3", "2022-05-12", "Full", 3, None, None, None),
)


def with_cell(rows: Sequence[Row], place: int, column: str, value: Any) -> list[Row]:
    """The rows with another value in one cell."""
    changed = [list(row) for row in rows]
    changed[place][NAMES.index(column)] = value
    return changed


class Office:
    """A folder with a catalogue, a release.yml, an extract and a database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalogue = write_catalogue(folder / "catalogue", [rule()])
        self.release = folder / "release.yml"
        self.extract(EXTRACT)
        self.record(RECORD)
        self.declare()

    def declare(self, query: str = QUERY, **more: Any) -> None:
        """Write release.yml with one source; ``more`` replaces parts of that, None takes out."""
        entry = {"table": "visits", "database": "sqlite:///care.db", "query": query, **more}
        source = {name: value for name, value in entry.items() if value is not None}
        self.write(sources=[source])

    def write(self, **parts: Any) -> None:
        """Write release.yml."""
        about = {
            "release": "visits-2022",
            "title": "Visits 2022",
            "as_at": "2022-12-31",
            "producer": "producer@example.org",
            "files": [{"path": "extract.csv"}],
        }
        write_yaml(self.release, {**about, **parts})

    def extract(self, rows: Iterable[Row], header: Sequence[str] = HEADER) -> None:
        """Write the extract."""
        with (self.folder / "extract.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])

    def record(self, rows: Iterable[Row], types: str = "") -> None:
        """Write the database; ``types`` is the type that its columns have, none without."""
        path = self.folder / "care.db"
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as database:
            columns = ", ".join(f"{name} {types}" for name in NAMES)
            database.execute(f"CREATE TABLE visits ({columns})")
            marks = ", ".join("?" * len(NAMES))
            database.executemany(f"INSERT INTO visits VALUES ({marks})", rows)
        database.close()

    def run(self, **options: Any) -> Report:
        """Run the release."""
        return run(read_release(self.release), Options(self.catalogue, **options))


def own(report: Report) -> dict[str, Outcome]:
    """The outcomes of the checks of sources and queries, by the end of their id."""
    return {
        outcome.check.id.removeprefix("source.visits."): outcome
        for outcome in report.outcomes
        if outcome.check.id.startswith(("source.", "query."))
    }


def found(report: Report) -> dict[str, list[str]]:
    """What these checks found: the messages, by the end of the id of each that found something."""
    return {
        name: [finding.message for finding in outcome.findings]
        for name, outcome in own(report).items()
        if outcome.findings
    }
