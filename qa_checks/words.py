"""How values, counts and lists are written in sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

# What a reader cannot see, or cannot tell from an ordinary space, hyphen or accent.
UNSEEN = (
    "\u00a0\u00ad\u0300-\u036f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2010\u2011\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# Greek, Cyrillic and wide letters, of which some look like Latin ones beside which they stand.
ALIKE = "[\u0370-\u052f\uff21-\uff3a\uff41-\uff5a]+"
HIDDEN = f"[{UNSEEN}]|(?<=[A-Za-z]){ALIKE}|{ALIKE}(?=[A-Za-z])"
SAME_IN_BOTH = ("premises", "series")  # what one is called, and what several are
ENDING_IN_ES = ("sses", "buses", "tuses", "xes", "ches", "shes")  # but cases are of a case
# What stands for a reason and gives none; so does what a draft leaves to a person.
NO_REASONS = frozenset(
    ["", "ok", "okay", "yes", "fine", "none", "na", "n a", "tbc", "tbd", "todo", "to do"]
)
LEFT_OPEN = "fill in"
MASKED = "[masked]"  # stands for a value that reports do not repeat


def grouped(number: float) -> str:
    """A number with its thousands grouped: '2,797'."""
    return f"{number:,}"


def grouped_to(number: float, places: int = 6) -> str:
    """A number in at most so many places, a whole one without a point: '2,797.5'."""
    rounded = round(number, places)
    return grouped(int(rounded) if rounded == int(rounded) else rounded)


def plural(number: int, singular: str, many: str = "") -> str:
    """A count and what it is of: '1 error', '2,797 inspections', '2 local authorities'.

    Parameters
    ----------
    singular
        What one is called, or said of: "file could not be read".
    many
        What several are called, where that is not ``singular`` with the usual ending.
    """
    return f"{grouped(number)} {singular if number == 1 else many or _many(singular)}"


def _many(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def to_singular(nouns: str) -> str:
    """The singular of a plural: 'local authorities' is 'local authority'."""
    if nouns.endswith(SAME_IN_BOTH):
        return nouns
    if nouns.endswith("ies"):
        return f"{nouns[:-3]}y"
    return nouns.removesuffix("es" if nouns.endswith(ENDING_IN_ES) else "s")


def and_more(left: int) -> str:
    """'and 12 more', after the first of many."""
    return f"and {grouped(left)} more"


def say_listed(listed: int, every: int, noun: str) -> str:
    """Count what is listed, and of how many where that is not all.

    Examples
    --------
    >>> say_listed(2, 2, "change"), say_listed(2, 1_120, "change")
    ('2 changes', 'The first 2 changes of 1,120')
    """
    counted = plural(listed, noun)
    return counted if listed == every else f"The first {counted} of {grouped(every)}"


def say_warnings(all_warnings: int, decided: int) -> str:
    """How many warnings found something, and how many have a decision: '22 warnings, none decided'.

    Parameters
    ----------
    all_warnings
        Those that found something, with those that are decided.
    decided
        Those with a decision on every finding.
    """
    share = grouped(decided) if decided else "none"
    return (
        f"{plural(all_warnings, 'warning')}, {'all' if decided == all_warnings else share} decided"
    )


def list_some(parts: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of many and how many more there are: 'a, b and 12 more'."""
    more = len(parts) - most
    shown = between.join(parts[:most])
    return f"{shown} {and_more(more)}" if more > 0 else shown


def list_words(parts: Sequence[str], link: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {link} {parts[-1]}"


def suggest(name: str, known: Iterable[str], otherwise: str = "", most: int = 1) -> str:
    """What may have been meant, in whatever capitals: "Did you mean 'sector'?".

    Parameters
    ----------
    name
        What was written.
    known
        What may be written there.
    otherwise
        Said where none of them is near.
    most
        How many of them to name.
    """
    import difflib

    folded = {name_known.casefold(): f"'{name_known}'" for name_known in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=most)
    return (
        f"Did you mean {list_words([folded[name_known] for name_known in near], 'or')}?"
        if near
        else otherwise
    )


def capitalise(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def shorten(text: str, most: int) -> str:
    """The text, or its beginning and a sign that there is more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def end_sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a question."""
    return text if text.endswith("?") else f"{text.rstrip('. ')}."


def show(value: object) -> str:
    """A value as a reader expects it: dates dd/mm/yyyy, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if type(value) is int:  # the most frequent first: there may be a million values to show
        return str(value)
    if value is None:
        return "(none)"
    if isinstance(value, dt.date):
        timed = isinstance(value, dt.datetime) and value.time() != dt.time()
        return f"{_show_day(value)} {value:%H:%M}" if timed else _show_day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


@lru_cache(maxsize=10_000)  # many findings are about the same few thousand days
def _show_day(day: dt.date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"  # strftime takes twice as long


def show_each(values: Sequence[object]) -> Sequence[str]:
    """What `show` makes of each of many values, with the same work done once."""
    kinds = {*map(type, values)}
    if kinds in ({int}, {str}):
        return [*map(str, values)]
    return [*map(_show_day if kinds == {dt.date} else show, values)]


def reveal(text: str) -> str:
    """The text with signs in the place of characters that cannot be seen, or not told apart.

    A no-break space becomes ``⟨U+00A0⟩``, a Cyrillic letter between Latin ones ``⟨U+0430⟩``.
    Controls such as a tab or a line break stay.
    """
    return text if text.isascii() else re.sub(HIDDEN, lambda hidden: signs(hidden[0]), text)


def says_nothing(text: str) -> bool:
    """Whether what stands for a reason, a note or a person is none: '-', 'ok', 'tbc'."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return words in NO_REASONS or words.startswith(LEFT_OPEN)


def signs(characters: str) -> str:
    """What stands for characters that cannot be seen: ``⟨U+00A0⟩``."""
    return "".join(f"⟨U+{ord(character):04X}⟩" for character in characters)


def show_moment(moment: dt.datetime, timespec: str = "seconds") -> str:
    """A moment with its zone, '16/11/2021 09:30:59 UTC', as exact as ``isoformat`` is told."""
    clock = moment.time().isoformat(timespec)
    return " ".join(filter(None, (show(moment.date()), clock, moment.tzname())))


def say_place(file: str | None, sheet: str | None, row: int | None) -> str:
    """``data/inspections.ods, Table 2, row 1,204``, without what is not known."""
    return ", ".join(part for part in (file, sheet, f"row {grouped(row)}" if row else "") if part)


def say_places(places: Iterable[tuple[str | None, str | None, int | None]]) -> str:
    """Each file, sheet and row, with semicolons between."""
    return "; ".join(say_place(*place) for place in places)
