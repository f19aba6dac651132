from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import read_text
from tests.texts.documents.making import blocks_of, refuse, words_of, write_parts, write_word


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


CHANGED = (
    run("Homes rose by ")
    + f"<w:del>{run('3').replace('w:t>', 'w:delText>')}</w:del><w:ins>{run('4')}</w:ins>"
    + f"<w:moveFrom>{run('55')}</w:moveFrom>"
    + '<w:commentRangeStart w:id="0"/>'
    + run("5%")
    + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
)
STYLES = """
<w:style w:styleId="Small"><w:name w:val="Note mark"/>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:styleId="Smaller"><w:name w:val="x"/><w:basedOn w:val="Small"/></w:style>
<w:style w:styleId="Secret"><w:name w:val="y"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="C1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="T1"><w:name w:val="Heading 2"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="z"/><w:basedOn w:val="Loop"/></w:style>
"""


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        pytest.param(CHANGED, "Homes rose by 45%", id="tracked changes and a comment"),
        pytest.param(run("2") + run(",") + run("345", "<w:b/>"), "2,345", id="split over runs"),
        pytest.param(run("12") + run("34", "<w:vanish/>"), "12", id="hidden"),
        pytest.param(run("12") + run("34", '<w:vanish w:val="0"/>'), "1234", id="not hidden"),
        pytest.param(run("12") + run("9", "<w:strike/>"), "12", id="struck"),
        pytest.param(run("12") + run("9", '<w:rStyle w:val="Secret"/>'), "12", id="hidden style"),
        pytest.param(run("12") + run("3", '<w:rStyle w:val="Smaller"/>'), "12³", id="raised style"),
        pytest.param(
            run("12") + run("3", '<w:rStyle w:val="Small"/><w:vertAlign w:val="baseline"/>'),
            "123",
            id="raised style put back on the line",
        ),
        pytest.param(run("1") + run("st", '<w:vertAlign w:val="superscript"/>'), "1st", id="first"),
        pytest.param(run("H") + run("2", '<w:vertAlign w:val="subscript"/>'), "H₂", id="lowered"),
        pytest.param(
            run("from 4") + "<w:r><w:noBreakHyphen/></w:r>" + run("5") + "<w:r><w:tab/></w:r>"
            + run("home") + "<w:r><w:softHyphen/></w:r>" + run("s"),
            "from 4-5 homes",
            id="signs",
        ),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SEQ 7</w:instrText>'
            f'</w:r>{run("Table 1")}<w:fldSimple w:instr="REF 8">{run(" and 2")}</w:fldSimple>',
            "Table 1 and 2",
            id="fields",
        ),
        pytest.param(
            f"<w:smartTag><w:hyperlink>{run('a')}</w:hyperlink></w:smartTag>"
            f"<w:sdt><w:sdtPr><w:alias w:val='7'/></w:sdtPr><w:sdtContent>{run('b')}"
            "</w:sdtContent></w:sdt>",
            "ab",
            id="wrapped",
        ),
        pytest.param(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
            "</m:den></m:f><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t>"
            "</m:r></m:sup></m:sSup></m:oMath>",
            "1/2 10 6",
            id="mathematics",
        ),
    ],
)  # fmt: skip
def test_words_of_a_paragraph(inside: str, words: str, tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph(inside), styles=STYLES)
    assert words_of(path) == [words]


