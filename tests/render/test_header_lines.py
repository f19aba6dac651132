"""What became of each header is said: read as which column, ignored, unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from qa_checks.model import ReadColumn
from qa_checks.render import as_json
from qa_checks.render.as_html import render
from qa_checks.render.header_lines import header_lines
from tests.render import reports
from tests.small_catalogue import HEADER, run_on, sheet_of, write_catalogue
from tests.test_plan import InputFile  # the same record a run is given

COLUMNS = (
    ReadColumn(1, "URN", "exact", "providers", "urn", 0),
    ReadColumn(2, "Inspection dat", "nearest", "inspections", "inspection_date", 1),
    ReadColumn(3, "Premises", "ignored"),
    ReadColumn(4, "Telephone", "unknown"),
    ReadColumn(5, "", "blank"),
)


def test_headers_in_words() -> None:
    headers = header_lines(replace(reports.sheet(), columns=COLUMNS))
    assert headers.summary == "2 of 5 columns read, 1 misspelt, 1 ignored, 1 unknown, 1 blank"
    assert [(one.position, one.header, one.read, one.odd) for one in headers.lines] == [
        (1, "URN", "providers: urn", False),
        (2, "Inspection dat", "misspelt, read as inspections: inspection date", True),
        (3, "Premises", "known and not needed", True),
        (4, "Telephone", "unknown, not read", True),
        (5, "", "no header, data not read", True),
    ]
