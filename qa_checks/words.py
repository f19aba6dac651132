"""How values and lists are written in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

OPTIONAL = re.compile(r"\[([^\[\]{}]*\{[^\[\]]*)\]")
PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def list_words(parts: Sequence[str], link: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {link} {parts[-1]}"


def end_sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a question."""
    return text if text.endswith("?") else f"{text.rstrip('.')}."


def show(value: object) -> str:
    """A value as a reader expects it: dates dd/mm/yyyy, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if value is None:
        return "(none)"
    if isinstance(value, dt.date):
        day = f"{value.day:02}/{value.month:02}/{value.year}"  # strftime takes twice as long
        timed = isinstance(value, dt.datetime) and value.time() != dt.time()
        return f"{day} {value:%H:%M}" if timed else day
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def fill(template: str, values: Mapping[str, object]) -> str:
    """Put values in the place of {names}, on one line; an unknown name stays as it is.

    What stands in [square brackets] together with a name is left out where that value is missing.
    """

    def keep(part: re.Match[str]) -> str:
        names = PLACEHOLDER.findall(part[1])
        return "" if any(values.get(name) is None for name in names) else part[1]

    pieces = _split(OPTIONAL.sub(keep, template) if "[" in template else template)
    words = [show(values[name]) if name in values else f"{{{name}}}" for name in pieces[1::2]]
    filled = "".join(chain.from_iterable(zip(pieces[::2], [*words, ""], strict=True)))
    return " ".join(filter(None, map(str.strip, filled.splitlines())))


def fill_in(template: str, words: Mapping[str, str]) -> str:
    """The template with other templates in the place of some of its {names}."""
    return PLACEHOLDER.sub(lambda name: words.get(name[1], name[0]), template)


@lru_cache(maxsize=1024)
def _split(template: str) -> list[str]:
    """The texts of a template, and between them the names of its placeholders."""
    return PLACEHOLDER.split(template)
