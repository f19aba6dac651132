"""Templates of sentences, in which values or other templates take the place of {names}."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from qa_checks.words import grouped, reveal, show, show_each, to_singular

# After a placeholder: the plural of what it counts, one word or with another before it.
COUNTED = re.compile(
    r" (?!(?:from|than|that|with|into|over|only|here|there)\b)"
    r"(?:[a-z][a-z-]{3,} )?(?!(?:does|less|plus|this|thus)\b)[a-z][a-z-]{2,}(?<![sui])s\b"
)
OF_MANY = re.compile(r" of (?:its|the|their|these|them)\b")  # after the number of some
ROW = re.compile(r"\brow $")  # before its number
OPTIONAL = re.compile(r"\[([^\[\]{}]*\{[^\[\]]*)\]")
PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill(template: str, values: Mapping[str, object]) -> str:
    """Put values in the place of {names}, on one line; an unknown name stays as it is.

    What stands in [square brackets] together with a name is left out where that value is missing.
    A whole number before a plural is a count: '{places} places' is '1 place' or '5,600 places'. So
    are one of several, '5,600 of its cells', and the number of a row.
    """

    def keep(part: re.Match[str]) -> str:
        names = PLACEHOLDER.findall(part[1])
        return "" if any(values.get(name) is None for name in names) else part[1]

    first, slots = _split(OPTIONAL.sub(keep, template) if "[" in template else template)
    texts = [_put(slot, values[slot.name]) if slot.name in values else slot.left for slot in slots]
    return _on_one_line(first + "".join(texts))


def fill_each(template: str, columns: Mapping[str, Sequence[object]], count: int) -> Iterable[str]:
    """The template filled as `fill` does it, with each of so many rows of some columns."""
    if "[" in template:  # what stands there may be left out of some
        rows = zip(*columns.values(), strict=True) if columns else repeat((), count)
        return [fill(template, dict(zip(columns, row, strict=True))) for row in rows]
    first, slots = _split(template)
    texts: list[Iterable[str]] = [repeat(first, count)]
    for slot in slots:
        values = columns.get(slot.name)
        if values is None:
            texts.append(repeat(slot.left, count))
        elif slot.after_one is None:
            shown = show_each(values)
            seen = shown if "".join(shown).isascii() else map(reveal, shown)
            texts += [seen, repeat(slot.after, count)]
        else:
            texts.append([_put(slot, value) for value in values])
    filled = [*map("".join, zip(*texts, strict=True))]
    plain = "".join(filled).isprintable()  # as most are: there is no line to be joined
    return map(str.strip if plain else _on_one_line, filled)


def _on_one_line(text: str) -> str:
    if text.isprintable() and text == text.strip():
        return text  # as most are
    return " ".join(filter(None, map(str.strip, text.splitlines())))


def fill_in(template: str, words: Mapping[str, str]) -> str:
    """The template with other templates in the place of some of its {names}."""
    return PLACEHOLDER.sub(lambda name: words.get(name[1], name[0]), template)


def _put(slot: Slot, value: object) -> str:
    _, after, after_one = slot
    if after_one is None or isinstance(value, bool) or not isinstance(value, int | float):
        return reveal(show(value)) + after
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    return f"{grouped(number)}{after_one if number == 1 else after}"


class Slot(NamedTuple):
    """A placeholder of a template, the text up to the next, and that text after a count of one."""

    name: str
    after: str
    after_one: str | None

    @property
    def left(self) -> str:
        """It, as it stays where its name is not known."""
        return f"{{{self.name}}}{self.after}"


@lru_cache(maxsize=1024)
def _split(template: str) -> tuple[str, tuple[Slot, ...]]:
    """The text a template begins with, and its placeholders."""
    first, *pieces = PLACEHOLDER.split(template)
    slots = []
    before = first
    for name, after in zip(pieces[::2], pieces[1::2], strict=True):
        slots.append(Slot(name, after, _after_one(before, after)))
        before = after
    return first, tuple(slots)


def _after_one(before: str, after: str) -> str | None:
    """What follows a count of one; None if what stands between two texts is no count."""
    if counted := COUNTED.match(after):
        return to_singular(counted[0]) + after[counted.end() :]
    return after if OF_MANY.match(after) or ROW.search(before) else None
