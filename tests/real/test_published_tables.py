"""The published tables of the 2025 workbook against its rows and those of earlier years."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from qa_checks.appraisal import judge
from qa_checks.conclusion import conclude
from qa_checks.engines import reference
from qa_checks.model.checks import State
from qa_checks.model.published import CellState, PublishedTable
from qa_checks.model.report import Report
from qa_checks.opened import Opened, Options, opened
from qa_checks.plan import Choice
from qa_checks.published.cells import compare
from qa_checks.published.located import Located, locate
from qa_checks.published.numbers import Numbers
from qa_checks.published.recoding import Recoding, recode
from qa_checks.published.understood import understand
from qa_checks.release_file import read_release
from qa_checks.scaffold import draft_release
from tests.cli.running import qa_checks
from tests.real.judged import DATA
from tests.small_catalogue import outcome, write_yaml

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not there")
TABLES = Path(__file__).with_name("tables_2025.yml")
WORKBOOK = DATA / "childrens_social_care_2025.ods"
OPTIONS = Options(selection=Choice(themes=("tables",)))
TABLES_8 = [f"8{letter}" for letter in "abcdefghijklmn"]
# Of each earlier release: whether its as-at list is there, and the year of its in-year list.
EARLIER = {
    2015: (True, "2014-15"),
    2018: (True, ""),
    2019: (True, ""),
    2020: (True, "2019-20"),
    2021: (True, ""),
    2022: (False, "2021-22"),
    2024: (True, "2023-24"),
}


def write_release(folder: Path, year: int, files: list[dict[str, str]], **more: object) -> Path:
    folder.mkdir()
    return write_yaml(
        folder / "release.yml",
        {
            "release": f"social-care-{year}",
            "title": f"Social care {year}",
            "as_at": dt.date(year, 3, 31),
            "period": {"start": dt.date(year - 1, 4, 1), "end": dt.date(year, 3, 31)},
            "published_by": dt.date(year, 4, 30),
            "files": files,
            **more,
        },
    )


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The release of 2025 with its tables, and all earlier ones that are at hand."""
    folder = tmp_path_factory.mktemp("social-care")
    for year, (as_at, in_year) in EARLIER.items():
        files = []
        if as_at:
            path = DATA / f"providers_as_at_31_march_{year}.csv"
            files.append({"path": str(path), "basis": "latest"})
        if in_year:
            files.append({"path": str(DATA / f"inspections_{in_year}.csv"), "basis": "in_year"})
        write_release(folder / str(year), year, files)
    path = write_release(
        folder / "2025",
        2025,
        [{"path": str(WORKBOOK)}],
        history=[f"../{year}/release.yml" for year in EARLIER],
        tables="tables.yml",
    )
    (folder / "2025" / "tables.yml").write_bytes(TABLES.read_bytes())
    with opened(read_release(path), OPTIONS) as release:
        yield release


@pytest.fixture(scope="module")
def report(read: Opened) -> Report:
    return conclude(read, judge(read, OPTIONS), OPTIONS)


def named(report: Report, name: str) -> PublishedTable:
    [table] = [table for table in report.tables if table.name == name]
    return table


def test_the_declaration_is_short() -> None:
    assert len(TABLES.read_text().splitlines()) < 90


def test_init_drafts_all_22_tables_as_they_are_declared(tmp_path: Path) -> None:
    drafted = draft_release([DATA / "childrens_social_care_2025.ods"], tmp_path, None).tables
    assert drafted is not None
    assert drafted.left == 0
    told, declared = (read_tables(text) for text in (drafted.text, TABLES.read_text()))
    of_8o = told.pop("Table 8o:"), declared.pop("Table 8o:")
    assert told == declared
    assert of_8o == (
        ("latest_outcomes", "as_at", "outcome", {"provision_type": "Supported Accommodation"}),
        ("latest_outcomes", "as_at", "outcome", {}),
    )
    assert len(drafted.text.splitlines()) < 90


def read_tables(text: str) -> dict[str, tuple[str, Any, Any, Any]]:
    """Cube, rows, columns not called as their code, and selection of each table by its title."""
    tables = {}
    for family in yaml.safe_load(text)["tables"]:
        columns = family["columns"]
        if isinstance(columns, dict):
            each = columns.pop("each", None)
            other = {label: of for label, of in columns.items() if [*of.values()] != [label]}
            columns = other or each
        for title, selected in family["titles"].items():
            tables[title] = (family["cube"], family["rows"], columns, selected)
    return tables


def test_marked_up_tables_are_those_below_their_titles(read: Opened) -> None:
    """Each of the 22 is marked up in the workbook: its name finds the same headers and rows.

    The mark of Table 8f ends a row too early.
    """
    sheets = read.loaded.published
    assert read.declaration
    titled = [locate(table.title, sheets) for table in read.declaration.tables]
    of_series = [sheet for sheet in sheets if str(sheet.sheet).lower().endswith("time_series")]
    marked = [locate(table.name, sheets) for sheet in of_series for table in sheet.tables]
    results = [
        {
            (item.place, item.labels, item.headers, item.lines)
            for item in tables
            if isinstance(item, Located)
        }
        for tables in (titled, marked)
    ]
    assert len(results[0]) == 22
    assert results[0] == results[1]


