"""A text with other digits: what is verified in it must then be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace

from qa_checks.appraisal import judge
from qa_checks.claims import text_checks
from qa_checks.conclusion import conclude
from qa_checks.model.checks import Severity
from qa_checks.model.report import Verdict
from qa_checks.model.texts import CheckedText, NumberState, PrintedNumber, Text
from qa_checks.opened import Opened, Options

OTHERS = str.maketrans("0123456789", "3456789012")


def change_digits(
    text: Text, numbers: Sequence[PrintedNumber]
) -> Iterator[tuple[Text, list[PrintedNumber]]]:
    """The text with another n-th digit in each of these numbers, for every n, and which changed."""
    digits = {
        number: [digit.start() for digit in re.finditer(r"\d", number.printed)]
        for number in numbers
    }
    for nth in range(max(map(len, digits.values()))):
        changed = [number for number, places in digits.items() if nth < len(places)]
        content = list(text.content)
        for number in changed:
            place = number.start + digits[number][nth]
            content[place] = content[place].translate(OTHERS)
        yield replace(text, content="".join(content)), changed


def prove_each_digit_counts(
    read: Opened, text: CheckedText, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The n-th digit of all verified numbers is another one: each is named by an error."""
    verified = [number.number for number in text.of(NumberState.VERIFIED)]
    assert verified
    for altered, changed in change_digits(text.text, verified):
        monkeypatch.setattr(text_checks, "read_text", lambda *_, altered=altered: altered)
        failing = conclude(read, judge(read, options), options)
        assert failing.verdict is Verdict.FAIL
        named = [
            finding.message for finding in failing.findings if finding.severity is Severity.ERROR
        ]
        for number in changed:
            printed = altered.content[number.start : number.end].rstrip("%")
            assert any(printed in message for message in named), printed
