"""Texts as the page shows them: safe to look at, folded where long, breakable where endless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from markupsafe import Markup, escape

from qa_checks.render.report_words import clean
from qa_checks.words import grouped, plural

NOTHING = "\u2013"
LONG = 160  # letters of a value before it folds
WORD = 25  # letters of a word before it may break
ENDLESS = 30  # letters of a part of one before it may break anywhere
LONG_WORD = re.compile(rf"(\S{{{WORD + 1},}})")
ANY_LONG_WORD = re.compile(rf"\s\S{{{WORD + 1}}}")  # behind a blank: is tried once a word
PART = re.compile(r"(?<=[/_\-:,|@])(?=\w)|(?<=\.)(?=\w{4})")  # a file keeps its ending
LONGEST = 2_000  # letters of a value that are in the page at all


def show(value: object) -> object:
    """Make whatever the template prints safe to look at; escaping comes after it."""
    # isprintable runs at the speed of C and is true of nearly every value.
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return clean(value)
    return value


def safe(text: str) -> Markup:
    """The text as a picture has it: safe to look at, escaped, whole."""
    return escape(clean(text))


def fold(value: str | None) -> Markup:
    """Fold a long text behind its beginning; cut one of absurd length and say so."""
    return Markup(html_of(value))  # noqa: S704 - escaped


@lru_cache(maxsize=10_000)  # most texts of a page stand there twice or more
def html_of(value: str | None) -> str:
    """The same as the page has it, for lines that are put together outside of a template."""
    if value is None:
        return NOTHING
    if len(value) <= WORD and value.isprintable():
        return str(escape(value))
    if len(value) <= LONG:
        return str(escape(show(soften(value))))
    whole = value
    if len(value) > LONGEST:
        whole = f"{value[:LONGEST]}… ({plural(len(value), 'character')} in all)"
    lead = f"{value[: LONG - 1]}…"
    inside = f"<summary>{escape(clean(lead))}</summary>{escape(clean(whole))}"
    return f'<details class="long">{inside}</details>'


def html_of_each(values: Sequence[str]) -> list[str]:
    """The same of many texts, at once where none has to be folded, broken or cleaned."""
    lines = "\n".join(values)
    if (
        max(map(len, values), default=LONGEST) <= LONG
        and lines.replace("\n", "", len(values) - 1).isprintable()
        and not _has_long_word(lines)
    ):
        return str(escape(lines)).split("\n")
    return [html_of(value) for value in values]


def soften(value: str) -> str:
    """Let a long word break where its parts meet, and only an endless part anywhere.

    ``inspections.publication_date.type`` may break behind a dot or an underscore.
    """
    if len(value) <= WORD or not _has_long_word(value):
        return value
    pieces = LONG_WORD.split(clean(value))
    shown = [_breakable(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)]
    return Markup("").join(shown)


def _has_long_word(text: str) -> bool:
    return ANY_LONG_WORD.search(f" {text}") is not None


def _breakable(word: str) -> Markup:
    parts = [
        Markup('<span class="any">{}</span>').format(part) if len(part) > ENDLESS else escape(part)
        for part in PART.split(word)
    ]
    return Markup("<wbr>").join(parts)


def number(value: float | None) -> str:
    """Group thousands; at most two decimal places; a dash for nothing."""
    if value is None:
        return NOTHING
    return f"{value:,}" if isinstance(value, int) else grouped(float(f"{value:.2f}"))


@lru_cache(maxsize=1_000)
def anchor(name: str) -> str:
    """A name as a place on the page may have it."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)


@cache
def icon(name: str) -> Markup:
    """One of the page's signs, that of a state or a severity."""
    return Markup(  # noqa: S704 - names are ours
        f'<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{name}"/></svg>'
    )
