"""The Python interface: frames and files give the same report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import qa_checks
from qa_checks.errors import InputError, UsageError
from qa_checks.model.checks import Finding, State
from qa_checks.model.report import Report
from tests.loaded_modules import Loaded
from tests.published import HEADER, provider, write_csv

ROWS = [
    provider(1),
    provider(2, Sector="private "),
    provider(3, Publication_date="09/05/2017"),
    provider(4, Places="four"),
    provider(5, Publication_date=""),
]


def frame(rows: list[list[Any]] | None = None) -> pd.DataFrame:
    return pd.DataFrame(ROWS if rows is None else rows, columns=HEADER)


def found(
    report: Report, check: str
) -> list[tuple[str | None, int | None, str | None, str | None]]:
    outcome = next(outcome for outcome in report.outcomes if outcome.check.id == check)
    return [
        (finding.file, finding.row, finding.column, finding.value) for finding in outcome.findings
    ]


def unplaced(report: Report) -> list[tuple[str, list[Finding]]]:
    """Findings without what tells a file from a frame: the name, and encoding and line ends."""
    return [
        (outcome.check.id, [finding._replace(file=None) for finding in outcome.findings])
        for outcome in sorted(report.outcomes, key=lambda outcome: outcome.check.id)
        if outcome.check.id.partition(".")[0] in ("providers", "inspections", "judgements")
        or outcome.check.table in ("providers", "inspections", "judgements")
    ]


def test_a_frame_and_a_file_with_the_same_cells_give_the_same_findings(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "homes.csv", [HEADER, *ROWS])
    by_file, by_frame = qa_checks.check(path), qa_checks.check({"homes": frame()})
    assert unplaced(by_file) == unplaced(by_frame)
    assert by_file.figures == by_frame.figures
    assert by_file.figures["providers"] == 5


@pytest.mark.usefixtures("few_rules")
def test_findings_have_the_name_given_and_rows_counted_from_the_header() -> None:
    report = qa_checks.check({"homes": frame()})
    assert found(report, "providers.places.type") == [("homes", 5, "Places", "four")]
    assert found(report, "providers.sector.spelling") == [("homes", 3, "Sector", "private ")]
    [entry] = report.inputs
    assert (entry.path, entry.sheet, entry.rows, entry.header_row) == ("homes", None, 5, 1)
    assert entry.layout == "provider_level_as_at"
    assert dict(entry.tables) == {"providers": 5, "inspections": 5, "judgements": 15}


def test_typed_cells_are_read_as_their_text() -> None:
    typed = frame()
    typed["Places"] = [4.0, 5.0, float("nan"), 6.0, 7.0]
    typed["Inspection date"] = pd.Timestamp("2017-05-10")
    typed["Registration date"] = dt.date(2010, 1, 4)
    typed["Publication date"] = pd.to_datetime(typed["Publication date"], dayfirst=True)
    typed["Sector"] = pd.Categorical(["Private"] * 5)
    typed["Event number"] = [10000001, 10000002, 10000003, 10000004, 10000005]
    report = qa_checks.check({"homes": typed})
    states = {outcome.check.id: outcome.state for outcome in report.outcomes}
    for check in ("providers.places.type", "inspections.inspection_date.type",
                  "providers.registration_date.type", "inspections.publication_date.type",
                  "inspections.event_number.str_matches", "providers.sector.in"):  # fmt: skip
        assert states[check] is State.PASSED, check
    late = [finding for finding in report.findings if finding.key == "SC000003 / 10000003 / latest"]
    assert [(finding.check, finding.row, finding.value) for finding in late] == [
        ("DAT004", 4, "09/05/2017")
    ]


@pytest.mark.usefixtures("few_rules")
def test_half_a_character_is_shown_as_damaged() -> None:
    halved = frame().astype(object)
    halved.loc[1, "Sector"] = "Private\ud800"
    headers = [f"{name}\udc80" if name == "Local authority" else name for name in HEADER]
    halved.columns = pd.Index(headers, dtype=object)
    report = qa_checks.check({"homes": halved})
    assert found(report, "providers.sector.in") == [("homes", 3, "Sector", "Private\ufffd")]
    assert "Local authority\ufffd" in [column.header for column in report.inputs[0].columns]


@pytest.mark.usefixtures("few_rules")
def test_frames_may_have_their_header_below_other_rows_or_their_key_in_the_index() -> None:
    shifted = pd.DataFrame(
        [["Homes as at 31 March 2018", *[""] * (len(HEADER) - 1)], HEADER, *ROWS]
    )
    report = qa_checks.check([shifted, frame().set_index("URN")])
    assert [(entry.path, entry.header_row, entry.rows) for entry in report.inputs] == [
        ("frame 1", 3, 5),
        ("frame 2", 1, 5),
    ]


@pytest.mark.usefixtures("few_rules")
def test_an_index_that_repeats_a_column_is_left_out_and_another_of_its_name_refused() -> None:
    report = qa_checks.check({"homes": frame().set_index(["URN", "Sector"], drop=False)})
    assert [column.header for column in report.inputs[0].columns if column.position] == HEADER
    other = frame().rename_axis(index="URN")
    with pytest.raises(InputError) as refused:
        qa_checks.check({"homes": other})
    assert str(refused.value).startswith(
        "homes: The header in row 1 names the same thing twice, 'URN' in column 1 and 'URN' in "
        f"column {HEADER.index('URN') + 2}: nobody can tell which one is right."
    )


@pytest.mark.usefixtures("few_rules")
def test_an_index_without_a_name_is_no_column() -> None:
    report = qa_checks.check({"homes": frame().set_index(["URN", pd.RangeIndex(5)])})
    headers = [column.header for column in report.inputs[0].columns if column.position]
    assert headers == ["URN", *(name for name in HEADER if name != "URN")]


def test_facts_are_dates_or_text_and_reach_the_rules() -> None:
    without = qa_checks.check(frame())
    report = qa_checks.check(
        frame(),
        as_at="2018-03-31",
        period=(dt.date(2017, 4, 1), "2018-03-31"),
        published_by=dt.datetime(2018, 5, 31, 12, 0),  # noqa: DTZ001
        expect={"local_authorities": 152, "ungraded": {"Dorset": "not yet inspected"}},
        previous=frame(ROWS[:4]),
    )
    assert report.release.as_at == dt.date(2018, 3, 31)
    assert (report.release.period_start, report.release.period_end) == (
        dt.date(2017, 4, 1),
        dt.date(2018, 3, 31),
    )
    assert report.release.published_by == dt.date(2018, 5, 31)
    assert without.release.as_at is None
    reasons = {outcome.reason for outcome in report.outcomes}
    alone = "no previous release (give --previous)"
    assert alone not in reasons
    assert alone in {outcome.reason for outcome in without.outcomes}
    lacking = {reason for reason in reasons if reason.endswith(")")}
    assert lacking == {
        "no expected number of providers (expect: providers in release.yml)",
        "no reference date of the previous release (as_at in its release.yml)",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"as_at": "03/31/2018"},
            "as_at: '03/31/2018' is not a date. "
            "Write it as 2021-08-31, 31/08/2021 or 31 August 2021.",
        ),
        ({"as_of": "2018-03-31"}, "check() does not know 'as_of'. Did you mean 'as_at'?"),
        ({"period": "2018"}, "period: give its first and its last day."),
        (
            {"period": ("2018-03-31", "2017-04-01")},
            "The period ends on 2017-04-01, before it starts on 2018-03-31.",
        ),
        ({"data": []}, "There is nothing to check. Give a path or a DataFrame."),
        (
            {"data": 3},
            (
                "A value of type int cannot be checked. "
                "Give paths and pandas DataFrames: one, a list, or a mapping of names to them."
            ),
        ),
    ],
)
def test_wrong_arguments_are_explained(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        qa_checks.check(**{"data": frame(), **arguments})
    assert str(caught.value) == message


@pytest.mark.usefixtures("few_rules")
def test_a_file_that_is_missing_is_a_problem_beside_the_frames_that_are_there() -> None:
    report = qa_checks.check(["no-such-file.csv", frame()])
    assert [problem.path for problem in report.problems] == ["no-such-file.csv"]
    assert [entry.path for entry in report.inputs] == ["frame 2"]


@pytest.mark.usefixtures("few_rules")
def test_a_release_is_run_from_its_file(tmp_path: Path) -> None:
    write_csv(tmp_path / "homes.csv", [HEADER, *ROWS])
    (tmp_path / "release.yml").write_text(
        "release: homes-2018\ntitle: Homes\nas_at: 2018-03-31\nfiles:\n  - {path: homes.csv}\n"
    )
    report = qa_checks.run_release(tmp_path / "release.yml")
    assert (report.release.id, report.release.as_at) == ("homes-2018", dt.date(2018, 3, 31))
    assert [entry.path for entry in report.inputs] == ["homes.csv"]


def test_importing_the_package_loads_nothing_heavy(loaded: Loaded) -> None:
    heavy = {"pandas", "duckdb", "_duckdb", "pydantic", "yaml", "pandera"}
    assert loaded["the package"] & heavy == set()


def test_checking_a_file_does_not_load_pandas(loaded: Loaded) -> None:
    assert "pandas" not in loaded["a check from Python"]


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        qa_checks.chekc  # noqa: B018


def test_what_is_derived_from_a_column_that_is_missing_is_not_there_either() -> None:
    overall = next(name for name in HEADER if name.startswith("Overall"))
    report = qa_checks.check(frame().drop(columns=[overall]))
    ended = {outcome.check.id: (outcome.state, outcome.reason) for outcome in report.outcomes}
    assert ended["JDG007"] == (
        State.SKIPPED,
        "no file has the column Overall grade of the same inspection",
    )
    grade = (State.SKIPPED, "no file has the column Overall grade, 1 to 4")
    assert [ended[check] for check in ("EVT004", "EVT011", "JDG014")] == [grade] * 3
    assert [report.figures[name] for name in ("outstanding", "good", "inadequate")] == [None] * 3
    assert report.figures["providers"] == 5
