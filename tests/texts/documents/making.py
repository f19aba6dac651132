"""Documents written by hand, for what no program writes on request."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from qa_checks.errors import InputError
from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import read_text

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "manifest": "manifest", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
OPEN_TYPE = "application/vnd.oasis.opendocument.text"


def write_parts(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def write_word(path: Path, body: str, **others: str) -> Path:
    """A Word document of a body, and of other parts (styles, footnotes) by their name."""
    parts = {"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"}
    related = ""
    for name, content in others.items():
        parts[f"word/{name}.xml"] = f"<w:{name} {WORD}>{content}</w:{name}>"
        related += f'<Relationship Type="{RELATIONS}/{name}" Target="{name}.xml" Id="{name}"/>'
    parts["word/_rels/document.xml.rels"] = f"<Relationships>{related}</Relationships>"
    return write_parts(path, parts)


def write_open(path: Path, text: str, styles: str = "", manifest: str = "") -> Path:
    """An OpenDocument text of a text and its automatic styles."""
    content = (
        f"<office:document-content {OPEN}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>"
    )
    return write_parts(
        path,
        {
            "mimetype": OPEN_TYPE,
            "content.xml": content,
            "META-INF/manifest.xml": f"<manifest:manifest {OPEN}>{manifest}</manifest:manifest>",
        },
    )


def blocks_of(path: Path) -> list[tuple[BlockKind, str]]:
    text = read_text(path, path.name)
    return [(block.kind, text.content[block.start : block.end]) for block in text.blocks]


def words_of(path: Path) -> list[str]:
    return read_text(path, path.name).content.split("\n")


def refuse(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_text(path, path.name)
    return caught.value


Printed = tuple[float, float, float, str]


def pdf_of(*pages: Sequence[Printed], extra: bytes = b"") -> bytes:
    """A PDF that prints strings at (x, y) in a size; a page of none is a picture."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    objects.append(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Length 1>>stream\n0\nendstream"
    )
    kids = []
    for page in pages:
        shown = b"".join(
            b"BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n"
            % (size, x, y, words.encode("cp1252").hex().encode())
            for x, y, size, words in page
        )
        stream = zlib.compress(shown + extra)
        content = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream)
        objects += [content, b""]
        number = len(objects)
        objects[-1] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<<%s>>>>"
            % (number - 1, b"/Font<</F1 3 0 R>>" if page else b"/XObject<</I1 4 0 R>>")
        )
        kids.append(b"%d 0 R" % number)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj %s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        written + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(written))
    )  # fmt: skip


def lines_down(x: float, y: float, lines: Sequence[str], size: float = 10) -> list[Printed]:
    return [(x, y - 1.2 * size * count, size, words) for count, words in enumerate(lines)]
