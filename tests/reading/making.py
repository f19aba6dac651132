"""Makes files to read: small workbooks written by hand, so that they can be wrong on purpose."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qa_checks.errors import InputError
from qa_checks.reading.contents import LIMITS, File, Limits
from qa_checks.reading.opening import open_file

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XMLNS = "urn:oasis:names:tc:opendocument:xmlns"


def read(path: Path, limits: Limits = LIMITS) -> File:
    """Open a file with a scratch folder beside it."""
    scratch = path.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return open_file(path, scratch, limits)


def rows_of(path: Path, sheet: int = 0) -> list[list[str]]:
    """Give every row of one sheet."""
    return list(read(path).sheets[sheet].rows())


def refuse(path: Path, limits: Limits = LIMITS) -> InputError:
    """Open a file and read all its rows, which must end in an error in good form."""
    with pytest.raises(InputError) as caught:
        sum(1 for sheet in read(path, limits).sheets for _ in sheet.rows())
    error = caught.value
    assert error.where.startswith(str(path))
    assert error.what
    assert error.remedy
    assert "\n" not in str(error)
    return error


def real(name: str) -> Path:
    """Give a real published file, or skip the test."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"real file {name} is not here")
    return path


def write_xlsx(path: Path, sheet: str, shared: str = "") -> Path:
    """Write an XLSX file whose one sheet has this XML inside its sheetData."""
    links = f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet
        if sheet.startswith("<!")
        else f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    if shared:
        links += (
            f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        )
        parts["xl/sharedStrings.xml"] = shared
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0"?>' + text)
    return path


def write_ods(path: Path, rows: str, entry: str = "", styles: str = "", ranges: str = "") -> Path:
    """Write an ODS file of one sheet with such table:table-row elements, styles and ranges.

    What stands behind the rows may follow them.
    """
    manifest = f'<manifest:manifest xmlns:manifest="{_XMLNS}:manifest:1.0">{entry}'
    spaces = " ".join(f'xmlns:{name}="{_XMLNS}:{name}:1.0"' for name in ("office", "table", "text"))
    spaces += f' xmlns:style="{_XMLNS}:style:1.0" xmlns:number="{_XMLNS}:datastyle:1.0"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}>{styles}<office:body><office:spreadsheet>"
            f'<table:table table:name="Data">{rows}</table:table>'
            f"<table:database-ranges>{ranges}</table:database-ranges>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", manifest + "</manifest:manifest>")
    return path


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Give one row element."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">'
        f"{''.join(cells)}</table:table-row>"
    )


def ods_cell(text: str, repeated: int = 1) -> str:
    """Give one text cell; an empty one for no text."""
    many = f'table:number-columns-repeated="{repeated}"'
    if not text:
        return f"<table:table-cell {many}/>"
    return (
        f'<table:table-cell office:value-type="string" {many}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )
