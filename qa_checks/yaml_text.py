"""Texts as a YAML file holds them."""

from __future__ import annotations

import json
import re

from qa_checks import words

LONGEST = 90


def quote(text: str) -> str:
    """A text as a person writes it in YAML: plain where that is safe, else in quotes it lacks."""
    plain = re.fullmatch(r"(\.\./)*[A-Za-z][A-Za-z0-9 _./'()–-]*[A-Za-z0-9)]", text)
    if plain and text.casefold() not in ("yes", "no", "on", "off", "true", "false", "null"):
        return text
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'{}'".format(text.replace("'", "''"))
    # Not by json's own escapes: what takes two of them YAML reads as two characters.
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def printable(line: str) -> str:
    """A line of a comment that stays one, whatever stands in the file."""
    return "".join(character if character.isprintable() else " " for character in line)


def shorten(text: str) -> str:
    """A text that fits into a comment: one line, not too long, nothing that acts."""
    return words.shorten(printable(text), LONGEST)
