"""What a text says of its release that is not so: days, tables it refers to, the status."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.claims.judged_texts import Fault, JudgedText
from qa_checks.claims.stated_status import PROVISIONAL, lacks_provisional


def look_at_days(text: JudgedText) -> Iterator[Fault]:
    """Days that sentences state, where the queries of their claims read data of another."""
    for stated in text.days:
        if stated.reads:
            printed = text.prose.text.content[stated.start : stated.end]
            key = f"{stated.judged.claim.says} / {printed}"
            told = f"'{printed}' is printed, but the query reads {stated.reads}."
            yield text.fault(stated.start, key, told, stated.hole or None, printed)


def look_at_references(text: JudgedText) -> Iterator[Fault]:
    """References to tables, figures and annexes that are not there, or are other ones."""
    for reference, fault in text.references:
        if fault:
            printed = text.prose.text.content[reference.start : reference.end]
            key = f"{printed} / {reference.number} / {text.prose.sentence(reference.start)}"
            yield text.fault(reference.start, key, fault, value=printed)


def count_statuses(text: JudgedText) -> int:
    """How often a text says which status its release has, and whether it must."""
    return len(text.statuses) + (text.status == PROVISIONAL)


def look_at_statuses(text: JudgedText) -> Iterator[Fault]:
    """Words for another status than that of the release, and a provisional one never told."""
    for stated in text.statuses:
        if stated.fault:
            printed = text.prose.text.content[stated.start : stated.end]
            key = f"{printed} / {text.prose.sentence(stated.start)}"
            yield text.fault(stated.start, key, stated.fault, value=printed)
    if lacks_provisional(text.prose, text.status):
        shown = text.declared.shown
        told = f"{shown}: release.yml says {PROVISIONAL}, and the text says it nowhere."
        yield Fault(shown, 1, f"{shown} / status", told)
