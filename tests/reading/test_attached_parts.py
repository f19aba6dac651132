"""What workbooks carry besides their cells: copies of rows, macros, pictures, charts, boxes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from qa_checks.reading.cell_marks.attached_parts import (
    find_in_ods,
    find_in_ole,
    find_in_xlsx,
    first_of_each,
)
from qa_checks.reading.cell_marks.label import Label
from qa_checks.reading.cell_marks.ods_content import Content
from qa_checks.reading.cell_marks.package import Package
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import TABLE

TYPES = "application/vnd.openxmlformats-officedocument"
OVERRIDES = {
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{TYPES}.spreadsheetml.pivotCacheDefinition+xml",
    "xl/pivotCache/pivotCacheRecords1.xml": f"{TYPES}.spreadsheetml.pivotCacheRecords+xml",
    "xl/model/item.data": f"{TYPES}.model+data",
    "xl/revisions/revisionLog1.xml": f"{TYPES}.spreadsheetml.revisionLog+xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "xl/embeddings/oleObject1.bin": f"{TYPES}.oleObject",
    "xl/connections.xml": f"{TYPES}.spreadsheetml.connections+xml",
    "elsewhere/externalLink1.xml": f"{TYPES}.spreadsheetml.externalLink+xml",
    "xl/printerSettings/printerSettings1.bin": f"{TYPES}.spreadsheetml.printerSettings",
}
DRAWN = (
    "<xdr:wsDr><xdr:sp><a:p><a:t>24 homes</a:t><a:t xml:space='preserve'> were &amp; are good</a:t>"
    "</a:p></xdr:sp><xdr:pic/><xdr:sp><a:t> </a:t></xdr:sp></xdr:wsDr>"
)


def _labels(path: Path, parts: dict[str, str]) -> list[Label]:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with Package(path) as archive:
        return [*find_in_xlsx(archive)]


def test_parts_of_xlsx_are_told_by_their_types_wherever_they_stand(tmp_path: Path) -> None:
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in OVERRIDES.items()
    )
    types = (
        f'<Types><Default Extension="XLSX" ContentType="{TYPES}.spreadsheetml.sheet"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/xl/drawings/drawing1.xml" ContentType="{TYPES}.drawing+xml"/>'
        "</Types>"
    )
    parts = dict.fromkeys(OVERRIDES, "")
    parts |= {"[Content_Types].xml": types, "xl/drawings/drawing1.xml": DRAWN}
    parts |= {"xl/embeddings/Book1.xlsx": "", "xl/media/logo.PNG": "", "docProps/thumbnail.png": ""}
    assert _labels(tmp_path / "book.xlsx", parts) == [
        ("link to a workbook", "externalLink1", ""),
        ("data connection", "connections", ""),
        ("text box", "drawing1", "24 homes were & are good"),
        ("embedded file", "Book1", ""),
        ("embedded file", "oleObject1", ""),
        ("data model", "item", ""),
        ("pivot table", "pivotCacheDefinition1", ""),
        ("log of changes", "revisionLog1", ""),
        ("macro", "vbaProject", ""),
        ("picture", "logo.PNG", ""),
    ]


def test_a_workbook_of_cells_alone_carries_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cells.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_comment("A1", "seen")
        sheet.write_url("A2", "https://www.gov.uk")
    with Package(path) as archive:
        assert [*find_in_xlsx(archive)] == []
    assert _labels(tmp_path / "bare.xlsx", {"xl/workbook.xml": ""}) == []


@pytest.mark.usefixtures("workbooks_here")
def test_charts_and_text_boxes_of_a_written_workbook_are_kept_with_its_first_sheet(
    tmp_path: Path,
) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Visits").write_column("A1", ["Number", "1"])
        sheet = book.add_worksheet("Charts")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Visits!$A$2:$A$2"})
        sheet.insert_chart("C1", chart)
        sheet.insert_textbox("C20", "24 homes")
    office = small(tmp_path / "office", table=TABLE)
    read = loaded(office, tmp_path / "s", InputFile(path, path.name))
    assert rows_of(read, "SELECT _source, place, part, name, written FROM extract_labels") == [
        (1, "chart 'chart1'", "chart", "chart1", None),
        (1, "text box 'drawing1'", "text box", "drawing1", "24 homes"),
    ]


def test_parts_of_ods_are_told_by_its_manifest_and_its_content(tmp_path: Path) -> None:
    kind = "application/vnd.oasis.opendocument"
    listed = {
        "/": f"{kind}.spreadsheet", "Object 1/": f"{kind}.chart", "Object 2/": f"{kind}.text",
        "content.xml": "text/xml",
    }  # fmt: skip
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{type_}"/>'
        for path, type_ in listed.items()
    )
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest>{entries}</manifest:manifest>"
        )
        for name in ("Basic/script-lc.xml", "media/logo.jpeg", "Thumbnails/thumbnail.png"):
            archive.writestr(name, "")
    content = (
        b'<table:table-source xlink:href="a.ods"/><table:database-source-sql/><draw:text-box>'
        b"<text:p>24 <text:span>homes</text:span></text:p></draw:text-box><draw:text-box/>"
    )
    with Package(path) as archive:
        assert [*find_in_ods(archive, Content(content))] == [
            ("chart", "Object 1", ""),
            ("embedded file", "Object 2", ""),
            ("macro", "Basic", ""),
            ("data connection", "database", ""),
            ("link to a workbook", "linked table", ""),
            ("text box", "text box 1", "24 homes"),
            ("picture", "logo.jpeg", ""),
        ]


def test_many_of_a_kind_hide_no_other() -> None:
    labels = [*(Label("chart", f"chart{i}", "") for i in range(150)), Label("pivot table", "p", "")]
    told = [*first_of_each(labels)]
    assert (len(told), told[99], told[100]) == (101, labels[99], labels[150])


def test_a_part_is_read_in_either_encoding_and_with_its_cdata(tmp_path: Path) -> None:
    types = f'<Types><Override PartName="/drawing1.xml" ContentType="{TYPES}.drawing+xml"/></Types>'
    drawn = "<xdr:sp><a:t><![CDATA[24 <homes>]]></a:t></xdr:sp>"
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types.encode("utf-16"))
        archive.writestr("drawing1.xml", drawn)
    with Package(path) as archive:
        told = [*find_in_xlsx(archive)]
    assert told == [("text box", "drawing1", "24 <homes>")]


def test_tags_without_an_end_are_passed_over_at_once(tmp_path: Path) -> None:
    types = f'<Types><Override PartName="/drawing1.xml" ContentType="{TYPES}.drawing+xml"/></Types>'
    for start in ("<a:t ", "<xdr:sp ", "<a:t>"):
        parts = {"[Content_Types].xml": types, "drawing1.xml": start * 200_000}
        assert _labels(tmp_path / "book.xlsx", parts) == []
    path = tmp_path / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:file-entry " * 50_000)
    with Package(path) as archive:
        assert [*find_in_ods(archive, Content(b"<draw:text-box " * 50_000))] == []


def test_parts_of_xls_are_told_by_the_names_of_its_streams() -> None:
    streams = ["Root Entry", "Workbook", "_VBA_PROJECT_CUR", "MBD0004", "_SX_DB_CUR", "PROJECT"]
    assert [*find_in_ole(streams)] == [
        ("embedded file", "MBD0004", ""),
        ("pivot table", "_SX_DB_CUR", ""),
        ("macro", "_VBA_PROJECT_CUR", ""),
    ]