def test_homes_of_trusts_count_as_those_of_local_authorities(read: Opened) -> None:
    """16 of the 395 voluntary providers of 2025, 10 of them homes, are those of three trusts."""
    trusts = [
        "Birmingham Children's Trust Community Interest Company",
        "Sandwell Children's Trust",
        "Together For Children Sunderland",
    ]
    recoding = Recoding(dimension="sector", from_="Voluntary", to="Local Authority", of=trusts)
    engine = reference.start(read.loaded, read.release.parameters)
    plain = read.catalogue.cubes["register"]
    counted = [
        [
            Numbers(engine, read.loaded).count(cube, read.loaded.release, {"sector": sector, **of})
            for sector in ("Local Authority", "Voluntary")
            for of in ({}, {"homes": True})
        ]
        for cube in (plain, recode(plain, [recoding]))
    ]
    assert counted == [[560, 483, 395, 165], [576, 493, 379, 155]]


def test_every_cell_of_all_22_tables_ends(report: Report) -> None:
    assert len(report.tables) == 22
    states = Counter(cell.state for table in report.tables for row in table.cells for cell in row)
    assert states == {
        CellState.EQUAL: 413,
        CellState.DIFFERS: 72,
        CellState.NOT_IN_DATA: 747,
        CellState.NOT_PUBLISHED: 54,
    }


def test_all_103_numbers_of_this_year_are_equal(report: Report) -> None:
    now = [
        cell
        for table in report.tables
        for row in table.cells
        for cell in row
        if cell.row_label in ("31 March 2025", "2024-25")
    ]
    assert Counter(cell.state for cell in now) == {CellState.EQUAL: 103}


@pytest.mark.parametrize("label", ["31 March 2020", "31 March 2021", "31 March 2024"])
def test_years_whose_rows_are_at_hand_are_equal(report: Report, label: str) -> None:
    cells = [
        cell
        for table in report.tables
        for row in table.cells
        for cell in row
        if cell.row_label == label and table.name in TABLES_8
    ]
    assert Counter(cell.state for cell in cells) == {CellState.EQUAL: 14 * 4}


@pytest.mark.parametrize(
    ("name", "label", "printed", "recomputed"),
    [
        ("8a", "31 March 2019", [547, 1758, 430, 60], [611, 1739, 468, 46]),
        ("8a", "31 March 2018", [543, 1756, 418, 69], [548, 1759, 430, 60]),
        ("9a", "2021-22", [282, 1611, 536, 217], [282, 1611, 538, 217]),
    ],
)
def test_rows_that_differ_show_both_numbers(
    report: Report, name: str, label: str, printed: list[int], recomputed: list[int]
) -> None:
    [row] = [row for row in named(report, name).cells if row[0].row_label == label]
    assert [cell.published for cell in row] == printed
    assert [cell.recomputed for cell in row] == recomputed


def test_the_row_of_2019_is_recognised_as_that_of_2018(report: Report) -> None:
    causes = {
        table.name: cause
        for table in report.tables
        for cause in table.causes
        if cause.label == "31 March 2019"
    }
    told = {name: cause.text for name, cause in causes.items()}
    is_2018 = "these are the numbers of 31 March 2018"
    assert told == {
        **dict.fromkeys([f"8{letter}" for letter in "bcdefgijklm"], is_2018),
        "8a": "",
        "8h": f"{is_2018}, but for one cell",
    }
    assert {(cause.agreeing, cause.of) for cause in causes.values()} == {(11, 13)}
    assert causes["8a"].elsewhere == is_2018


def test_no_cause_is_claimed_for_the_row_of_2018(report: Report) -> None:
    causes = [
        (cause.text, cause.elsewhere)
        for table in report.tables
        for cause in table.causes
        if cause.label == "31 March 2018"
    ]
    assert causes == [("", "")] * 9


def test_two_graded_monitoring_inspections_are_named(report: Report) -> None:
    told = [cause.text for name in ("9a", "9b") for cause in named(report, name).causes]
    why = "equal without event type Monitoring inspection: 2622077 and SC437486"
    assert told == [why, why]


def test_tables_that_do_not_add_up_are_found(report: Report) -> None:
    failed = {
        check: [finding.key for finding in outcome(report, check).findings]
        for check in ("adds_up.8a", "adds_up.8b", "adds_up.9a", "adds_up.6a_all")
    }
    assert {check: len(keys) for check, keys in failed.items()} == {
        "adds_up.8a": 7,
        "adds_up.8b": 1,
        "adds_up.9a": 2,
        "adds_up.6a_all": 2,
    }
    fostering = outcome(report, "adds_up.6a_all").findings
    assert [finding.key for finding in fostering] == [
        "6a / 31 March 2013 / All",
        "6a / 31 March 2012 / All",
    ]
    assert all("local authority fostering agencies" in finding.message for finding in fostering)
    assert failed["adds_up.9a"] == [
        "9a / 2015-16 / Good",
        "9a / 2015-16 / Requires improvement to be good",
    ]


