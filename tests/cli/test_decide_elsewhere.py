"""`qa-checks decide` takes decisions over from findings.xlsx, and proposes the last release's."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import yaml

from qa_checks.catalogue import Catalogue
from qa_checks.record.decision_file import read_decisions
from tests.cli.running import judged_by, qa_checks
from tests.cli.terminal import at_terminal
from tests.enlarged import BEFORE, HOMES, enlarge, numbers_in
from tests.published import HEADER, provider, write_csv

pytestmark = pytest.mark.usefixtures("few_rules", "workbooks_here")
TODAY = dt.datetime.now(dt.UTC).date()
WHO = ("--who", "second@x.org")
ALIKE = ("--keys", "all", "--decision", "accepted", "--reason", "So it is.", *WHO)
DECIDED = {"Decision": "accepted", "Reason": "So it is."}


@pytest.fixture(scope="module")
def reported(releases: Path, few: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with two homes that are too large, and its report. Never changed by a test."""
    folder = tmp_path_factory.mktemp("reported") / "clean"
    shutil.copytree(releases / "few_clean", folder)
    enlarge(folder, 2)
    with judged_by(few):
        assert qa_checks("run", "-q", cwd=folder).code == 0
    return folder


@pytest.fixture
def filled_in(reported: Path, tmp_path: Path) -> Path:
    """A copy of its findings.xlsx, to be written into."""
    return Path(shutil.copy(next(reported.rglob("findings.xlsx")), tmp_path))


@pytest.fixture
def large(reported: Path, tmp_path: Path) -> Path:
    """A copy of it, in which something is decided."""
    return Path(shutil.copytree(reported, tmp_path / "clean"))


@pytest.fixture
def workbook(large: Path) -> Path:
    """Its findings.xlsx."""
    return next(large.rglob("findings.xlsx"))


def fill_in(path: Path, rows: Mapping[int, Mapping[str, object]]) -> None:
    """Write into rows of the sheet of providers, as a spreadsheet program does."""
    book = openpyxl.load_workbook(path)
    sheet = book["providers"]
    headers = [cell.value for cell in sheet[1]]
    for row, cells in rows.items():
        for header, value in cells.items():
            sheet.cell(row, headers.index(header) + 1, value)
    book.save(path)


def rows_of(path: Path, check: str) -> list[int]:
    sheet = openpyxl.load_workbook(path)["providers"]
    return [row[0].row for row in sheet.iter_rows() if row[0].value == check]


