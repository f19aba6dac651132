"""Small releases compared by the catalogue: what cannot be compared is said, not passed over."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qa_checks.comparing import releases
from tests.cli.running import qa_checks
from tests.published import HEADER, provider, write_csv
from tests.small_catalogue import write_catalogue, write_yaml

Rows = Sequence[Sequence[str]]


def compare(folder: Path, old: Rows, new: Rows, *words: str) -> tuple[int, dict[str, Any]]:
    """Compare two files of providers: the exit code and the report."""
    write_csv(folder / "old.csv", old)
    write_csv(folder / "new.csv", new)
    ended = qa_checks("compare", "old.csv", "new.csv", "--format", "json", *words, cwd=folder)
    return ended.code, ended.report


def check(report: dict[str, Any], name: str) -> dict[str, Any]:
    return next(check for check in report["checks"] if check["id"] == f"compare.latest.{name}")


def table(report: dict[str, Any]) -> dict[str, Any]:
    return next(table for table in report["compared"] if table["name"] == "latest")


@pytest.mark.parametrize("sides", [("old",), ("new",), ("old", "new")])
def test_a_cell_that_cannot_be_read_is_neither_equal_nor_changed(
    tmp_path: Path, sides: tuple[str, ...]
) -> None:
    dates = {side: "31/02/2017" if side in sides else "14/06/2017" for side in ("old", "new")}
    old, new = (
        [HEADER, provider(1, Publication_date=dates[side]), provider(2)] for side in ("old", "new")
    )
    code, report = compare(tmp_path, old, new, "--no-files")
    unread = check(report, "unread")
    assert (unread["outcome"], unread["unknown"]) == ("skipped", 1)
    assert unread["reason"] == (
        "1 cell could not be read on one side: Publication date of the latest report (1)"
    )
    assert (code, report["verdict"]) == (2, "incomplete")
    columns = {column["name"]: column for column in table(report)["columns"]}
    assert columns["publication_date"]["changed"] == 0
    assert columns["publication_date"]["reason"].startswith("1 cell could not be read")
    assert table(report)["classes"] == []


def test_a_provider_twice_is_said_with_its_rows_and_not_compared(tmp_path: Path) -> None:
    titles = [[f"Provider level as at 31 March {year}"] for year in (2018, 2019)]
    old = [titles[0], HEADER, provider(1), provider(2, Sector="Voluntary"), provider(2)]
    new = [titles[1], HEADER, provider(1), provider(2)]
    _, report = compare(tmp_path, old, new, "--no-files")
    [finding] = [item for item in report["findings"] if item["check"] == "compare.latest.key"]
    assert (finding["file"], finding["row"], finding["key"]) == ("old.csv", 4, "SC000002")
    assert finding["message"] == (
        "SC000002 stands in rows 4 and 5 of the previous release: none of them was compared."
    )
    numbers = [table(report)[name] for name in ("both", "changed", "left_out")]
    assert numbers == [1, 0, 3]


def test_rows_that_are_not_compared_count_in_no_movement_and_as_no_cell(tmp_path: Path) -> None:
    titles = [[f"Provider level as at 31 March {year}"] for year in (2018, 2019)]
    unread = provider(2, Sector="Voluntary", Publication_date="31/02/2018")
    old = [titles[0], HEADER, provider(1), provider(2), provider(2, Sector="Voluntary")]
    new = [titles[1], HEADER, provider(1), provider(2), unread]
    _, report = compare(tmp_path, old, new, "--no-files")
    assert [table(report)[name] for name in ("both", "left_out")] == [1, 4]
    same = table(report)["movements"][1]
    assert (same["title"], same["apart"]) == (
        "With the same inspection",
        [{"title": "no newer inspection", "count": 1}],
    )
    assert sum(map(sum, same["counts"])) == 1
    assert check(report, "unread")["outcome"] == "passed"


def test_a_provider_in_two_files_is_said_with_both(tmp_path: Path) -> None:
    day, title = "2018-03-31", ["Provider level as at 31 March 2018"]
    for name, numbers in {"old": (1, 2, 3), "more": (3, 4, 5, 6), "new": (1, 2, 3)}.items():
        write_csv(tmp_path / f"{name}.csv", [title, HEADER, *map(provider, numbers)])
    for name, files in {"before": ("old", "more"), "now": ("new",)}.items():
        given = "".join(f"  - {{path: {file}.csv, basis: latest}}\n" for file in files)
        (tmp_path / f"{name}.yml").write_text(
            f"release: {name}\ntitle: {name}\nas_at: {day}\nfiles:\n{given}"
        )
    words = ("compare", "before.yml", "now.yml", "--format", "json", "--no-files")
    report = qa_checks(*words, cwd=tmp_path).report
    [finding] = [item for item in report["findings"] if item["check"] == "compare.latest.key"]
    assert (finding["file"], finding["row"], finding["key"]) == ("old.csv", 5, "SC000003")
    assert finding["message"] == (
        "SC000003 stands in old.csv, row 5; more.csv, row 3: none of them was compared."
    )


def test_a_column_that_one_release_lacks_is_named_as_not_compared(tmp_path: Path) -> None:
    without = [
        [cell for cell, header in zip(row, HEADER, strict=True) if header != "Places"]
        for row in (HEADER, provider(1))
    ]
    _, report = compare(tmp_path, without, [HEADER, provider(1)], "--no-files")
    reasons = {
        column["name"]: column["reason"] for column in table(report)["columns"] if column["reason"]
    }
    assert reasons == {"places": "the previous release has no such column"}
    assert table(report)["changed"] == 0


def test_columns_that_no_table_has_are_named_as_not_compared(tmp_path: Path) -> None:
    old = [["URN notes", "Notes ", "", "Notes", "Premises"], ["a", "b", "", "c", "2"]]
    new = [["NOTES", "Colour", "Premises", ""], ["x", "y", "3", "z"]]
    before, now = ([[*HEADER, *side[0]], [*provider(1), *side[1]]] for side in (old, new))
    _, report = compare(tmp_path, before, now, "--no-files")
    columns = [column for column in table(report)["columns"] if column["reason"]]
    assert [(column["title"], column["reason"]) for column in columns] == [
        ("Colour", "the previous release has no such column"),
        (
            "column 19, which has no header",
            "nobody can tell which column of the other release it is",
        ),
        ("NOTES", "no layout knows such a header"),
        ("Notes (column 19)", "this release has no such column"),
        ("Premises", "left out, as the layout says"),
        ("URN notes", "this release has no such column"),
    ]
    assert table(report)["changed"] == 0


def test_each_change_has_its_meaning_and_the_values_of_owners_are_not_shown(tmp_path: Path) -> None:
    header = [*HEADER, "Organisation which owns the provider"]
    overall = "Overall experiences and progress of children and young people"
    newer = {"Inspection_date": "09/05/2018", "Publication_date": "12/06/2018"}
    old = [header, [*provider(1), "A Person"], [*provider(2), "B"], [*provider(3), "B"]]
    improved = provider(3, **newer, **{overall.replace(" ", "_"): "Outstanding"})
    improved[HEADER.index("Event number")] = "10000099"
    new = [
        header,
        [*provider(1, Sector="Voluntary"), "Another Person"],
        [*improved, "B"],
        [*provider(4, Registration_date="01/02/2018", **newer), "B"],
    ]
    _, report = compare(tmp_path, old, new)
    compared = table(report)
    kinds = {kind["check"] or kind["title"]: kind["count"] for kind in compared["classes"]}
    assert kinds == {
        "Registered or first inspected since the previous release": 1,
        "compare.latest.gone_without_reason": 1,
        "A newer inspection": 4,  # number, date, publication, overall judgement
        "PRV001": 1,
        "Another owner": 1,
    }
    [newer_ones, *_] = compared["movements"]
    assert (newer_ones["improved"], newer_ones["kept"], newer_ones["declined"]) == (1, 0, 0)
    owner = next(change for change in compared["changes"] if change["column"] == "Owner")
    assert (owner["before"], owner["now"]) == ("[masked]", "[masked]")
    [gone] = [finding for finding in report["findings"] if "gone" in finding["check"]]
    assert (gone["key"], gone["file"], gone["row"]) == ("SC000002", "old.csv", 3)
    note = next((tmp_path / "reports").rglob("revisions.csv")).read_text(encoding="utf-8-sig")
    assert note.splitlines()[1:] == [
        '"Providers and their latest inspections","SC000001","Sector","Private","Voluntary",'
        '"[reason to be added]"'
    ]


@pytest.mark.parametrize(
    ("basis", "kinds"),
    [
        ("latest", {"PRV025": 1}),
        ("in_year", {"PRV025": 1, "Listed under another event number now": 1}),
    ],
)
def test_an_inspection_under_another_number_is_one_revision(
    tmp_path: Path, basis: str, kinds: dict[str, int]
) -> None:
    numbers = {"before": "10000001", "now": "10000009"}
    for name, number in numbers.items():
        renumbered = provider(1)
        renumbered[HEADER.index("Event number")] = number
        write_csv(tmp_path / f"{name}.csv", [HEADER, renumbered, provider(2), provider(3)])
        (tmp_path / f"{name}.yml").write_text(
            f"release: {name}\ntitle: {name}\nfiles:\n  - {{path: {name}.csv, basis: {basis}}}\n"
        )
    words = ("compare", "before.yml", "now.yml", "--format", "json", "--no-files")
    report = qa_checks(*words, cwd=tmp_path).report
    [compared] = [table for table in report["compared"] if table["name"] == basis]
    counts = {kind["check"] or kind["title"]: kind["count"] for kind in compared["classes"]}
    assert counts == kinds
    checks = [item["check"] for item in report["findings"]]
    assert checks == ["PRV025", "PRV013"]  # and no inspection is newer than before
    finding = report["findings"][0]
    assert (finding["file"], finding["row"]) == ("now.csv", 2)
    assert finding["message"] == (
        "Full inspection 10000009 of SC000001 on 10/05/2017 had the event number 10000001 in the "
        "previous release."
    )


def test_an_inspection_under_another_number_and_date_is_no_newer_one(tmp_path: Path) -> None:
    day, other = (
        {"Inspection_date": f"{day}/05/2022", "Publication_date": "28/06/2022"} for day in (10, 24)
    )
    old = [HEADER, provider(1, **day), provider(2, **day)]
    new = [HEADER, provider(1, **other, Event_number="10000009"), provider(2, **day)]
    _, report = compare(tmp_path, old, new, "--no-files")
    counts = {kind["check"] or kind["title"]: kind["count"] for kind in table(report)["classes"]}
    assert counts == {"PRV026": 2}
    [finding] = [item for item in report["findings"] if item["check"] == "PRV026"]
    assert (finding["file"], finding["row"]) == ("new.csv", 2)
    assert finding["message"] == (
        "Full inspection 10000009 of SC000001 on 24/05/2022 stands where the previous release had "
        "10000001 on 10/05/2022, which is no longer shown."
    )


@pytest.mark.parametrize(
    ("most", "listed", "last"),
    [("3", 3, "Sector"), ("2", 3, "and 1 more that --max-findings leaves out")],
)
def test_every_revision_is_noted_however_few_changes_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str, listed: int, last: str
) -> None:
    monkeypatch.setattr(releases, "MOST_LISTED", 1)
    old, new = (
        [HEADER, *(provider(number, Sector=sector) for number in (1, 2, 3))]
        for sector in ("Private", "Voluntary")
    )
    _, report = compare(tmp_path, old, new, "--max-findings", most)
    assert len(table(report)["changes"]) == 1
    folder = tmp_path / "reports" / report["release"]["id"]
    lines = [*csv.reader((folder / "revisions.csv").read_text("utf-8-sig").splitlines())][1:]
    assert (len(lines), lines[-1][2]) == (listed, last)
    page = (folder / "revisions.html").read_text("utf-8")
    assert "<p>3 revisions of what was published before." in page
    assert "Draft, not to be published: 3 revisions have no recorded reason yet." in page
    [_, numbers, changes, *_] = load_workbook(folder / "findings.xlsx").worksheets
    assert "The first 1 change of 3: see the sheet Changes" in [
        cell for (cell, *_) in numbers.iter_rows(values_only=True)
    ]
    assert (changes.title, changes.max_row) == ("Changes", 2)


def test_the_previous_inspection_is_compared_where_both_releases_show_it(tmp_path: Path) -> None:
    of_before = ["event number", "event type", "event date", "publication date"]
    overall = "overall experiences and progress of children and young people"
    header = [*HEADER, *(f"Previous full inspection {name}" for name in of_before)]
    header = [*header, f"Previous {overall}"]

    def row(number: int, *before: str, **now: str) -> list[str]:
        return [*provider(number, **now), *before]

    first = ["10000091", "Full inspection", "10/05/2016", "14/06/2016", "Good"]
    newer = {"Inspection_date": "09/05/2018", "Publication_date": "31/02/2018"}
    newer["Event_number"] = "10000099"
    latest = ["10000001", "Full inspection", "10/05/2017", "14/06/2017", "Good"]
    old = [header, *(row(number, f"1000009{number}", *first[1:]) for number in (1, 2, 3, 4, 5))]
    new = [
        header,
        row(1, *latest, **newer),  # moved up
        row(2, "10000092", *first[1:4], "Inadequate"),  # PRV006
        row(3, "10000093", "Full inspection", "11/05/2016", *first[3:]),  # PRV008
        row(4, "10000095", *first[1:]),  # another one, behind the same latest
        row(5, "10000095", *first[1:]),
    ]
    _, report = compare(tmp_path, old, new, "--no-files")
    columns = {column["name"]: column for column in table(report)["columns"]}
    told = {name: (column["changed"], column["reason"]) for name, column in columns.items()}
    unread = "1 cell could not be read on one side, and was not compared"
    assert {name: cell for name, cell in told.items() if any(cell)} == {
        "event_number": (1, ""),
        "inspection_date": (1, ""),
        "publication_date": (0, unread),
        "previous_event_number": (2, ""),
        "previous_inspection_date": (2, ""),
        "previous_publication_date": (1, ""),
        "previous_overall": (1, ""),
    }
    kinds = {kind["check"] or kind["title"]: kind["count"] for kind in table(report)["classes"]}
    assert kinds == {
        "A newer inspection": 2,
        "PRV006": 1,
        "PRV008": 1,
        "What was the latest inspection, or one since, is the previous one": 3,
        "compare.latest.previous_changed": 1,
    }
    dates = [item for item in table(report)["changes"] if item["check"] == "PRV008"]
    assert [(item["key"], item["before"], item["now"]) for item in dates] == [
        ("SC000003", "10/05/2016", "11/05/2016")
    ]


def test_the_previous_date_that_one_release_lacks_is_not_made_up_for_by_the_latest(
    tmp_path: Path,
) -> None:
    header = [*HEADER, "Previous full inspection event number"]
    row = [*provider(1), "10000091"]
    both = [*header, "Previous full inspection event date"]
    _, report = compare(tmp_path, [header, row], [both, [*row, "10/05/2016"]], "--no-files")
    columns = table(report)["columns"]
    assert {column["name"]: column["reason"] for column in columns if column["reason"]} == {
        "previous_inspection_date": "the previous release has no such column"
    }


def test_files_of_no_known_kind_are_told_of_the_key(tmp_path: Path) -> None:
    for name in ("old.csv", "new.csv"):
        write_csv(tmp_path / name, [["id", "x"], ["1", "2"]])
    ended = qa_checks("compare", "old.csv", "new.csv", cwd=tmp_path)
    assert ended.code == 2
    assert "Any two files can be compared by the headers of a key: --key 'URN'." in ended.err


def test_a_catalogue_without_a_comparison_says_so(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue")
    write_csv(tmp_path / "visits.csv", [["Number", "Kind"], ["1", "Full"]])
    words = ("compare", "visits.csv", "visits.csv", "--catalogue", "catalogue", "--no-files")
    ended = qa_checks(*words, cwd=tmp_path)
    assert ended.code == 2
    assert " ".join(ended.err.split()) == (
        "Cannot run: The catalogue has no comparison of releases "
        "(schemas/comparisons/NAME.yml), and no rule of it looks at the previous release. Any two "
        "files can be compared by the headers of a key: --key 'URN'."
    )


def test_files_that_no_comparison_can_compare_have_not_passed(tmp_path: Path) -> None:
    write_csv(tmp_path / "old.csv", [["id", "x"], ["1", "2"]])
    write_csv(tmp_path / "new.csv", [HEADER, provider(1)])
    words = ("compare", "old.csv", "new.csv", "--format", "json", "--no-files")
    ended = qa_checks(*words, cwd=tmp_path)
    assert (ended.code, ended.report["verdict"]) == (2, "incomplete")
    assert table(ended.report)["reason"] == "the previous release has no providers"


def test_an_old_release_that_is_the_later_one_is_refused(tmp_path: Path) -> None:
    for name, year in (("old", 2019), ("new", 2018)):
        title = [f"Provider level as at 31 March {year}"]
        write_csv(tmp_path / f"{name}.csv", [title, HEADER, provider(1)])
    ended = qa_checks("compare", "old.csv", "new.csv", "--no-files", cwd=tmp_path)
    assert ended.code == 2
    told = " ".join(ended.err.split())
    assert "OLD is as at 31/03/2019, later than NEW, as at 31/03/2018." in told
    assert "Exchange the two" in told


def test_releases_without_a_provider_in_common_have_not_passed(tmp_path: Path) -> None:
    code, report = compare(tmp_path, [HEADER, provider(1)], [HEADER, provider(2)], "--no-files")
    assert (code, report["verdict"]) == (2, "incomplete")
    for name in ("unread", "short_break_changed"):
        judged = check(report, name)
        assert (judged["outcome"], judged["reason"]) == (
            "skipped",
            "the two releases have no providers in common: nothing was compared",
        )


def test_changes_that_nothing_proves_and_nobody_has_to_explain_are_to_know(tmp_path: Path) -> None:
    header = [*HEADER, "Name", "Postcode", "Linked Education URN"]
    old = [header, [*provider(1), "A Home", "N1 1AA", "123456"]]
    new = [header, [*provider(1), "Another Home", "REDACTED", "123457"]]
    _, report = compare(tmp_path, old, new, "--no-files")
    assert {kind["title"]: kind["state"] for kind in table(report)["classes"]} == {
        "Another name": "to know",
        "Redacted in one of the two releases only": "to know",
        "Another school that it belongs to": "to know",
    }
    assert not [item for item in report["findings"] if item["check"].startswith("compare.")]
    assert not [column for column in table(report)["columns"] if column["reason"]]
    ended = qa_checks("compare", "old.csv", "new.csv", "--no-files", cwd=tmp_path)
    told = " ".join(ended.out.split())
    assert "1 change to know: Another name" in told
    assert "1 provider in both" in told


def test_a_judgement_that_is_blank_now_and_providers_no_longer_listed_are_said(
    tmp_path: Path,
) -> None:
    leaders = "The effectiveness of leaders and managers".replace(" ", "_")
    never = {name.replace(" ", "_"): "" for name in HEADER[HEADER.index("Event type") :]}
    old = [HEADER, provider(1), provider(2, **never)]
    new = [HEADER, provider(1, **{leaders: ""})]
    _, report = compare(tmp_path, old, new, "--no-files")
    kinds = {kind["title"]: kind["count"] for kind in table(report)["classes"]}
    assert kinds == {
        "A judgement of the same inspection is blank now": 1,
        "Not inspected before; this release lists inspected providers only": 1,
    }
    [finding] = [item for item in report["findings"] if item["check"].startswith("compare.")]
    assert finding["check"] == "compare.latest.judgement_withdrawn"
    assert (
        "The previous release lists 1 provider without an inspection among 2; this release"
        in (table(report)["definitions"][1])
    )


def test_published_tables_are_read_of_both_and_said_not_to_be_compared(tmp_path: Path) -> None:
    table = [["Table 1: Homes by grade"], ["Date", "Good"], ["31 March 2017", "2"]]
    for year in (2017, 2018):
        folder = tmp_path / str(year)
        folder.mkdir()
        write_csv(folder / "providers.csv", [HEADER, provider(1), provider(2)])
        write_csv(folder / "tables.csv", table)
        about = {
            "release": f"homes-{year}",
            "title": f"Homes {year}",
            "as_at": dt.date(year, 3, 31),
            "files": [{"path": "providers.csv", "basis": "latest"}, {"path": "tables.csv"}],
            "tables": "tables.yml",
        }
        write_yaml(folder / "release.yml", about)
        family = {"rows": "as_at", "columns": {"Good": {}}, "titles": {"Table 1:": {}}}
        write_yaml(folder / "tables.yml", {"tables": [{"cube": "latest_judgements", **family}]})
    old, new = (str(tmp_path / str(year) / "release.yml") for year in (2017, 2018))
    report = qa_checks("compare", old, new, "--format", "json", "--no-files", cwd=tmp_path).report
    assert report["problems"] == []
    assert report["notes"] == [
        "Published tables are not compared here: `qa-checks run` holds them against those of the "
        "last release (last_tables)."
    ]
