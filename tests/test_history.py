"""Earlier releases: each stands in the schema `history`, with what it says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from qa_checks.assessment import run
from qa_checks.catalogue import load
from qa_checks.errors import ReleaseError
from qa_checks.examples import run_examples
from qa_checks.model.checks import State
from qa_checks.model.inputs import Role
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release_file import read_release
from tests.small_catalogue import HEADER, outcome, rule, write_catalogue, write_yaml

SEEN_BEFORE = rule(
    query=(
        "SELECT v.*, h.release, h.as_at, h.period_start, h.period_end FROM visits AS v "
        "JOIN history.visits AS h ON h.number = v.number"
    ),
    message="Visit {number} stands in {release}, as at {as_at}, {period_start} to {period_end}.",
    examples={
        "valid": [{"rows": {"visits": [{"number": "1"}], "history.visits": [{"number": "2"}]}}],
        "invalid": [{"rows": {"visits": [{"number": "1"}], "history.visits": [{"number": "1"}]}}],
    },
)


def write_release(folder: Path, year: int, numbers: Sequence[str], **more: Any) -> Path:
    """Write a release of visits as at the end of March of a year."""
    folder.mkdir()
    lines = [",".join(HEADER), *(f"{number},10/05/{year - 1},Full,5,,," for number in numbers)]
    (folder / "visits.csv").write_text("\n".join(lines) + "\n")
    facts = {
        "release": f"visits-{year}",
        "title": f"Visits {year}",
        "as_at": dt.date(year, 3, 31),
        "period": {"start": dt.date(year - 1, 4, 1), "end": dt.date(year, 3, 31)},
        "files": [{"path": "visits.csv"}],
    }
    return write_yaml(folder / "release.yml", facts | more)


def run_with(folder: Path, **more: Any) -> Report:
    """Run the release of 2022, with those of 2019 to 2021 beside it."""
    write_catalogue(folder / "catalogue", [SEEN_BEFORE])
    for year, numbers in {2019: ["1", "2"], 2020: ["2"], 2021: ["3"]}.items():
        write_release(folder / str(year), year, numbers)
    path = write_release(folder / "2022", 2022, ["2", "3", "4"], **more)
    return run(read_release(path), Options(catalogue=folder / "catalogue"))


def test_rules_see_the_rows_of_each_earlier_release(tmp_path: Path) -> None:
    history = [f"../{year}/release.yml" for year in (2020, 2021, 2019)]
    report = run_with(tmp_path, history=history)
    assert sorted(finding.message for finding in outcome(report, "ABC001").findings) == [
        "Visit 2 stands in visits-2019, as at 31/03/2019, 01/04/2018 to 31/03/2019.",
        "Visit 2 stands in visits-2020, as at 31/03/2020, 01/04/2019 to 31/03/2020.",
        "Visit 3 stands in visits-2021, as at 31/03/2021, 01/04/2020 to 31/03/2021.",
    ]


def test_the_newest_of_the_history_is_the_previous_release(tmp_path: Path) -> None:
    report = run_with(tmp_path, history=[f"../{year}/release.yml" for year in (2020, 2021, 2019)])
    assert [(item.path, item.role) for item in report.inputs] == [
        ("visits.csv", Role.RELEASE),
        ("../2021/visits.csv", Role.PREVIOUS),
        ("../2020/visits.csv", Role.HISTORY),
        ("../2019/visits.csv", Role.HISTORY),
    ]


def test_a_previous_release_that_is_named_stays_the_previous_one(tmp_path: Path) -> None:
    history = [f"../{year}/release.yml" for year in (2021, 2019)]
    report = run_with(tmp_path, previous="../2020/release.yml", history=history)
    assert [(item.path, item.role) for item in report.inputs[1:]] == [
        ("../2020/visits.csv", Role.PREVIOUS),
        ("../2021/visits.csv", Role.HISTORY),
        ("../2019/visits.csv", Role.HISTORY),
    ]


def test_a_release_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    history = ["../2021/release.yml", "../2021/../2021/release.yml"]
    report = run_with(tmp_path, previous="../2021/release.yml", history=history)
    assert [item.role for item in report.inputs] == [Role.RELEASE, Role.PREVIOUS]


def test_an_example_can_have_rows_of_an_earlier_release(tmp_path: Path) -> None:
    catalogue = load(write_catalogue(tmp_path, [SEEN_BEFORE]), examples=True)
    results = run_examples(catalogue, [catalogue.rules["ABC001"]])
    assert [result.actual for result in results] == [(), ("1",)]


def test_without_earlier_releases_the_rule_says_what_to_give(tmp_path: Path) -> None:
    skipped = outcome(run_with(tmp_path), "ABC001")
    assert skipped.state is State.SKIPPED
    assert skipped.reason == "no earlier release (history in release.yml)"


@pytest.mark.parametrize(
    ("history", "fault"),
    [
        (["../2018/release.yml"], ":10: There is no earlier release '../2018/release.yml'."),
        (
            ["../2021/release.yml", "release.yml"],
            ":11: The release 'release.yml' is as at 31/03/2022, not before this one, which is as "
            "at 31/03/2022. List releases before this one under 'history'.",
        ),
    ],
)
def test_what_is_no_earlier_release_is_refused(
    tmp_path: Path, history: list[str], fault: str
) -> None:
    with pytest.raises(ReleaseError) as refused:
        run_with(tmp_path, history=history)
    assert str(refused.value) == f"{tmp_path / '2022' / 'release.yml'}{fault}"


def test_an_earlier_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    write_release(tmp_path / "2018", 2018, ["1"])
    (tmp_path / "2018" / "visits.csv").write_bytes(b"PK\x03\x04 cut off")
    history = ["../2018/release.yml", "../2021/release.yml"]
    report = run_with(tmp_path, history=history)
    assert [problem.path for problem in report.problems] == ["../2018/visits.csv"]
    assert report.verdict == "fail"
