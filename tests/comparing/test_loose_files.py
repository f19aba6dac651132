"""Any two files compared by the headers of a key: `qa-checks compare OLD NEW --key`."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook, load_workbook

from qa_checks.comparing.differences import NO_ROW
from tests.cli.running import Ended, qa_checks

OLD = """\
A title
URN,Overall  grade,Places,Sector
SC000001,Good,4,Private
SC000002,Outstanding,5,
SC000003,Good,007,Voluntary
SC000004,Inadequate,2,Private
"""
NEW = """\
urn,Sector,Overall grade,Places,Owner
SC000003,Voluntary,Good,7,A
SC000001,Private,"Good ",4,B
SC000005,Private,Good,1,C
SC000002,Health,Outstanding,5,D
"""


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def compare(folder: Path, *words: str, old: str = "old.csv", new: str = "new.csv") -> Ended:
    return qa_checks("compare", old, new, *words, cwd=folder)


def messages(ended: Ended) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for finding in ended.report["findings"]:
        told.setdefault(finding["check"], []).append(finding["message"])
    return told


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    folder = tmp_path_factory.mktemp("compared")
    write(folder, old=OLD, new=NEW)
    words = ("--key", "URN", "--format", "json", "--changes", "all.csv")
    return folder, compare(folder, *words)


def test_every_difference_is_a_finding_with_its_place_and_nothing_else_is(
    compared: tuple[Path, Ended],
) -> None:
    _, ended = compared
    assert messages(ended) == {
        "compare.added": ["SC000005 is in new.csv and not in old.csv."],
        "compare.changed.overall_grade": ["SC000001: Overall grade was 'Good', is now 'Good '."],
        "compare.changed.places": ["SC000003: Places was '007', is now '7'."],
        "compare.changed.sector": ["SC000002: Sector was blank, is now 'Health'."],
        "compare.columns": ["The column 'Owner' is only in new.csv: it was not compared."],
        "compare.gone": ["SC000004 was in old.csv and is not in new.csv."],
    }
    places = {item["check"]: (item["file"], item["row"]) for item in ended.report["findings"]}
    assert places["compare.gone"] == ("old.csv", 6)  # below a title
    assert places["compare.changed.places"] == ("new.csv", 2)
    assert (ended.code, ended.report["verdict"]) == (0, "pass")
    [table] = ended.report["compared"]
    counts = {name: table[name] for name in ("both", "added", "gone", "changed", "left_out")}
    assert counts == {"both": 3, "added": 1, "gone": 1, "changed": 3, "left_out": 0}


def test_all_changes_stand_in_a_file_and_in_the_reports(compared: tuple[Path, Ended]) -> None:
    folder, _ = compared
    with (folder / "all.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [*csv.reader(stream)] == [
            ["Key", "Change", "Column", "Before", "Now", "Row"],
            ["SC000005", "added", "", "", "", "4"],
            ["SC000004", "gone", "", "", "", "6"],
            ["SC000002", "changed", "Sector", "", "Health", "5"],
            ["SC000001", "changed", "Overall grade", "Good", "Good ", "3"],
            ["SC000003", "changed", "Places", "007", "7", "2"],
        ]
    report = folder / "reports" / "new-since-old"
    page = (report / "report.html").read_text(encoding="utf-8")
    assert "3 rows in both, 1 gone, 1 new; of those in both 3 changed." in page
    sheets = load_workbook(report / "findings.xlsx")
    rows = [[cell.value for cell in row] for row in sheets["Changes"].iter_rows()]
    assert [row[1:6] for row in rows[1:3]] == [
        ["SC000005", "added", None, None, None],
        ["SC000004", "gone", None, None, None],
    ]


def test_a_file_compared_with_itself_has_no_difference(tmp_path: Path) -> None:
    write(tmp_path, old=OLD)
    ended = compare(tmp_path, "--key", "urn", "--format", "json", "--no-files", new="old.csv")
    assert (ended.code, messages(ended)) == (0, {})
    assert "reports" not in {path.name for path in tmp_path.iterdir()}


def test_warnings_fail_where_that_is_asked(compared: tuple[Path, Ended]) -> None:
    folder, _ = compared
    words = ("--columns", "places", "--fail-on", "warning", "--no-files", "-q")
    assert compare(folder, "--key", "URN", *words).code == 1


def test_a_repeated_key_fails_with_its_places_and_is_not_compared(tmp_path: Path) -> None:
    write(tmp_path, old="id,x\na,1\nb,2\na,1\n", new="id,x\na,1\nb,2\n,3\n")
    ended = compare(tmp_path, "--key", "id", "--format", "json", "--no-files")
    assert messages(ended) == {
        "compare.key": [
            "a stands in rows 2 and 4 of old.csv: none of them was compared.",
            "Row 4 of new.csv has no whole key: it was not compared.",
        ]
    }
    [table] = ended.report["compared"]
    assert (ended.code, table["both"], table["left_out"]) == (1, 1, 4)


def test_columns_of_two_types_are_not_compared_and_not_passed(tmp_path: Path) -> None:
    ask = duckdb.connect().execute
    ask(f"COPY (SELECT 1 AS id, 5 AS x, 1 AS y) TO '{tmp_path}/old.parquet'")
    ask(f"COPY (SELECT 1::BIGINT AS id, '5' AS x, 1::SMALLINT AS y) TO '{tmp_path}/new.parquet'")
    ended = compare(
        tmp_path, "--key", "id", "--format", "json", "--no-files",
        old="old.parquet", new="new.parquet",
    )  # fmt: skip
    states = {check["id"]: (check["outcome"], check["reason"]) for check in ended.report["checks"]}
    assert states["compare.changed.x"] == (
        "errored",
        "it was not compared: it is INTEGER in old.parquet and VARCHAR in new.parquet",
    )
    assert states["compare.changed.y"] == ("passed", "")
    assert (ended.code, ended.report["verdict"]) == (2, "incomplete")


def test_a_column_may_be_called_by_any_signs(tmp_path: Path) -> None:
    ask = duckdb.connect().execute
    for name, height in (("old", 1), ("new", 2)):
        ask(f"""COPY (SELECT 1 AS id, {height} AS "5"" pipe") TO '{tmp_path}/{name}.parquet'""")
    ended = compare(
        tmp_path, "--key", "id", "--format", "json", "--no-files",
        old="old.parquet", new="new.parquet",
    )  # fmt: skip
    [told] = messages(ended).values()
    assert told == ["1: 5\" pipe was '1', is now '2'."]


def test_texts_are_read_as_the_types_of_the_other_file(tmp_path: Path) -> None:
    duckdb.connect().execute(
        "COPY (SELECT * FROM (VALUES (1, DATE '2020-01-02', 7), (2, DATE '2020-01-03', 8)) "
        f"AS t(id, day, n)) TO '{tmp_path}/new.parquet'"
    )
    write(tmp_path, old="id,day,n\n1,2020-01-02,7.0\n2,2020-01-04,8\n")
    ended = compare(tmp_path, "--key", "id", "--format", "json", "--no-files", new="new.parquet")
    assert messages(ended) == {
        "compare.changed.day": ["2: day was '04/01/2020', is now '03/01/2020'."]
    }
    errored = [check["reason"] for check in ended.report["checks"] if check["outcome"] == "errored"]
    assert errored == [
        "it was not compared: it is INTEGER in new.parquet, and 1 cell of old.csv (first in row 2) "
        "is not in its plain form"
    ]


def test_a_workbook_is_compared_with_text(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Rows")
    for row in (["urn", "Overall grade", "Places", "Sector"], ["SC000001", "Good", 4, "Private"]):
        sheet.append(row)
    book.save(tmp_path / "new.xlsx")
    write(tmp_path, old=OLD)
    ended = compare(tmp_path, "--key", "URN", "--format", "json", "--no-files", new="new.xlsx")
    assert [*messages(ended)] == ["compare.gone"]
    assert len(messages(ended)["compare.gone"]) == 3


def test_headers_that_are_odd_or_missing_are_compared_or_named(tmp_path: Path) -> None:
    write(tmp_path, old='id,_row,"a ""b"""\n1,2,3\n', new='id,_row,"a ""b""",\n1,5,3,x\n')
    ended = compare(tmp_path, "--key", "id", "--format", "json", "--no-files")
    assert messages(ended) == {
        "compare.changed.row_column": ["1: _row (column) was '2', is now '5'."],
        "compare.columns": [
            "new.csv has values in column 4, which has no header: it was not compared."
        ],
    }


