"""Sheets of texts and numbers as an XLSX file, in the few looks of findings.xlsx.

Written here because it is all that is asked: the libraries that know everything of a spreadsheet
take three times as long or more for the same cells (benchmarks/README.md).

Every text is written as text, never as a formula, and as a link only in a column of addresses that
the program has made. A text that a spreadsheet would
calculate once it has been saved as CSV (= + - @ in front) is shown with an apostrophe before it,
by the format of its cell: CSV is saved as shown, so the apostrophe goes along and the value stays
text there too. The value in the cell is not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct

from qa_checks.column_letters import column_letters
from qa_checks.render.report_words import clean
from qa_checks.render.sheet_cells import (
    LINK,
    STYLED,
    Column,
    Look,
    Row,
    Texts,
    escape_text,
    write_row,
)
from qa_checks.render.xml_text import escape_value

PADDING = 0.7109375  # what a spreadsheet adds to a width for the edges of the cell
CREATED = "1980-01-01T00:00:00Z"  # as every part of the archive: the same cells, the same bytes
TOGETHER = 200  # rows that are handed on at once
FASTEST = 1  # level of zlib; the file is a fifth larger than at 6 and takes half the time

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = f"""\
<styleSheet xmlns="{MAIN}">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="&quot;'&quot;@"/>\
<numFmt numFmtId="165" formatCode="#,##0.0"/></numFmts>\
<fonts count="4">\
<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="14"/><name val="Calibri"/><family val="2"/></font>\
<font><u/><sz val="11"/><color rgb="FF0B57A4"/><name val="Calibri"/><family val="2"/></font>\
</fonts>\
<fills count="4"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF1"/><bgColor indexed="64"/>\
</patternFill></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFFFF8DC"/><bgColor indexed="64"/>\
</patternFill></fill></fills>\
<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border>\
<border><left style="hair"><color auto="1"/></left><right style="hair"><color auto="1"/></right>\
<top style="hair"><color auto="1"/></top><bottom style="hair"><color auto="1"/></bottom>\
<diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="8">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" \
applyBorder="1"/>\
<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
quotePrefix="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="49" fontId="0" fillId="3" borderId="2" xfId="0" applyNumberFormat="1" applyFill="1" \
applyBorder="1"/>\
</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""


class Sheet(Struct, frozen=True):
    """One sheet: the widths of its columns in letters, and its rows, each with its look.

    The first row of a ``table`` stays in sight, and its columns can be filtered. ``links`` is the
    column of addresses that lead there; ``entries`` are columns that people fill in, with the cells
    of another sheet that hold what may be chosen, if there are such. Columns count from 0.
    """

    name: str
    widths: Sequence[float]
    rows: Iterable[Row]
    table: bool = False
    links: int | None = None
    entries: Mapping[int, str] = {}


