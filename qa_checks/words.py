"""How values and lists are written in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

BREAK = re.compile(r"\s*[\r\n]+\s*")
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
    if value is None:
        return "(none)"
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != dt.time() else f"{value:%d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
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

    template = OPTIONAL.sub(keep, template)
    filled = PLACEHOLDER.sub(
        lambda found: show(values[found[1]]) if found[1] in values else found[0], template
    )
    return BREAK.sub(" ", filled).strip()