def test_what_was_written_into_the_workbook_of_a_comparison_is_taken_over(large: Path) -> None:
    shown = ("previous/release.yml", "release.yml", "-q", "--output", "compared")
    with (large / HOMES).open(newline="") as stream:
        title, header, *rows = csv.reader(stream)
    kept = numbers_in(large / BEFORE)
    at = header.index("URN")
    gone = next(row for row in rows if row[at] in kept)
    write_csv(large / HOMES, [title, header, *(row for row in rows if row is not gone)])
    qa_checks("compare", *shown, cwd=large)
    path = large / "compared/findings.xlsx"
    sheet = openpyxl.load_workbook(path)["providers"]
    checks = {row[0].row: str(row[0].value) for row in sheet.iter_rows()}
    row, check = next(item for item in checks.items() if item[1].startswith("compare."))
    fill_in(path, {row: DECIDED})
    done = qa_checks("decide", "--from", path, *WHO, cwd=large)
    assert (done.code, done.err) == (0, "")
    assert "Check again with `qa-checks compare OLD release.yml`." in done.out
    assert read_decisions(large / "decisions.yml")[-1].rule == check
    qa_checks("compare", *shown, cwd=large)
    report = json.loads((large / "compared/report.json").read_text(encoding="utf-8"))
    waived = [item for item in report["findings"] if item["waived_by"]]
    assert [item["check"] for item in waived if item["check"].startswith("compare.")] == [check]


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A release since which one provider is gone and one is new."""
    (tmp_path / "before").mkdir()
    write_csv(tmp_path / "before/homes.csv", [HEADER, provider(1), provider(2)])
    write_csv(tmp_path / "homes.csv", [HEADER, provider(1), provider(3)])
    for folder, year in (("before", 2018), (".", 2019)):
        facts = f"release: homes-{year}\ntitle: Homes\nas_at: {year}-03-31\n"
        (tmp_path / folder / "release.yml").write_text(f"{facts}files: [{{path: homes.csv}}]\n")
    with (tmp_path / "release.yml").open("a") as release:
        release.write("previous: before/release.yml\n")
    return tmp_path


def compare(folder: Path) -> dict[str, tuple[str, int]]:
    """The checks of what changed that found something, and how many findings are waived."""
    words = ("before/release.yml", "release.yml", "--format", "json", "--no-files")
    checks = qa_checks("compare", *words, cwd=folder).report["checks"]
    return {
        check["id"]: (check["outcome"], check["waived"])
        for check in checks
        if check["id"].startswith("compare.") and (check["failed"] or check["waived"])
    }


def test_wildcards_reach_what_changed_since_the_previous_release(changed: Path) -> None:
    gone, new = "compare.latest.gone_without_reason", "compare.latest.new_without_reason"
    named = {gone: ["SC000002"]}
    for rules in ("PLC*,Compare.*.gone*", "compare.*"):
        done = qa_checks("decide", rules, *ALIKE, cwd=changed)
        assert (done.code, done.err) == (0, "")
        assert "Check again with `qa-checks compare OLD release.yml`." in done.out
        decisions = read_decisions(changed / "decisions.yml")
        assert {entry.rule: entry.keys for entry in decisions} == named
        named[new] = ["SC000003"]
    assert compare(changed) == {gone: ("waived", 1), new: ("waived", 1)}


def test_what_changed_is_not_asked_about_without_its_checks_being_named(changed: Path) -> None:
    assert qa_checks("decide", *ALIKE, cwd=changed).code == 0
    assert [entry.rule for entry in read_decisions(changed / "decisions.yml")] == ["LAT018"]
    shown = " ".join(qa_checks("decide", "--help", cwd=changed).out.split())
    assert "What qa-checks compare found is asked about only where RULES names it" in shown


def test_changes_since_no_previous_release_cannot_be_decided_on(changed: Path) -> None:
    release = changed / "release.yml"
    release.write_text(release.read_text().replace("previous: before/release.yml\n", ""))
    done = qa_checks("decide", "compare.*", cwd=changed)
    assert (done.code, " ".join(done.err.split())) == (
        2,
        "Cannot run: release.yml: It names no previous release: nothing was compared, and nothing "
        "can be decided. Name the release that it is compared with under `previous`.",
    )


def test_what_was_written_into_the_workbook_is_taken_over(workbook: Path, large: Path) -> None:
    first, second = rows_of(workbook, "PLC005")
    [other, _] = rows_of(workbook, "PLC012")
    until = TODAY + dt.timedelta(30)
    ends = dt.datetime.combine(until, dt.time())
    fill_in(
        workbook,
        {
            first: DECIDED,
            second: {"Decision": " Accepted", "Reason": "So it is."},
            other: {"Decision": "false-alarm", "Reason": "A slip.", "Until": ends},
        },
    )
    before = len(read_decisions(large / "decisions.yml"))
    done = qa_checks("decide", "--from", workbook, *WHO, cwd=large)
    assert (done.code, done.err) == (0, "")
    assert f"Wrote decisions {before + 1} to {before + 2} to decisions.yml.\n" in done.out
    assert "Before the sign-off: 1 warning waits for a decision: `qa-checks decide`." in done.out
    added = read_decisions(large / "decisions.yml")[before:]
    assert [
        (
            entry.rule,
            len(entry.keys),
            entry.decision,
            entry.reason,
            entry.who,
            entry.when,
            entry.until,
        )
        for entry in added
    ] == [
        ("PLC005", 2, "accepted", "So it is.", "second@x.org", TODAY, None),
        ("PLC012", 1, "false alarm", "A slip.", "second@x.org", TODAY, until),
    ]
    again = qa_checks("decide", "--from", workbook, *WHO, cwd=large)
    assert again.code == 2
    assert f"sheet 'providers', M{first}: Decision {before + 1} covers " in again.err


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"Decision": "acepted", "Reason": "x"}, "M{}: 'acepted' is no decision. Write accepted"),
        ({"Decision": "accepted"}, "N{}: The decision has no reason. Write one, in a sentence."),
        ({"Reason": "x"}, "M{}: There is a reason or a day, and no decision."),
        ({**DECIDED, "Until": "soon"}, "O{}: 'soon' is not a date. Write it as 31/12/2021."),
        ({**DECIDED, "Until": "2020-12-31"}, "O{}: 2020-12-31 lies before today, "),
        (
            {**DECIDED, "Until": "2099-12-31"},
            "O{}: 2099-12-31 is more than a year away. The last day may be ",
        ),
        ({**DECIDED, "Check": " "}, "A{}: Here is a decision, and no finding. Take it out."),
        ({**DECIDED, "Key": "SC1 / latest"}, "H{}: The run finds nothing of this check there an"),
        ({**DECIDED, "Message": "x"}, "J{}: The finding says something else now: "),
        ({**DECIDED, "Value": "31"}, "J{}: The finding says something else now: "),
        ({**DECIDED, "Also in": "x.csv"}, "K{}: The fault stands in other places now: nowhere el"),
    ],
)
def test_what_does_not_hold_is_refused_with_its_cell_and_nothing_is_written(
    filled_in: Path, reported: Path, cells: dict[str, object], message: str
) -> None:
    first, second = rows_of(filled_in, "PLC005")
    fill_in(filled_in, {first: DECIDED, second: cells})
    before = (reported / "decisions.yml").read_bytes()
    done = qa_checks("decide", "--from", filled_in, *WHO, cwd=reported)
    assert done.code == 2
    place = f"Cannot run: {filled_in}, sheet 'providers', "
    assert done.err.startswith(place + message.format(second))
    assert (reported / "decisions.yml").read_bytes() == before


def test_a_decision_on_a_value_that_has_changed_since_is_refused(
    workbook: Path, large: Path
) -> None:
    fill_in(workbook, dict.fromkeys(rows_of(workbook, "PLC005"), DECIDED))
    homes = large / HOMES
    homes.write_text(homes.read_text().replace(",30,", ",40,"))
    done = qa_checks("decide", "--from", workbook, *WHO, cwd=large)
    assert done.code == 2
    assert ": The finding says something else now: " in done.err
    assert "has 40 places" in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (WHO, "Nothing is decided in {}. Write into its columns Decision, Reason, Until."),
        ((), "Not given: --who. Give it, or use the command at a terminal, where it asks."),
        (
            (*WHO, "--keys", "all"),
            "--from takes all but --who out of the workbook. Leave out what else is given, or "
            "decide without --from.",
        ),
        (("PLC005", *WHO), "--from takes all but --who out of the workbook."),
    ],
)
def test_what_cannot_be_taken_over_is_said(
    filled_in: Path, reported: Path, words: tuple[str, ...], message: str
) -> None:
    done = qa_checks("decide", *words, "--from", filled_in, cwd=reported)
    assert done.code == 2
    assert done.err.startswith(f"Cannot run: {message.format(filled_in)}")


def test_another_workbook_is_refused(reported: Path) -> None:
    other = reported / "data/local_authorities_as_at_31_august_2021.xlsx"
    done = qa_checks("decide", "--from", other, *WHO, cwd=reported)
    assert (done.code, f"{other} has no column 'Decision'." in done.err) == (2, True)


def test_a_workbook_of_an_earlier_version_says_what_it_lacks(
    reported: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "providers"
    sheet.append(["Check", "File", "Sheet", "Row", "Column", "Key", "Value", "Message", "Decision"])
    sheet.append(["PLC005", "a.csv", None, 2, "Places", "SC000001", "90", "Many.", "accepted"])
    old = tmp_path / "old.xlsx"
    book.save(old)
    done = qa_checks("decide", "--from", old, *WHO, cwd=reported)
    assert (done.code, done.err) == (
        2,
        f"Cannot run: {old}, sheet 'providers': There is no column 'Also in', 'Reason' and "
        "'Until': an earlier version wrote it. Run the release again, and decide in the new "
        "findings.xlsx.\n",
    )


@pytest.fixture(scope="module")
def decided_once(releases: Path, few: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of which the previous one accepted the first of two findings, and its own none."""
    folder = tmp_path_factory.mktemp("decided") / "clean"
    shutil.copytree(releases / "few_clean", folder)
    homes = enlarge(folder, 2)
    given = ("--decision", "accepted", "--reason", "Two buildings.", "--who", "first@x.org")
    with judged_by(few):
        assert qa_checks("decide", "PLC005", "--keys", homes[0], *given, cwd=folder).code == 0
    decisions = yaml.safe_load((folder / "decisions.yml").read_text())["decisions"]
    (folder / "previous/decisions.yml").write_text(yaml.safe_dump({"decisions": decisions[-1:]}))
    (folder / "decisions.yml").write_text(yaml.safe_dump({"decisions": decisions[:-1]}))
    with (folder / "previous/release.yml").open("a") as stream:
        stream.write("decisions: decisions.yml\n")
    return folder


