"""One pass over the bytes of a text file: what can be known without reading rows."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from operator import methodcaller
from pathlib import Path

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.reading.contents import HEAD_ROWS, MIB

BLOCK = 256 * 1024  # what fits into the processor's own memory is looked at in half the time
_is_crlf = methodcaller("endswith", b"\r\n")
_SPACED = re.compile(rb'(?:^|[,;\t|]) +"|" +(?:[,;\t|\r]|$)', re.MULTILINE)
_QUOTED = re.compile(r'"[^"]*"')


class Survey(Struct, frozen=True):
    """What the bytes of a text file hold.

    ``lf`` and ``cr`` count those that are not part of a CRLF; ``lines`` end with a line feed, or
    with the file. ``blank_lines`` looks only after the first `HEAD_ROWS` lines, which are handled
    one by one. ``quotes`` is whether there is any quotation mark.
    """

    ascii: bool
    utf_8: bool
    lf: int
    crlf: int
    cr: int
    blank_lines: bool
    lines: int
    quotes: bool


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
    quotes = False
    lf = crlf = cr = number = 0
    blank_lines = False
    rest = b""  # the end of a line that the block before has begun
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(BLOCK):
            if b"\0" in block:
                raise _damaged(number + block[: block.index(0)].count(10) + 1, place)
            if utf_8 and not (block.isascii() and not decoder.getstate()[0]):
                ascii_only = False
                utf_8 = _decodes(decoder, block)
            quotes = quotes or b'"' in block
            lines = io.BytesIO(block).readlines()  # much faster than counting or searching
            returns = len(block) - len(block.replace(b"\r", b""))
            may_be_crlf = returns > 0 or rest.endswith(b"\r")
            lines[0] = rest + lines[0]
            rest = b"" if lines[-1].endswith(b"\n") else lines.pop()[-2:]
            pairs = sum(map(_is_crlf, lines)) if may_be_crlf else 0
            lf, crlf, cr = lf + len(lines) - pairs, crlf + pairs, cr + returns - pairs
            if not blank_lines:
                later = lines[max(0, HEAD_ROWS - number) :]
                blank_lines = b"\n" in later or (may_be_crlf and b"\r\n" in later)
            number += len(lines)
    if utf_8 and not ascii_only:
        utf_8 = _decodes(decoder, b"", final=True)
    return Survey(ascii_only, utf_8, lf, crlf, cr, blank_lines, number + bool(rest), quotes)


def _damaged(line: int, place: str) -> InputError:
    return InputError(
        f"A NUL byte stands in line {line:,}: the file is damaged, or no text.",
        where=place,
        remedy="Extract or export the table again.",
    )


def has_spaced_quotes(path: Path) -> bool:
    """Whether a blank may stand between a delimiter and a quotation mark.

    Readers differ in what that means.
    """
    return any(
        _SPACED.search(block) is not None
        for block in blocks_of(path)
        if b'"' in block and (b' "' in block or b'" ' in block)  # one byte is found soonest
    )


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
