"""The same text as a document of every kind has the same content, block by block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import odf.style
import odf.table
import odf.text
import pytest
from odf.opendocument import OpenDocumentText

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import FORMATS, read_text
from qa_checks.texts.documents.document_format import Document
from tests.texts.documents.making import lines_down, pdf_of

HEADING, PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH
ITEM, CELL = BlockKind.ITEM, BlockKind.CELL

BLOCKS = (
    (HEADING, "Main findings in 2025"),
    (
        PARAGRAPH,
        "On 31 March there were 14,275 places in mainstream homes – “up 2.7%” on the year before, "
        "when re-inspections had begun. It’s £1.2 million¹ more.",
    ),
    (ITEM, "Every region gained homes"),
    (ITEM, "Two thirds of them are good"),
    (CELL, "Good"),
    (CELL, "1,204"),
    (CELL, "62%"),
    (CELL, "Outstanding"),
    (CELL, "98"),
    (CELL, "5%"),
    (PARAGRAPH, "Nothing else changed."),
)

ROWS = (("Good", "1,204", "62%"), ("Outstanding", "98", "5%"))

PLAIN = """Main findings in 2025

On 31 March there were 14,275 places in mainstream homes \N{EN DASH} \N{LEFT DOUBLE QUOTATION MARK}\
up 2.7%\N{RIGHT DOUBLE QUOTATION MARK} on the year
before, when re-
inspections had begun. It\N{RIGHT SINGLE QUOTATION MARK}s £1.2 million¹ more.

• Every region gained
  homes
• Two thirds of them are good

Good           1,204   62%
Outstanding       98    5%

Nothing else changed.
"""

MARKDOWN = """# Main findings in **2025**

