from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model.texts import BlockKind
from tests.texts.documents.making import (
    OPEN_TYPE,
    blocks_of,
    refuse,
    words_of,
    write_open,
    write_parts,
)


def style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    base = f'style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {base}>'
        f"<style:text-properties {properties}/></style:style>"
    )


STYLES = (
    style("Hidden", 'text:display="none"')
    + style("Struck", 'style:text-line-through-style="solid"')
    + style("Up", 'style:text-position="33% 58%"')
    + style("Upper", 'fo:color="#000"', parent="Up")
    + style("Down", 'style:text-position="sub 58%"')
    + style("Up", 'fo:color="#000"', family="paragraph")
)


def span(name: str, words: str) -> str:
    return f'<text:span text:style-name="{name}">{words}</text:span>'


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        pytest.param(f"12{span('Hidden', '34')}", "12", id="hidden"),
        pytest.param(f"12{span('Struck', '9')}", "12", id="struck"),
        pytest.param(f"12{span('Upper', '3')} homes", "12³ homes", id="raised"),
        pytest.param(f"H{span('Down', '2')}", "H₂", id="lowered"),
        pytest.param("2<text:bookmark/>,<text:span>345</text:span>", "2,345", id="split"),
        pytest.param(
            'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d', "a b c d", id="blanks"
        ),
        pytest.param(
            '5<office:annotation><text:p>Is it 6?</text:p></office:annotation>7<text:change/>',
            "57",
            id="comment",
        ),
        pytest.param(
            '1<text:hidden-text text:is-hidden="true">2</text:hidden-text>'
            '<text:hidden-text text:is-hidden="false">3</text:hidden-text>',
            "13",
            id="hidden text",
        ),
        pytest.param(
            "Table <text:sequence>2</text:sequence><text:number>9</text:number>", "Table 2",
            id="fields",
        ),
        pytest.param("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>1</text:ruby-text>"
                     "</text:ruby>", "a", id="readings"),
    ],
)  # fmt: skip
def test_words_of_a_paragraph(inside: str, words: str, tmp_path: Path) -> None:
    text = f'<text:p text:style-name="Up">{inside}</text:p>'
    assert words_of(write_open(tmp_path / "a.odt", text, STYLES)) == [words]


def test_only_what_a_reader_reads(tmp_path: Path) -> None:
    text = """
<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted 1</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:table-of-content><text:index-body><text:p>Findings 2</text:p></text:index-body>
</text:table-of-content>
<text:h>Findings</text:h>
<text:section text:display="none"><text:p>Hidden 3</text:p></text:section>
<text:p>Homes<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>Of 152 authorities</text:p></text:note-body></text:note> and places
<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame>rose</text:p>
<text:p>Gone 4<text:hidden-paragraph text:is-hidden="true"/></text:p>
<text:list><text:list-item><text:p>Item</text:p><text:list><text:list-item><text:p>Below</text:p>
</text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
<table:covered-table-cell><text:p>5</text:p></table:covered-table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell><text:p>6</text:p>
</table:table-cell></table:table-row></table:table>
"""
    assert blocks_of(write_open(tmp_path / "a.odt", text)) == [
        (BlockKind.HEADING, "Findings"),
        (BlockKind.PARAGRAPH, "Homes¹ and places rose"),
        (BlockKind.NOTE, "Of 152 authorities"),
        (BlockKind.PARAGRAPH, "In a box"),
        (BlockKind.ITEM, "Item"),
        (BlockKind.ITEM, "Below"),
        (BlockKind.CELL, "a"),
    ]


def test_password_is_said(tmp_path: Path) -> None:
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    error = refuse(write_open(tmp_path / "a.odt", "<text:p>a</text:p>", manifest=locked))
    assert error.what == "The file is protected with a password."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<a", "damaged, in its part content.xml (line 1)"),
        ('<!DOCTYPE a [<!ENTITY b "1">]><a>&b;</a>', "declares a document type"),
        ("<a/>", "There is no text in it."),
    ],
)
def test_hostile_document_is_refused(content: str, says: str, tmp_path: Path) -> None:
    parts = {"mimetype": OPEN_TYPE, "content.xml": content}
    assert says in refuse(write_parts(tmp_path / "a.odt", parts)).what


def test_spreadsheet_is_named(tmp_path: Path) -> None:
    kind = OPEN_TYPE.replace("text", "spreadsheet")
    error = refuse(write_parts(tmp_path / "a.odt", {"mimetype": kind, "content.xml": "<a/>"}))
    assert error.what == "This is an OpenDocument spreadsheet, not a text."
