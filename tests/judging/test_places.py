"""A finding says where it is, and nothing of what is not known."""

from __future__ import annotations

from pathlib import Path

from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.small_catalogue import HEADER, judge_each, sheet_of

SHEETS_ALONE = """
SELECT u._source, u._row, u.place, u.position, u.written,
  CASE WHEN u.part = 'sheet' THEN u.header END AS header
FROM extract_unread AS u
"""


def test_a_cell_whose_header_is_not_known_is_in_no_column(tmp_path: Path) -> None:
    row = ["1", *[""] * (len(HEADER) - 1)]
    sheet = sheet_of([[*HEADER, "Colour"], [*row, "red"]])
    path = Path("visits.csv")
    file = InputFile(path, path.name, opened=File(path, "0" * 64, 1, (sheet,)))
    logic = {
        "table": "extract_unread",
        "query": SHEETS_ALONE,
        "columns": ["header"],
        "message": "Column {position}.",
    }
    [ended] = judge_each(tmp_path, [logic], file)
    [finding] = ended.findings
    assert (finding.row, finding.column, finding.key, finding.message) == (
        2, None, "row 2, column 8", "Column 8.",
    )  # fmt: skip
