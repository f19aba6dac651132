"""`qa-checks tabulate`: every cell of a cube's table, on the terminal and in files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.running import Ended, listing, qa_checks
from tests.published_tables.making import CUBE, prepare, write_csv
from tests.small_catalogue import HEADER, write_catalogue, write_yaml

DISTINCT: dict[str, Any] = CUBE | {
    "select": "SELECT number, kind, open, score, person, _source, _row FROM visits",
    "measures": {**CUBE["measures"], "persons": {"count_distinct": "person"}},
    "shares": {
        **CUBE["shares"],
        "share_within_kind": {"of": "visits", "within": ["kind"]},
        "share_of_persons": {"of": "persons"},
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The releases of 2022 and, in its history, of 2021."""
    prepare(tmp_path, "tables.csv")
    text = (tmp_path / "2022/release.yml").read_text("utf-8")
    kept = text.replace("- path: tables.csv\n", "").replace("tables: tables.yml\n", "")
    (tmp_path / "2022/release.yml").write_text(kept, "utf-8")
    write_catalogue(tmp_path / "catalogue", cube=DISTINCT)
    return tmp_path


def tabulate(folder: Path, *words: str) -> Ended:
    release = () if "--release" in words else ("--release", "2022/release.yml")
    return qa_checks("tabulate", *words, *release, "--catalogue", "catalogue", cwd=folder)


def table(folder: Path, *words: str) -> list[list[str]]:
    """The cells of what is printed, by the blanks between columns, and the notes below."""
    ended = tabulate(folder, "visits", *words)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[1:3] == ["Visits 2022", ""]
    return [re.split(" {3,}", line.strip()) if line else [] for line in lines[3:]]


def test_a_table_stands_in_columns_below_its_title(folder: Path) -> None:
    ended = tabulate(folder, "visits", "--rows", "kind", "--columns", "open")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Visits: visits\n"
        "Visits 2022\n"
        "\n"
        "Kind    true   false   All\n"
        "Full       1       1     2\n"
        "Short      1       0     1\n"
        "All        2       1     3\n"
    )


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ([], [["visits"], ["All", "3"]]),
        (["--columns", "kind"], [["Full", "Short", "All"], ["All", "2", "1", "3"]]),
        (
            ["--rows", "kind", "--measure", "scores", "--where", "open=TRUE"],
            [["Kind", "scores"], ["Full", "5"], ["Short", "1"], ["All", "6"]],
        ),
        (
            ["--rows", "kind", "--where", "kind=whole", "--columns", "open"],
            [["Kind", "true", "false", "All"], ["Full", "1", "1", "2"], ["All", "1", "1", "2"]],
        ),
        (
            ["--rows", "kind", "--where", "kind=Full", "--where", "kind=short"],
            [["Kind", "visits"], ["Full", "2"], ["Short", "1"], ["All", "3"]],
        ),
        (
            ["--rows", "kind", "--share", "share_of_visits"],
            [["Kind", "share_of_visits"], ["Full", "66.7"], ["Short", "33.3"], ["All", "100.0"]],
        ),
        (
            ["--rows", "kind", "--columns", "open", "--share", "share_within_kind"],
            [
                ["Kind", "true", "false", "All"],
                ["Full", "50.0", "50.0", "100.0"],
                ["Short", "100.0", "0.0", "100.0"],
                ["All", "66.7", "33.3", "100.0"],
            ],
        ),
        (
            ["--rows", "as_at", "--columns", "kind"],
            [
                ["As at", "Full", "Short", "All"],
                ["31 March 2021", "1", "2", "3"],
                ["31 March 2022", "2", "1", "3"],
            ],
        ),
        (
            ["--rows", "kind", "--columns", "as_at", "--measure", "scores"],
            [
                ["Kind", "31 March 2021", "31 March 2022"],
                ["Full", "4", "8"],
                ["Short", "4", "1"],
                ["All", "8", "9"],
            ],
        ),
    ],
)
def test_each_cell_is_what_the_rows_give(
    folder: Path, words: list[str], lines: list[list[str]]
) -> None:
    assert table(folder, *words) == lines


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ["--rows", "period", "--columns", "kind"],
            [
                ["Period", "Full", "Short", "All"],
                ["2020-21", "1", "2", "3"],
                ["1 May 2021 to 31 March 2022", "2", "1", "3"],
            ],
        ),
        (
            ["--rows", "open", "--columns", "period", "--measure", "scores"],
            [
                ["Open", "2020-21", "1 May 2021 to 31 March 2022"],
                ["true", "6", "6"],
                ["false", "2", "3"],
                ["All", "8", "9"],
            ],
        ),
        (
            ["--rows", "period", "--share", "share_within_kind", "--where", "open=true"],
            [
                ["Period", "share_within_kind"],
                ["2020-21", "66.7"],
                ["1 May 2021 to 31 March 2022", "66.7"],
            ],
        ),
    ],
)
def test_each_period_has_the_cells_of_its_release(
    folder: Path, words: list[str], lines: list[list[str]]
) -> None:
    """One of twelve months is called by its years, another by its days; they stand in order."""
    add_period(folder, 2021, "2020-04-01")
    add_period(folder, 2022, "2021-05-01")
    assert table(folder, *words) == lines


