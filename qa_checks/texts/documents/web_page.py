"""HTML: the main content of a web page, as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, cast

from qa_checks.errors import InputError
from qa_checks.model.texts import BlockKind
from qa_checks.reading.contents import MIB
from qa_checks.small_signs import lowered, raised
from qa_checks.text_files import WEB_PAGES
from qa_checks.texts.documents.cell_places import CellPlaces, read_span
from qa_checks.texts.documents.decoding import decode
from qa_checks.texts.documents.document_format import Document, DocumentFormat
from qa_checks.texts.documents.pieces import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BEGINS = re.compile(rb"(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body|main)\b", re.IGNORECASE)
_DECLARED = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""")
_START = 4096
_INLINE_FILE = re.compile(r"data:[\w/+.;=-]{1,100},[\w/+=%]{100,}")
_MOST_MARKUP = 12 * MIB

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_KINDS = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.ITEM),
    **dict.fromkeys(("td", "th"), BlockKind.CELL),
}
_BLOCKS = _KINDS.keys() | frozenset(
    "address article aside blockquote body caption center details dialog div dl fieldset figcaption"
    " figure footer form header hgroup hr legend main menu nav ol p pre search section summary"
    " table tbody tfoot thead tr ul".split()
)
_UNREAD = frozenset(
    "annotation annotation-xml area aside audio base canvas datalist del dialog embed footer head"
    " iframe img input link map meta meter nav noscript object optgroup option progress s script"
    " select source strike style svg template textarea title track video".split()
)
_UNREAD_ROLES = frozenset(
    "alertdialog banner complementary contentinfo dialog navigation search".split()
)
_SMALL = {"sup": raised, "sub": lowered}
_PARTED = frozenset("mn mi mo mtext ms".split())  # of a formula: 1/2 is not 12
_BACKWARDS = "\u202e"
_LINE_BREAK = "\u2028"
_FOR_EARS = re.compile(
    r"(^|[\s-])(visually-?hidden(-focusable)?|sr-only|screen-?reader-?text|u-vh)(\s|$)"
)
_STYLED_AWAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTES = re.compile(r"(^|[\s-])(foot|end)notes?(\s|$)")
_NOTE_ROLES = frozenset(("doc-endnotes", "doc-footnote", "doc-endnote"))


def read_page(markup: str, place: str, line_of: Callable[[Element], int | None]) -> Iterator[Piece]:
    """Give the pieces of the main content of a page, or of all of it where none is marked.

    Raises
    ------
    InputError
        If it is far too large, or nested too deeply to be read.
    """
    from lxml import etree

    markup = _INLINE_FILE.sub("data:", markup)
    if len(markup) > _MOST_MARKUP:
        raise InputError(
            f"Its markup has more than {_MOST_MARKUP:,} characters beside pictures.",
            where=place,
            remedy="Check that this is the text of the release, or split it.",
        )
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    # A surrogate cannot be encoded; it is no sign either.
    root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    fatal = [entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]
    if fatal:
        raise InputError(
            f"The page is not read to its end ({fatal[0].message}).",
            where=f"{place}:{fatal[0].line}",
            remedy="Save the page again, without what the text does not need.",
        )
    if root is None:
        return
    for main in _find_main(root):
        yield from _Walk(line_of).read(main)


def _find_main(root: Element) -> list[Element]:
    """The elements that hold the main content, none inside another."""
    marked = [main for main in root.iter("*") if main.tag == "main" or main.get("role") == "main"]
    outermost: list[Element] = []
    for main in marked:
        if not any(above in outermost or _is_unread(above) for above in main.iterancestors()):
            outermost.append(main)
    return [main for main in outermost if not _is_unread(main)] or [root]


def _is_unread(element: Element) -> bool:
    """Whether no reader sees an element, or it belongs to the page and not to its text.

    What a click opens is read: the panels of tabs, and what is hidden until found. A header inside
    the content introduces it.
    """
    tag, role = element.tag, element.get("role", "")
    if tag in _UNREAD or role in _UNREAD_ROLES:
        return True
    if tag == "header":
        return not _is_inside(element, {"main", "article", "section"})
    if tag == "button":
        return not _is_inside(element, _HEADINGS)
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found" and role != "tabpanel":
        return True
    names, style = element.get("class", ""), element.get("style", "")
    return bool(_FOR_EARS.search(names) or _STYLED_AWAY.search(style))


