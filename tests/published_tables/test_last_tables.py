"""A figure that the last release published too is what was published then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from qa_checks.model.checks import Outcome, State
from qa_checks.model.report import Report
from tests.published_tables.making import (
    KINDS,
    SERIES,
    TABLE_1,
    TABLE_2,
    changed,
    judge,
    prepare,
    write_csv,
    write_release,
)
from tests.small_catalogue import outcome, write_yaml

Table = Sequence[Sequence[str]]
NOW = [*TABLE_1, ["31 March 2020", "7", "4", "11"]]
LAST = [*TABLE_1[:2], TABLE_1[3], ["31 March 2020", "5", "6", "11"]]
LAST_KINDS = [
    *TABLE_2[:2],
    ["Full", "1", "4", "33%"],
    ["Short", "2", "4", "67%"],
    ["All", "3", "8", "100%"],
]


def run(folder: Path, now: Table, last: Table, declared_last: dict[str, Any] = SERIES) -> Report:
    """Run the release of 2022, with that of 2021 and its tables before it."""
    write_csv(prepare(folder, "tables.csv", SERIES), now)
    write_release(folder / "last", 2021, files=[{"path": "last.csv"}], tables="tables.yml")
    write_csv(folder / "last" / "last.csv", last)
    write_yaml(folder / "last" / "tables.yml", {"tables": [declared_last]})
    release = folder / "2022" / "release.yml"
    text = release.read_text(encoding="utf-8")
    release.write_text(text.replace("../2021/", "../last/"), encoding="utf-8")
    return judge(folder)


def last_tables(report: Report) -> Outcome:
    return outcome(report, "last_tables")


def test_a_figure_revised_without_a_word_is_a_warning(tmp_path: Path) -> None:
    report = run(tmp_path, NOW, LAST)
    ended = last_tables(report)
    assert (ended.state, ended.checked, ended.failed) == (State.FAILED, 6, 2)
    finding = ended.findings[0]
    assert finding.message == (
        "Table 1, 31 March 2020, Full: 7 is published; the last release published 5 (table 1, 31 "
        "March 2020, Full), and nothing says that it was revised."
    )
    assert (finding.file, finding.row, finding.column) == ("tables.csv", 5, "Full")
    assert (finding.key, finding.value) == ("1 / 31 March 2020 / Full", "7")
    assert [entry.path for entry in report.inputs if entry.published] == [
        "tables.csv",
        "../last/last.csv",
    ]
    assert report.problems == ()


def test_figures_as_they_were_published_pass(tmp_path: Path) -> None:
    ended = last_tables(run(tmp_path, NOW, [*LAST[:3], NOW[4]]))
    assert (ended.state, ended.checked, ended.reason) == (State.PASSED, 6, "")


@pytest.mark.parametrize(
    "row",
    [
        ["31 March 2020", "7 [r]", "4 [R]", "11"],
        ["31 March 2020 [r]", "7", "4", "11"],
        ["31 March 2020 [note 1]", "7", "4", "11"],
    ],
)
def test_figures_that_are_said_to_be_revised_pass(tmp_path: Path, row: list[str]) -> None:
    notes = [[], ["Note number", "Note text"], ["1", "Corrected in March 2022."]]
    ended = last_tables(run(tmp_path, [*TABLE_1, row, *notes], LAST))
    assert (ended.state, ended.checked) == (State.PASSED, 6)


def test_a_figure_that_differs_from_the_rows_is_told_once(tmp_path: Path) -> None:
    report = run(tmp_path, changed(NOW[:4], 3, 1, "2"), LAST)
    ended = last_tables(report)
    assert (ended.state, ended.unknown) == (State.PASSED, 1)
    assert ended.reason == "Told with cells that differ from the rows: 1 more."
    assert outcome(report, "tables.1").failed == 1


def test_a_table_of_one_day_is_held_against_the_series(tmp_path: Path) -> None:
    last = changed(LAST_KINDS, 2, 1, "2")
    [finding] = last_tables(run(tmp_path, NOW, last, KINDS)).findings
    assert finding.message.startswith(
        "Table 1, 31 March 2021, Full: 1 is published; the last release published 2 (table 2, "
        "Full, Visits), "
    )


def test_tables_that_are_not_found_again_have_passed_nothing(tmp_path: Path) -> None:
    ended = last_tables(run(tmp_path, NOW, [["Another title"], *LAST[1:]]))
    assert (ended.state, ended.required) == (State.SKIPPED, False)
    assert ended.reason == (
        "no figure stands in the tables of the last release too. Of the last release: No cell, "
        "marked-up table, sheet or file of the release is called 'Table 1:'."
    )


def test_tables_that_are_declared_wrongly_now_are_not_compared(tmp_path: Path) -> None:
    ended = last_tables(run(tmp_path, NOW, LAST, {**SERIES, "cube": "arrivals"}))
    assert ended.state is State.SKIPPED
    assert "there is no cube 'arrivals'" in ended.reason.casefold()
