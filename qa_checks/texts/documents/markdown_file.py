"""Markdown: its marks folded by making a page of it, and that page read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa_checks import text_files
from qa_checks.texts.documents.decoding import decode
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.pieces import Piece, check_length
from qa_checks.texts.documents.web_page import read_page

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LINE = "data-line-of-text"


def _read(document: Document) -> Iterator[Piece]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    source = decode(document)
    check_length(len(source), document.place)
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.use(front_matter_plugin).use(footnote_plugin)
    markdown.add_render_rule("footnote_anchor", lambda *_: "")
    known: dict[str, object] = {}
    tokens = markdown.parse(source, known)
    for token in tokens:
        if token.map is None or token.nesting < 0:
            continue
        line = token.map[0] + 1
        token.attrSet(_LINE, str(line))
        if token.type == "html_block":
            token.content = f'<i {_LINE}="{line}"></i>{token.content}'
    page = markdown.renderer.render(tokens, markdown.options, known)
    return read_page(page, document.place, _find_line)


def _find_line(element: Element) -> int | None:
    """The line of the Markdown from which an element comes, if the element says it."""
    line = element.get(_LINE, "")
    return int(line) if line.isdecimal() and len(line) < 9 else None


MARKDOWN = DocumentFormat(
    "Markdown", lambda document: document.suffix in text_files.MARKDOWN, _read
)