def test_a_column_called_like_the_number_of_a_row_is_compared_beside_any_other(
    tmp_path: Path,
) -> None:
    header = "id,_row (column),_row\n"
    write(tmp_path, old=f"{header}1,2,3\n", new=f"{header}1,2,4\n")
    ended = compare(tmp_path, "--key", "id", "--format", "json", "--no-files")
    assert [*messages(ended).values()] == [["1: _row (column) (column) was '3', is now '4'."]]


def test_a_key_of_several_columns_matches_rows_by_all_of_them(tmp_path: Path) -> None:
    write(tmp_path, old="a,b,x\n1,1,p\n1,2,q\n", new="b,a,x\n2,1,q\n1,1,r\n1,2,s\n")
    ended = compare(tmp_path, "--key", "a,b", "--format", "json", "--no-files")
    assert messages(ended) == {
        "compare.added": ["2 / 1 is in new.csv and not in old.csv."],
        "compare.changed.x": ["1 / 1: x was 'p', is now 'r'."],
    }


def test_a_header_with_a_comma_is_named_in_quotation_marks(tmp_path: Path) -> None:
    text = 'part,"Name, in full",x\n1,a,p\n2,a,q\n'
    write(tmp_path, old=text, new=text.replace("q", "r"))
    words = ("--key", 'part, "Name, in full"', "--format", "json", "--no-files")
    by_both = compare(tmp_path, *words)
    assert messages(by_both) == {"compare.changed.x": ["2 / a: x was 'q', is now 'r'."]}
    each = ("--key", "part", "--key", '"Name, in full"', "--columns", "x", *words[2:])
    assert messages(compare(tmp_path, *each)) == messages(by_both)