def _is_inside(element: Element, tags: AbstractSet[str]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


class _Walk:
    """One way through the elements of a page, with the words since the last block began."""

    def __init__(self, line_of: Callable[[Element], int | None]) -> None:
        self._line_of = line_of
        self._words: list[str] = []
        self._here = 1  # the line of the element that was last entered
        self._places = CellPlaces()
        self._line: int | None = None
        self._small: list[int] = []  # where the words of each open raised or lowered mark begin
        self._kinds = [BlockKind.PARAGRAPH]
        self._alternatives: list[Piece] = []  # of pictures since the last block began

    def read(self, main: Element) -> Iterator[Piece]:
        from lxml import etree

        walk = etree.iterwalk(main, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                yield from self._enter(element)
                if _is_unread(element):
                    walk.skip_subtree()
                else:
                    self._say(element.text)
            else:
                yield from self._leave(element)
                if element is not main:
                    self._say(element.tail)
        yield from self._finish()

    def _enter(self, element: Element) -> Iterator[Piece]:
        self._here = self._line_of(element) or self._here
        if element.tag in _BLOCKS:
            yield from self._finish()
            self._kinds.append(self._kind_of(element))
            self._enter_table(element)
        elif element.tag in _SMALL:
            self._small.append(len(self._words))
        elif element.tag == "img":
            self._alternatives.append(Piece(element.get("alt", ""), self._kinds[-1], self._here))
        elif element.tag == "br":
            if self._ends_in_break():
                yield from self._finish()
            self._words.append(_LINE_BREAK)
        elif element.tag in _PARTED:
            self._words.append(" ")
        elif element.tag == "bdo" and element.get("dir", "").lower() == "rtl":
            self._words.append(_BACKWARDS)

    def _enter_table(self, element: Element) -> None:
        if element.tag == "table":
            self._places.begin_table()
        elif element.tag == "tr":
            self._places.begin_row()
        elif _KINDS.get(element.tag) is BlockKind.CELL:
            columns, rows = (read_span(element.get(name)) for name in ("colspan", "rowspan"))
            self._places.begin_cell(columns, rows)

    def _leave(self, element: Element) -> Iterator[Piece]:
        if element.tag in _BLOCKS:
            yield from self._finish()
            self._kinds.pop()
            if element.tag == "table":
                self._places.end_table()
        elif element.tag in _SMALL:
            start = self._small.pop()
            mark = "".join(self._words[start:])
            self._words[start:] = [_SMALL[element.tag](mark)]

    def _kind_of(self, element: Element) -> BlockKind:
        """The kind of a block: a note stays one, and a cell does, whatever stands inside."""
        kind = self._kinds[-1]
        if kind in {BlockKind.NOTE, BlockKind.CELL}:
            return kind
        if element.get("role") in _NOTE_ROLES or _NOTES.search(element.get("class", "")):
            return BlockKind.NOTE
        return _KINDS.get(element.tag, kind)

    def _say(self, words: str | None) -> None:
        if not words:
            return
        if self._line is None and not words.isspace():
            self._line = self._here
        self._words.append(words)

    def _ends_in_break(self) -> bool:
        for words in reversed(self._words):
            if words == _LINE_BREAK:
                return True
            if not words.isspace():
                return False
        return False

    def _finish(self) -> Iterator[Piece]:
        words = "".join(self._words)
        pieces = self._alternatives
        if words and not words.isspace():
            pieces = [Piece(words, self._kinds[-1], self._line or 1), *pieces]
        yield from map(self._places.put, pieces)
        self._words.clear()
        self._alternatives = []
        self._line = None


def _recognises(document: Document) -> bool:
    if document.suffix in WEB_PAGES:
        return True
    return _BEGINS.match(document.content[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")) is not None


def _read(document: Document) -> Iterator[Piece]:
    start = document.content[:_START]
    declared = _DECLARED.search(start) or _XML.match(start)
    markup = decode(document, declared[1].decode("ascii") if declared else "")
    return read_page(markup, document.place, _find_line)


def _find_line(element: Element) -> int | None:
    return cast("int | None", element.sourceline)  # the stubs do not know


WEB_PAGE = DocumentFormat("a web page (HTML)", _recognises, _read)
