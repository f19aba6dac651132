"""What `init` drafts of published tables is what labels and numbers prove, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl.worksheet.table import Table

from qa_checks.assessment import run
from qa_checks.model.checks import State
from qa_checks.model.published import CellState
from qa_checks.opened import Options
from qa_checks.plan.choice import Choice
from qa_checks.release_file import read_release
from qa_checks.scaffold import draft_release
from tests.cli.running import qa_checks
from tests.published_tables.making import CUBE, TABLE_1, changed, judge, write_csv, write_release
from tests.small_catalogue import outcome, write_catalogue, write_yaml

BY_KIND = [
    ["Table 2: Visits by kind"],
    ["Kind", "Visits", "Open"],
    ["Full", "2", "1"],
    ["Shorts", "1", "1"],
    ["All visits", "3", "2"],
]


def draft(
    folder: Path, *tables: Sequence[Sequence[str]], rival: str = ""
) -> tuple[dict[str, Any] | None, str]:
    """Draft a release of the visits of 2022 with these tables: tables.yml, parsed and as text."""
    write_catalogue(folder / "catalogue", cube=CUBE)
    if rival:
        path = folder / "catalogue" / "schemas" / "cubes" / f"{rival}.yml"
        write_yaml(path, {**CUBE, "cube": rival})
    write_release(folder / "2022", 2022)
    visits = folder / "2022" / "visits_at_31_march_2022.csv"
    (folder / "2022" / "visits.csv").rename(visits)
    write_csv(folder / "2022" / "tables.csv", [row for table in tables for row in [*table, []]])
    files = [visits, folder / "2022" / "tables.csv"]
    drafted = draft_release(files, folder / "2022", folder / "catalogue")
    (folder / "2022" / "release.yml").write_text(drafted.release, encoding="utf-8")
    assert drafted.tables is not None
    (folder / "2022" / "tables.yml").write_text(drafted.tables.text, encoding="utf-8")
    return yaml.safe_load(drafted.tables.text), drafted.tables.text


def test_tables_are_declared_by_their_labels_and_numbers(tmp_path: Path) -> None:
    written, _ = draft(tmp_path, TABLE_1, BY_KIND)
    assert written == {
        "tables": [
            {
                "cube": "visits",
                "rows": "as_at",
                "columns": {"each": "kind", "All": {}},
                "titles": {"Table 1:": {}},
            },
            {
                "cube": "visits",
                "rows": {"each": "kind", "Shorts": {"kind": "Short"}, "All visits": {}},
                "columns": {"Visits": {}, "Open": {"open": True}},
                "titles": {"Table 2:": {}},
            },
        ],
        "adds_up": ["1: All = Full + Short"],
    }
    report = judge(tmp_path)
    states = [cell.state for table in report.tables for row in table.cells for cell in row]
    assert states == [*[CellState.EQUAL] * 3, *[CellState.NOT_IN_DATA] * 3, *[CellState.EQUAL] * 6]


def test_what_numbers_do_not_prove_is_left_to_a_person(tmp_path: Path) -> None:
    row = ["31 March 2022", "7", "8", "9"]
    wrong = [TABLE_1[0], TABLE_1[1], row]
    written, text = draft(tmp_path, wrong)
    assert written is None
    lines = text.splitlines()
    assert "# To complete: Table 1: Visits by kind, as at 31 March" in lines
    assert "#   in tables.csv, row 2" in lines
    assert "#   columns: Full, Short, All" in lines
    assert "# Nearest, and not proven (0 of 2 cells of this release are equal):" in lines
    release = yaml.safe_load((tmp_path / "2022" / "release.yml").read_text(encoding="utf-8"))
    assert "tables" not in release
    assert [item["path"] for item in release["files"]] == [
        "visits_at_31_march_2022.csv", "tables.csv",
    ]  # fmt: skip
    [problem] = judge(tmp_path, Choice()).problems
    assert "It holds no table of a known layout" in problem.message


def test_one_wrong_number_among_many_is_said(tmp_path: Path) -> None:
    more = [["Table 3: Visits"], ["Kind", *TABLE_1[1][1:]], ["31 March 2022", "2", "1", "3"]]
    wrong = changed(BY_KIND, 2, 1, "1")
    _, text = draft(tmp_path, more, wrong)
    assert "# To complete: Table 2: Visits by kind" in text
    assert '"Table 3:": {}' in text


def test_a_label_that_nothing_explains_is_named(tmp_path: Path) -> None:
    table = [[*row, text] for row, text in zip(TABLE_1[1:], ("Hired", "5", "6"), strict=True)]
    written, text = draft(tmp_path, [TABLE_1[0], *table])
    assert written is not None
    assert written["tables"][0]["columns"] == {"each": "kind", "All": {}}
    assert "    # Hired: nothing says what it stands for" in text.splitlines()
    report = judge(tmp_path)
    assert [finding.key for finding in report.findings if finding.check == "tables.1"] == [
        "1 / Hired"
    ]


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ([[["Table 1: Visits"]]], "'Table 1:' stands in tables.csv, row 1, but no table is below"),
        ([TABLE_1, TABLE_1], "'Table 1:' begins 2 tables: tables.csv, row 2; tables.csv, row 7."),
    ],
)
def test_titles_that_are_unclear_are_said(
    tmp_path: Path, tables: list[list[list[str]]], sentence: str
) -> None:
    written, text = draft(tmp_path, *tables)
    assert written is None
    assert sentence in text


def test_what_stands_in_a_file_cannot_leave_its_comment(tmp_path: Path) -> None:
    hostile = [["Table 1: a\ntables: [b]"], ["Kind\n- x", "A\nshorthand: {}", "B"], ["x", "1", "2"]]
    written, text = draft(tmp_path, hostile)
    assert written is None
    assert {line[0] for line in text.splitlines() if line} == {"#"}
    assert "shorthand: {}" in text


def test_percentages_and_sums_of_another_measure_are_told_by_their_words(tmp_path: Path) -> None:
    table = [
        ["Figure 4 Visits, scores and shares by kind"],
        ["Kind", "Number of visits", "Scores", "%"],
        ["Full", "2", "8", "67%"],
        ["Short", "1", "1", "33%"],
    ]
    written, _ = draft(tmp_path, table)
    assert written is not None
    assert written["tables"] == [
        {
            "cube": "visits",
            "rows": "kind",
            "columns": {
                "Number of visits": {},
                "Scores": {"measure": "scores"},
                "%": {"share": "share_of_visits"},
            },
            "titles": {"Figure 4": {}},
        }
    ]
    assert {cell.state for row in judge(tmp_path).tables[0].cells for cell in row} == {
        CellState.EQUAL
    }


def test_columns_may_be_days(tmp_path: Path) -> None:
    table = [["Table 5. Visits"], ["Kind", "31 March 2022", "31 March 2021"], ["Full", "2", "7"],
             ["Short", "1", "8"], ["Note: Table 5 shows visits"]]  # fmt: skip
    written, _ = draft(tmp_path, table)
    assert written is not None
    assert written["tables"] == [
        {"cube": "visits", "rows": "kind", "columns": "as_at", "titles": {"Table 5.": {}}}
    ]
    states = [cell.state for row in judge(tmp_path).tables[0].cells for cell in row]
    assert states == [CellState.EQUAL, CellState.NOT_IN_DATA] * 2


def test_a_sheet_with_one_table_is_called_by_its_name(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue", cube=CUBE)
    write_release(tmp_path / "2022", 2022)
    book = openpyxl.Workbook()
    pages = {
        "Visits": [["Visits by kind"], ["Kind", "Count"], ["Full", 2], ["Short", 1]],
        "Notes": [["Note number", "Note"], ["1", "Visits of the year"]],
    }
    for name, rows in pages.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "2022" / "tables.xlsx")
    files = [tmp_path / "2022" / name for name in ("visits.csv", "tables.xlsx")]
    drafted = draft_release(files, tmp_path / "2022", tmp_path / "catalogue")
    assert drafted.tables is not None
    assert yaml.safe_load(drafted.tables.text)["tables"] == [
        {"cube": "visits", "rows": "kind", "columns": {"Count": {}}, "titles": {"Visits": {}}}
    ]
    assert "  # 1 published table\n" in drafted.release


def test_a_tables_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    draft(tmp_path, TABLE_1)
    files = [tmp_path / "2022" / name for name in ("visits_at_31_march_2022.csv", "tables.csv")]
    words = ["init", *files, "--catalogue", "catalogue"]
    for output, sentence in {
        "2022/other.yml": "2022/tables.yml: This file is there already.",
        "other/tables.yml": "tables.yml is the name of the file that declares published tables.",
    }.items():
        ended = qa_checks(*words, "--output", output, cwd=tmp_path)
        assert (ended.code, ended.out) == (2, "")
        assert sentence in ended.err
    assert not (tmp_path / "2022" / "other.yml").exists()
    assert not (tmp_path / "other").exists()


def test_another_cube_that_gives_the_same_is_named(tmp_path: Path) -> None:
    written, text = draft(tmp_path, TABLE_1, rival="calls")
    assert written is not None
    cubes = {"calls", "visits"}
    [rival] = cubes - {written["tables"][0]["cube"]}
    sentence = f"  # {rival} gives the same numbers: see that the cube is the one that is meant"
    assert sentence in text.splitlines()


def test_another_selection_that_gives_the_same_is_named(tmp_path: Path) -> None:
    title = "Table 6: Visits, full or open"
    written, text = draft(tmp_path, [[title], ["Date", "Visits"], ["31 March 2022", "2"]])
    assert written is not None
    assert written["tables"][0]["titles"] == {"Table 6:": {"kind": "Full"}}
    lines = text.splitlines()
    at = lines.index('      "Table 6:": {kind: Full}')
    assert lines[at - 1] == "      # {open: true} gives the same numbers: see which is meant"


def test_tables_without_rows_are_declared_by_their_titles_alone(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue", cube=CUBE)
    write_csv(tmp_path / "tables.csv", [*TABLE_1, [], *BY_KIND])
    drafted = draft_release([tmp_path / "tables.csv"], tmp_path, tmp_path / "catalogue")
    assert drafted.tables is not None
    written = yaml.safe_load(drafted.tables.text)
    assert written == {"tables": [{"titles": {"Table 1:": {}, "Table 2:": {}}}]}
    (tmp_path / "release.yml").write_text(drafted.release, encoding="utf-8")
    (tmp_path / "tables.yml").write_text(
        f"{drafted.tables.text}adds_up: ['1: All = Full + Short']\n", encoding="utf-8"
    )
    report = run(read_release(tmp_path / "release.yml"), Options(catalogue=tmp_path / "catalogue"))
    assert outcome(report, "adds_up.1_all").state is State.PASSED


def test_a_marked_up_table_is_called_by_its_name(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue", cube=CUBE)
    write_release(tmp_path / "2022", 2022)
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (["Kind", "Count"], ["Full", 2], ["Short", 1]):
        sheet.append(cells)
    sheet.add_table(Table(displayName="visits_by_kind", ref="A1:B3"))
    book.save(tmp_path / "2022" / "tables.xlsx")
    files = [tmp_path / "2022" / name for name in ("visits.csv", "tables.xlsx")]
    drafted = draft_release(files, tmp_path / "2022", tmp_path / "catalogue").tables
    assert drafted is not None
    assert drafted.titles == ("visits_by_kind",)
