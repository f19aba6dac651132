"""A file's role says of which release it is: not its path, which may be the same in both."""

from __future__ import annotations

import io
import json
from pathlib import Path

from rich.console import Console

from qa_checks.model.inputs import Role
from qa_checks.model.report import Report
from qa_checks.render import as_html, as_json, as_terminal
from qa_checks.render.report_words import extent
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue

GONE = rule(
    query="SELECT p.* FROM previous.visits AS p "
    "WHERE p.number NOT IN (SELECT number FROM visits WHERE number IS NOT NULL)",
    message="Visit {number} of the previous release is gone.",
    examples={
        "valid": [{"rows": {"visits": [{"number": "1"}], "previous.visits": [{"number": "1"}]}}],
        "invalid": [{"rows": {"visits": [{"number": "1"}], "previous.visits": [{"number": "2"}]}}],
    },
)


def compare(folder: Path) -> Report:
    """Run over two files of the same path, the earlier with a visit that is gone."""
    write_catalogue(folder, [GONE])
    now = visits(["1", "10/05/2022", "Full", "5"], ["2", "11/05/2022", "Full", "5"])
    before = visits(["1", "10/05/2022", "Full", "5"], ["9", "10/05/2021", "Full", "5"],
                    role=Role.PREVIOUS)  # fmt: skip
    return run_on(folder, now, before)


def test_a_finding_says_of_which_release_its_row_is(tmp_path: Path) -> None:
    report = compare(tmp_path)
    [finding] = outcome(report, "ABC001").findings
    assert (finding.file, finding.row, finding.role) == ("visits.csv", 3, Role.PREVIOUS)
    assert extent(outcome(report, "ABC001"), 1) == "1 finding on 2 visit rows"


def test_the_json_names_the_role_of_each_file(tmp_path: Path) -> None:
    inputs = json.loads(as_json.render(compare(tmp_path)))["inputs"]
    assert [(sheet["path"], sheet["role"]) for sheet in inputs] == [
        ("visits.csv", "release"),
        ("visits.csv", "previous"),
    ]


def test_readers_are_told_that_a_row_is_of_the_previous_release(tmp_path: Path) -> None:
    report = compare(tmp_path)
    out = io.StringIO()
    as_terminal.render(report, Console(file=out, width=120))
    assert "visits.csv, previous release\n          row 3  9  Visit 9" in out.getvalue()
    assert "in visits.csv of the previous release</caption>" in as_html.render(report)
