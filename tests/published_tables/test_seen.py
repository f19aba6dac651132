"""What readers see of published tables: on the page, in a terminal, in JUnit, and decisions."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.console import Console

from qa_checks.assessment import run
from qa_checks.model.checks import State
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.record.identity import identify
from qa_checks.release_file import read_release
from qa_checks.render import as_html, as_json, as_junit, as_terminal
from tests.loaded_modules import Loaded
from tests.published_tables.making import SERIES, TABLE_1, changed, judge, publish
from tests.small_catalogue import outcome, write_yaml

SWAPPED = [*TABLE_1[:3], ["31 March 2021", *TABLE_1[2][1:]], ["31 March 2020", "[c]", "7", "8"]]


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The row of 2021 holds the numbers of 2022; nothing is known of 2020."""
    return publish(tmp_path, [SWAPPED], SERIES)


def test_the_page_shows_each_cell_with_the_sign_of_its_state(report: Report) -> None:
    page = as_html.render(report)
    section = page[page.index('<section id="tables"') :]
    section = section[: section.index("</section>")]
    signs = re.findall(
        r'<td class="n cell (\w+)">.*?</span>([^<]*)<span class="sign"[^>]*>(.)<', section
    )
    assert signs == [
        ("passed", "2", "="), ("passed", "1", "="), ("passed", "3", "="),
        ("error", "2", "\u2260"), ("error", "1", "\u2260"), ("passed", "3", "="),
        ("waived", "[c]", "\u2013"), ("skipped", "7", "?"), ("skipped", "8", "?"),
    ]  # fmt: skip
    assert "4 equal, 2 differ, 2 not in the data and 1 not published" in section


def test_a_cell_that_differs_opens_to_numbers_explanation_and_rows(report: Report) -> None:
    page = as_html.render(report)
    [opened, _] = re.findall(r"<td class=.n cell error.><details>.*?<dl>(.*?)</dl>", page)
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", opened))
    assert facts == {
        "Published": "2",
        "The rows give": "1",
        "Difference": "\u22121",
        "Explanation": "These are the numbers of 31 March 2022.",
        "Rows counted": "1 row of ../2021/visits.csv: 1 (row 2)",
    }


def test_a_series_is_drawn_with_a_cross_where_it_differs(report: Report) -> None:
    pictures = re.findall(r'<figure class="series">(.*?)</figure>', as_html.render(report))
    drawn = [(picture.count("<circle"), picture.count('class="differs"')) for picture in pictures]
    assert drawn == [(1, 1), (1, 1), (2, 0)]
    assert '<title id="table-1-0-title">Full</title>' in pictures[0]


def test_a_page_without_tables_has_no_such_section(report: Report) -> None:
    assert '<section id="tables"' not in as_html.render(replace(report, tables=()))


def test_a_run_without_tables_imports_none_of_it(loaded: Loaded) -> None:
    assert [name for name in loaded["a run"] if name.startswith("qa_checks.published")] == []


def test_the_terminal_says_the_cause_of_a_row_once(report: Report) -> None:
    out = io.StringIO()
    as_terminal.render(report, Console(file=out, width=200))
    text = " ".join(out.getvalue().split())
    assert "tables.1 published-cell-differs-from-rows 2 of 8 cells (2 undecided)" in text
    assert (
        "31 March 2021: Full 2 (rows: 1), Short 1 (rows: 2). "
        "These are the numbers of 31 March 2022."
    ) in text
    assert "not checked" not in text


def test_json_and_junit_hold_the_cells(report: Report) -> None:
    [table] = json.loads(as_json.render(report))["tables"]
    assert [cell["state"] for cell in table["cells"][2]] == [
        "not published", "not in the data", "not in the data",
    ]  # fmt: skip
    assert table["cells"][1][0]["difference"] == -1
    assert 'name="tables.1 ' in as_junit.render(report)


def test_a_decision_waives_the_cell_it_was_taken_on(tmp_path: Path) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, "9")], SERIES)
    [finding] = outcome(report, "tables.1").findings
    [identity] = identify([finding], {item.path: item.sha256 for item in report.inputs})
    today = dt.datetime.now(dt.UTC).date().isoformat()
    entry = {
        "rule": "tables.1",
        "keys": [finding.key],
        "findings": [{"file": finding.file, "digest": identity.digest}],
        "decision": "accepted",
        "reason": "The table is revised next month.",
        "who": "analyst@example.org",
        "when": today,
        "until": today,
    }
    path = tmp_path / "2022" / "release.yml"
    write_yaml(tmp_path / "2022" / "decisions.yml", {"decisions": [entry]})
    path.write_text(path.read_text() + "decisions: decisions.yml\n")
    assert outcome(judge(tmp_path), "tables.1").state is State.WAIVED
    table = changed(TABLE_1, 2, 1, "8")
    (tmp_path / "2022" / "tables.csv").write_text("\n".join(",".join(row) for row in table) + "\n")
    again = run(read_release(path), Options(catalogue=tmp_path / "catalogue"))
    assert outcome(again, "tables.1").state is State.FAILED
