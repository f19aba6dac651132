"""One pass over the bytes of a text file: what can be known without reading rows."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import methodcaller
from pathlib import Path

from qa_checks.errors import InputError
from qa_checks.reading.contents import HEAD_ROWS, MIB

_is_crlf = methodcaller("endswith", b"\r\n")
_SPACED = re.compile(rb'[,;\t|\n] +"|" +[,;\t|\r\n]')
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Survey:
    """What the bytes of a text file hold.

    ``lf`` and ``cr`` count those that are not part of a CRLF; ``lines`` end with a line feed, or
    with the file. ``blank_lines`` looks only after the first `HEAD_ROWS` lines, which are handled
    one by one.
    """

    ascii: bool
    utf_8: bool
    lf: int
    crlf: int
    cr: int
    blank_lines: bool
    lines: int


def blocks_of(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file in blocks of about 1 MiB that end with a line feed.

    A block without one is cut all the same, so that memory stays bounded.
    """
    with path.open("rb") as stream:
        while block := stream.read(MIB):
            yield block if block.endswith(b"\n") else block + stream.readline(MIB)


def survey(path: Path, place: str) -> Survey:
    """Look at every byte once.

    Raises
    ------
    InputError
        If a byte is NUL: no text in a single-byte encoding or UTF-8 has one.
    """
    ascii_only = utf_8 = True
    lf = crlf = cr = number = 0
    blank_lines = unended = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    for block in blocks_of(path):
        if b"\0" in block:
            before = block[: block.index(0)]
            raise InputError(
                f"A NUL byte stands in line {number + before.count(10) + 1:,}: "
                "the file is damaged, or no text.",
                where=place,
                remedy="Extract or export the table again.",
            )
        lines = _lines_of(block)
        if utf_8 and not (block.isascii() and not decoder.getstate()[0]):
            ascii_only = False
            # A sequence of UTF-8 never holds a line feed: the other lines are valid.
            utf_8 = _decodes(decoder, b"".join(line for line in lines if not line.isascii()))
        unended = not block.endswith(b"\n")
        feeds = len(lines) - unended
        returns = len(block) - len(block.replace(b"\r", b""))
        pairs = sum(map(_is_crlf, lines)) if returns else 0
        lf, crlf, cr = lf + feeds - pairs, crlf + pairs, cr + returns - pairs
        if not blank_lines:
            later = lines[HEAD_ROWS:] if number == 0 else lines
            blank_lines = b"\n" in later or (returns > 0 and b"\r\n" in later)
        number += feeds
    if utf_8 and not ascii_only:
        utf_8 = _decodes(decoder, b"", final=True)
    return Survey(ascii_only, utf_8, lf, crlf, cr, blank_lines, number + unended)


def has_spaced_quotes(path: Path) -> bool:
    """Whether a blank may stand between a delimiter and a quotation mark.

    Readers differ in what that means.
    """
    return any(
        _SPACED.search(block) is not None
        for block in blocks_of(path)
        if b' "' in block or b'" ' in block
    )


def _lines_of(block: bytes) -> list[bytes]:
    """Cut a block after each line feed: much faster than counting or searching."""
    return io.BytesIO(block).readlines()


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def name_newline(sample: str, facts: Survey | None) -> str | None:
    """Name the line ends: "LF", "CRLF", "CR", "mixed", or None without any.

    A line break inside a quoted cell is no line end: if there seem to be
    several kinds, the quoted cells of the sample are left out and those
    that remain are counted.
    """
    if facts is not None and sum(map(bool, (facts.lf, facts.crlf, facts.cr))) < 2:
        counts = {"LF": facts.lf, "CRLF": facts.crlf, "CR": facts.cr}
    else:
        bare = _QUOTED.sub("", sample)
        crlf = bare.count("\r\n")
        counts = {"LF": bare.count("\n") - crlf, "CRLF": crlf, "CR": bare.count("\r") - crlf}
    names = [name for name, count in counts.items() if count]
    if len(names) > 1:
        return "mixed"
    return names[0] if names else None
