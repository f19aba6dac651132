from __future__ import annotations

import datetime as dt
import resource
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from qa_checks.reading.contents import LIMITS, Comment, Limits
from qa_checks.reading.workbook_worker import to_text
from tests.reading.making import (
    ods_cell,
    ods_row,
    read,
    real,
    refuse,
    rows_of,
    write_ods,
    write_xlsx,
)

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
    "</worksheet>"
)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Private ", "Private "),
        (2590934.0, "2590934"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (1e300, "1e+300"),
        (True, "TRUE"),
        (False, "FALSE"),
        (1.0, "1"),
        (7, "7"),
        (dt.date(2024, 3, 31), "2024-03-31"),
        (dt.datetime(2024, 3, 31), "2024-03-31"),  # noqa: DTZ001 - a cell has no zone
        (dt.datetime(2024, 3, 31, 9, 30), "2024-03-31T09:30:00"),  # noqa: DTZ001
        (dt.time(9, 30), "09:30:00"),
        (dt.timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_cell_as_text(cell: Any, written: str) -> None:
    assert to_text(cell) == written


def test_every_sheet_with_its_rows_and_columns_in_place(tmp_path: Path) -> None:
    path = tmp_path / "release.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        data = book.add_worksheet("Data")
        data.write_row(2, 1, ["URN", "Inspected", "Places", "Open", "Share", "Note"])
        data.write_row(3, 1, ["SC000001"])
        data.write_datetime(
            3, 2, dt.date(2024, 3, 31), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        data.write_row(3, 3, [4, True, 0.25, "two\nlines"])
        data.write_formula(5, 1, "=1/0", value="#DIV/0!")
        book.add_worksheet("Hidden").hide()
        book.add_worksheet("Very hidden").very_hidden()
        book.add_chartsheet("Chart")
    file = read(path)
    assert [(s.name, s.hidden, sum(1 for _ in s.rows())) for s in file.sheets] == [
        ("Data", False, 6),
        ("Hidden", True, 0),
        ("Very hidden", True, 0),
    ]
    blank = [""] * 7
    assert list(file.sheets[0].rows()) == [
        blank,
        blank,
        ["", "URN", "Inspected", "Places", "Open", "Share", "Note"],
        ["", "SC000001", "2024-03-31", "4", "TRUE", "0.25", "two\nlines"],
        blank,
        ["", "#DIV/0!", "", "", "", "", ""],
    ]
    assert file.sheets[0].head == tuple(tuple(row) for row in file.sheets[0].rows())
    assert file.sheets[0].encoding is None
    assert list(file.sheets[1].rows()) == []


def test_error_cells_keep_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("First", "R&D \u2013 \u201cmore\u201d"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 27, ["URN", "Share"])
            for row in range(1, 3000):
                sheet.write_row(row, 27, [row, 0.5])
            sheet.write_formula(2000, 28, "=1/0", value="#DIV/0!")
            sheet.write_formula(2001, 28, "=NA()", value="#N/A")
            sheet.write_formula(1, 0, "=A1!B2", value="#REF!")
    for number in (0, 1):
        rows = rows_of(path, number)
        assert [row[28] for row in rows[1999:2003]] == ["0.5", "#DIV/0!", "#N/A", "0.5"]
        assert rows[1][0] == "#REF!"
        assert sum(cell.startswith("#") for row in rows for cell in row) == 3


def test_a_formula_that_was_never_worked_out_is_no_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["URN", "Places", "Note"])
    sheet.append(["SC1", '=IF(A2<>"",4,0)', None])
    sheet.append(["SC2", 5, "=A2&A3"])
    book.save(path)
    assert rows_of(path) == [
        ["URN", "Places", "Note"],
        ["SC1", '=IF(A2<>"",4,0)', ""],
        ["SC2", "5", "=A2&A3"],
    ]


def test_formulas_without_a_value_right_below_the_last_value_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["URN", "Places"])
    sheet.append(["SC1", 5])
    sheet["B4"] = "=SUM(B2:B2)"
    sheet["B20"] = "=B4"
    book.save(path)
    assert rows_of(path) == [["URN", "Places"], ["SC1", "5"], ["", ""], ["", "=SUM(B2:B2)"]]


# two_sheets.xls is synthetic; xlwt 1.3 wrote it: these cells, and a hidden sheet "Hid" with "x".
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods", "a"])
def test_old_workbook_under_any_name(tmp_path: Path, name: str) -> None:
    shutil.copy(Path(__file__).with_name("two_sheets.xls"), tmp_path / name)
    file = read(tmp_path / name)
    assert [(s.name, s.hidden) for s in file.sheets] == [("Data", False), ("Hid", True)]
    assert list(file.sheets[0].rows()) == [
        ["URN", "", "", ""],
        ["2590934", "2024-03-31", "TRUE", "1.5"],
    ]


def test_open_document_under_another_name(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("a"), ods_cell("", 2), ods_cell("b", 2)) + ods_row(
        ods_cell(""), repeated=3
    )
    path = write_ods(tmp_path / "a.xls", rows + ods_row(ods_cell("c"), repeated=2))
    blank = [""] * 5
    full = ["c", "", "", "", ""]
    assert rows_of(path) == [["a", "", "", "b", "b"], blank, blank, blank, full, full]


def test_rows_more_than_one_line_of_the_spool(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number in range(5000):
            sheet.write_row(number, 0, [number, f"é\u2028{number}", "\r\n"])
    assert rows_of(path) == [[str(n), f"é\u2028{n}", "\r\n"] for n in range(5000)]


def test_empty_repeats_to_the_end_of_the_sheet_cost_nothing(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("a"), ods_cell("", 4_000_000_000)) + ods_row(
        ods_cell(""), repeated=4_000_000_000
    )
    assert rows_of(write_ods(tmp_path / "a.ods", rows)) == [["a"]]


def test_wrong_dimension_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert rows_of(path) == [["1"]]


ROW = ods_row(ods_cell("x", 16_384))
BOTH = ods_row(ods_cell("x", 16_384), repeated=1_048_576)
MANY = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'count="99999999999" uniqueCount="99999999999"><si><t>a</t></si></sst>'
)
LONG = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    f"<si><t>{'x' * 1_000_000}</t></si></sst>"
)


