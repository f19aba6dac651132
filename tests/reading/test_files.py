from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import random
import struct
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from qa_checks.appraisal import Judged, judge
from qa_checks.assessment import run
from qa_checks.errors import InputError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Verdict
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.reading.contents import MIB, Limits, TypedRows
from qa_checks.reading.opening import open_file
from qa_checks.release import release_from_files
from tests.published import HEADER, provider, write_csv
from tests.reading.making import ODS_TYPE, read, refuse, rows_of, write_xlsx

TABLE = b"URN,Sector\n2590934,Private\n"
NOISE = random.Random(1).randbytes(100_000)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_digest_and_size_are_those_of_the_bytes_on_disk(tmp_path: Path) -> None:
    packed = gzip.compress(TABLE)
    file = read(write(tmp_path / "a.csv.gz", packed))
    assert (file.sha256, file.bytes) == (hashlib.sha256(packed).hexdigest(), len(packed))
    assert list(file.sheets[0].rows()) == [["URN", "Sector"], ["2590934", "Private"]]


def test_rows_can_be_read_twice(tmp_path: Path) -> None:
    sheet = read(write(tmp_path / "a.csv", TABLE)).sheets[0]
    assert list(sheet.rows()) == list(sheet.rows()) == [list(row) for row in sheet.head]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.pdf", "a", "a.parquet", "a.gz"])
def test_content_decides_not_the_name(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, TABLE.replace(b",", b"\t"))
    assert read(path).sheets[0].delimiter == "\t"


def test_parquet_gives_its_column_names_and_stands_for_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "year=2024 [final].parquet"
    plain = tmp_path / "a.parquet"
    duckdb.sql("SELECT 1 AS urn, 'x' AS \"Reg status\"").write_parquet(str(plain))
    plain.rename(path)
    sheet = read(path).sheets[0]
    assert sheet.head == (("urn", "Reg status"),)
    assert list(sheet.rows()) == list(sheet.rows()) == [["urn", "Reg status"]]
    assert isinstance(sheet.direct, TypedRows)
    relation = sheet.direct.relation
    assert relation.columns == (("urn", "INTEGER"), ("Reg status", "VARCHAR"))
    assert duckdb.sql(f"SELECT {relation.row}, urn FROM {relation.sql}").fetchall() == [(2, 1)]


def test_parquet_with_too_many_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT 1 AS a, 2 AS b, 3 AS c").write_parquet(str(path))
    assert len(read(path, Limits(columns=3)).sheets[0].head[0]) == 3
    refused = refuse(path, Limits(columns=2))
    assert refused.what == "Row 1 has 3 columns; at most 2 are read."


def test_damaged_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT range AS urn FROM range(10000)").write_parquet(str(path))
    path.write_bytes(path.read_bytes()[:5000])
    assert "cut off or damaged" in refuse(path).what


def test_missing_file(tmp_path: Path) -> None:
    assert refuse(tmp_path / "a.csv").what == "There is no such file."


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert refuse(tmp_path / "a").what == "This is a folder."


def test_name_that_cannot_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file name"):
        open_file(Path("a\0b"), tmp_path)


def test_symbolic_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "cannot be read" in refuse(tmp_path / "a").what


def test_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    assert "a device or a pipe" in refuse(tmp_path / "a.csv").what


