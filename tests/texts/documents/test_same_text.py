"""The same text as a document of every kind has the same content, block by block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import FORMATS, read_text

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


WRITERS: dict[str, Callable[[Path], None]] = {
    ".txt": write_plain,
    ".md": write_markdown,
    ".html": write_page,
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


def test_every_format_is_tried() -> None:
    assert set(WRITERS) == {format_.suffixes[0] for format_ in FORMATS}