WIDE = "id," + ",".join(f"c{number}" for number in range(400)) + "\na,"
ONES = ",".join("1" * 399)


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("ID,X\na,1\n", "id,x\na,2\n", 0, {"x": "a: x was '1', is now '2'."}),
        ("id,x\na,1.0\n", "id,x\na,1\n", 0, {"x": "a: x was '1.0', is now '1'."}),
        (
            "id,x\na,2020-01-02\n",
            "id,x\na,02/01/2020\n",
            0,
            {"x": "a: x was '2020-01-02', is now '02/01/2020'."},
        ),
        (f"{WIDE}{ONES},1\n", f"{WIDE}{ONES},2\n", 0, {"c399": "a: c399 was '1', is now '2'."}),
        ("id,x,X\na,1,2\n", "id,x,X\na,1,3\n", 2, {}),
        ("id,x\n,1\n", "id,x\n,1\n", 1, {}),
        ("id,x\na,1\na,2\n", "id,x\na,1\na,2\n", 1, {}),
        ("id,x\n007,1\n", "id,x\n7,1\n", 2, {}),
    ],
    ids=[
        "case of headers", "decimals", "notations of a day", "400 columns", "two columns of a name",
        "a blank key", "a key twice on both sides", "leading zeros",
    ],
)  # fmt: skip
def test_nothing_is_equal_that_was_not_compared_or_is_written_otherwise(
    tmp_path: Path, old: str, new: str, code: int, told: dict[str, str]
) -> None:
    write(tmp_path, old=old, new=new)
    ended = compare(tmp_path, "--key", "id", "--format", "json", "--no-files")
    changed = {f"compare.changed.{name}": [text] for name, text in told.items()}
    by_name = {name: message for name, message in messages(ended).items() if ".changed." in name}
    assert (ended.code, by_name) == (code, changed)
    [table] = ended.report["compared"]
    left_out = {
        column["title"]: column["reason"] for column in table["columns"] if column["reason"]
    }
    assert table["both"] == bool(told or left_out)
    assert left_out == ({"x": "the header stands twice in new.csv"} if "X\na,1,3" in new else {})