def other_digits(text: str) -> Iterator[str]:
    """The text with each of its digits changed to each other one."""
    for place, sign in enumerate(text):
        if sign.isdigit():
            for digit in "0123456789".replace(sign, ""):
                yield f"{text[:place]}{digit}{text[place + 1 :]}"


def test_no_figure_stands_in_two_of_the_22_tables(report: Report) -> None:
    ended = outcome(report, "same_figure")
    assert (ended.state, ended.required, ended.reason) == (
        State.SKIPPED,
        False,
        "no figure is published in two cells",
    )


def test_no_digit_of_an_equal_cell_can_be_another(read: Opened, report: Report) -> None:
    """Each digit of all 413, changed to each other digit, makes its cell differ."""
    engine = reference.start(read.loaded, {})
    numbers = Numbers(engine, read.loaded)
    assert read.declaration is not None
    looked_at, ended = 0, Counter[CellState]()
    for declared in read.declaration.tables:
        located = locate(declared.title, read.loaded.published)
        assert isinstance(located, Located)
        table = understand(declared, located, numbers, read.catalogue.codes)
        rows = zip(table.rows, named(report, declared.name).cells, strict=True)
        for (line, row), cells in rows:
            for column, cell in zip(table.columns, cells, strict=True):
                if cell.state is not CellState.EQUAL:
                    continue
                looked_at += 1
                at = column[0].position - located.labels.position
                for text in other_digits(line.cells[at]):
                    texts = (*line.cells[:at], text, *line.cells[at + 1 :])
                    altered = replace(
                        table, rows=((replace(line, cells=texts), row),), columns=(column,)
                    )
                    [[changed]], faults = compare(altered, numbers, {}, {})
                    assert (changed.row_label, changed.column_label, changed.printed, faults) == (
                        cell.row_label, cell.column_label, text, [],
                    )  # fmt: skip
                    ended[changed.state] += 1
    assert (looked_at, ended.keys()) == (413, {CellState.DIFFERS})


def test_a_run_fails_for_one_digit_and_names_table_row_and_column(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(WORKBOOK) as book,
        zipfile.ZipFile(tmp_path / "book.ods", "w") as copy,
    ):
        for part in book.namelist():
            content = book.read(part)
            if part == "content.xml":
                good = b'"3059" table:style-name="ce147"><text:p>3,059<'
                assert content.count(good) == 1
                content = content.replace(good, good.replace(b"59", b"69"))
            copy.writestr(part, content)
    path = write_release(tmp_path / "2025", 2025, [{"path": "../book.ods"}], tables="tables.yml")
    (tmp_path / "2025" / "tables.yml").write_bytes(TABLES.read_bytes())
    ended = qa_checks("run", str(path), "--theme", "tables", "--format", "json", cwd=tmp_path)
    findings = [finding for finding in ended.report["findings"] if finding["check"] == "tables.8a"]
    assert ended.code == 1
    assert [finding["key"] for finding in findings] == ["8a / 31 March 2025 / Good"]
    assert "3069 is published, the rows give 3,059" in findings[0]["message"]


def test_seven_types_do_not_follow_from_joiners_and_leavers(report: Report) -> None:
    ended = outcome(report, "flows.6a")
    assert (ended.checked, ended.failed, ended.unknown) == (13, 7, 0)
    homes = "Residential special school (registered as a children's home)"
    assert [finding.message for finding in ended.findings] == [
        f"Table 6a, {label}: {start} on 31 March 2024 + {joined} (joiners) - {left} (leavers) = "
        f"{expected}, but {published} is published for 31 March 2025 ({apart})."
        for label, start, joined, left, expected, published, apart in [
            ("Children's Homes", "3,423", 677, 139, "3,961", "3,946", "15 fewer"),
            (homes, 55, 1, 6, 50, 49, "1 fewer"),
            ("Residential Special Schools", 104, 2, 12, 94, 95, "1 more"),
            ("Residential Family Centres", 98, 18, 5, 111, 110, "1 fewer"),
            ("Boarding Schools", 57, 0, 1, 56, 51, "5 fewer"),
            ("Secure Training Centres", 1, 0, 1, 0, 1, "1 more"),
            ("Independent Fostering Agencies", 332, 12, 4, 340, 339, "1 fewer"),
        ]
    ]
    [place] = {(finding.sheet, finding.row) for finding in ended.findings}
    assert place == ("Providers+places_Time_series", 7)
    assert ended.findings[4].key == "6a / 31 March 2025 / Boarding Schools"
