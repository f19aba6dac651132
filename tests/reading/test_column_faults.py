"""What cells of a column have in common is one fault of the column."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt

from qa_checks.catalogue import Catalogue
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import HEADER, LAYOUT, visits

pytestmark = pytest.mark.usefixtures("workbooks_here")

FAULTS = "SELECT header, fault, _row, cells FROM extract_column_faults ORDER BY position"
CELLS = "SELECT place, written, fault FROM extract_cells ORDER BY _row, position"


def read_days(office: Catalogue, scratch: Path, *days: str) -> Loaded:
    rows = [[str(number), day] for number, day in enumerate(days, start=1)]
    return loaded(office, scratch / "s", visits(*rows))


@pytest.mark.parametrize("mark", ["/", "-"])
def test_a_column_with_the_month_first_is_one_fault(
    office: Catalogue, tmp_path: Path, mark: str
) -> None:
    days = ["05/06/2019", "05/13/2019", "", "12/31/2019"]
    if mark == "-":
        days = [day.replace("/", "-") if day[3:5] > "12" else day for day in days]
    read = read_days(office, tmp_path, *days)
    assert rows_of(read, FAULTS) == [("Day", "month_first", 2, 3)]
    assert rows_of(read, "SELECT DISTINCT day FROM visits") == [(None,)]
    assert rows_of(read, CELLS) == [
        ("row 2, Day", "05/06/2019", "month_first"),
        ("row 3, Day", days[1], "month_first"),
        ("row 5, Day", days[3], "month_first"),
    ]


@pytest.mark.parametrize("form", ["{}/11/19", "{}-Nov-19", "{}.11.19"])
def test_a_column_with_years_of_two_digits_is_one_fault(
    office: Catalogue, tmp_path: Path, form: str
) -> None:
    read = read_days(office, tmp_path, form.format("05"), "", form.format("06"))
    assert rows_of(read, FAULTS) == [("Day", "short_year", 2, 2)]
    assert rows_of(read, "SELECT DISTINCT fault FROM extract_cells") == [("short_year",)]
    mixed = read_days(office, tmp_path, form.format("05"), "05/11/2019", form.format("06"))
    assert rows_of(mixed, FAULTS) == []


def numbers_as_csv(path: Path, numbers: list[float | None]) -> InputFile:
    file = path / "visits.csv"
    cells = ("" if number is None else str(number) for number in numbers)
    file.write_text("Number,Kind\n" + "".join(f"{cell},Full\n" for cell in cells))
    return InputFile(file, file.name)


def numbers_as_parquet(path: Path, numbers: list[float | None]) -> InputFile:
    file = path / "visits.parquet"
    pq.write_table(pa.table({"Number": numbers, "Kind": ["Full"] * len(numbers)}), file)
    return InputFile(file, file.name)


@pytest.mark.parametrize("write", [numbers_as_csv, numbers_as_parquet])
def test_identifiers_that_end_in_a_decimal_nought_are_one_fault(
    office: Catalogue,
    tmp_path: Path,
    write: Callable[[Path, list[float | None]], InputFile],
) -> None:
    read = loaded(office, tmp_path / "s", write(tmp_path, [None, 2590934.0, 2590935.0]))
    [(_, fault, first, cells)] = rows_of(read, FAULTS)
    assert (fault, cells) == ("decimals", 2)
    assert rows_of(read, CELLS) == [
        (f"row {first}, Number", "2590934.0", "decimals"),
        (f"row {first + 1}, Number", "2590935.0", "decimals"),
    ]
    assert rows_of(read, "SELECT number FROM visits ORDER BY number") == [
        ("2590934",),
        ("2590935",),
        (None,),
    ]


def test_one_identifier_with_a_decimal_nought_is_a_fault_of_its_column(
    office: Catalogue, tmp_path: Path
) -> None:
    read = loaded(office, tmp_path / "s", visits(["2590934"], ["2590935.00"], ["2590936.5"]))
    assert rows_of(read, FAULTS) == [("Number", "decimals", 3, 1)]


@pytest.mark.parametrize(
    ("days", "unreadable"),
    [
        (["05/06/2019", "05/13/2019"], 1),  # one is a slip
        (["31/05/2019", "05/13/2019", "06/14/2019"], 2),  # the column has the day first
        (["2019-05-31", "05/13/2019", "06/14/2019"], 2),
        (["05/06/2019", "13/13/2019", "31/14/2019"], 2),  # no date either way
    ],
)
def test_other_columns_keep_a_fault_for_each_cell(
    office: Catalogue, tmp_path: Path, days: list[str], unreadable: int
) -> None:
    read = read_days(office, tmp_path, *days)
    assert rows_of(read, FAULTS) == []
    assert [fault for _, _, fault in rows_of(read, CELLS)] == ["unreadable"] * unreadable
    assert rows_of(read, "SELECT count(day) FROM visits") == [(len(days) - unreadable,)]


def test_the_day_is_the_one_after_the_twelfth(office: Catalogue, tmp_path: Path) -> None:
    read = read_days(office, tmp_path, "12/12/2019", "11/12/2019")
    assert rows_of(read, "SELECT day FROM visits ORDER BY number") == [
        (dt.date(2019, 12, 12),),
        (dt.date(2019, 12, 11),),
    ]


def merged_xlsx(path: Path) -> InputFile:
    """A title over four columns; Score of rows 3 to 5, and Kind with Score of row 7, as one.

    What stood in a cell before stays in the file, though no spreadsheet shows it.
    """
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "Visits of 2022")
        sheet.write_row("A2", HEADER[:4])
        for row in range(2, 7):
            sheet.write_row(row, 0, [str(row), "10/05/2022", "Full", row])
        sheet.merge_range("D3:D5", 7)
        sheet.merge_range("C7:D7", "Full")
    return InputFile(path, path.name)


def merged_ods(path: Path) -> InputFile:
    def merged(text: str, down: int, right: int) -> str:
        spans = f'table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
        return ods_cell(text).replace("<table:table-cell", f"<table:table-cell {spans}", 1)

    covered = "<table:covered-table-cell/>"
    rows = [[merged("Visits of 2022", 1, 4), covered * 3], [ods_cell(text) for text in HEADER[:4]]]
    for row in range(2, 7):
        start = [ods_cell(str(row)), ods_cell("10/05/2022")]
        kind, score = ods_cell("Full"), ods_cell(str(row))
        if row == 2:
            score = merged("7", 3, 1)
        elif row < 5:
            score = covered
        elif row == 6:
            kind, score = merged("Full", 1, 2), covered
        rows.append([*start, kind, score])
    return InputFile(write_ods(path, "".join(ods_row(*row) for row in rows)), path.name)


@pytest.mark.parametrize("write", [merged_xlsx, merged_ods])
def test_merged_cells_are_one_fault_of_the_column(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], InputFile]
) -> None:
    read = loaded(office, tmp_path / "s", write(tmp_path / "visits"))
    assert [fault for fault in rows_of(read, FAULTS) if fault[1] != "text"] == [
        ("Score", "merged", 4, 3)
    ]
    assert [(place, fault) for place, _, fault in rows_of(read, CELLS)] == [
        (f"row {row}, Score", "merged") for row in (4, 5, 7)
    ]
    assert rows_of(read, "SELECT score FROM visits ORDER BY _row") == [
        (7,), (None,), (None,), (5,), (None,),
    ]  # fmt: skip


SHOWN = '"V"000'


def numbers_xlsx(path: Path) -> InputFile:
    with xlsxwriter.Workbook(path) as book:
        sheet, shown = book.add_worksheet(), book.add_format({"num_format": SHOWN})
        sheet.write_row("A1", ["Number", "Score"])
        for row in (1, 2, 3):
            sheet.write_number(row, 0, row * 7, shown)
            sheet.write_number(row, 1, row, shown)
        sheet.write_string(4, 0, "V999", shown)
    return InputFile(path, path.name)


def numbers_xls(path: Path) -> InputFile:
    book = xlwt.Workbook()
    sheet, shown = book.add_sheet("Data"), xlwt.easyxf(num_format_str=SHOWN)
    for column, header in enumerate(["Number", "Score"]):
        sheet.write(0, column, header)
    for row in (1, 2, 3):
        sheet.write(row, 0, row * 7, shown)
        sheet.write(row, 1, row, shown)
    sheet.write(4, 0, "V999", shown)
    book.save(str(path))
    return InputFile(path, path.name)


def numbers_ods(path: Path) -> InputFile:
    def number(value: int, shown: str) -> str:
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )

    rows = [
        ods_row(number(row * 7, f"V{row * 7:03}"), number(row, f"V{row:03}")) for row in (1, 2, 3)
    ]
    header = ods_row(ods_cell("Number"), ods_cell("Score"))
    write_ods(path, header + "".join(rows) + ods_row(ods_cell("V999")))
    return InputFile(path, path.name)


@pytest.mark.parametrize("write", [numbers_xlsx, numbers_xls, numbers_ods])
def test_identifiers_are_read_as_their_format_shows_them(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], InputFile]
) -> None:
    read = loaded(office, tmp_path / "s", write(tmp_path / "visits"))
    assert rows_of(read, FAULTS) == [("Number", "number_format", 2, 3)]
    assert rows_of(read, "SELECT number, score FROM visits ORDER BY _row") == [
        ("V007", 1), ("V014", 2), ("V021", 3), ("V999", None),
    ]  # fmt: skip


FORMATS = {
    "Places": ('"40"', 4, "40"),
    "Thousands": ("0,", 4000, "4"),
    "Share": ("0%", 4, "400%"),
    "Sector": (";;;", "Private", ""),
}


def unlike_xlsx(path: Path) -> InputFile:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, (header, (code, value, _)) in enumerate(FORMATS.items()):
            sheet.write(0, column, header)
            shown = book.add_format({"num_format": code})
            for row in (1, 2):
                sheet.write(row, column, value, shown)
    return InputFile(path, path.name)


def unlike_xls(path: Path) -> InputFile:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for column, (header, (code, value, _)) in enumerate(FORMATS.items()):
        sheet.write(0, column, header)
        for row in (1, 2):
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
    book.save(str(path))
    return InputFile(path, path.name)


ODS_STYLES = (
    '<number:text-style style:name="N1"/><style:style style:name="ce1" '
    'style:family="table-cell" style:data-style-name="N1"/>'
)


def unlike_ods(path: Path, named: bool = True) -> InputFile:
    """The style of the column of texts stands in its cells, or is that of the column."""

    def cell(value: object, shown: str) -> str:
        if isinstance(value, str):
            style = 'table:style-name="ce1" ' if named else ""
            return ods_cell(value).replace("<table:table-cell ", f"<table:table-cell {style}")
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )

    column = '<table:table-column table:number-columns-repeated="3"/>'
    column += "" if named else '<table:table-column table:default-cell-style-name="ce1"/>'
    row = ods_row(*(cell(value, shown) for _, value, shown in FORMATS.values()))
    header = ods_row(*map(ods_cell, FORMATS))
    write_ods(path, column + header + row + row, styles=ODS_STYLES)
    return InputFile(path, path.name)


def unlike_ods_by_column(path: Path) -> InputFile:
    return unlike_ods(path, named=False)


@pytest.mark.parametrize("write", [unlike_xlsx, unlike_xls, unlike_ods, unlike_ods_by_column])
def test_a_format_that_shows_something_else_is_one_fault_of_the_column(
    tmp_path: Path, write: Callable[[Path], InputFile]
) -> None:
    columns: dict[str, Any] = {
        "number": ["Number"], "score": ["Places", "Score"], "share": ["Share"], "kind": ["Sector"],
        "person": ["Thousands"],
    }  # fmt: skip
    layout = {**LAYOUT, "required": [], "blocks": [{"table": "visits", "columns": columns}]}
    office = small(tmp_path / "office", layout=layout)
    read = loaded(office, tmp_path / "s", write(tmp_path / "visits"))
    assert rows_of(read, FAULTS) == [
        ("Places", "shows_other", 2, 2),
        ("Thousands", "shows_scaled", 2, 2),
        ("Sector", "shows_hidden", 2, 2),
    ]  # per cent is what a share may be shown in
    assert rows_of(read, "SELECT DISTINCT score, share, person FROM visits") == [(4, 4.0, "4000")]


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ([(0.05, "0%"), (4.5, "0.0"), (0, "0")], [("Share", "shows_percent", 2, 1)]),
        ([(4.5, "0.0"), (0.05, "0%"), (0.06, "0%")], [("Share", "shows_percent", 3, 2)]),
        ([(0.05, "0%"), (0.06, "0.0%"), (0, "0")], []),
        ([(0.05, "0.00"), (4.5, "0.0"), (0, "0%")], []),
    ],
)
def test_per_cent_beside_other_numbers_is_a_fault_of_their_column(
    office: Catalogue,
    tmp_path: Path,
    shares: list[tuple[float, str]],
    told: list[tuple[object, ...]],
) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Number", "Share"])
        for row, (share, code) in enumerate(shares, start=1):
            sheet.write(row, 0, str(row))
            sheet.write(row, 1, share, book.add_format({"num_format": code}))
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, FAULTS) == told
    assert rows_of(read, "SELECT share FROM visits") == [(share,) for share, _ in shares]


# Header, format, what the cells hold, and what they show.
SHORTENED = [
    ("Number", "0.00E+00", 10203040, "1.02E+07"),
    ("Day", "mm/dd/yyyy", dt.date(2019, 6, 5), "06/05/2019"),
    ("Score", "##0.0E+0", 4, "4.0E+0"),
    ("Share", "0.00E+00", 0.12345, "1.23E-01"),
]


def shortened_xlsx(path: Path) -> InputFile:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, (header, code, value, _) in enumerate(SHORTENED):
            sheet.write(0, column, header)
            for row in (1, 2):
                sheet.write(row, column, value, book.add_format({"num_format": code}))
    return InputFile(path, path.name)


def shortened_xls(path: Path) -> InputFile:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for column, (header, code, value, _) in enumerate(SHORTENED):
        sheet.write(0, column, header)
        for row in (1, 2):
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
    book.save(str(path))
    return InputFile(path, path.name)


def shortened_ods(path: Path) -> InputFile:
    cells = [
        f'<table:table-cell office:value-type="date" office:date-value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
        if isinstance(value, dt.date)
        else f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
        for _, _, value, shown in SHORTENED
    ]
    header = ods_row(*(ods_cell(header) for header, *_ in SHORTENED))
    write_ods(path, header + ods_row(*cells, repeated=2))
    return InputFile(path, path.name)


@pytest.mark.parametrize("write", [shortened_xlsx, shortened_xls, shortened_ods])
def test_a_format_that_leaves_digits_out_or_exchanges_day_and_month_is_one_fault_of_the_column(
    office: Catalogue, tmp_path: Path, write: Callable[[Path], InputFile]
) -> None:
    read = loaded(office, tmp_path / "s", write(tmp_path / "visits"))
    assert rows_of(read, FAULTS) == [
        ("Number", "shows_scientific", 2, 2),
        ("Day", "shows_month_first", 2, 2),
    ]  # a share may be shown so, and of 4.0E+0 nothing is left out
    assert rows_of(read, "SELECT DISTINCT number, day, score, share FROM visits") == [
        ("10203040", dt.date(2019, 6, 5), 4, 0.12345)
    ]


def test_days_in_the_form_of_the_system_are_shown_as_it_has_them(
    office: Catalogue, tmp_path: Path
) -> None:
    """Format 14 is spelt out with the month first, and shown as the reader's system does."""
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Number", "Day"])
        sheet.write_row("A2", ["1"])
        sheet.write(1, 1, dt.date(2019, 6, 5), book.add_format({"num_format": 14}))
    assert rows_of(loaded(office, tmp_path / "s", InputFile(path, path.name)), FAULTS) == []


