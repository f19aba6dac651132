"""Texts of a workbook outside its cells: properties, defined names, headers and footers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from qa_checks.catalogue import Catalogue
from qa_checks.reading.cell_marks.outside_texts import (
    find_ods_headers,
    find_xlsx_headers,
    find_xlsx_names,
)
from qa_checks.release import InputFile
from tests.reading.loading import loaded, rows_of, small
from tests.reading.making import ods_cell, ods_row, write_ods
from tests.small_catalogue import TABLE

pytestmark = pytest.mark.usefixtures("workbooks_here")

LABELS = "SELECT _source, place, part, name, written FROM extract_labels ORDER BY place"
STYLES = (
    '<style:master-page style:name="Default" style:display-name="Standard"><style:header>'
    "<text:p>Made by <text:span>Jane &amp; co</text:span></text:p></style:header>"
    "<style:footer-left/><style:footer/></style:master-page>"
)
META = (
    "<!DOCTYPE m [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><office:meta>"
    "<meta:initial-creator>Jane Doe</meta:initial-creator>"
    "<dc:creator><![CDATA[J <D>]]></dc:creator>"
    "<dc:description>&b;</dc:description><dc:title/>"
    '<meta:user-defined meta:name="Checked by">A\x1b[31m B</meta:user-defined></office:meta>'
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return small(tmp_path_factory.mktemp("office"), table=TABLE)


def test_labels_of_xlsx_are_kept_with_its_first_sheet(office: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        visits = book.add_worksheet("Visits")
        visits.write_column("A1", ["Number", "1"])
        visits.set_footer('&L&"Arial,Bold"&10Q&&A for&KFF0000 Oak House&RPage &P')
        book.add_worksheet("Notes").set_header("&CDraft")
        book.set_properties({"author": "Jane Doe", "company": "A & B", "comments": "ask Ann"})
        book.set_custom_property("Checked by", "John")
        book.define_name("Home", '="Oak ""House"""')
        book.define_name("Cells", "=Visits!$A$1:$A$2")
    assert rows_of(loaded(office, tmp_path / "s", InputFile(path, path.name)), LABELS) == [
        (1, "defined name 'Home'", "defined name", "Home", 'Oak "House"'),
        (1, *_header("footer of sheet 'Visits'"), "Q&A for Oak House Page"),
        (1, *_header("header of sheet 'Notes'"), "Draft"),
        (1, *_property("Checked by"), "John"),
        (1, *_property("author"), "Jane Doe"),
        (1, *_property("comments"), "ask Ann"),
        (1, *_property("company"), "A & B"),
        (1, *_property("last modified by"), "Jane Doe"),
    ]


def test_labels_of_ods_are_kept_and_no_entity_is_expanded(
    office: Catalogue, tmp_path: Path
) -> None:
    rows = ods_row(ods_cell("Number")) + ods_row(ods_cell("1"))
    names = (
        '</table:table><table:named-expressions><table:named-expression table:name="Home" '
        'table:expression="of:=&quot;Oak House&quot;"/></table:named-expressions>'
    )
    path = write_ods(tmp_path / "visits.ods", rows)
    _rewrite(path, {"meta.xml": META, "styles.xml": STYLES}, names)
    assert rows_of(loaded(office, tmp_path / "s", InputFile(path, path.name)), LABELS) == [
        (1, "defined name 'Home'", "defined name", "Home", "Oak House"),
        (1, *_header("header of page style 'Standard'"), "Made by Jane & co"),
        (1, *_property("Checked by"), "A\x1b[31m B"),
        (1, *_property("author"), "Jane Doe"),
        (1, *_property("comments"), "&b;"),
        (1, *_property("last modified by"), "J <D>"),
    ]


def test_a_part_without_end_costs_nothing() -> None:
    assert (
        list(find_xlsx_headers(b"</sheetData><headerFooter>" + b"<oddHeader " * 200_000, "A")) == []
    )
    assert list(find_ods_headers(b"<style:master-page " * 200_000)) == []
    for part in (b"<![CDATA[", b"<style:header>"):
        assert list(find_ods_headers(b'<style:master-page style:name="A">' + part * 80_000)) == []
    long = b"</sheetData><headerFooter><oddHeader>" + b"&amp;" * 150_000 + b"</oddHeader>"
    assert [len(label.text) for label in find_xlsx_headers(long, "A")] == [2_000]


def _property(name: str) -> tuple[str, str, str]:
    return f"property '{name}'", "property", name


def _header(name: str) -> tuple[str, str, str]:
    return name, "header or footer", name


def _rewrite(path: Path, parts: dict[str, str], names: str) -> None:
    """Write an ODS file anew with these parts, and names behind its last table."""
    with zipfile.ZipFile(path) as archive:
        old = {name: archive.read(name).decode() for name in archive.namelist()}
    head, _, tail = old["content.xml"].rpartition("</table:table>")
    old["content.xml"] = head + names + tail
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**old, **parts}.items():
            archive.writestr(name, content)


def test_a_defined_name_is_shown_as_it_is_written() -> None:
    xml = b'<definedName name="Home" comment="a &amp;lt; b">"R&amp;amp;D"</definedName>'
    assert [label.text for label in find_xlsx_names(xml)] == ["R&amp;D; a &lt; b"]
