"""The XML of an ODS workbook: signs are found in it as in the whole, however alike its cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.reading.cell_marks import in_ods, ods_content
from qa_checks.reading.cell_marks.marks import WHOLE
from qa_checks.reading.cell_marks.ods_content import Content
from qa_checks.reading.cell_marks.ods_texts import find_small, find_untyped
from qa_checks.small_signs import raised
from tests.reading.making import ods_cell, ods_row, write_ods

CELL = b'<table:table-cell office:value-type="string"><text:p>Good</text:p></table:table-cell>'
ROW = b"<table:table-row>" + 3 * CELL + b"</table:table-row>"
NOTE = b"<office:annotation><text:p>checked</text:p></office:annotation>"
XML = b"<?xml?><office:body>" + 2 * ROW + NOTE + ROW + NOTE + b"</office:body>"


def test_each_tag_stands_once_in_the_order_in_which_it_comes_first() -> None:
    assert Content(XML).each_tag == (
        b"<?xml?><office:body><table:table-row>"
        b'<table:table-cell office:value-type="string"><text:p>Good</text:p></table:table-cell>'
        b"</table:table-row><office:annotation><text:p>checked</office:annotation></office:body>"
    )


@pytest.mark.parametrize("block", [1, 40, 1 << 18])
@pytest.mark.parametrize("most", [0, 5, 1 << 18])
def test_signs_are_found_where_they_stand_in_the_whole(
    block: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ods_content, "_BLOCK", block)
    monkeypatch.setattr(ods_content, "_MOST", most)
    content = Content(XML)
    first = XML.index(b"<office:annotation")
    assert [*content.find_all(b"<office:annotation")] == [first, first + len(NOTE) + len(ROW)]
    assert [*content.find_all(b">Good")] == [
        at for at in range(len(XML)) if XML[at : at + 5] == b">Good"
    ]
    assert [*content.find_all(b"<draw:")] == []
    assert b'value-type="string"' in content
    assert b"value-type='string'" not in content


@pytest.mark.parametrize("kinds", [1, 8, 9, 40])
def test_cells_without_a_kind_are_found_whether_few_are_alike_or_many(kinds: int) -> None:
    untyped = [
        b'<table:table-cell table:style-name="c%d"><text:p>4</text:p></table:table-cell>' % kind
        for kind in range(kinds)
    ]
    empty = b'<table:table-cell table:style-name="c0"/>'
    xml = b"<office:body>" + b"".join(CELL + empty + cell for cell in untyped) + b"</office:body>"
    places = sorted(find_untyped(Content(xml)))
    assert {xml.index(cell) for cell in untyped} <= set(places)
    assert not any(xml.startswith(CELL, at) for at in places)


def test_nothing_is_looked_for_in_a_sheet_without_rows(tmp_path: Path) -> None:
    styles = (
        '<number:text-style style:name="N1"><number:text>none</number:text></number:text-style>'
        '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    column = '<table:table-column table:default-cell-style-name="c1"/>'
    rows = f'</table:table><table:table table:name="More">{column}{ods_row(ods_cell("Good"))}'
    path = write_ods(tmp_path / "a.ods", rows, styles=styles)
    sheets = in_ods.find(str(path), lambda: ["Data", "More"])
    assert {number: marks.unlike for number, marks in sheets.items()} == {
        WHOLE: {},
        1: {0: [(0, 0, ("other",))]},
    }


def test_of_many_styles_of_texts_the_raised_ones_are_found() -> None:
    spans = [b'<text:span text:style-name="T%d">1</text:span>' % number for number in range(9_000)]
    xml = b"<text:p>" + b"".join(spans) + b"</text:p>"
    heights = {f"T{number}": raised for number in range(0, 9_000, 2)}
    assert [*find_small(Content(xml), heights)] == [
        xml.index(span) + len(b"<text:span ") for span in spans[::2]
    ]
    assert [*find_small(Content(xml), {})] == []
