from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_checks.errors import InputError
from qa_checks.reading.contents import HEAD_ROWS, MIB, Limits, Sheet
from qa_checks.reading.delimiters import DELIMITERS
from qa_checks.reading.formats import delimited_text
from qa_checks.reading.formats.delimited_text import last_rows
from tests.reading.making import read, real, refuse, rows_of


def sheet_of(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    return read(path).sheets[0]


TITLE = "Children\u2019s homes \u2013 caf\u00e9 and cr\u00e8che"
LINES = f"URN,Name\r\n1,{TITLE}\r\n2,Private\r\n"


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8 with BOM"),
        ("cp1252", b"", "Windows-1252"),
        ("mac_roman", b"", "Mac Roman"),
        ("utf-16-le", b"\xff\xfe", "UTF-16 LE with BOM"),
        ("utf-16-be", b"\xfe\xff", "UTF-16 BE with BOM"),
        ("utf-16-le", b"", "UTF-16 LE"),
        ("utf-16-be", b"", "UTF-16 BE"),
        ("utf-32-le", b"\xff\xfe\0\0", "UTF-32 LE with BOM"),
    ],
)
def test_encoding_is_found_and_named(tmp_path: Path, codec: str, mark: bytes, name: str) -> None:
    sheet = sheet_of(tmp_path / "a.csv", mark + LINES.encode(codec))
    assert (sheet.encoding, sheet.delimiter, sheet.newline) == (name, ",", "CRLF")
    assert list(sheet.rows()) == [["URN", "Name"], ["1", TITLE], ["2", "Private"]]


@pytest.mark.parametrize(
    ("content", "encoding", "word"),
    [
        (b"SC \x96 Emergency inspection", "Windows-1252", "SC \u2013 Emergency inspection"),
        (b"2024 \xd0 Provider level", "Mac Roman", "2024 \u2013 Provider level"),
        (b"Children\x92s", "Windows-1252", "Children\u2019s"),
        (b"Children\xd5s", "Mac Roman", "Children\u2019s"),
        (b"caf\xe9", "Windows-1252", "caf\u00e9"),
        (b"caf\x8e", "Mac Roman", "caf\u00e9"),
        (b"CAF\xc9", "Windows-1252", "CAF\u00c9"),
        (b"\x93Good\x94", "Windows-1252", "\u201cGood\u201d"),
        (b"\xd2Good\xd3", "Mac Roman", "\u201cGood\u201d"),
        (b"\xa3250", "Windows-1252", "\u00a3250"),
        (b"2019\x962020", "Windows-1252", "2019\u20132020"),
        (b"Sector\xa0", "Windows-1252", "Sector\u00a0"),
    ],
)
def test_single_bytes_are_told_by_their_neighbours(
    tmp_path: Path, content: bytes, encoding: str, word: str
) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"URN,Name\n1," + content + b"\n")
    assert (sheet.encoding, list(sheet.rows())[1][1]) == (encoding, word)


def test_bad_bytes_in_utf_8_are_shown_and_named(tmp_path: Path) -> None:
    content = "URN,Name\n1,café\n2,crèche\n".encode() + b"3,caf\xe9\n"
    sheet = sheet_of(tmp_path / "a.csv", content)
    assert sheet.encoding == "UTF-8 with damaged bytes"
    assert [row[1] for row in sheet.rows()] == ["Name", "café", "crèche", "caf\ufffd"]
    marked = sheet_of(tmp_path / "b.csv", b"\xef\xbb\xbfURN,Name\n1,caf\xe9\n")
    assert marked.encoding == "UTF-8 with BOM and damaged bytes"
    assert marked.head[0] == ("URN", "Name")


def test_truncated_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("URN,Name\n1,café\n".encode("utf-16")[:-1])
    assert "no longer UTF-16" in refuse(path).what


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(("newline", "name"), [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")])
def test_delimiter_and_line_end(tmp_path: Path, delimiter: str, newline: str, name: str) -> None:
    rows = [["A title; with, signs | in\tit", ""], ["URN", "Name"], ["1", "a, b; c"], ["2", ""]]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline).writerows(rows)
    sheet = sheet_of(tmp_path / "a.csv", buffer.getvalue().encode())
    assert (sheet.delimiter, sheet.newline) == (delimiter, name)
    assert list(sheet.rows()) == rows


def test_decimal_commas_do_not_split(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"a;b\n" + b"1,5;2,5\n" * 20)
    assert sheet.delimiter == ";"


def test_one_column_has_no_delimiter(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"URN\n1\n2\n")
    assert (sheet.delimiter, list(sheet.rows())) == (None, [["URN"], ["1"], ["2"]])


def test_header_only_is_no_error(tmp_path: Path) -> None:
    for content in (b"URN,Name", b"URN,Name\r\n"):
        assert list(sheet_of(tmp_path / "a.csv", content).rows()) == [["URN", "Name"]]


def test_rows_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    content = b'Title,\r\n\r\n"URN\r\nof provider",Name\r\n1,"a\n\nb"\r\n\r\n2,"say ""no"""\r\n'
    sheet = sheet_of(tmp_path / "a.csv", content)
    assert sheet.newline == "CRLF"
    assert list(sheet.rows()) == [
        ["Title", ""],
        [],
        ["URN\r\nof provider", "Name"],
        ["1", "a\n\nb"],
        [],
        ["2", 'say "no"'],
    ]


def test_mixed_line_ends(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"a,b\r\n1,2\n3,4\r5,6")
    assert sheet.newline == "mixed"
    assert list(sheet.rows()) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


def test_head_is_the_first_rows(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"a,b\n" * 100)
    assert sheet.head == (("a", "b"),) * HEAD_ROWS
    assert sum(1 for _ in sheet.rows()) == 100


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'a,b\n1,2\n3,"4\n5,6\n', "opened in row 3:"),
        (b'a,b\n1,2\n3,"4', "opened in row 3:"),
        (b'a,b\n1,"2\n' + b"3,4\n" * 100_000, "row 2 is longer than 131,072 characters"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "row 2 is longer than 131,072 characters"),
        (b"a,b,c\n" * 500_000 + b"1,\0,2\n", "NUL byte stands in line 500,001"),
        (b"a,b\n" + b"," * 3000 + b"\n", "Row 2 has 3,001 columns"),
        (b"a,b\n" + b"x" * 5 * MIB, "Line 2 is longer than 4,194,304 characters"),
        (("a,b\n" + "x" * 5 * MIB).encode("utf-16"), "Line 2 is longer than 4,194,304 characters"),
    ],
)
def test_what_cannot_be_read_is_placed(tmp_path: Path, content: bytes, words: str) -> None:
    csv.field_size_limit(2**31 - 1)  # as another library may leave it
    (tmp_path / "a.csv").write_bytes(content)
    assert words in refuse(tmp_path / "a.csv").what


def test_quotation_mark_that_swallows_rows(tmp_path: Path) -> None:
    row = b"1,2,3,4,5,6,7,8,9,10\n"
    stray, quoted = b'1,"2,3,4,5,6,7,8,9,10\n', b'1,"2, 3",3,4,5,6,7,8,9,10\n'
    (tmp_path / "a.csv").write_bytes(row * 200 + stray + row * 50 + quoted + row * 100)
    error = refuse(tmp_path / "a.csv")
    assert (
        "opened in row 201 is closed in a later line, so that 52 rows are read as one" in error.what
    )


WHOLE = "SC900101,Kent,Private,Good,2019"


@pytest.mark.parametrize(
    "lines",
    [
        ['SC900102,Kent,"Private,Good,2019', 'SC900103,Kent,"Private,Good,2019'],
        ['SC900102,Kent,"Private,Good,2019', 'SC900103,Kent,Private",Good,2019'],
        ['"SC900102,Kent,Private,Good,2019', '"SC900103,Kent,Private,Good,2019'],
        ['SC900102,Kent,Private,Good,"2019', 'SC900103,Kent,Private,Good,"2019'],
        ['SC900102,Kent,"Private,Good,2019', WHOLE, '"SC900103",Kent,Private,Good,2019'],
        ['SC900102,Kent,"Private,,', "", 'SC900103,Kent,"Private,,', WHOLE],
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_swallowed_by_a_quotation_mark_is_refused(
    tmp_path: Path, lines: list[str], delimiter: str, end: str
) -> None:
    text = end.join(["URN,Authority,Sector,Grade,Year", WHOLE, WHOLE, *lines, WHOLE, ""])
    (tmp_path / "a.csv").write_bytes(text.replace(",", delimiter).encode())
    assert "A quotation mark opened in row 4 is closed in a later line" in (
        refuse(tmp_path / "a.csv").what
    )


def test_a_stray_mark_in_a_blank_cell_leaves_one_row_short(tmp_path: Path) -> None:
    cells = [f"a{number}" for number in range(20)]
    first = ",".join([*cells[:5], '"', *cells[6:]])
    second = ",".join([*cells[:4], 'a4"', *cells[6:]])
    whole = ",".join(cells)
    (tmp_path / "a.csv").write_text("\n".join([whole, whole, first, second, whole, ""]))
    assert "A quotation mark opened in row 3 is closed in a later line" in (
        refuse(tmp_path / "a.csv").what
    )


@pytest.mark.parametrize("mark", ["\ue000end\ue000", "end", "\x1a", "EOF", "\\."])
def test_no_line_in_a_file_ends_its_reading(tmp_path: Path, mark: str) -> None:
    rows = [["URN", "Sector"], ["1", "Private"], [mark], ["2", "Private"], [mark, mark], [mark]]
    content = "".join(",".join(row) + "\n" for row in rows)
    assert list(sheet_of(tmp_path / "a.csv", content.encode()).rows()) == rows
    assert list(sheet_of(tmp_path / "a.csv", content.rstrip().encode()).rows()) == rows


def test_long_text_in_a_cell_is_no_fault(tmp_path: Path) -> None:
    cell = "First, some words, with commas.\nThen, in a line, more.\n\nAnd, at last, an end."
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["URN", "Name", "Note"], ["1", "a", cell], ["2", "b", cell]])
    assert list(sheet_of(tmp_path / "a.csv", buffer.getvalue().encode()).rows())[1][2] == cell


