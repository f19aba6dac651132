"""The styles of a Word document, and what the marks of single words add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_checks.small_signs import ALIGNED
from qa_checks.texts.documents.looks import Look, Style, resolve_styles
from qa_checks.texts.documents.office_parts import child, children, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BODY_LEVEL = "9"


def read_styles(root: Element | None) -> dict[str, Style]:
    """The styles of a document by their ids."""
    return resolve_styles(
        {
            value(style, "styleId") or "": Style(
                name=(value(child(style, "name")) or "").lower(),
                base=value(child(style, "basedOn")),
                look=look_of(child(style, "rPr")),
                heading=is_heading(child(style, "pPr")),
                listed=is_listed(child(style, "pPr")),
            )
            for style in children(root, "style")
        }
    )


def look_of(properties: Element | None) -> Look:
    """What the properties of a run, or of a style, say of its words."""
    strikes = [_switch(properties, name) for name in ("strike", "dstrike")]
    switches = [struck for struck in strikes if struck is not None]
    return Look(
        hidden=_switch(properties, "vanish"),
        struck=any(switches) if switches else None,
        height=ALIGNED.get(value(child(properties, "vertAlign")) or ""),
    )


def is_heading(properties: Element | None) -> bool | None:
    """Whether a paragraph stands in the outline of its document; None if nothing is said."""
    level = value(child(properties, "outlineLvl"))
    return None if level is None else level != _BODY_LEVEL


def is_listed(properties: Element | None) -> bool | None:
    """Whether a paragraph is an item of a list; None if nothing is said."""
    number = value(child(properties, "numPr", "numId"))
    return None if number is None else number != "0"


def _switch(properties: Element | None, name: str) -> bool | None:
    switch = child(properties, name)
    if switch is None:
        return None
    return (value(switch) or "true").lower() not in {"0", "false", "off"}
