"""A true sentence never contradicts anything."""

from __future__ import annotations

from qa_checks.texts.coherence import close_numbers
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.coherence.true_sentences import Writer
from tests.texts.writing import write_text

SENTENCES = 2100
IN_A_TEXT = 30


def test_no_true_sentence_contradicts_itself_or_its_neighbours() -> None:
    writer = Writer(seed=20261128)
    wrong, closing = [], 0
    for _ in range(SENTENCES // IN_A_TEXT):
        text = write_text("\n".join(writer.write() for _ in range(IN_A_TEXT)))
        for item in close_numbers(text, find_numbers(text)):
            closing += item.holds
            if not item.holds:
                line = text.block(item.numbers[0])
                wrong.append((item.message, text.content[line.start : line.end]))
    assert wrong == []
    assert closing > SENTENCES / 3  # and they were looked at
