"""Numbers that a text writes in words: "thirty-seven", "two hundred and six", "a million"."""

from __future__ import annotations

import re
from decimal import Decimal

import text_to_num

from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.texts.digits import SCALE, read_unit
from qa_checks.texts.numerals import CARDINALS, ONES, ORDINALS, SCALES, TEENS, TENS

_ORDINAL = "|".join(ORDINALS)
_CARDINAL = rf"(?:(?:{'|'.join(TENS)})(?!-(?:{_ORDINAL})\b)|{'|'.join(CARDINALS)})\b"
# "Two hundred and six" is one number; "twenty and thirty", "one hundred and two hundred" are two.
_AND = "|".join(rf"(?<={scale})[ -]and[ -](?!(?:[a-z]+[ -]){{1,2}}{scale}\b)" for scale in SCALES)
# "Three thousand, two hundred and six", but not "five thousand, two hundred of which".
_COMMA = rf"(?<=thousand|.million|.billion), (?=(?:{'|'.join([*ONES, *TEENS])}) hundred\b(?! of\b))"
_RUN = re.compile(
    r"(?i:\b(?:a (?=hundred|thousand|million|billion))?"
    rf"{_CARDINAL}(?:(?:[ -]| point |{_AND}|{_COMMA}){_CARDINAL})*)"
)
_TOKEN = re.compile(r"[A-Za-z]+|-")
_MINUS = re.compile(r"(?i:\bminus )\Z")
_ROUND = re.compile(r"(?i:\b(thousand|million|billion|trillion)\Z)")


class _Word:
    """A word as text2num takes it, with its place in the text."""

    def __init__(self, word: str, start: int) -> None:
        self.word = word
        self.start = start
        self.end = start + len(word)

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def find_number_words(rest: str, content: str) -> list[PrintedNumber]:
    """The numbers in words of a folded text ``rest``; they are printed as ``content`` has them."""
    numbers: list[PrintedNumber] = []
    for run in _RUN.finditer(rest):
        words = [_Word(word[0], run.start() + word.start()) for word in _TOKEN.finditer(run[0])]
        for place in text_to_num.find_numbers(words, "en", 0.0):  # 0.0: "one" and "two" as well
            start, end = words[place.start].start, words[place.end - 1].end
            if place.start == 1 and words[0].word.lower() == "a":
                start = run.start()
            minus = _MINUS.search(rest, max(0, start - 6), start)
            sign = -1 if minus else 1
            start = minus.start() if minus else start
            scale = _ROUND.search(rest, start, end)
            step = Decimal(SCALE[scale[1].lower()] if scale else 1)
            unit, unit_end = read_unit(rest, end)
            numbers.append(
                PrintedNumber(
                    start,
                    unit_end,
                    content[start:unit_end],
                    NumberKind.NUMBER,
                    sign * Decimal(place.text),
                    step.scaleb(-len(place.text.partition(".")[2])),
                    unit,
                )
            )
    return numbers