BOTH = {"old": OLD, "new": NEW}
SHORT = {"old": "id,x\n1,2\n3\n", "new": "id,x\n1,2\n"}


@pytest.mark.parametrize(
    ("files", "words", "told"),
    [
        ({}, "--key id", "old.csv: There is no such file."),
        (BOTH, "--key unr", "has 'unr', by which rows are to be matched."),
        (BOTH, "--key URN --columns Owner", "There is no column 'Owner' in old.csv"),
        ({"old": "id,id\n1,2\n", "new": "id\n1\n"}, "--key id", "has 'id' 2 times"),
        (SHORT, "--key id", "Row 3 has 1 cell, the header in row 1 has 2"),
        (BOTH, "--key URN --theme dates", "--theme has no meaning with --key"),
        (BOTH, "--key URN --changes old.csv", "It is already there."),
    ],
)
def test_what_cannot_be_compared_is_said_with_its_place(
    tmp_path: Path, files: dict[str, str], words: str, told: str
) -> None:
    write(tmp_path, **files)
    ended = compare(tmp_path, *words.split(), "--no-files")
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_values_under_a_sensitive_header_are_never_shown(tmp_path: Path) -> None:
    from tests.small_catalogue import write_catalogue

    write_catalogue(tmp_path / "own")
    write(tmp_path, old="Number,Person\n1,Ann\n", new="Number,Person\n1,Bob\n")
    words = ("--key", "Number", "--catalogue", "own", "--changes", "all.csv", "--format", "json")
    ended = compare(tmp_path, *words)
    assert messages(ended) == {
        "compare.changed.person": ["1: Person was '[masked]', is now '[masked]'."]
    }
    assert ended.report["compared"][0]["definitions"] == [
        "Values under 'Person' are sensitive: they are compared, and shown as [masked]."
    ]
    written = [path for path in tmp_path.rglob("*") if path.suffix in (".csv", ".json", ".html")]
    made = [path for path in written if path.name not in ("old.csv", "new.csv")]
    assert not any("Bob" in path.read_text(encoding="utf-8") for path in made)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id,x\na,1\n", "id,x\n", NO_ROW),
        ("id,x\na,1\n", "id,x\nb,1\n", NO_ROW),
        ("id,x\na,1\n", "id,y\na,1\n", "no column besides the key could be compared"),
    ],
    ids=["no rows", "other keys", "other columns"],
)
def test_where_nothing_was_compared_nothing_has_passed(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    write(tmp_path, old=old, new=new)
    ended = compare(tmp_path, "--key", "id", "--format", "json", "--no-files")
    states = {check["id"]: (check["outcome"], check["reason"]) for check in ended.report["checks"]}
    assert states["compare.overlap"] == ("skipped", reason)
    assert "passed" not in {state for name, (state, _) in states.items() if ".changed." in name}
    assert (ended.code, ended.report["verdict"]) == (2, "incomplete")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--key", ""), "--key '' names no column."),
        (("--key", " , "), "--key ' , ' names no column."),
        (("--key", "URN", "--columns", ","), "--columns ',' names no column."),
        (("--key", "URN", "--columns", "urn"), "--columns names columns of the key alone"),
    ],
)
def test_an_option_that_names_no_column_is_refused(
    compared: tuple[Path, Ended], words: tuple[str, ...], told: str
) -> None:
    ended = compare(compared[0], *words, "--no-files")
    assert ended.code == 2
    assert told in " ".join(ended.err.split())