def own_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.fixture
def little_memory() -> Iterator[None]:
    """What opens a file is a process of its own: this one, whatever ran in it before, stays."""
    before = own_peak()
    yield
    assert own_peak() - before < 300


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROW, "Sheet 'Data' has 16,384 columns. At most 2,000"),
        (BOTH, "far more memory"),
        (
            ods_row(ods_cell("x"))
            + ods_row(ods_cell(""), repeated=1_048_000)
            + ods_row(ods_cell("", 16_383), ods_cell("x")),
            "far more memory",
        ),
        (ROW * 2000, "far more memory"),
        (ods_row("<table:table-cell><text:p>"), "damaged"),
        (
            ods_row(
                '<table:table-cell office:value-type="string">'
                '<text:p>x<text:s text:c="4000000000"/></text:p></table:table-cell>'
            ),
            "damaged",
        ),
    ],
)
def test_attack_by_open_document(tmp_path: Path, rows: str, words: str) -> None:
    path = write_ods(tmp_path / "a.ods", rows)
    limits = Limits(memory_bytes=300 * 1024 * 1024)
    assert words in refuse(path, limits if "memory" in words else LIMITS).what


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("sheet", "shared", "words"),
    [
        (FAR, "", "far more memory"),
        (FAR.replace('"', "'"), "", "far more memory"),
        (FAR.replace("XFD1048576", "ZZZZZZ4294967295"), "", "far more memory"),
        (FAR.replace('<row r="1"><c r="A1"><v>1</v></c></row>', ""), "", "16,384 columns"),
        ("<row><c><v>1</v></c></row>", MANY, "far more memory"),
        ('<row><c t="s"><v>0</v></c></row>' * 4000, LONG, "far more memory"),
        ('<row><c t="s"><v>7</v></c></row>', "", "damaged"),
        (ENTITIES, "", "damaged"),
        ("<row><c", "", "damaged"),
    ],
)
def test_attack_by_excel(tmp_path: Path, sheet: str, shared: str, words: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", sheet, shared)
    assert words in refuse(path, Limits(memory_bytes=300 * 1024 * 1024)).what


def test_too_slow(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>" * 1_000_000)
    started = time.monotonic()
    error = refuse(path, Limits(seconds=1, ratio=10_000))
    assert "1 seconds" in error.what or "far more memory or time" in error.what
    assert time.monotonic() - started < 20


def test_too_many_cells(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", ods_row(ods_cell("x", 30), repeated=100))
    assert "3,000 cells. At most 2,000" in refuse(path, Limits(cells=2000)).what
    assert rows_of(path) == [["x"] * 30] * 100


def test_too_many_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for _ in range(4):
            book.add_worksheet()
    assert "4 sheets. At most 3" in refuse(path, Limits(sheets=3)).what


def test_more_text_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row in range(1000):
            sheet.write_string(row, 0, "x" * 1000)
    assert "text of sheet 'Sheet1' is too long" in refuse(path, Limits(unpacked_bytes=500_000)).what


def test_only_a_chart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$5"})
        book.add_chartsheet().set_chart(chart)
    assert len(read(path).sheets) == 1


def test_encrypted_open_document(tmp_path: Path) -> None:
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    )
    assert "password" in refuse(write_ods(tmp_path / "a.ods", "", entry)).what


def test_truncated_old_workbook(tmp_path: Path) -> None:
    content = Path(__file__).with_name("two_sheets.xls").read_bytes()
    for size in (600, 3000, len(content) - 600):
        (tmp_path / "a.xls").write_bytes(content[:size])
        refuse(tmp_path / "a.xls")


def test_real_release(tmp_path: Path) -> None:
    (tmp_path / "a.ods").symlink_to(real("ofsted/childrens_social_care_2025.ods"))
    file = read(tmp_path / "a.ods")
    assert len(file.sheets) == 13
    providers = file.sheets[5]
    rows = list(providers.rows())
    assert (providers.name, len(rows)) == ("Provider_level_at_31_Mar_2025", 5604)
    assert rows[3][:3] == list(providers.head[3][:3])
    assert {len(row) for row in rows} == {32}
    assert not any(cell.endswith((".0", " 00:00:00")) for row in rows[4:] for cell in row)


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    """The library that reads workbooks would give the first of them twice."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    book.create_sheet("Dat2").append(["2"])
    path, renamed = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(renamed, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b'"Dat2"', b'"Data"'))
    error = refuse(renamed)
    assert error.what == "Several sheets are called 'Data': only one of them can be read."
    assert error.remedy == "Give each sheet a name of its own in the spreadsheet program."


ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#NULL!", "#VALUE!", "#NUM!", "#NAME?"]


@pytest.mark.usefixtures("workbooks_here")
@pytest.mark.parametrize("word", ERRORS)
@pytest.mark.parametrize("placed", [True, False])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_error_in_xlsx_is_read_as_shown(
    tmp_path: Path, word: str, placed: bool, quote: str
) -> None:
    """Cells and rows may say where they are, or follow the one before."""
    first, *at = [' r="1"', ' r="A1"', ' r="B1"', ' r="C1"'] if placed else [""] * 4
    sheet = (
        f"<row{first}><c{at[0]}><v>1</v></c><c{at[1]}/>"
        f'<c t="e"{at[2]}><f>X1</f><v>{word}</v></c></row><row><c><v>2</v></c></row>'
    )
    path = write_xlsx(tmp_path / "a.xlsx", sheet.replace('t="e"', f"t={quote}e{quote}"))
    assert rows_of(path) == [["1", "", word], ["2", "", ""]]


@pytest.mark.usefixtures("workbooks_here")
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("#SPILL!", "#SPILL!"),
        ("#CALC!", "#CALC!"),
        ("42", "#VALUE!"),
        ("", "#VALUE!"),
        ("a&amp;b", "#VALUE!"),
    ],
)
def test_an_error_in_xlsx_that_the_library_does_not_know_is_read_too(
    tmp_path: Path, value: str, shown: str
) -> None:
    """What else such a cell holds is no value."""
    error = f'<c r="A1" t="e"><f>X1</f><v>{value}</v></c>'
    path = write_xlsx(tmp_path / "a.xlsx", f'<row r="1">{error}<c r="B1"><v>2</v></c></row>')
    assert rows_of(path) == [[shown, "2"]]


@pytest.mark.usefixtures("workbooks_here")
@pytest.mark.parametrize("word", [*ERRORS, "Err:502", "#SPILL!"])
@pytest.mark.parametrize(
    "value",
    [
        'office:value-type="string" office:string-value="" calcext:value-type="error"',
        'office:value-type="float" office:value="42" calcext:value-type="error"',
        'office:value-type="float" office:value="0"',
        'table:formula="of:=[.X1]"',
    ],
)
def test_an_error_in_ods_is_read_as_shown(tmp_path: Path, word: str, value: str) -> None:
    cell = (
        f'<table:table-cell {value} xmlns:calcext="urn:org:documentfoundation:names:calc">'
        f"<text:p>{word}</text:p></table:table-cell>"
    )
    rows = ods_row(ods_cell("a", repeated=2), cell), ods_row(ods_cell("b", repeated=3))
    path = write_ods(tmp_path / "a.ods", "".join([ods_row(ods_cell("", 3), repeated=2), *rows]))
    blank = [""] * 3
    assert rows_of(path) == [blank, blank, ["a", "a", word], ["b", "b", "b"]]


@pytest.mark.usefixtures("workbooks_here")
def test_a_formula_in_ods_that_was_never_worked_out_is_no_empty_cell(tmp_path: Path) -> None:
    waiting = '<table:table-cell table:formula="of:=SUM([.A1:.A9])"/>'
    empty = '<table:table-cell table:formula="of:=[.B1]" office:value-type="string"/>'
    path = write_ods(tmp_path / "a.ods", ods_row(ods_cell("a"), waiting, empty, ods_cell("b")))
    assert rows_of(path) == [["a", "=SUM([.A1:.A9])", "", "b"]]


@pytest.mark.usefixtures("workbooks_here")
def test_formulas_with_a_value_are_told_from_values(tmp_path: Path) -> None:
    sheet = (
        "<row><c><v>1</v></c><c><f>A1*2</f><v>2</v></c></row>"
        '<row><c><v>1</v></c><c><f t="shared" si="0"/><v>2</v></c></row>'
        '<row><c t="str"><f>""</f><v></v></c><c><f>A1</f></c>'
        '<c t="e"><f>X1</f><v>#REF!</v></c></row>'
    )
    [read_sheet] = read(write_xlsx(tmp_path / "a.xlsx", sheet)).sheets
    assert list(read_sheet.rows())[2] == ["", "=A1", "#REF!"]
    assert sorted(read_sheet.formulas) == [(1, 3, 3), (2, 1, 2)]
    formula = (
        '<table:table-cell table:formula="of:=[.A1]" office:value-type="string">'
        "<text:p>b</text:p></table:table-cell>"
    )
    rows = ods_row(ods_cell("a"), formula, repeated=3)
    [read_sheet] = read(write_ods(tmp_path / "a.ods", rows)).sheets
    assert read_sheet.formulas == ((2, 1, 3),)


@pytest.mark.usefixtures("workbooks_here")
def test_a_link_that_says_its_text_is_no_formula(tmp_path: Path) -> None:
    shared = '<f t="shared" si="1">HYPERLINK("http://x/"&amp;B1,"Page")</f>'
    cells = [shared, '<f t="shared" si="1"/>', "<f>HYPERLINK(B1,A1)</f>"]
    rows = "".join(f'<row><c t="str">{cell}<v>Page</v></c></row>' for cell in cells)
    [read_sheet] = read(write_xlsx(tmp_path / "a.xlsx", rows)).sheets
    assert read_sheet.formulas == ((1, 3, 3),)
    links = ["&quot;http://x/&quot; &amp; [.B1]; &quot;Page&quot;", "[.B1];[.A1]"]
    cells = [
        f'<table:table-cell table:formula="of:=HYPERLINK({link})" office:value-type="string">'
        "<text:p>Page</text:p></table:table-cell>"
        for link in links
    ]
    [read_sheet] = read(write_ods(tmp_path / "a.ods", "".join(map(ods_row, cells)))).sheets
    assert read_sheet.formulas == ((1, 2, 2),)


@pytest.mark.parametrize("again", ["xl/worksheets/sheet1.xml", "XL\\Worksheets/SHEET1.XML"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_sheets_under_one_name_inside_are_not_one_of_them(tmp_path: Path, again: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(again, "<worksheet/>")
    assert refuse(path).what == (
        "The file holds 'xl/worksheets/sheet1.xml' more than once: what it says depends on the "
        "program that opens it."
    )


@pytest.mark.usefixtures("workbooks_here")
@pytest.mark.parametrize(
    ("rows", "twice"),
    [
        ('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>', "row 2"),
        ('<row><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>', "row 1"),
        ('<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>', "cell B2"),
        (
            '<row r="2"><c r="B2"><v>1</v></c></row><row r="3"><c r="B2"><v>2</v></c></row>',
            "cell B2",
        ),
    ],
)
def test_rows_that_would_be_written_over_each_other_are_refused(
    tmp_path: Path, rows: str, twice: str
) -> None:
    error = refuse(write_xlsx(tmp_path / "a.xlsx", rows))
    assert error.what == f"Sheet 'Data' has {twice} more than once: only one can be read."
    assert (error.remedy or "").endswith("look whether all is there, and save it anew.")


STRING = 'office:value-type="string"'
SHAPE = "<draw:frame><draw:text-box><text:p>a box</text:p></draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    ("attributes", "inside", "text"),
    [
        (STRING, "<text:p>Kingston<text:line-break/>upon Hull</text:p>", "Kingston\nupon Hull"),
        (STRING, '<text:p>a<text:tab/>b<text:s text:c="2"/>c</text:p>', "a\tb  c"),
        (STRING, "<text:p><![CDATA[Ofsted & <Hull>]]></text:p>", "Ofsted & <Hull>"),
        (STRING, f"{SHAPE}<text:p>Hull</text:p>", "Hull"),
        (STRING, f"<draw:custom-shape/>{SHAPE}<text:p>Hull</text:p>", "Hull"),
        ("", "<text:p>Hull &amp; Goole</text:p>", "Hull & Goole"),
        ("", "<text:p/>", ""),
        ("", SHAPE, ""),
    ],
)
def test_a_text_in_ods_is_read_as_shown(
    tmp_path: Path, attributes: str, inside: str, text: str
) -> None:
    """The library leaves out line breaks, and all of a cell that does not say what it holds."""
    cell = f"<table:table-cell {attributes}>{inside}</table:table-cell>"
    rows = ods_row(ods_cell("a"), cell, ods_cell("b")) + ods_row(ods_cell("c"))
    assert rows_of(write_ods(tmp_path / "a.ods", rows)) == [["a", text, "b"], ["c", "", ""]]


def test_what_a_shape_in_ods_holds_is_told_as_a_comment(tmp_path: Path) -> None:
    cell = f"<table:table-cell {STRING}>{SHAPE}<text:p>Hull</text:p></table:table-cell>"
    [read_sheet] = read(write_ods(tmp_path / "a.ods", ods_row(ods_cell("a"), cell))).sheets
    assert read_sheet.comments == (Comment(1, 2, "a box"),)


@pytest.mark.usefixtures("workbooks_here")
def test_a_sheet_of_ods_without_rows_is_a_sheet(tmp_path: Path) -> None:
    """What is found of the sheet behind it is not told of it."""
    rows = '</table:table><table:table table:name="None"/><table:table table:name="Last">'
    error = '<table:table-cell table:formula="of:=X1"/>'
    path = write_ods(tmp_path / "a.ods", rows + ods_row(error, ods_cell("URN")))
    assert [list(sheet.rows()) for sheet in read(path).sheets] == [[], [], [["=X1", "URN"]]]


CELLS = (
    '<row r="1"><c r="A1"><f>1+1</f><v>{}</v></c><c r="B1"><v>{}</v></c>'
    '<c r="C1" t="str"><f>D1</f><v>{}</v></c></row>'
)


@pytest.mark.usefixtures("workbooks_here")
def test_numbers_of_xlsx_in_cdata_are_read(tmp_path: Path) -> None:
    cells = ("<![CDATA[2]]>", "<![CDATA[3]]>", "a &lt; <![CDATA[b & c]]>")
    [sheet] = read(write_xlsx(tmp_path / "a.xlsx", CELLS.format(*cells))).sheets
    assert list(sheet.rows()) == [["2", "3", "a < b & c"]]
    assert sheet.formulas == ((1, 1, 1), (3, 1, 1))


@pytest.mark.usefixtures("workbooks_here")
@pytest.mark.parametrize("part", ["worksheets/sheet1.xml", "Data.part"])
def test_a_sheet_of_xlsx_in_utf_16_is_read(tmp_path: Path, part: str) -> None:
    path, wide = write_xlsx(tmp_path / "a.xlsx", CELLS.format(2, 3, "é")), tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(wide, "w") as copy:
        for name in archive.namelist():
            xml = archive.read(name).replace(b"worksheets/sheet1.xml", part.encode())
            if name == "xl/worksheets/sheet1.xml":
                text = xml.decode().replace('"1.0"', '"1.0" encoding="UTF-16"', 1)
                copy.writestr(f"xl/{part}", text.encode("utf-16"))
            else:
                copy.writestr(name, xml)
    assert rows_of(wide) == [["2", "3", "é"]]


@pytest.mark.usefixtures("workbooks_here")
@pytest.mark.parametrize("inner", [f">{ods_row(ods_cell('x'))}</table:table>", "/>"])
def test_a_table_inside_a_sheet_of_ods_is_refused(tmp_path: Path, inner: str) -> None:
    """The library would take its end for that of the sheet."""
    text = f'<text:p>a</text:p><table:table table:name="Inside"{inner}'
    outer = f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    rows = ods_row(ods_cell("URN")) + ods_row(outer) + ods_row(ods_cell("1"))
    error = refuse(write_ods(tmp_path / "a.ods", rows))
    assert error.what == (
        "Sheet 'Data' has a table inside it: what stands below that cannot be read."
    )


def test_a_comment_in_ods_without_an_end_hides_no_formula(tmp_path: Path) -> None:
    empty = '<table:table-cell><office:annotation office:display="false"/></table:table-cell>'
    waiting = '<table:table-cell table:formula="of:=[.A1]"/>'
    noted = f"<table:table-cell {STRING}><office:annotation><text:p>n</text:p></office:annotation>"
    rows = ods_row(empty, waiting, f"{noted}<text:p>c</text:p></table:table-cell>")
    assert rows_of(write_ods(tmp_path / "a.ods", rows)) == [["", "=[.A1]", "c"]]
