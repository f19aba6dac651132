"""How a style writes words, as far as that changes what a reader reads."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.small_signs import Height

_MOST_STYLES_DEEP = 50


class Look(Struct, frozen=True):
    """What a style, or the marks of some words, say; None where they say nothing."""

    hidden: bool | None = None
    struck: bool | None = None
    height: Height | None = None

    def over(self, below: Look) -> Look:
        """What holds where this look stands over another."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            self.height or below.height,
        )

    def write(self, words: str) -> str:
        """The words as a reader sees them: none if they are hidden or struck out."""
        if self.hidden or self.struck:
            return ""
        return self.height.write(words) if self.height else words


class Style(Struct, frozen=True):
    """A style of a word processor; ``name`` is what people call it, ``base`` what it builds on."""

    name: str
    base: str | None
    look: Look
    heading: bool | None = None
    listed: bool | None = None


def resolve_styles(styles: Mapping[str, Style]) -> dict[str, Style]:
    """Every style with what it takes over from those it builds on."""
    return {name: _resolve(style, styles) for name, style in styles.items()}


def _resolve(style: Style, styles: Mapping[str, Style]) -> Style:
    whole, base = style, style.base
    for _ in range(_MOST_STYLES_DEEP):
        below = styles.get(base) if base is not None else None
        if below is None:
            break
        whole = replace(
            whole,
            look=whole.look.over(below.look),
            heading=below.heading if whole.heading is None else whole.heading,
            listed=below.listed if whole.listed is None else whole.listed,
        )
        base = below.base
    return whole