def test_kinds_and_numbers_of_paragraphs(tmp_path: Path) -> None:
    body = (
        paragraph(run("Contents 3"), '<w:pStyle w:val="C1"/>')
        + paragraph(run("Findings"), '<w:pStyle w:val="T1"/>')
        + paragraph(run("First"), '<w:numPr><w:numId w:val="4"/></w:numPr>')
        + paragraph(run("Second"), '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('a'))}</w:tc><w:tc>{paragraph(run('1'))}</w:tc>"
        f"</w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('9'))}</w:tc></w:tr></w:tbl>"
        + paragraph(run("Third"), '<w:pStyle w:val="Loop"/>')
    )
    path = write_word(tmp_path / "a.docx", body, styles=STYLES)
    text = read_text(path, "a.docx")
    assert [(b.kind, b.line, text.content[b.start : b.end]) for b in text.blocks] == [
        (BlockKind.HEADING, 2, "Findings"),
        (BlockKind.ITEM, 3, "First"),
        (BlockKind.PARAGRAPH, 4, "Second"),
        (BlockKind.CELL, 5, "a"),
        (BlockKind.CELL, 6, "1"),
        (BlockKind.PARAGRAPH, 7, "Third"),
    ]


def test_notes_stand_at_the_end_with_their_marks(tmp_path: Path) -> None:
    body = paragraph(
        run("In 12") + '<w:r><w:footnoteReference w:id="5"/></w:r>' + run(" of 20")
        + '<w:r><w:footnoteReference w:id="4"/></w:r>' + run(" homes")
    )  # fmt: skip
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(run(words))}</w:footnote>'
        for number, words in (("-1", ""), ("4", "Two closed"), ("5", "One opened"), ("6", "Gone"))
    )
    assert blocks_of(write_word(tmp_path / "a.docx", body, footnotes=notes)) == [
        (BlockKind.PARAGRAPH, "In 12¹ of 20² homes"),
        (BlockKind.NOTE, "One opened"),
        (BlockKind.NOTE, "Two closed"),
    ]


def test_text_box_is_read_once_and_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box 7'))}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(run("Before ") + drawing + run("and after")) + paragraph(run("Next"))
    assert words_of(write_word(tmp_path / "a.docx", body)) == [
        "Before and after",
        "In the box 7",
        "Next",
    ]


def test_paragraph_whose_end_is_deleted_goes_on(tmp_path: Path) -> None:
    body = paragraph(run("In 2"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("025"))
    assert words_of(write_word(tmp_path / "a.docx", body)) == ["In 2025"]


def test_main_part_may_stand_elsewhere(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph(run("Homes")))
    with zipfile.ZipFile(path) as archive:
        document = archive.read("word/document.xml")
    moved = write_parts(
        tmp_path / "b.docx",
        {
            "_rels/.rels": '<Relationships><Relationship Type="http://x/officeDocument" '
            'Target="/word/document2.xml"/></Relationships>',
            "word/document2.xml": document,
        },
    )
    assert words_of(moved) == ["Homes"]


def test_embedded_document_is_not_passed_over(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph(run("Homes")) + "<w:altChunk/>")
    assert "embedded in it, whose text is not read" in refuse(path).what


@pytest.mark.parametrize(
    ("document", "says"),
    [
        pytest.param("<w:document", "damaged, in its part word/document.xml (line 1)", id="cut"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY b "1">]><a>&b;</a>', "declares a document type", id="entity"
        ),
        pytest.param("<a>" * 3000 + "</a>" * 3000, "damaged, in its part", id="nested"),
        pytest.param("<a/>", "There is no text in it.", id="no text"),
        pytest.param(" " * (20 << 20), "that would unpack to 20,971,520", id="zip bomb"),
    ],
)
def test_hostile_document_is_refused(document: str, says: str, tmp_path: Path) -> None:
    assert says in refuse(write_parts(tmp_path / "a.docx", {"word/document.xml": document})).what


def test_archive_that_is_not_what_its_directory_says_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph(run("Homes")))
    content = bytearray(path.read_bytes())
    end = content.index(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 16, struct.unpack_from("<I", content, end + 16)[0] + 900)
    path.write_bytes(content)
    assert refuse(path).what.startswith("The document is damaged, in its part word/_rels/")


def test_other_office_files_are_named(tmp_path: Path) -> None:
    for part, says in (("xl/workbook.xml", "an Excel workbook"), ("ppt/a.xml", "PowerPoint")):
        error = refuse(write_parts(tmp_path / "a.docx", {part: "<a/>"}))
        assert says in error.what
        assert error.remedy.startswith("Texts are read as PDF, DOCX, ODT, ")
