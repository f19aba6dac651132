"""A release of visits with published tables, small enough to see every number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa_checks.assessment import run
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from tests.small_catalogue import HEADER, write_catalogue, write_yaml

CUBE: dict[str, Any] = {
    "cube": "visits",
    "title": "Visits",
    "tables": ["visits"],
    "select": "SELECT number, kind, open, score, _source, _row FROM visits",
    "dimensions": {
        "kind": {"title": "Kind", "codes": "kinds"},
        "open": {"title": "Open", "values": [True, False]},
    },
    "measures": {"visits": "count", "scores": {"sum": "score"}},
    "shares": {"share_of_visits": {"of": "visits", "within": []}},
}
# Number, kind, score and whether it was open, of each visit of a year.
VISITS = {
    2021: [("1", "Full", 4, "Yes"), ("2", "Short", 2, "No"), ("3", "Short", 2, "Yes")],
    2022: [("1", "Full", 5, "Yes"), ("2", "Full", 3, "No"), ("3", "Short", 1, "Yes")],
}
SERIES = {
    "cube": "visits",
    "rows": "as_at",
    "columns": {"each": "kind", "All": {}},
    "titles": {"Table 1:": {}},
}
KINDS = {
    "cube": "visits",
    "rows": {"each": "kind", "All": {}},
    "columns": {
        "Visits": {},
        "Score": {"measure": "scores"},
        "%": {"share": "share_of_visits"},
    },
    "titles": {"Table 2:": {}},
}
TABLE_1 = [
    ["Table 1: Visits by kind, as at 31 March"],
    ["Date", "Full", "Short", "All"],
    ["31 March 2022", "2", "1", "3"],
    ["31 March 2021", "1", "2", "3"],
]
TABLE_2 = [
    ["Table 2: Visits, scores and shares by kind"],
    ["Kind", "Visits", "Score", "%"],
    ["Full", "2", "8", "67%"],
    ["Short", "1", "1", "33%"],
    ["All", "3", "9", "100%"],
]

OF_TABLES = Choice(themes=("tables",))


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows, each cell between quotation marks."""
    lines = (",".join(f'"{cell}"' for cell in row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_release(folder: Path, year: int, **more: Any) -> Path:
    """Write the visits of a year and a release.yml that names them."""
    folder.mkdir(parents=True)
    rows = [
        [number, f"10/05/{year - 1}", kind, str(score), "", opened, ""]
        for number, kind, score, opened in VISITS[year]
    ]
    write_csv(folder / "visits.csv", [HEADER, *rows])
    return write_yaml(
        folder / "release.yml",
        {
            "release": f"visits-{year}",
            "title": f"Visits {year}",
            "as_at": dt.date(year, 3, 31),
            "files": [{"path": "visits.csv"}, *more.pop("files", [])],
            **more,
        },
    )


def publish(
    folder: Path, tables: Sequence[Sequence[Sequence[str]]], *families: dict[str, Any], **more: Any
) -> Report:
    """Run the release of 2022 with tables below each other in one file, and a declaration."""
    prepare(folder, "tables.csv", *families, **more)
    write_csv(folder / "2022" / "tables.csv", [row for table in tables for row in [*table, []]])
    return judge(folder)


def prepare(
    folder: Path,
    name: str,
    *families: dict[str, Any],
    more_files: Sequence[str] = (),
    **more: Any,
) -> Path:
    """Write all but the file of published tables of the release of 2022; give its path."""
    write_catalogue(folder / "catalogue", cube=CUBE)
    write_release(folder / "2021", 2021)
    write_release(
        folder / "2022",
        2022,
        files=[{"path": path} for path in (name, *more_files)],
        history=["../2021/release.yml"],
        tables="tables.yml",
    )
    write_yaml(folder / "2022" / "tables.yml", {"tables": list(families), **more})
    return folder / "2022" / name


def judge(folder: Path, chosen: Choice = OF_TABLES) -> Report:
    """Run the release of 2022."""
    release = read_release(folder / "2022" / "release.yml")
    return run(release, Options(catalogue=folder / "catalogue", selection=chosen))


def changed(table: Sequence[Sequence[str]], row: int, column: int, text: str) -> list[list[str]]:
    """A table with another text in one cell."""
    cells = [list(line) for line in table]
    cells[row][column] = text
    return cells
