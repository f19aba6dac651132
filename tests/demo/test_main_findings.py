"""The main findings of the demo release without faults: all bound, and each digit counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa_checks.appraisal import judge
from qa_checks.assessment import conclude
from qa_checks.catalogue import builtin
from qa_checks.claims import text_checks
from qa_checks.demo_release import unpack
from qa_checks.model import CheckedText, NumberState, Severity, Verdict
from qa_checks.opened import Opened, Options, opened
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from tests.claims.other_digits import change_digits

OPTIONS = Options(builtin(), selection=Choice(themes=("texts",)))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = unpack(tmp_path_factory.mktemp("clean"), clean=True)
    with opened(read_release(path), OPTIONS) as release:
        yield release


@pytest.fixture(scope="module")
def text(read: Opened) -> CheckedText:
    [only] = judge(read, read.release, OPTIONS).texts
    return only


def test_nobody_has_to_look_at_a_number_any_more(text: CheckedText) -> None:
    assert text.share(NumberState.UNBOUND) == 0
    assert text.share(NumberState.VERIFIED) >= text.required["verified"] == 0.6
    assert {str(state): count for state, count in text.states.items()} == {
        "exempt": 3,
        "verified": 22,
        "consistent": 1,
        "outside": 7,
    }


def test_every_digit_of_a_verified_number_counts(
    read: Opened, text: CheckedText, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The n-th digit of all of them is another one: each is named by an error."""
    verified = [number.number for number in text.of(NumberState.VERIFIED)]
    for altered, changed in change_digits(text.text, verified):
        monkeypatch.setattr(text_checks, "read_text", lambda *_, altered=altered: altered)
        failing = conclude(read, judge(read, read.release, OPTIONS), OPTIONS)
        assert failing.verdict is Verdict.FAIL
        named = [
            finding.message for finding in failing.findings if finding.severity is Severity.ERROR
        ]
        for number in changed:
            printed = altered.content[number.start : number.end].split("%")[0].split(" ")[0]
            assert any(printed in message for message in named), printed
