"""What the gate says: a line for each link and each point, no path cut."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

from rich.console import Console

from qa_checks.model.links import Link, LinkState
from qa_checks.render.link_lines import as_github, as_junit, as_table, summarise

FOLDER = "/releases/children/autumn/reports/local-authority-and-childrens-homes-autumn-2021"
LINKS = (
    Link("files", "Every file is an ordinary file", LinkState.HOLDS),
    Link("report", "The report is there", LinkState.BROKEN, f"There is no {FOLDER}/report.json.",
         "Run `qa-checks run`."),
    Link("open points", "Nothing is open", LinkState.BROKEN,
         "2 points are open.\nWarning DAT009: 5 findings have no decision.\n"
         "There is no statement of assurance.", "Decide."),
)  # fmt: skip
LONG = "The report is of other files than those that stand here now, and of an earlier rulebook"


def test_each_point_has_a_line_and_a_path_stays_whole() -> None:
    text = io.StringIO()
    as_table(LINKS, Console(file=text, width=80))
    assert text.getvalue().splitlines() == [
        "holds        files        Every file is an ordinary file",
        "BROKEN       report       There is no",
        f"                          {FOLDER}/report.json.",
        "                          Run `qa-checks run`.",
        "BROKEN       open points  2 points are open.",
        "                          Warning DAT009: 5 findings have no decision.",
        "                          There is no statement of assurance.",
        "                          Decide.",
        "",
        "FAIL: 2 of 3 links are broken: report, open points",
    ]


def test_a_long_sentence_is_broken_between_words() -> None:
    text = io.StringIO()
    as_table([Link("report", LONG, LinkState.HOLDS)], Console(file=text, width=60))
    assert text.getvalue().splitlines()[:3] == [
        "holds        report  The report is of other files than those",
        "                     that stand here now, and of an earlier",
        "                     rulebook",
    ]


def test_quiet_is_one_line() -> None:
    text = io.StringIO()
    as_table(LINKS, Console(file=text, width=80), quiet=True)
    assert text.getvalue() == "FAIL: 2 of 3 links are broken: report, open points\n"


def test_one_link_is_broken_and_all_hold() -> None:
    assert summarise(LINKS[:2]) == "FAIL: 1 of 2 links is broken: report"
    assert summarise(LINKS[:1]) == "PASS: the link holds"


def test_points_are_told_on_one_line_where_there_is_only_one() -> None:
    last = as_github(LINKS, "autumn").splitlines()[-1]
    assert last == (
        "::error title=open points::2 points are open. Warning DAT009: 5 findings have no "
        "decision. There is no statement of assurance. Decide."
    )
    case = ET.fromstring(as_junit(LINKS, "autumn")).findall(".//failure")[-1]  # noqa: S314  our own
    assert case.get("message") == (
        "2 points are open. Warning DAT009: 5 findings have no decision. "
        "There is no statement of assurance."
    )
    assert (case.text or "").splitlines()[:2] == ["Nothing is open.", "2 points are open."]