@pytest.fixture
def decided_before(decided_once: Path, tmp_path: Path) -> Path:
    """A copy of it, in which something is decided."""
    return Path(shutil.copytree(decided_once, tmp_path / "clean"))


def test_the_last_releases_decision_is_proposed_and_not_applied(decided_before: Path) -> None:
    run = qa_checks(
        "run", "--no-files", "--format", "json", "--rules", "PLC005", cwd=decided_before
    )
    assert run.report["summary"]["findings"] == 2
    done = at_terminal(
        "decide", "PLC005", *WHO, cwd=decided_before, answers=["a", "as", "all", "", "", ""]
    )
    assert done.code == 0, done.out
    proposal = (
        f"     Decided last release: accepted by first@x.org on {TODAY:%d/%m/%Y}: Two buildings."
    )
    assert done.out.count(proposal) == 1
    asked = "What is decided: accepted, false-alarm or as-before (Enter"
    assert done.out.count(asked) == 2  # "a" may be two of them
    assert " was not decided on in the previous release.\n" in done.out
    added = read_decisions(decided_before / "decisions.yml")[-1]
    assert (added.rule, len(added.keys), added.reason, added.who) == (
        "PLC005", 1, "Two buildings.", "second@x.org"
    )  # fmt: skip


def test_as_before_is_a_decision_of_its_own_too(decided_before: Path) -> None:
    words = ("decide", "PLC0*", "--keys", "all", "--decision", "as-before")
    done = qa_checks(*words, *WHO, cwd=decided_before)
    assert (done.code, done.err) == (0, "")
    run = qa_checks("run", "--no-files", "--format", "json", "--rules", "PLC0*", cwd=decided_before)
    assert run.report["summary"]["findings"] == 3
    assert [decision["covers"] for decision in run.report["decisions"]][-1] == 1


def test_the_same_key_with_another_value_is_not_the_same_finding(decided_before: Path) -> None:
    homes = decided_before / HOMES
    homes.write_text(homes.read_text().replace(",30,", ",40,"))
    done = at_terminal("decide", "PLC005", *WHO, cwd=decided_before, answers=[""])
    assert "Decided last release" not in done.out
    assert "What is decided: accepted or false-alarm (Enter" in done.out


def test_earlier_decisions_that_cannot_be_read_are_no_fault_of_this_release(
    decided_before: Path,
) -> None:
    (decided_before / "previous/decisions.yml").write_text("decisions: 7\n")
    given = ("--decision", "accepted", "--reason", "So.")
    done = qa_checks("decide", "PLC005", "--keys", "all", *given, *WHO, cwd=decided_before)
    assert done.code == 0
    assert done.err.startswith(
        "The previous release's decisions are not proposed: previous/decisions.yml:1: "
    )
