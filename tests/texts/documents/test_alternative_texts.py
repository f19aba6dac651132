"""What describes a picture to those who do not see it is a text of its own behind its paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model.texts import BlockKind
from tests.texts.documents.making import blocks_of, write_open, write_word

BLOCKS = [
    (BlockKind.PARAGRAPH, "Homes in 2025: see here."),
    (BlockKind.PARAGRAPH, "Chart: there were 4,010 homes."),
    (BlockKind.PARAGRAPH, "Nothing else."),
]
DESCRIBED = "Chart: there were 4,010 homes."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "text.html",
            f'<main><p>Homes in 2025: <img src="a.png" alt="{DESCRIBED}">see <img alt="">here.</p>'
            "<p>Nothing else.</p></main>",
        ),
        ("text.md", f"Homes in 2025: ![{DESCRIBED}](a.png)see here.\n\nNothing else.\n"),
    ],
)
def test_of_a_page(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert blocks_of(path) == BLOCKS


def test_of_a_word_document(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Homes in 2025: see </w:t><w:drawing><inline>"
        f'<docPr id="1" name="Picture 1" descr="{DESCRIBED}"/></inline></w:drawing>'
        '<w:drawing><docPr id="2"/></w:drawing>'
        "<w:t>here.</w:t></w:r></w:p><w:p><w:r><w:t>Nothing else.</w:t></w:r></w:p>"
    )
    assert blocks_of(write_word(tmp_path / "text.docx", body)) == BLOCKS


def test_of_an_open_document(tmp_path: Path) -> None:
    text = (
        f"<text:p>Homes in 2025: see <draw:frame><desc>{DESCRIBED}</desc></draw:frame>here."
        "</text:p><text:p>Nothing else.</text:p>"
    )
    assert blocks_of(write_open(tmp_path / "text.odt", text)) == BLOCKS
