"""The process of its own that reads a PDF, and what it may take."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from qa_checks import operating_system
from qa_checks.errors import InputError
from qa_checks.reading.containers import protected
from qa_checks.reading.contents import MIB
from qa_checks.sources.address import without_passwords
from qa_checks.texts.documents.document_format import Document
from qa_checks.texts.documents.printed_lines import PrintedString

_SECONDS = 60
_MEMORY_BYTES = 2048 * MIB
_RECOGNISE = (
    "Export the PDF from the program in which the text was written, or have its letters recognised "
    "(OCR)."
)


def open_pages(document: Document) -> list[list[PrintedString]]:
    """Give the strings of each page, in the order in which they are printed.

    Raises
    ------
    InputError
        If it is damaged, protected with a password, takes too much, or shows pictures of text.
    """
    gathered = _gather(document)
    if gathered.get("locked"):
        raise protected(document.place)
    pages = [[PrintedString(*string) for string in page["strings"]] for page in gathered["pages"]]
    _refuse_pictures(document, gathered["pages"])
    return pages


def _refuse_pictures(document: Document, pages: list[dict[str, Any]]) -> None:
    """Refuse a PDF that was scanned; pictures on the first and the last page may be covers."""
    if not any(page["strings"] for page in pages):
        raise InputError(
            "The PDF holds no text: its pages are pictures, or empty.",
            where=document.place,
            remedy=_RECOGNISE,
        )
    for number, page in enumerate(pages[1:-1], 2):
        if page["picture"]:
            raise InputError(
                f"Page {number} is a picture without text.",
                where=document.place,
                remedy=_RECOGNISE,
            )


def _gather(document: Document) -> dict[str, Any]:
    library = importlib.util.find_spec("pypdf")
    if library is None or library.origin is None:
        raise InputError("The library for PDF is missing.", where=document.place)
    order = {
        "package": str(Path(operating_system.__file__).parents[1]),
        "library": str(Path(library.origin).parent.parent),
        "memory_bytes": _MEMORY_BYTES,
        "seconds": _SECONDS,
        "file_bytes": 0,
    }
    program = str(Path(__file__).with_name("pdf_worker.py"))
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell
            [sys.executable, "-I", "-S", program, json.dumps(order)],
            input=document.content,
            capture_output=True,
            timeout=2 * _SECONDS,
            env=without_passwords(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _takes_too_much(document) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise _takes_too_much(document)
    if done.returncode != 0:
        raise InputError(
            "The PDF is damaged.", where=document.place, remedy="Export or download it again."
        )
    gathered: dict[str, Any] = json.loads(done.stdout)
    return gathered


def _takes_too_much(document: Document) -> InputError:
    return InputError(
        "Reading the PDF takes far more memory or time than a text of its size needs.",
        where=document.place,
        remedy="Export it again, or give the text as DOCX or a web page.",
    )
