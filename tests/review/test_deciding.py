"""Which keys a text names."""

from __future__ import annotations

import pytest

from qa_checks.errors import UsageError
from qa_checks.review.deciding import choose_keys, question, refuse_nothing
from tests.render.reports import check, finding, outcome, report

RULE = check("LAR001", "warning")
KEYS = ["Barnet", "Bournemouth, Christchurch and Poole", "Dorset"]
FOUND = report([outcome(RULE, "failed", [finding(RULE, key=key) for key in KEYS])])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["all"], KEYS),
        (["Dorset,Barnet"], ["Dorset", "Barnet"]),
        ([KEYS[1]], [KEYS[1]]),
        (["Barnet, Bournemouth, Christchurch and Poole ,Dorset"], KEYS),
        (["Barnet", "Dorset", "Barnet"], ["Barnet", "Dorset"]),
    ],
)
def test_a_comma_parts_keys_only_where_both_are_keys(given: list[str], expected: list[str]) -> None:
    assert choose_keys(given, question(FOUND, "LAR001"), "accepted") == expected


def test_half_a_key_is_none() -> None:
    with pytest.raises(UsageError) as caught:
        choose_keys(["Barnet,Bournemouth"], question(FOUND, "LAR001"), "false alarm")
    assert str(caught.value) == (
        "'Bournemouth' is the key of no finding. "
        "Keys found: Barnet; Bournemouth, Christchurch and Poole; Dorset."
    )


def test_what_was_fixed_is_named_whole() -> None:
    asked = question(FOUND, "LAR001")
    assert choose_keys(["Kent, part of", "Kent"], asked, "fixed") == ["Kent, part of", "Kent"]
    with pytest.raises(UsageError, match="Name the keys that were fixed"):
        choose_keys(["all"], asked, "fixed")


def test_a_finding_without_a_key_cannot_be_decided_on() -> None:
    bare = report([outcome(RULE, "failed", [finding(RULE, key=None)])])
    with pytest.raises(UsageError, match="has no key, so no decision can name it"):
        refuse_nothing(question(bare, "LAR001"))
