"""Texts of an XLSX workbook with raised or lowered parts, which its library runs together."""

from __future__ import annotations

import html
import re

from qa_checks.reading.cell_marks.xml_tags import each_tag
from qa_checks.small_signs import ALIGNED, Height

SIGN = "vertAlign"
# No item stands in an item, no run in a run: of one without an end only so much is looked at.
_ITEM = re.compile(
    r"<(?:\w+:)?si\b(?:[^<>]*/>|[^<>]*>([^<]*(?:<(?!/?(?:\w+:)?si\b)[^<]*)*+)</(?:\w+:)?si>)"
)
_RUN = re.compile(r"<(?:\w+:)?r(?:\s[^<>]*)?>([^<]*(?:<(?!/?(?:\w+:)?r[\s>])[^<]*)*+)</(?:\w+:)?r>")
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<")


def find_small(shared: str) -> dict[bytes, str]:
    """The shared texts that have such a part as a reader sees them, by their number."""
    if SIGN not in shared:
        return {}
    items = ((number, item[1] or "") for number, item in enumerate(_ITEM.finditer(shared)))
    return {str(number).encode(): text for number, item in items if (text := read_small(item))}


def read_small(runs: str) -> str:
    """A text in several runs, with raised and lowered ones in small signs; '' without any."""
    return "".join(map(_read_run, _RUN.findall(runs))) if SIGN in runs else ""


def _read_run(run: str) -> str:
    words = html.unescape("".join(_TEXT.findall(run)))
    height = next(each_tag(SIGN, run), {}).get("val", "")
    return ALIGNED.get(height, Height.LEVEL).write(words)
