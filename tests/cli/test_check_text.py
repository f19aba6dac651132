"""`qa-checks check TEXT`: a text without any declaration, alone and beside data."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa_checks as package
from qa_checks.model.checks import State
from qa_checks.text_files import is_text
from tests.cli.running import REPORT_FILES, Ended, qa_checks
from tests.published import HEADER, provider, write_csv

PAGE = """<html><body><nav><p>Page 7 of 12</p></nav><main>
<h1>Main findings</h1>
<p>Of leavers, <b>59</b>% (20,550 out of 31,125) stayed, and 18% (6,322) moved away.</p>
<p>Homes rose by 9% from 2,300 in 2020 to 2,500 in 2021, see Table 3.</p>
<p>This was a rise of 2.7% percentage point.</p>
</main></body></html>"""
CLEAN = "Homes rose by 9% from 2,300 in 2020 to 2,500 in 2021. There were 12 more in London.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "findings.html").write_text(PAGE, encoding="utf-8")
    (folder / "clean.md").write_text(CLEAN, encoding="utf-8")
    write_csv(folder / "homes.csv", [HEADER, provider(1), provider(2)])
    return folder


@pytest.fixture(scope="module")
def faulty(folder: Path) -> Ended:
    return qa_checks("check", "findings.html", "--format", "json", cwd=folder)


def test_what_contradicts_itself_is_found_with_the_digit_that_mends_it(faulty: Ended) -> None:
    faults = {
        finding["check"]: (finding["file"], finding["row"], finding["value"], finding["message"])
        for finding in faulty.report["findings"]
    }
    assert faults == {
        "text.contradiction": (
            "findings.html",
            3,
            "59%",
            "'Of leavers, 59% (20,550 out of 31,125) stayed, and 18% (6,322) moved away.': 59% "
            "stands beside 20,550 of 31,125, which is 66.0%. One digit would mend it: 35,125 "
            "instead of 31,125, which mends 18% as well.",
        ),
        "text.unit": (
            "findings.html",
            5,
            "2.7% percentage point",
            "'This was a rise of 2.7% percentage point.': '2.7% percentage point' may be read as "
            "2.7% or as 2.7 percentage points.",
        ),
    }
    assert faulty.code == 1


def test_share_that_nobody_has_bound_is_said(faulty: Ended) -> None:
    (text,) = faulty.report["texts"]
    states = {number["printed"]: number["state"] for number in text["numbers"]}
    assert states == {
        "59%": "unbound",
        "20,550": "unbound",
        "31,125": "unbound",
        "18%": "unbound",
        "6,322": "unbound",
        "9%": "consistent",
        "2,300": "consistent",
        "2020": "exempt",
        "2,500": "consistent",
        "2021": "exempt",
        "Table 3": "exempt",
        "2.7% percentage point": "unbound",
    }


def test_text_alone_asks_for_no_tables(faulty: Ended) -> None:
    assert {check["id"].partition(".")[0] for check in faulty.report["checks"]} == {"text"}


def test_clean_text_passes_and_says_what_nobody_has_looked_at(folder: Path) -> None:
    ended = qa_checks("check", "clean.md", "--output", "report", cwd=folder)
    assert (ended.code, ended.err) == (0, "")
    assert "nobody has looked at 1 of 4 numbers; 3 consistent, 2 exempt" in ended.out
    assert sorted(path.name for path in (folder / "report").iterdir()) == REPORT_FILES


def test_text_beside_data_is_checked_with_it(folder: Path) -> None:
    report = package.check([folder / "homes.csv", folder / "clean.md"])
    states = {outcome.check.id: outcome.state for outcome in report.outcomes}
    assert states["text.contradiction"] is State.PASSED
    assert [item.path for item in report.inputs] == [str(folder / "homes.csv")]
    assert [checked.text.file for checked in report.texts] == [str(folder / "clean.md")]
    assert any(not name.startswith("text.") for name in states)


def test_text_of_which_a_direction_alone_holds_has_been_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("The number of homes rose from 2,300 to 2,500.\n")
    ended = qa_checks("check", path, "--no-files", "--format", "json", cwd=tmp_path)
    [check] = [check for check in ended.report["checks"] if check["id"] == "text.contradiction"]
    assert (ended.code, check["outcome"], check["checked"]) == (0, "passed", 1)
    [text] = ended.report["texts"]
    assert [number["state"] for number in text["numbers"]] == ["unbound", "unbound"]


def test_text_of_which_no_numbers_meet_is_incomplete(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("There were 12 homes.\n", encoding="utf-8")
    ended = qa_checks("check", "bare.txt", "--no-files", cwd=tmp_path)
    assert (ended.code, "INCOMPLETE: no check ran" in ended.out) == (2, True)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("There were 12 homes, of which 3 closed.\nTwo opened, in Leeds.\n", True),
        ("There were 12 homes.\n\nTwo opened.\n", True),
        ("There were 12, then 13, then 14.\nTwo opened, in May, in Leeds.\n", True),
        ("URN\tPlaces\nSC1\t4\n", False),
        ("URN,Sector,Places\nSC1,Private,4\n", False),
        ("One line, with commas, and more.\n", True),
    ],
)
def test_plain_file_of_columns_is_data(tmp_path: Path, content: str, text: bool) -> None:
    (tmp_path / "file.txt").write_text(content, encoding="utf-8")
    assert is_text(tmp_path / "file.txt") is text


@pytest.mark.parametrize(
    "command", [["export", "gx", "--output", "gx"], ["tabulate", "providers", "--release"]]
)
def test_commands_on_rows_refuse_a_text(folder: Path, command: list[str]) -> None:
    ended = qa_checks(*command, "clean.md", cwd=folder)
    assert (ended.code, "clean.md: A text holds no rows." in ended.err) == (2, True)
