"""What a text in a few words closes to."""

from __future__ import annotations

from qa_checks.texts.coherence import Closing, ClosingKind, close_numbers
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.writing import write_text


def close(content: str, *kinds: ClosingKind) -> list[Closing]:
    text = write_text(content)
    closings = [
        closing for closing in close_numbers(text, find_numbers(text)) if not closing.proves_nothing
    ]
    return [closing for closing in closings if not kinds or closing.kind in kinds]