def add_period(folder: Path, year: int, start: str) -> None:
    with (folder / f"{year}/release.yml").open("a", encoding="utf-8") as release:
        release.write(f"period: {{start: {start}, end: {year}-03-31}}\n")


def test_a_release_without_a_period_is_no_line_of_periods(folder: Path) -> None:
    add_period(folder, 2022, "2021-04-01")
    assert table(folder, "--columns", "period") == [
        ["2021-22"],
        ["All", "3"],
        [],
        ["Left out: release 'visits-2021' does not say its period."],
    ]


def test_rows_without_a_value_of_the_list_are_in_the_total(folder: Path) -> None:
    rows = [
        ["1", "", "Full", "1000", "", "Yes", "Ann"],
        ["2", "", "Other", "500", "", "", "Ann"],
        ["3", "", "", "3", "", "", "Ben"],
    ]
    write_csv(folder / "2022/visits.csv", [HEADER, *rows])
    assert table(folder, "--rows", "kind", "--columns", "open", "--measure", "scores") == [
        ["Kind", "true", "false", "none", "All"],
        ["Full", "1,000", "0", "0", "1,000"],
        ["Short", "0", "0", "0", "0"],
        ["none", "0", "0", "503", "503"],
        ["All", "1,000", "0", "503", "1,503"],
    ]
    assert table(folder, "--where", "open=none") == [["visits"], ["All", "2"]]
    counted = table(folder, "--rows", "kind", "--measure", "persons")
    assert counted == [
        ["Kind", "persons"], ["Full", "1"], ["Short", "0"], ["none", "2"],
    ]  # fmt: skip
    assert table(folder, "--rows", "open", "--share", "share_of_persons") == [
        ["Open", "share_of_persons"], ["true", "50.0"], ["false", "0.0"], ["none", "100.0"],
    ]  # fmt: skip
    shares = table(folder, "--rows", "kind", "--share", "share_within_kind", "--where", "open=true")
    assert shares == [
        ["Kind", "share_within_kind"], ["Full", "100.0"], ["Short", "[z]"],
        ["All", "33.3"], [], ["[z] there is nothing it could be a share of."],
    ]  # fmt: skip


def test_what_a_release_does_not_give_is_no_nought(folder: Path) -> None:
    needy = DISTINCT | {"needs": ["visits.score"]}
    write_catalogue(folder / "catalogue", cube=needy)
    write_csv(folder / "2021/visits.csv", [["Number", "Kind"], ["1", "Full"]])
    assert table(folder, "--rows", "as_at") == [
        ["As at", "visits"],
        ["31 March 2021", "[x]"],
        ["31 March 2022", "3"],
        [],
        ["[x] 31 March 2021: no file has the column score of visits."],
    ]
    alone = tabulate(folder, "visits", "--release", "2021/release.yml")
    assert (alone.code, alone.out, alone.err) == (
        2,
        "",
        "Cannot run: Cube 'visits' cannot be counted: no file has the column score of visits.\n",
    )


def test_a_release_without_the_time_is_left_out_and_named(folder: Path) -> None:
    release = folder / "2021/release.yml"
    text = release.read_text("utf-8").replace("as_at: 2021-03-31\n", "")
    release.write_text(text, "utf-8")
    assert table(folder, "--rows", "as_at") == [
        ["As at", "visits"],
        ["31 March 2022", "3"],
        [],
        ["Left out: release 'visits-2021' does not say its as at."],
    ]


def test_a_table_as_csv_and_as_a_workbook(folder: Path) -> None:
    words = ("visits", "--rows", "kind", "--share", "share_of_visits")
    ended = tabulate(folder, *words, "--output", "new/table.csv")
    assert (ended.code, ended.out, ended.err) == (0, "Wrote new/table.csv.\n", "")
    third = 100 / 3
    assert (folder / "new/table.csv").read_text("utf-8-sig") == (
        f'"Kind","share_of_visits"\n"Full","{200 / 3}"\n"Short","{third}"\n"All","100.0"\n'
    )
    ended = tabulate(folder, *words, "--output", "new/table.XLSX")
    assert (ended.code, ended.out, ended.err) == (0, "Wrote new/table.XLSX.\n", "")
    assert listing(folder / "new") == ["table.XLSX", "table.csv"]
    book = CalamineWorkbook.from_path(str(folder / "new/table.XLSX"))
    assert book.get_sheet_by_name("Table").to_python() == [
        ["Kind", "share_of_visits"], ["Full", 200 / 3], ["Short", third], ["All", 100.0],
    ]  # fmt: skip
    assert book.get_sheet_by_name("About").to_python() == [
        ["Visits: share_of_visits, percent"], ["Visits 2022"],
    ]  # fmt: skip
    again = tabulate(folder, *words, "--output", "new/table.csv")
    assert (again.code, again.out, again.err) == (
        2,
        "",
        "Cannot run: new/table.csv: The name is taken by a file; an export never replaces "
        "anything. Give --output another name, or move away what is there.\n",
    )