def numbers_as_days(path: Path) -> InputFile:
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        hidden = book.add_format({"num_format": ";;;"})
        sheet.write_row("A1", ["Number", "Day", "Score"])
        for row in (1, 2):
            sheet.write(row, 0, 7, day)
            sheet.write(row, 1, 44691, hidden)
            sheet.write(row, 2, row, day)
    return InputFile(path, path.name)


def test_what_a_format_makes_unreadable_is_no_fault_of_each_cell(
    office: Catalogue, tmp_path: Path
) -> None:
    read = loaded(office, tmp_path / "s", numbers_as_days(tmp_path / "visits.xlsx"))
    assert rows_of(read, FAULTS) == [
        ("Number", "shows_date", 2, 2),
        ("Day", "shows_hidden", 2, 2),
        ("Score", "shows_date", 2, 2),
    ]
    assert rows_of(read, "SELECT DISTINCT fault FROM extract_cells") == [("number_format",)]
    assert rows_of(read, "SELECT number, day, score FROM visits") == [(None, None, None)] * 2


def test_a_format_may_stand_in_either_quotation_marks(office: Catalogue, tmp_path: Path) -> None:
    plain, path = tmp_path / "plain.xlsx", tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Number", "Score"])
        sheet.write_row("A2", ["1", 4], book.add_format({"num_format": "00.0"}))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            xml = old.read(name).replace(b'formatCode="00.0"', b"formatCode='[>2]\"many\";0'")
            new.writestr(name, xml)
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, FAULTS) == [("Score", "shows_other", 2, 1)]
