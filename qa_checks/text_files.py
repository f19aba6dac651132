"""Which of the files given are texts, told before anything that reads texts is imported."""

from __future__ import annotations

from pathlib import Path

MARKDOWN = (".md", ".markdown", ".qmd", ".rmd")
WEB_PAGES = (".html", ".htm", ".xhtml")
_PLAIN = (".txt", ".text")  # may hold a table as well
_OTHERS = (".pdf", ".docx", ".docm", ".odt", ".ott")
SUFFIXES = frozenset((*MARKDOWN, *WEB_PAGES, *_PLAIN, *_OTHERS))
_START = 4096
_MARKS = b"\xef\xbb\xbf\xff\xfe\x00"  # of byte order, and the empty halves of UTF-16


def is_text(path: Path) -> bool:
    """Whether a file is named as a text, and none of rows and columns."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES and not (suffix in _PLAIN and _holds_columns(path))


def _holds_columns(path: Path) -> bool:
    """Whether the first two lines of a plain file are parted by one sign in the same way."""
    try:
        with path.open("rb") as file:
            start = file.read(_START).translate(None, _MARKS)
    except OSError:
        return False
    lines = [line for line in start.splitlines() if line.strip()][:2]
    if len(lines) < 2:
        return False
    # A comma before a blank is one of prose.
    first, second = (line.replace(b", ", b"").replace(b"; ", b"") for line in lines)
    return any(
        first.count(sign) == second.count(sign) > least
        for sign, least in ((b"\t", 0), (b",", 1), (b";", 1), (b"|", 1))
    )
