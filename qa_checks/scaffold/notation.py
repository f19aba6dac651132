"""Texts as a YAML file holds them."""

from __future__ import annotations

import json
import re


def quote(text: str) -> str:
    """A text as YAML, plain where that is safe."""
    plain = re.fullmatch(r"(\.\./)*[A-Za-z][A-Za-z0-9 _./'()–-]*[A-Za-z0-9)]", text)
    if plain and text.casefold() not in ("yes", "no", "on", "off", "true", "false", "null"):
        return text
    return json.dumps(text)


def shorten(text: str) -> str:
    """A text that fits into a comment: one line, not too long, nothing that acts."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= 90 else f"{line[:89]}…"
