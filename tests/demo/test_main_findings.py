"""The main findings of the demo release without faults: all bound, and each digit counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa_checks.appraisal import judge
from qa_checks.demo_release import unpack
from qa_checks.model.texts import CheckedText, NumberState
from qa_checks.opened import Opened, Options, opened
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from tests.claims.other_digits import prove_each_digit_counts

OPTIONS = Options(selection=Choice(themes=("texts",)))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = unpack(tmp_path_factory.mktemp("clean"), clean=True)
    with opened(read_release(path), OPTIONS) as release:
        yield release


@pytest.fixture(scope="module")
def text(read: Opened) -> CheckedText:
    [only] = judge(read, OPTIONS).texts
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
    prove_each_digit_counts(read, text, OPTIONS, monkeypatch)
