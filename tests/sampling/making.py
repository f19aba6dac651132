"""A population of invented visits, a sheet drawn from it, and what people write into one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from qa_checks.catalogue.sampling_frame import Compared, SamplingFrame, ShownColumn
from qa_checks.sampling.population import Population, Unit
from tests.small_catalogue import HEADER, rule, write_catalogue, write_yaml

FRAME = SamplingFrame(
    rows_are="visits",
    tables=["visits"],
    select="SELECT number, kind, score FROM visits",
    columns={"number": ShownColumn(title="Number"), "kind": ShownColumn(title="Kind")},
    strata=["kind"],
    compared=Compared(column="score"),
    link="https://example.org/{number}",
)


def population(**counts: int) -> Population:
    """So many visits of each kind, all with the score Good."""
    units = [
        Unit((f"{kind}{at:04}", kind), (kind,), f"https://example.org/{kind}{at:04}", "Good")
        for kind, count in sorted(counts.items())
        for at in range(count)
    ]
    return Population(FRAME, tuple(units))


def edit(path: Path, change: Callable[[Any], object], sheet: str = "Sample") -> Path:
    """Change a sheet of a workbook as a spreadsheet program would, and save it."""
    book = openpyxl.load_workbook(path)
    change(book[sheet])
    book.save(path)
    return path


def columns_of(sheet: Any) -> dict[str, int]:
    """Where each header stands, counted from 1."""
    return {cell.value: cell.column for cell in sheet[1]}


def right_word(number: str) -> str:
    """What the release of `write_office` says of a visit."""
    return "Full" if number.startswith("9") or (number.isdigit() and int(number) % 3) else "Short"


def fill_in(path: Path) -> Path:
    """Write into every row what the release says, and who looked."""

    def write(sheet: Any) -> None:
        at = columns_of(sheet)
        for row in range(2, sheet.max_row + 1):
            number = str(sheet.cell(row, at["Number"]).value)
            sheet.cell(row, at["In the report"]).value = right_word(number)
            sheet.cell(row, at["Checked by"]).value = "cy@example.org"

    return edit(path, write)


FRAME_FILE: dict[str, Any] = {
    "rows_are": "visits",
    "tables": ["visits"],
    "select": "SELECT number, day, open, kind FROM visits",
    "columns": {
        "number": {"title": "Number"},
        "day": {"title": "Day"},
        "open": {"title": "Open"},
    },
    "strata": ["open"],
    "compared": {"column": "kind", "codes": "kinds"},
    "link": "https://example.org/visit/{number}",
}
HOSTILE = '=HYPERLINK("https://evil.example")'


def write_office(folder: Path) -> Path:
    """Write an office's catalogue and a release of 204 visits: 200 open, 3 closed, one hostile."""
    catalogue = write_catalogue(folder / "catalogue", [rule()])
    write_yaml(catalogue / "schemas/sampling_frame.yml", FRAME_FILE)
    rows = [
        [f"{number:04}", "10/05/2022", "Full" if number % 3 else "Short", "5", "", "Yes", "Ann"]
        for number in range(200)
    ]
    rows += [[f"9{number}", "11/05/2022", "Full", "5", "", "No", "Bob"] for number in range(3)]
    rows.append([HOSTILE, "12/05/2022", "Short", "5", "", "", "Cy"])
    with (folder / "visits.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    files = [{"path": "visits.csv"}]
    about = {"release": "visits-2022", "title": "Visits of 2022", "producer": "ann@example.org"}
    write_yaml(folder / "release.yml", {**about, "files": files})
    return folder