On 31 March there were 14,275 places in [mainstream homes](https://example.org/12) – “up 2.7%” on
the year before, when re-inspections had begun. It’s £1.2 *million*<sup>1</sup> more.

- Every region
  gained homes
- Two thirds of them are `good`

| Good | 1,204 | 62% |
|---|---:|---:|
| Outstanding | **98** | 5% |

Nothing else changed.
"""

PAGE = """<!doctype html>
<html><head><title>Release 7</title></head><body><header>GOV 8</header><nav>9</nav><main>
<h1>Main findings in <b>2025</b></h1>
<p>On 31 March there were <span>14</span>,<b>275</b> places in mainstream homes &ndash; &ldquo;up
2.7%&rdquo; on the year before, when re-inspec&shy;tions had begun. It&rsquo;s £1.2 million<sup><a
href="#note">1</a></sup> more.</p>
<ul><li>Every region gained homes</li><li>Two thirds of them are <em>good</em></ul>
<table><tr><td>Good<td>1,204<td>62%<tr><th>Outstanding<td>98<td>5%</table>
Nothing else changed.
<aside>10</aside><script>var places = 11;</script></main><footer>12</footer></body></html>
"""


def write_plain(path: Path) -> None:
    path.write_text(PLAIN, encoding="utf-8")


def write_markdown(path: Path) -> None:
    path.write_text(MARKDOWN, encoding="utf-8")


def write_page(path: Path) -> None:
    path.write_text(PAGE, encoding="cp1252")


def write_word(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Main findings in 2025", 1)
    words = document.add_paragraph("On 31 March there were 1")
    words.add_run("4,2").bold = True
    words.add_run(
        "75 places in mainstream homes – “up 2.7%” on the year before, when re-inspec\u00adtions"
    )
    words.add_run(" had begun. It’s £1.2 million")
    words.add_run("1").font.superscript = True
    words.add_run(" more.")
    document.add_paragraph("Every region gained homes", style="List Bullet")
    document.add_paragraph("Two thirds of them are good", style="List Bullet")
    table = document.add_table(0, 3)
    for row in ROWS:
        for cell, words_of_cell in zip(table.add_row().cells, row, strict=True):
            cell.text = words_of_cell
    document.add_paragraph("Nothing else changed.")
    document.save(str(path))


def write_open_document(path: Path) -> None:
    document = OpenDocumentText()
    small = odf.style.Style(name="T1", family="text")
    small.addElement(odf.style.TextProperties(textposition="super 58%"))
    document.automaticstyles.addElement(small)
    document.text.addElement(odf.text.H(outlinelevel=1, text="Main findings in 2025"))
    words = odf.text.P(text="On 31 March there were ")
    words.addElement(odf.text.Span(text="14"))
    words.addText(",")
    words.addElement(odf.text.Span(text="275"))
    words.addText(" places in mainstream homes – “up 2.7%”")
    words.addElement(odf.text.S(c=2))
    words.addText("on the year before, when re-inspections had begun. It’s £1.2 million")
    words.addElement(odf.text.Span(stylename=small, text="1"))
    words.addText(" more.")
    document.text.addElement(words)
    items = odf.text.List()
    for item in ("Every region gained homes", "Two thirds of them are good"):
        entry = odf.text.ListItem()
        entry.addElement(odf.text.P(text=item))
        items.addElement(entry)
    document.text.addElement(items)
    table = odf.table.Table()
    for row in ROWS:
        cells = odf.table.TableRow()
        for words_of_cell in row:
            cell = odf.table.TableCell()
            cell.addElement(odf.text.P(text=words_of_cell))
            cells.addElement(cell)
        table.addElement(cells)
    document.text.addElement(table)
    document.text.addElement(odf.text.P(text="Nothing else changed."))
    document.save(str(path))


def write_pdf(path: Path) -> None:
    lines = [
        *lines_down(50, 800, ["Main findings in 2025"], 16),
        *lines_down(
            50,
            770,
            [
                "On 31 March there were 14,275 places in mainstream homes – “up 2.7%” on the year",
                "before, when re-",
            ],
        ),
        *lines_down(120, 758, ["inspections had begun. It’s £1.2 million"]),
        (296.0, 762, 6, "1"),
        (301.0, 758, 10, "more."),
        *lines_down(50, 730, ["• Every region gained homes", "• Two thirds of them are good"]),
        *((x, 690.0, 10.0, cell) for x, cell in zip((50, 150, 200), ROWS[0], strict=True)),
        *((x, 678.0, 10.0, cell) for x, cell in zip((50, 150, 200), ROWS[1], strict=True)),
        *lines_down(50, 650, ["Nothing else changed."]),
    ]
    path.write_bytes(pdf_of(lines))


WRITERS: dict[str, Callable[[Path], None]] = {
    ".txt": write_plain,
    ".md": write_markdown,
    ".html": write_page,
    ".docx": write_word,
    ".pdf": write_pdf,
    ".odt": write_open_document,
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_content_is_what_a_reader_sees(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"findings{suffix}"
    WRITERS[suffix](path)
    text = read_text(path, path.name)
    assert [text.content[block.start : block.end] for block in text.blocks] == [
        words for _, words in BLOCKS
    ]
    assert text.content == "\n".join(words for _, words in BLOCKS)
    if suffix != ".txt":  # nothing in plain text marks a heading
        assert [block.kind for block in text.blocks] == [kind for kind, _ in BLOCKS]
    assert [block.row for block in text.blocks] == [*[None] * 4, 1, 1, 1, 2, 2, 2, None]
    assert [block.column for block in text.blocks] == [*[None] * 4, 1, 2, 3, 1, 2, 3, None]


def test_every_format_is_tried(tmp_path: Path) -> None:
    titles = []
    for suffix, write in WRITERS.items():
        path = tmp_path / f"findings{suffix}"
        write(path)
        document = Document(path.read_bytes(), path.name, suffix)
        titles.append(next(form.title for form in FORMATS if form.recognises(document)))
    assert sorted(titles) == sorted(form.title for form in FORMATS)
