"""A column that files of a kind always have is missed: a release without it is not passed."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.synthetic_release import AS_AT_FILE, IN_YEAR_FILE
from qa_checks.assessment import run
from qa_checks.catalogue import builtin, load_schemas
from qa_checks.demo_release import unpack
from qa_checks.errors import CatalogueError, ReleaseError
from qa_checks.model.accountability import ItemState
from qa_checks.model.checks import State
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.report import Report, Verdict
from qa_checks.opened import Options
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from qa_checks.release_file import read_release
from qa_checks.scaffold import draft_release
from tests.own_rules import parser
from tests.small_catalogue import (
    HEADER,
    LAYOUT,
    outcome,
    rule,
    run_on,
    sheet_of,
    visits,
    write_catalogue,
)

CASES = Path(__file__).parents[3] / "shared" / "cases" / "hostile"
ROW = {"Number": "1", "Day": "10/05/2022", "Kind": "Full", "Score": "5", "Share": "0.5",
       "Open": "Yes", "Person": "Ann"}  # fmt: skip
RULES = [rule(1, require="score > 0"), rule(2, require="day IS NOT NULL"), rule(3, require="open")]
AS_AT = ReleaseFacts("test", "Test", as_at=dt.date(2022, 3, 31))


def layout(*usual: tuple[str, list[str]]) -> dict[str, Any]:
    changed = copy.deepcopy(LAYOUT)
    changed["usual"] = [
        {"since": dt.date.fromisoformat(day), "columns": columns} for day, columns in usual
    ]
    return changed


def without(*lost: str, name: str = "a.csv") -> InputFile:
    header = [header for header in HEADER if header not in lost]
    sheet = sheet_of([header, [ROW[header] for header in header]])
    return InputFile(Path(name), name, opened=File(Path(name), "0" * 64, 1, (sheet,)))


SINCE = layout(
    ("2019-03-31", ["visits.day", "visits.score"]),
    ("2022-03-31", ["visits.share"]),
    ("2022-04-01", ["visits.open"]),
)


def ran(folder: Path, *files: InputFile, **options: Any) -> Report:
    parts = {"layout": SINCE} | {name: options.pop(name) for name in ("layout",) if name in options}
    return run_on(write_catalogue(folder, RULES, **parts), *files, facts=AS_AT, **options)


def said(report: Report) -> list[tuple[str, str, str | None, str]]:
    return [
        (
            absence.path,
            absence.title,
            absence.since.isoformat() if absence.since else None,
            absence.reason,
        )
        for absence in report.absent
    ]


def test_a_release_without_a_column_that_such_files_have_is_incomplete(tmp_path: Path) -> None:
    report = ran(tmp_path, without("Score", "Share", "Open", "Person"), strict=True)
    assert said(report) == [
        ("a.csv", "Score", "2019-03-31", ""),
        ("a.csv", "Share", "2022-03-31", ""),
    ]
    assert report.verdict is Verdict.INCOMPLETE
    assert report.reason == (
        "1 required check was skipped (ABC001), "
        "2 columns that such files have are absent without a reason (Score, Share)"
    )
    lost, open_one = outcome(report, "ABC001"), outcome(report, "ABC003")
    assert (lost.reason, lost.required) == (
        "no file has the column Score (say why under absent: in release.yml)", True,
    )  # fmt: skip
    # The files of that date did not have the other one yet.
    assert (open_one.reason, open_one.required) == ("no file has the column Open", False)


def test_in_check_it_is_listed_and_not_required(tmp_path: Path) -> None:
    report = ran(tmp_path, without("Score"))
    assert said(report) == [("a.csv", "Score", "2019-03-31", "")]
    assert report.verdict is Verdict.PASS
    assert outcome(report, "ABC001").reason == "no file has the column Score"


def test_one_of_two_files_without_it_is_named(tmp_path: Path) -> None:
    report = ran(tmp_path, visits(list(ROW.values())), without("Score"), strict=True)
    assert said(report) == [("a.csv", "Score", "2019-03-31", "")]
    assert report.verdict is Verdict.INCOMPLETE
    ran_on_one = outcome(report, "ABC001")
    assert (ran_on_one.state, ran_on_one.unknown, ran_on_one.lacks) == (
        State.PASSED, 1, ("Score",),
    )  # fmt: skip


def test_a_reason_in_the_release_lets_it_pass_and_is_kept(tmp_path: Path) -> None:
    reasons = {"score": "not asked for in 2022", "visits.share": "moved to another table"}
    report = ran(tmp_path, without("Score", "Share"), strict=True, absent=reasons)
    assert said(report) == [
        ("a.csv", "Score", "2019-03-31", "not asked for in 2022"),
        ("a.csv", "Share", "2022-03-31", "moved to another table"),
    ]
    assert report.verdict is Verdict.PASS
    lost = outcome(report, "ABC001")
    assert (lost.reason, lost.required, lost.lacks) == (
        "no file has the column Score: not asked for in 2022", False, (),
    )  # fmt: skip


def test_a_layout_that_says_nothing_means_all_of_its_columns(tmp_path: Path) -> None:
    report = ran(tmp_path, without("Person"), strict=True, layout=LAYOUT)
    assert said(report) == [("a.csv", "Person", None, "")]
    assert report.verdict is Verdict.INCOMPLETE


def test_without_a_date_all_of_them_count(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, RULES, layout=SINCE)
    report = run_on(folder, without("Open"), strict=True)
    assert said(report) == [("a.csv", "Open", "2022-04-01", "")]


@pytest.mark.parametrize(
    ("name", "what", "remedy"),
    [
        ("scores", "No layout has a column 'scores'.", "Did you mean 'score'?"),
        ("weather", "No layout has a column 'weather'.", "Name it as its header does."),
        ("Day", "No file of this release lacks 'Day'.", "Take the line out."),
    ],
)
def test_a_reason_for_no_absence_is_refused(
    tmp_path: Path, name: str, what: str, remedy: str
) -> None:
    with pytest.raises(ReleaseError) as refused:
        ran(tmp_path, without("Score"), strict=True, absent={name: "so"})
    assert (refused.value.what, refused.value.remedy) == (what, remedy)


def test_a_layout_names_only_columns_it_has(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, layout=layout(("2019-03-31", ["visits.weather"])))
    with pytest.raises(CatalogueError) as refused:
        load_schemas(folder, parser())
    assert refused.value.what == (
        "There is no column of its blocks 'visits.weather'. Did you mean 'visits.share'?"
    )


HOSTILE = [
    ("publication_date_column_left_out", Verdict.INCOMPLETE, "Publication date", "dates"),
    ("status_column_left_out", Verdict.INCOMPLETE, "Registration status", "latest"),
    ("town_column_left_out_hides_contact_details", Verdict.FAIL, "Town", "nothing-protected"),
]


@pytest.mark.parametrize(("case", "verdict", "column", "item"), HOSTILE)
def test_a_column_left_out_switches_no_check_off(
    tmp_path: Path, case: str, verdict: Verdict, column: str, item: str
) -> None:
    if not (CASES / case).is_dir():
        pytest.skip(f"{CASES / case} is not here")
    shutil.copytree(CASES / case / "r", tmp_path / "r")
    (tmp_path / "r" / "checklist.yml").write_text("attested: []\n")  # nobody vouches for it
    report = run(read_release(tmp_path / "r" / "release.yml"), Options())
    assert report.verdict is verdict
    assert [absence.title for absence in report.absent] == [column]
    assert column in report.reason
    states = {entry.id: entry.state for entry in report.checklist}
    assert states[item] is (ItemState.FAILED if verdict is Verdict.FAIL else ItemState.NOT_CHECKED)
    contact = outcome(report, "DIS015")
    assert (contact.failed, contact.state) == (
        (1, State.FAILED) if column == "Town" else (0, State.PASSED)
    )


OPTIONAL = [
    "Web link", "Linked Education URN", "Registration date", "Registration status", "Name",
    "Address 1", "Address 2", "Town", "County", "Postcode", "Ofsted region",
    "Government Office Region", "Parliamentary constituency", "Places",
    "Short-break-only children's home", "Organisation which owns the provider",
]  # fmt: skip


@pytest.fixture(scope="module")
def clean_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(tmp_path_factory.mktemp("demo"), clean=True).parent


def leave_out(path: Path, *lost: str) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    header = next(row for row in rows if "URN" in row)
    kept = [place for place, name in enumerate(header) if name not in lost]
    assert len(kept) == len(header) - len(lost)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([row[place] for place in kept] for row in rows)


def test_each_optional_column_left_out_of_both_files_of_providers_is_named(
    clean_demo: Path, tmp_path: Path
) -> None:
    shutil.copytree(clean_demo, tmp_path / "r")
    files = [tmp_path / "r" / name for name in (AS_AT_FILE, IN_YEAR_FILE)]
    for file in files:
        leave_out(file, *OPTIONAL)
    report = run(read_release(tmp_path / "r" / "release.yml"), Options())
    assert report.verdict is not Verdict.PASS
    named = {(absence.path, absence.title.casefold()) for absence in report.absent}
    assert named == {
        (name, title.casefold()) for name in (AS_AT_FILE, IN_YEAR_FILE) for title in OPTIONAL
    }
    proven = {entry.id for entry in report.checklist if entry.state is ItemState.PROVEN}
    assert not proven & {"dates", "latest", "nothing-protected", "geography", "views-agree"}


def test_a_draft_asks_why_a_column_is_absent(clean_demo: Path, tmp_path: Path) -> None:
    shutil.copytree(clean_demo / "data", tmp_path / "data")
    file = tmp_path / AS_AT_FILE
    leave_out(file, "Publication date", "Town")
    text = draft_release([file], tmp_path, builtin()).release
    assert yaml.safe_load(text)["absent"] == {
        "Publication date": "FILL IN: say why it is absent",
        "Town": "FILL IN: say why it is absent",
    }
    release = tmp_path / "release.yml"
    release.write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError) as refused:
        read_release(release)
    assert refused.value.what == "The reason why Town is absent is still to be filled in."
    line = text[: text.index("  Town: ")].count("\n") + 1
    assert refused.value.where == f"{release}:{line}"


def test_a_whole_file_lacks_nothing_and_its_draft_shows_how_it_is_said(clean_demo: Path) -> None:
    text = draft_release([clean_demo / AS_AT_FILE], clean_demo, builtin()).release
    assert "absent" not in yaml.safe_load(text)
    assert "# absent:" in text


def blank(header: str, *, rows: int = 3, **more: Any) -> InputFile:
    cells = [*({**ROW, header: ""}[name] for name in HEADER)]
    return visits(*[[f"{number}", *cells[1:]] for number in range(rows)], **more)


@pytest.mark.parametrize(
    ("rows", "previous", "told"),
    [
        (3, [blank("Day", rows=10, name="old.csv", role=Role.PREVIOUS)], ["Share"]),
        (2, [blank("Day", rows=10, name="old.csv", role=Role.PREVIOUS)], []),
        (3, [blank("Share", rows=10, name="old.csv", role=Role.PREVIOUS)], []),
        (3, [], []),
    ],
    ids=["it had values", "of few rows", "it had none before", "no previous release"],
)
def test_a_column_that_is_blank_throughout_is_absent_where_the_last_release_has_values(
    tmp_path: Path, rows: int, previous: list[InputFile], told: list[str]
) -> None:
    report = ran(tmp_path, blank("Share", rows=rows), *previous, strict=True)
    assert [column.title for column in report.absent] == [
        f"{title} (blank throughout)" for title in told
    ]
    assert (report.verdict is Verdict.INCOMPLETE) is bool(told)


def test_a_blank_column_may_have_a_reason(tmp_path: Path) -> None:
    before = visits(list(ROW.values()), name="old.csv", role=Role.PREVIOUS)
    report = ran(tmp_path, blank("Share"), before, strict=True, absent={"share": "not asked"})
    assert [column.reason for column in report.absent] == ["not asked"]
    assert report.verdict is Verdict.PASS
