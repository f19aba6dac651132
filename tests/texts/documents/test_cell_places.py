"""A cell stands in its column, whatever is empty, merged or spanned before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.texts.documents import read_text
from qa_checks.texts.documents.cell_places import read_span
from tests.texts.documents.making import write_open, write_word


def places_of(path: Path) -> list[tuple[str, int | None, int | None]]:
    text = read_text(path, path.name)
    return [
        (text.content[block.start : block.end], block.row, block.column) for block in text.blocks
    ]


PLACES = [("A", 1, 2), ("B", 1, 3), ("Good", 2, 1), ("64", 2, 3), ("Poor", 3, 1), ("7", 3, 2)]


def test_empty_cells_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text("||A|B|\n|-|-|-|\n|Good||64|\n|Poor|7||\n", encoding="utf-8")
    assert places_of(path) == PLACES


def test_empty_cells_of_a_page(tmp_path: Path) -> None:
    rows = [("", "A", "B"), ("Good", " ", "64"), ("Poor", "7", "")]
    cells = ("".join(f"<td>{cell}" for cell in row) for row in rows)
    path = tmp_path / "text.html"
    path.write_text(f"<main><table>{''.join(f'<tr>{row}' for row in cells)}</table>", "utf-8")
    assert places_of(path) == PLACES


def test_spanned_cells_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "text.html"
    path.write_text(
        "<main><table><tr><td rowspan=2>Good<td colspan=2>1<td>2<tr><td>3<td>4<td>5"
        "<tr><td>6<td><table><tr><td>7</table>8</table>",
        "utf-8",
    )
    assert places_of(path) == [
        ("Good", 1, 1), ("1", 1, 2), ("2", 1, 4), ("3", 2, 2), ("4", 2, 3), ("5", 2, 4),
        ("6", 3, 1), ("7", 4, 1), ("8", 3, 2),
    ]  # fmt: skip


def test_paragraphs_of_a_cell_stand_in_one_column(tmp_path: Path) -> None:
    path = tmp_path / "text.html"
    path.write_text("<main><table><tr><td><p>Good<p>homes<td>64</table>", "utf-8")
    assert places_of(path) == [("Good", 1, 1), ("homes", 1, 1), ("64", 1, 2)]


def test_empty_and_spanned_cells_of_a_word_document(tmp_path: Path) -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"

    rows = [
        cell("") + cell("A") + cell("B"),
        cell("Good") + cell("") + cell("64"),
        cell("Poor") + cell("7") + cell(""),
        cell("Note", '<w:gridSpan w:val="2"/>') + cell("9"),
        '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("8"),
    ]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    path = write_word(tmp_path / "text.docx", f"<w:tbl>{body}</w:tbl>")
    assert places_of(path) == [*PLACES, ("Note", 4, 1), ("9", 4, 3), ("8", 5, 3)]


def test_empty_repeated_and_covered_cells_of_an_open_document(tmp_path: Path) -> None:
    def cell(words: str, properties: str = "") -> str:
        return f"<table:table-cell {properties}><text:p>{words}</text:p></table:table-cell>"

    rows = [
        cell("") + cell("A") + cell("B"),
        cell("Good") + "<table:table-cell/>" + cell("64"),
        cell("Poor") + cell("7") + '<table:table-cell table:number-columns-repeated="9"/>',
        cell("Note", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell("9"),
        '<table:table-cell table:number-columns-repeated="2"/>' + cell("8"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    path = write_open(tmp_path / "text.odt", f"<table:table>{body}</table:table>")
    assert places_of(path) == [*PLACES, ("Note", 4, 1), ("9", 4, 3), ("8", 5, 3)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (None, 1),
        ("", 1),
        ("3", 3),
        (" 2 ", 2),
        ("0", 1),
        ("-1", 1),
        ("100%", 1),
        ("99999999", 100),
    ],
)
def test_a_span_is_a_small_number(text: str | None, span: int) -> None:
    assert read_span(text) == span