def write(path: Path, title: str, sheets: Sequence[Sheet]) -> None:
    """Write sheets to an XLSX file; the same sheets give the same bytes.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=FASTEST) as archive:
        _add(archive, "[Content_Types].xml", [_content_types(len(sheets))])
        _add(archive, "_rels/.rels", [_package_relations()])
        filters = []
        for number, sheet in enumerate(sheets, 1):
            targets: list[str] = []
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                filters.append(_write_sheet(part, sheet, targets, first=number == 1))
            if targets:
                relations = _relations(
                    [(f"{RELATIONS}/hyperlink", target) for target in targets], outside=True
                )
                _add(archive, f"xl/worksheets/_rels/sheet{number}.xml.rels", [relations])
        _add(archive, "xl/workbook.xml", [_workbook(sheets, filters)])
        _add(archive, "xl/_rels/workbook.xml.rels", [_workbook_relations(len(sheets))])
        _add(archive, "xl/styles.xml", [STYLES])
        _add(archive, "docProps/core.xml", [_properties(title)])


def _add(archive: ZipFile, name: str, texts: Iterable[str]) -> None:
    with archive.open(name, "w") as part:
        part.write((DECLARATION + "".join(texts)).encode())


def _write_sheet(part: IO[bytes], sheet: Sheet, targets: list[str], *, first: bool) -> str:
    """Write one sheet row by row, and give the area whose columns can be filtered.

    The ``targets`` of its links are added.
    """
    part.write((DECLARATION + "".join(_opening(sheet, first))).encode())
    number, links = 0, []
    rows: list[str] = []
    columns: dict[tuple[Look, int], list[Column]] = {}
    for number, (look, cells) in enumerate(sheet.rows, 1):
        alike = look, len(cells)
        if alike not in columns:
            columns[alike] = _columns(sheet, *alike)
        rows.append(write_row(number, columns[alike], cells))
        at = sheet.links if look == "plain" else None
        if len(rows) == TOGETHER:
            part.write("".join(rows).encode())
            rows.clear()
        if at is not None and cells[at]:
            targets.append(str(cells[at]))
            links.append(
                f'<hyperlink ref="{column_letters(at)}{number}" r:id="rId{len(targets)}"/>'
            )
    part.write("".join(rows).encode())
    area = f"$A$1:${column_letters(len(sheet.widths) - 1)}${number}" if sheet.table else ""
    filtered = f'<autoFilter ref="{area.replace("$", "")}"/>' if area else ""
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    choices = _choices(sheet, number)
    part.write(f"</sheetData>{filtered}{choices}{linked}</worksheet>".encode())
    return area


def _columns(sheet: Sheet, look: Look, count: int) -> list[Column]:
    """The first columns of a sheet, in rows of one look."""
    texts, links = Texts(STYLED.get(look)), Texts(LINK)
    plain = look == "plain"
    return [
        Column(
            column_letters(column),
            links if plain and column == sheet.links else texts,
            is_entry=plain and column in sheet.entries,
        )
        for column in range(count)
    ]


def _choices(sheet: Sheet, last: int) -> str:
    """What may be chosen in the cells that people fill in."""
    lists = "".join(
        '<dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        f'sqref="{column_letters(column)}2:{column_letters(column)}{last}"><formula1>{escape_text(cells)}</formula1>'
        "</dataValidation>"
        for column, cells in sheet.entries.items()
        if cells
    )
    return f"<dataValidations>{lists}</dataValidations>" if lists else ""


def _opening(sheet: Sheet, first: bool) -> Iterator[str]:
    selected = ' tabSelected="1"' if first else ""
    yield f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    yield f'<sheetViews><sheetView{selected} workbookViewId="0">'
    if sheet.table:
        yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        yield '<selection pane="bottomLeft"/>'
    yield '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    for number, width in enumerate(sheet.widths, 1):
        yield f'<col min="{number}" max="{number}" width="{width + PADDING}" customWidth="1"/>'
    yield "</cols><sheetData>"


def _attribute(text: str) -> str:
    return escape_value(clean(text))


def _content_types(sheets: int) -> str:
    named = {f"xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, sheets + 1)}
    named |= {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}
    parts = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in named.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{relations}"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>{parts}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]], *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{_attribute(target)}"{mode}/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _package_relations() -> str:
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    return _relations(
        [(f"{RELATIONS}/officeDocument", "xl/workbook.xml"), (core, "docProps/core.xml")]
    )


def _workbook_relations(sheets: int) -> str:
    targets = [
        (f"{RELATIONS}/worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, sheets + 1)
    ]
    return _relations([*targets, (f"{RELATIONS}/styles", "styles.xml")])


def _workbook(sheets: Sequence[Sheet], filters: Sequence[str]) -> str:
    listed = "".join(
        f'<sheet name="{_attribute(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    defined = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">'
        f"'{escape_text(sheet.name)}'!{area}</definedName>"
        for number, (sheet, area) in enumerate(zip(sheets, filters, strict=True))
        if area
    )
    names = f"<definedNames>{defined}</definedNames>" if defined else ""
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{names}</workbook>"
    )


def _properties(title: str) -> str:
    days = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{CREATED}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape_text(clean(title))}</dc:title>{days}</cp:coreProperties>"
    )