def test_device(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a device or a pipe"):
        open_file(Path("/dev/zero"), tmp_path)


def test_unreadable_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TABLE)
    path.chmod(0)
    if os.geteuid() != 0:
        assert "may not be read" in refuse(path).what
        return
    # The superuser may read everything: look again as nobody.
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for folder in (scratch, tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/tmp"):  # noqa: S108
            folder.chmod(0o777)
    os.seteuid(65534)
    try:
        with pytest.raises(InputError, match="may not be read"):
            open_file(path, scratch)
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\n  ", "nothing but blank space"),
        (b"\xef\xbb\xbf", "nothing but blank space"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"ORC\x0a\0\x08", "an ORC file"),
        (b"\x03\x7c\x02\x1f" + bytes(28) + b"URN\0" * 20, "binary file of an unknown kind"),
        (NOISE, "binary file of an unknown kind"),
        (bytes(1000), "binary file of an unknown kind"),
        (b"<!DOCTYPE html><html><table>", "a web page (HTML)"),
        (b"\xef\xbb\xbf\n <TABLE border=1><tr>", "a web page (HTML)"),
        (b"MIME-Version: 1.0\n", "a saved web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "an Excel 2003 XML workbook",
        ),
        (b'<?xml version="1.0"?><a/>', "an XML document"),
        (b'[{"urn": 1}]', "a JSON document"),
        (b"PK\x05\x06" + bytes(18), "an empty ZIP archive"),
        (b"PK\x03\x04 and then nothing", "cut off or damaged"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refuse(write(tmp_path / "a.xlsx", content)).what


@pytest.mark.parametrize("start", [b"ORCHARD HOUSE", b"PAR1", b"MZ", b"<5 places", b"{URN}"])
def test_text_that_begins_like_something_else(tmp_path: Path, start: bytes) -> None:
    path = write(tmp_path / "a.csv", start + b",Sector\n1,Private\n")
    assert rows_of(path)[0] == [start.decode(), "Sector"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("xl/workbook.bin", "a binary Excel workbook"),
        ("Index/Document.iwa", "an Apple Numbers"),
        ("providers.csv", "a ZIP archive of 1 file"),
        ("encrypted-package", "protected with a password"),
    ],
)
def test_other_zip_files_are_named(tmp_path: Path, part: str, words: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    assert words in refuse(tmp_path / "a.xlsx").what


def test_open_document_text(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", ODS_TYPE.replace("spreadsheet", "text"))
        archive.writestr("content.xml", "<x/>")
    assert "This is an OpenDocument text, not a table." in refuse(tmp_path / "a.ods").what


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "protected with a password"),
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a PowerPoint presentation"),
        ("Anything", "without a workbook"),
        ("Workbook", "damaged"),
    ],
)
def test_old_office_files(tmp_path: Path, stream: str, words: str) -> None:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + stream.encode("utf-16-le")
    assert words in refuse(write(tmp_path / "a.xlsx", content + bytes(600))).what


def test_encrypted_zip(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", "<row/>")
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "password" in refuse(write(path, bytes(content))).what


def test_truncated_gzip(tmp_path: Path) -> None:
    packed = gzip.compress(NOISE[:1000].hex().encode())
    assert "cut off or damaged" in refuse(write(tmp_path / "a.gz", packed[:-20])).what


def test_gzip_with_a_wrong_checksum(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TABLE))
    packed[-8] ^= 1
    assert "cut off or damaged" in refuse(write(tmp_path / "a.gz", bytes(packed))).what


def test_gzip_bomb(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" * (10 * MIB))
    error = refuse(write(tmp_path / "a.gz", packed), Limits(ratio=10))
    assert "unpacks to more than 16,777,216 bytes" in error.what


def test_gzip_in_gzip(tmp_path: Path) -> None:
    assert "twice" in refuse(write(tmp_path / "a.gz", gzip.compress(gzip.compress(TABLE)))).what


def test_gzipped_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", '<row><c t="str"><v>URN</v></c></row>')
    assert rows_of(write(tmp_path / "b.gz", gzip.compress(path.read_bytes()))) == [["URN"]]


def test_file_above_the_limit(tmp_path: Path) -> None:
    assert "27 bytes" in refuse(write(tmp_path / "a.csv", TABLE), Limits(file_bytes=20)).what


def test_zip_bomb_by_its_directory(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (20 * MIB))
    assert "would unpack to 20,971,520" in refuse(tmp_path / "a.xlsx").what


def test_zip_bomb_whose_directory_lies(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", "<row/>" * 5_000_000)
    content = bytearray(path.read_bytes())
    entry = content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", content, entry + 24, 500)
    refuse(write(path, bytes(content)))


def test_truncated_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", "<row/>" * 100)
    assert "cut off or damaged" in refuse(write(path, path.read_bytes()[:-200])).what


@pytest.mark.parametrize("how", ["write", "replace", "remove"])
def test_a_file_that_changes_while_it_is_checked(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, provider(1)])
    other = write_csv(tmp_path / "b.csv", [HEADER, provider(2)])
    changes = {
        "write": lambda: path.write_bytes(other.read_bytes()),
        "replace": lambda: other.replace(path),
        "remove": path.unlink,
    }

    def change_and_judge(*given: Any) -> Judged:
        judged = judge(*given)
        changes[how]()
        return judged

    monkeypatch.setattr("qa_checks.appraisal.judge", change_and_judge)
    facts = ReleaseFacts("r", "r", as_at=dt.date(2017, 8, 31))
    report = run(release_from_files([path], facts), Options(selection=Choice(rules=("DAT004",))))
    assert report.verdict is Verdict.INCOMPLETE
    assert [problem.message for problem in report.problems] == [
        f"{path}: The file was changed while it was checked. Run the checks again."
    ]