def test_a_workbook_of_many_columns(folder: Path) -> None:
    kinds = ["Full", *(f"K{number}" for number in range(29))]
    codes = "".join(f"{kind},\n" for kind in kinds)
    write_catalogue(folder / "catalogue", cube=DISTINCT, codes={"kinds": f"code,aliases\n{codes}"})
    ended = tabulate(folder, "visits", "--columns", "kind", "--output", "wide.xlsx")
    assert (ended.code, ended.err) == (0, "")
    [header, line] = (
        CalamineWorkbook.from_path(str(folder / "wide.xlsx")).get_sheet_by_name("Table").to_python()
    )
    assert header == ["", *kinds, "none", "All"]
    assert line == ["All", 2, *[0] * 29, 1, 3]


def test_what_a_file_says_is_no_formula(folder: Path) -> None:
    free = DISTINCT | {"dimensions": {"number": {"title": "Number"}}, "shares": {}}
    write_catalogue(folder / "catalogue", cube=free)
    write_csv(folder / "2022/visits.csv", [HEADER, *(["=1+1"], ["-5"], ["A"])])
    for name in ("table.csv", "table.xlsx"):
        assert tabulate(folder, "visits", "--rows", "number", "--output", name).code == 0
    assert (folder / "table.csv").read_text("utf-8-sig") == (
        '"Number","visits"\n"-5","1"\n"\'=1+1","1"\n"A","1"\n"All","3"\n'
    )
    sheet = CalamineWorkbook.from_path(str(folder / "table.xlsx")).get_sheet_by_name("Table")
    assert sheet.to_python()[2] == ["=1+1", 1]


def test_cubes_are_listed_without_a_release(folder: Path) -> None:
    ended = qa_checks("tabulate", "--catalogue", "catalogue", cwd=folder)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "visits  Visits\n"
        "  dimensions  kind, open\n"
        "  measures    visits, scores, persons\n"
        "  shares      share_of_visits, share_within_kind, share_of_persons\n"
    )


def test_files_are_tabulated_as_they_are(folder: Path) -> None:
    words = ("visits", "--release", "2022/visits.csv", "--release", "2021/visits.csv")
    ended = tabulate(folder, *words)
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        "All        6",
    )
    ended = tabulate(folder, *words, "--rows", "as_at")
    assert (ended.code, ended.out, ended.err) == (
        2, "", "Cannot run: No release says its as at. Write `as_at` into release.yml.\n",
    )  # fmt: skip


def test_there_is_no_table_where_a_file_cannot_be_read(folder: Path) -> None:
    (folder / "2021/visits.csv").unlink()
    ended = tabulate(folder, "visits")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Cannot read: ")
    assert "2021/visits.csv: There is no such file." in ended.err


def test_a_masked_column_is_no_dimension(folder: Path) -> None:
    person = {"person": {"title": "Person"}}
    masked = DISTINCT | {"dimensions": DISTINCT["dimensions"] | person}
    write_yaml(folder / "catalogue/schemas/cubes/visits.yml", masked)
    ended = tabulate(folder, "visits", "--rows", "person")
    assert (ended.code, ended.out) == (2, "")
    assert "'person' would be shown, which reports mask" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("visit", "There is no cube 'visit'. Did you mean 'visits'?"),
        ("zz", "There is no cube 'zz'. Available: visits."),
        ("visits --rows kinds", "Cube 'visits' has no dimension 'kinds'. Did you mean 'kind'?"),
        ("visits --columns asat", "Cube 'visits' has no dimension 'asat'. Did you mean 'as_at'?"),
        ("visits --where opn=true", "Cube 'visits' has no dimension 'opn'. Did you mean 'open'?"),
        (
            "visits --where kind=Ful",
            "--where: dimension 'kind' has no value 'Ful'. Did you mean 'Full'?",
        ),
        (
            "visits --where open=1",
            "--where: dimension 'open' has no value '1'. Its values: true, false.",
        ),
        ("visits --where kind", "--where: 'kind' names no value. Write it as DIMENSION=VALUE."),
        ("visits --where kind=", "--where: 'kind=' names no value. Write it as DIMENSION=VALUE."),
        ("visits --measure score", "Cube 'visits' has no measure 'score'. Did you mean 'scores'?"),
        (
            "visits --share share_of_visit",
            "Cube 'visits' has no share 'share_of_visit'. Did you mean 'share_of_visits'?",
        ),
        (
            "visits --share share_of_visits --measure visits",
            "--measure and --share do not go together: a share is of its own measure. "
            "Leave one of them out.",
        ),
        (
            "visits --rows as_at --columns period",
            "Rows stand for as_at, so columns cannot stand for period. "
            "Take another dimension for one of them.",
        ),
        (
            "visits --output t.pdf",
            "--output: 't.pdf' says no kind of file. Let its name end in .csv or .xlsx.",
        ),
        ("--rows kind", "No cube is named. Name one of visits."),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(folder: Path, words: str, told: str) -> None:
    before = listing(folder)
    ended = tabulate(folder, *words.split())
    assert (ended.code, ended.out, ended.err) == (2, "", f"Cannot run: {told}\n")
    assert listing(folder) == before
