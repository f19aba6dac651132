"""A format that a sheet gives to cells under a condition is judged where the condition holds."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from qa_checks.catalogue import Catalogue
from qa_checks.reading.cell_marks.format_conditions import Condition
from qa_checks.reading.cell_marks.number_formats import read_format
from qa_checks.reading.cell_marks.ods_conditions import read_condition
from qa_checks.reading.cell_marks.ods_formats import read_formats
from qa_checks.reading.cell_marks.xls_conditions import find_conditionals
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of
from tests.reading.making import ods_cell, ods_row, write_ods

FAULTS = (
    "SELECT header, fault, _row, cells FROM extract_column_faults ORDER BY position, fault, _row"
)
HEADER = ["Number", "Score", "Share"]
ROWS = range(1, 6)  # number, score and share of a row are its number
EXPECTED = [("Score", "shows_other", 5, 2), ("Share", "shows_hidden", 2, 3)]


def as_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", HEADER)
        for row in ROWS:
            sheet.write_row(row, 0, [f"{row}", row, row])
        other, hidden = (book.add_format({"num_format": code}) for code in ('"40"', ";;;"))
        red = book.add_format({"font_color": "red"})
        about = {"type": "cell", "criteria": ">=", "value": 4, "format": other}
        sheet.conditional_format("B2:B6", about)
        about = {"type": "cell", "criteria": "between", "minimum": 3, "maximum": 1}
        sheet.conditional_format("C2:C6", {**about, "format": hidden})
        sheet.conditional_format("A1:D9", {"type": "formula", "criteria": "=A1>1", "format": red})


EXTENDED = """<extLst><ext xmlns:x14="x" xmlns:xm="m" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}">
<x14:conditionalFormattings><x14:conditionalFormatting>
<x14:cfRule type="cellIs" operator="greaterThanOrEqual"><xm:f>4</xm:f>
<x14:dxf><numFmt numFmtId="170" formatCode="&quot;40&quot;"/></x14:dxf></x14:cfRule>
<xm:sqref>B2:B6</xm:sqref></x14:conditionalFormatting><x14:conditionalFormatting>
<x14:cfRule type="expression"><xm:f>Data!$A1&gt;0</xm:f>
<x14:dxf><numFmt numFmtId="171" formatCode=";;;"/></x14:dxf></x14:cfRule>
<xm:sqref>C2 C3:C4</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
</extLst>
"""


def as_xlsx_of_a_newer_program(path: Path) -> None:
    plain = path.with_suffix(".plain")
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row("A1", HEADER)
        for row in ROWS:
            sheet.write_row(row, 0, [f"{row}", row, row])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            new.writestr(name, xml.replace(b"</worksheet>", f"{EXTENDED}</worksheet>".encode()))


ODS_FORMATS = (
    '<number:number-style style:name="N1"><number:text>40</number:text></number:number-style>'
    '<number:number-style style:name="N2P0"/><number:text-style style:name="N2">'
    '<number:text/><style:map style:condition="value()&gt;0" style:apply-style-name="N2P0"/>'
    "</number:text-style>"
    '<style:style style:name="Bad" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="Gone" style:family="table-cell" style:parent-style-name="Bad"'
    ' style:data-style-name="N2"/>'
    '<style:style style:name="Red" style:family="table-cell"/>'
)
ODS_MAPPED = (
    '<style:style style:name="ce1" style:family="table-cell"><style:map '
    'style:condition="cell-content()&gt;=4" style:apply-style-name="Bad"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell"><style:map '
    'style:condition="cell-content()=9" style:apply-style-name="Red"/><style:map '
    'style:condition="cell-content-is-between(1,3)" style:apply-style-name="Gone"/></style:style>'
)
ODS_LISTED = (
    "<calcext:conditional-formats>"
    '<calcext:conditional-format calcext:target-range-address="Data.B2:Data.B6">'
    '<calcext:condition calcext:apply-style-name="Bad" calcext:value="&gt;=4"/>'
    "</calcext:conditional-format>"
    "<calcext:conditional-format calcext:target-range-address=\"'Data'.C2 $Data.C3:.C4 No.B2\">"
    '<calcext:condition calcext:apply-style-name="Red" calcext:value="=1"/>'
    '<calcext:condition calcext:apply-style-name="Gone" calcext:value="formula-is([.$A1]&gt;0)"/>'
    "</calcext:conditional-format></calcext:conditional-formats>"
)


def ods_number(number: int, style: str = "") -> str:
    named = f'table:style-name="{style}" ' if style else ""
    return (
        f'<table:table-cell {named}office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def ods_rows(*styles: str) -> str:
    return ods_row(*map(ods_cell, HEADER)) + "".join(
        ods_row(ods_cell(f"{row}"), *(ods_number(row, style) for style in styles)) for row in ROWS
    )


def as_ods_with_maps(path: Path) -> None:
    write_ods(path, ods_rows("ce1", "ce2"), styles=ODS_FORMATS + ODS_MAPPED)


def as_ods_with_maps_of_columns(path: Path) -> None:
    columns = "".join(
        f'<table:table-column table:default-cell-style-name="{style}"/>'
        for style in ("Red", "ce1", "ce2")
    )
    write_ods(path, columns + ods_rows("", ""), styles=ODS_FORMATS + ODS_MAPPED)


def as_ods_with_a_list(path: Path) -> None:
    write_ods(path, ods_rows("", "") + ODS_LISTED, styles=ODS_FORMATS)


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def style_of(code: str) -> bytes:
    """A style of a condition that has a number format only, spelt out."""
    text = struct.pack("<HB", len(code), 0) + code.encode("latin-1")
    return struct.pack("<IHH", 1 << 25, 1, 2 + len(text)) + text


def areas(column: int, bottom: int, number: int = 1) -> bytes:
    place = struct.pack("<4H", 1, bottom, column, column)
    return struct.pack("<HH", 1, number << 1) + place + struct.pack("<H", 1) + place


def whole(number: int) -> bytes:
    return b"\x1e" + struct.pack("<H", number)


def old_rules() -> list[tuple[int, bytes]]:
    first, last = whole(1), b"\x1f" + struct.pack("<d", 3)
    between = struct.pack("<BBHH", 1, 1, len(first), len(last)) + style_of(";;;") + first + last
    at_least = struct.pack("<BBHH", 1, 7, 3, 0) + style_of('"40"') + whole(4)
    return [(0x01B0, areas(1, 5)), (0x01B1, at_least), (0x01B0, areas(2, 5, 2)), (0x01B1, between)]


def new_rules() -> list[tuple[int, bytes]]:
    """One rule in a new record, and one in an old record whose style is told in a new one."""
    head, style, hidden = bytes(12), style_of('"40"'), style_of(";;;")
    at_least = struct.pack("<BBHHI", 1, 7, 3, 0, len(style)) + style + whole(4)
    formula = b"\x1d\x01"  # true
    plain = struct.pack("<BBHHIH", 2, 0, len(formula), 0, 0, 0) + formula
    more = struct.pack("<IHHBBHBBI", 0, 2, 0, 0, 0, 0, 0, 1, len(hidden)) + hidden
    return [
        (0x0879, head + areas(1, 5)), (0x087A, head + at_least),
        (0x01B0, areas(2, 3, 2)), (0x01B1, plain), (0x087B, head + more),
    ]  # fmt: skip


def write_xls(path: Path, rules: list[tuple[int, bytes]]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for column, header in enumerate(HEADER):
        sheet.write(0, column, header)
        for row in ROWS:
            sheet.write(row, column, row if column else f"{row}")
    end = record(0x0A, b"")
    data = sheet.get_biff_data().removesuffix(end) + b"".join(record(*each) for each in rules) + end
    sheet.get_biff_data = lambda: data
    book.save(str(path))


def as_xls(path: Path) -> None:
    write_xls(path, old_rules())


def as_xls_of_a_newer_program(path: Path) -> None:
    write_xls(path, new_rules())


@pytest.mark.parametrize(
    "write",
    [
        as_xlsx,
        as_xlsx_of_a_newer_program,
        as_ods_with_maps,
        as_ods_with_maps_of_columns,
        as_ods_with_a_list,
        as_xls,
        as_xls_of_a_newer_program,
    ],
)
def test_a_format_under_a_condition_is_judged_where_it_holds(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"visits.{write.__name__.split('_')[1]}"
    write(path)
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, FAULTS) == EXPECTED
    assert rows_of(read, "SELECT number, score FROM visits ORDER BY number") == [
        (f"{row}", row) for row in ROWS
    ]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("cell-content()>4", (">", (4.0,))),
        ("cell-content() != -4.5", ("<>", (-4.5,))),
        ("<=1E3", ("<=", (1000.0,))),
        ("cell-content-is-not-between(1,3)", ("not between", (1.0, 3.0))),
        ("between(1;3)", ("between", (1.0, 3.0))),
        ('="Private"', ("", ())),
        ("is-true-formula([.A1]>4)", ("", ())),
    ],
)
def test_conditions_of_ods_are_read(text: str, condition: tuple[str, tuple[float, ...]]) -> None:
    assert read_condition(text) == condition


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("between", (3, 1)), [False, True, True, False]),
        (Condition("not between", (1, 3)), [True, False, False, True]),
        (Condition("=", (3,)), [False, False, True, False]),
        (Condition("<>", (3,)), [True, True, False, True]),
        (Condition("<", (3,)), [True, True, False, False]),
        (Condition(), [True, True, True, True]),
    ],
)
def test_what_conditions_hold_for(condition: Condition, holds: list[bool]) -> None:
    assert [condition.may_hold(value) for value in (0.0, 1.0, 3.0, None)] == holds


NUMBER = '<number:number number:min-integer-digits="1"/>'
ODS_CODES = {
    f"<number:number-style{{}}>{NUMBER}</number:number-style>": None,
    "<number:number-style{}><number:number number:min-integer-digits='3'/></number:number-style>": (
        "000"
    ),
    "<number:number-style{}><number:number number:min-integer-digits='1' "
    "number:decimal-places='1' number:display-factor='1000'/></number:number-style>": "0.0,",
    f"<number:percentage-style{{}}>{NUMBER}<number:text>%</number:text>"
    "</number:percentage-style>": "0%",
    f"<number:currency-style{{}}><number:currency-symbol>£</number:currency-symbol>{NUMBER}"
    "</number:currency-style>": None,
    f"<number:number-style{{}}><number:text>S</number:text>{NUMBER}</number:number-style>": '"S"0',
    "<number:text-style{}><number:text>not </number:text><number:text-content/>"
    "</number:text-style>": '0;-0;0;"not "@',
    "<number:text-style{}><number:text-content/></number:text-style>": None,
    "<number:boolean-style{}><number:boolean/></number:boolean-style>": '"TRUE"',
    "<number:date-style{}><number:day/><number:text>/</number:text><number:year/>"
    "</number:date-style>": None,
}


@pytest.mark.parametrize(("style", "code"), ODS_CODES.items())
def test_formats_of_ods_do_what_their_codes_do(style: str, code: str | None) -> None:
    shown = read_formats(style.format(' style:name="N1"')).get("N1")
    values = (4.0, 0.0, -4.0, 4000.0, None)
    if code is None:
        assert shown is None
    else:
        assert shown is not None
        expected = read_format(code)
        assert [shown.judge(value) for value in values] == [expected.judge(v) for v in values]


@pytest.mark.parametrize("size", range(0, 60, 3))
def test_records_that_are_cut_off_end_quietly(size: int) -> None:
    for rules in (old_rules(), new_rules()):
        cut = [(kind, data[:size]) for kind, data in rules]
        assert len(find_conditionals(cut, {})) <= 2
