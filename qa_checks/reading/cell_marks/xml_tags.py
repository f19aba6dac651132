"""Tags of XML as text: their attributes, in either kind of quotation marks."""

from __future__ import annotations

import html
import re

INSIDE = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*"""
"""Pattern of what stands in a tag behind its name; a quoted value may hold the tag's end mark.

The mark of the next tag's start stands in none, so that tags without an end cost nothing.
"""

_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, by name."""
    return {
        name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)
    }
