"""Documents written by hand, for what no program writes on request."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
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
