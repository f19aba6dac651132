"""What became of each header is said: read as which column, ignored, unknown."""

from __future__ import annotations

import json
import re
from pathlib import Path

from msgspec.structs import replace

from qa_checks.model.inputs import ReadColumn
from qa_checks.model.report import Report
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from qa_checks.render import as_json
from qa_checks.render.as_html import render
from qa_checks.render.header_lines import header_lines
from tests.render import reports
from tests.small_catalogue import LAYOUT, run_on, sheet_of, write_catalogue

COLUMNS = (
    ReadColumn(1, "URN", "exact", "providers", "urn", 0),
    ReadColumn(2, "Inspection dat", "nearest", "inspections", "inspection_date", 1),
    ReadColumn(3, "Premises", "ignored"),
    ReadColumn(4, "Telephone", "unknown"),
    ReadColumn(5, "", "blank"),
    ReadColumn(6, "URN", "repeated"),
    ReadColumn(7, "", "empty"),
)
WRITTEN = ["Number", "Persson", "<b>Telephone</b>", "Remarks", "", "Kind", "Day"]
VISIT = ["1", "Ann", "0114", "", "", "Full", "10/05/2022"]


def read_visits(folder: Path) -> Report:
    catalogue = write_catalogue(folder, layout={**LAYOUT, "ignored": ["Remarks"]})
    sheet = sheet_of([WRITTEN, VISIT])
    opened = File(Path("visits.csv"), "0" * 64, 1, (sheet,))
    return run_on(catalogue, InputFile(Path("visits.csv"), "visits.csv", opened=opened))


def test_headers_in_words() -> None:
    headers = header_lines(replace(reports.sheet(), columns=COLUMNS))
    assert headers.summary == (
        "2 of 7 columns read, 1 misspelt, 1 ignored, 1 unknown, 1 blank, 1 repeated, 1 empty"
    )
    assert [(line.position, line.header, line.read, line.odd) for line in headers.lines] == [
        (1, "URN", "providers: urn", False),
        (2, "Inspection dat", "misspelt, read as inspections: inspection date", True),
        (3, "Premises", "known and not needed", True),
        (4, "Telephone", "unknown, not read", True),
        (5, "", "no header, data not read", True),
        (6, "URN", "a column again, not read", True),
        (7, "", "no header and no data", True),
    ]


def test_json_says_of_every_column_what_it_was_read_as(tmp_path: Path) -> None:
    columns = json.loads(as_json.render(read_visits(tmp_path)))["inputs"][0]["columns"]
    assert [list(column.values()) for column in columns] == [
        [1, "Number", "visits", "number", "exact"],
        [2, "Persson", "visits", "person", "nearest"],
        [3, "<b>Telephone</b>", None, None, "unknown"],
        [4, "Remarks", None, None, "ignored"],
        [5, "", None, None, "empty"],
        [6, "Kind", "visits", "kind", "exact"],
        [7, "Day", "visits", "day", "exact"],
    ]


def test_the_page_lists_them_escaped_with_the_odd_ones_standing_out(tmp_path: Path) -> None:
    page = render(read_visits(tmp_path))
    (folded,) = re.findall(r'<details class="headers">.*?</details>', page)
    summary = "4 of 7 columns read, 1 misspelt, 1 unknown, 1 ignored, 1 empty"
    assert f"<summary>{summary}</summary>" in folded
    assert '<li value="1">Number <span class="sheet">visits: number</span></li>' in folded
    assert "<strong>&lt;b&gt;Telephone&lt;/b&gt;</strong>" in folded
    assert '<li value="5" class="odd"><strong>no header</strong>' in folded
