"""Which findings a text names."""

from __future__ import annotations

import pytest

from qa_checks.errors import UsageError
from qa_checks.review.deciding import choose, question, refuse_found, refuse_nothing
from tests.render.reports import check, finding, outcome, report

RULE = check("LAR001", "warning")
KEYS = ["Barnet", "Bournemouth, Christchurch and Poole", "Dorset"]
FOUND = report([outcome(RULE, "failed", [finding(RULE, key=key) for key in KEYS])])
VIEWS = ["1 / 10 / latest", "1 / 10 / in_year", "2 / 20 / latest", "2 / 30 / latest", "latest"]
PLACES = report([
    outcome(RULE, "failed", [
        *[finding(RULE, key=key, file="a.csv") for key in VIEWS],
        finding(RULE, key="row 3", file="a.csv", row=3),
        finding(RULE, key="row 3", file="b.csv", row=3),
        finding(RULE, key="in_year", file="b.csv", row=4),
        finding(RULE, key="in_year", file="b.csv", row=5),
    ])
])  # fmt: skip


def named(given: list[str], among: object = FOUND) -> list[str]:
    assert among in (FOUND, PLACES)
    return [finding.label for finding in choose(given, question(among, "LAR001"))]  # type: ignore[arg-type]


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
    assert named(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2 / 20", ["2 / 20 / latest"]),
        ("1 / 10 / latest", ["1 / 10 / latest"]),
        ("latest", ["latest"]),
        ("row 3 in b.csv", ["row 3 in b.csv"]),
        ("in_year in b.csv, row 5", ["in_year in b.csv, row 5"]),
    ],
)
def test_the_view_is_left_out_and_file_and_row_are_given_where_that_names_one_finding(
    given: str, expected: list[str]
) -> None:
    assert named([given], PLACES) == expected


@pytest.mark.parametrize(
    ("given", "which"),
    [
        ("1 / 10", "1 / 10 / latest; 1 / 10 / in_year."),
        ("row 3", "row 3 in a.csv; row 3 in b.csv."),
        ("in_year", "in_year in b.csv, row 4; in_year in b.csv, row 5."),
    ],
)
def test_a_key_that_may_be_of_two_findings_is_asked_about(given: str, which: str) -> None:
    with pytest.raises(UsageError) as refused:
        named([given], PLACES)
    assert str(refused.value) == f"'{given}' may be the key of 2 findings. Say which: {which}"


def test_half_a_key_is_none() -> None:
    with pytest.raises(UsageError) as caught:
        named(["Barnet,Bournemouth"])
    assert str(caught.value) == (
        "'Bournemouth' is the key of no finding. "
        "Keys found: Barnet; Bournemouth, Christchurch and Poole; Dorset."
    )


def test_what_is_decided_on_already_is_refused() -> None:
    findings = [finding._replace(waived_by=4) for finding in FOUND.findings[:1]]
    decided = report([outcome(RULE, "failed", [*findings, *FOUND.findings[1:]], waived=1)])
    asked = question(decided, "LAR001")
    assert [finding.label for finding in choose(["all"], asked)] == KEYS[1:]
    with pytest.raises(UsageError) as refused:
        choose(["Barnet"], asked)
    assert str(refused.value) == (
        "Decision 4 covers Barnet already. "
        "Without a decision: Bournemouth, Christchurch and Poole; Dorset."
    )


def test_what_was_fixed_is_named_whole() -> None:
    asked = question(FOUND, "LAR001")
    refuse_found(["Kent, part of", "Kent"], asked)
    with pytest.raises(UsageError, match="Name the keys that were fixed"):
        refuse_found(["all"], asked)
    with pytest.raises(UsageError, match="LAR001 still finds Barnet: not fixed"):
        refuse_found(["Kent", "Barnet"], asked)


def test_a_finding_without_a_key_cannot_be_decided_on() -> None:
    bare = report([outcome(RULE, "failed", [finding(RULE, key=None)])])
    with pytest.raises(UsageError, match="has no key, so no decision can name it"):
        refuse_nothing(question(bare, "LAR001"))