def big(path: Path, start: bytes = b"a,b\r\n", rest: bytes = b"1,2\r\n", end: bytes = b"") -> Sheet:
    return sheet_of(path, start + rest * (2 * MIB // len(rest)) + end)


@pytest.fixture
def two_mib_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", MIB)


@pytest.mark.usefixtures("two_mib_is_large")
def test_large_plain_text_is_left_to_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert big(path).direct is not None
    assert big(path, start=b"\xef\xbb\xbfTitle\r\n\r\na,b\r\n").direct is not None
    assert big(path, start=b"a,b\n", rest="1,é\n".encode()).direct is not None
    assert sheet_of(path, b"a,b\n1,2\n").direct is None


@pytest.mark.usefixtures("two_mib_is_large")
@pytest.mark.parametrize(
    "content",
    [
        {"end": b"\r\n1,2\r\n"},
        {"end": b"1,2\n"},
        {"end": b"1,\xe9t\xe9\r\n"},
        {"start": b"a\rb,c\r\n"},
        {"start": b"a\r\n", "rest": b"1\r\n"},
        {"start": b"\r\n" * 70 + b"a,b\r\n"},
    ],
)
def test_large_text_that_duckdb_might_see_differently(
    tmp_path: Path, content: dict[str, bytes]
) -> None:
    sheet = big(tmp_path / "a.csv", **content)
    assert sheet.direct is None
    assert len(sheet.head) == HEAD_ROWS


ANY = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters='\n",'), max_size=9)
# Random bytes in a single-byte encoding could be any: these are words of a real table.
WORDS = st.sampled_from(
    ["Good", " ", ",", ";", "|", "\t", "\n", '"', "caf\u00e9", " \u2013 ", "\u00a31"]
)
SINGLE = st.lists(WORDS, max_size=4).map("".join)
HEADER = ["URN of provider", "Registration status", "Latest \u2013 children\u2019s caf\u00e9"]


def three(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8)


@settings(max_examples=40, deadline=None)
@given(
    written=st.one_of(
        st.tuples(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), three(ANY)),
        st.tuples(st.sampled_from(["cp1252", "mac_roman"]), three(SINGLE)),
    ),
    delimiter=st.sampled_from(DELIMITERS),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(
    written: tuple[str, list[list[str]]], delimiter: str, newline: str
) -> None:
    codec, rows = written
    # A cell of several lines that are rows by themselves is refused: a quotation mark is astray.
    rows = [[cell.replace(delimiter, "") if "\n" in cell else cell for cell in row] for row in rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerows([HEADER, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(buffer.getvalue().encode(codec))
        assert rows_of(path) == [HEADER, *rows]


@pytest.mark.parametrize(
    ("name", "encoding", "newline", "rows"),
    [
        ("inspections_2014-15", "UTF-8 with BOM", "CRLF", 4087),
        ("inspections_2019-20", "Windows-1252", "CRLF", 3464),
        ("inspections_2021-22", "Windows-1252", "CRLF", 3613),
        ("inspections_2023-24", "UTF-8 with BOM", "CRLF", 4164),
        ("local_authorities_2023", "UTF-8 with BOM", "CRLF", 152),
        ("providers_as_at_31_march_2018", "UTF-8 with BOM", "LF", 2799),
        ("providers_as_at_31_march_2024", "Mac Roman", "LF", 3880),
    ],
)
def test_real_files(tmp_path: Path, name: str, encoding: str, newline: str, rows: int) -> None:
    path = real(f"ofsted/{name}.csv")
    (tmp_path / "a.csv").symlink_to(path)
    sheet = read(tmp_path / "a.csv").sheets[0]
    assert (sheet.encoding, sheet.delimiter, sheet.newline) == (encoding, ",", newline)
    assert sum(1 for _ in sheet.rows()) == rows
    assert not any("\ufffd" in cell for row in sheet.rows() for cell in row)


def test_limits_are_the_callers(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b,c\n")
    assert "at most 2 are read" in refuse(tmp_path / "a.csv", Limits(columns=2)).what


def test_file_that_goes_away(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"a,b\n1,2\n")
    (tmp_path / "a.csv").unlink()
    with pytest.raises(InputError, match="could no longer be read"):
        next(sheet.rows())


@pytest.mark.parametrize("sample", [*range(14, 30), 1_000])
def test_of_the_last_rows_none_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: int
) -> None:
    """Behind a cut within a cell, its quotation mark would open another that swallows the end."""
    monkeypatch.setattr(delimited_text, "_SAMPLE", sample)
    path = tmp_path / "a.csv"
    path.write_text('1,"Leeds"\n2,"Hull"\nTotal,2\n')
    rows = [(1, ["1", "Leeds"]), (2, ["2", "Hull"]), (3, ["Total", "2"])]
    seen = last_rows(path, ",", 3)
    assert seen == rows[-len(seen) :]
    assert seen
