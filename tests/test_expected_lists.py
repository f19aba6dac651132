"""What a release may expect as a list, its catalogue says; the program knows no such list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.checks import State
from tests.small_catalogue import outcome, rule, run_on, visits, write_catalogue, write_yaml

CLOSED = rule(
    1,
    require="NOT list_contains($expected_closed, number)",
    examples={
        "valid": [{"rows": {"visits": [{"number": "1"}]}, "facts": {"expected_closed": []}}],
        "invalid": [
            {
                "rows": {"visits": [{"number": "1"}]},
                "facts": {"expected_closed": ["1"]},
                "finds": ["1"],
            }
        ],
    },
)
SCORES = rule(2, require="score < $expected_most")
FILE = visits(["1", "2022-05-10", "Full", "5"], ["2", "2022-05-11", "Full", "5"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_catalogue(tmp_path / "office", [CLOSED, SCORES])
    listed = {"expect": {"closed": {"example": {"7": "moved"}}, "most": {"example": 9}}}
    write_yaml(folder / "schemas/expectations.yml", listed)
    return folder


@pytest.mark.parametrize(
    ("expected", "keys"),
    [({"closed": {"2": "moved away"}, "most": 9}, ["2"]), ({"most": 9}, [])],
)
def test_names_come_in_as_a_list_which_is_empty_where_only_others_are_expected(
    folder: Path, expected: dict[str, Any], keys: list[str]
) -> None:
    closed = outcome(run_on(folder, FILE, expected=expected), "ABC001")
    assert closed.state is (State.FAILED if keys else State.PASSED)
    assert [finding.key for finding in closed.findings] == keys


def test_where_nothing_is_expected_the_rule_says_what_it_lacks(folder: Path) -> None:
    report = run_on(folder, FILE)
    assert [outcome(report, check).reason for check in ("ABC001", "ABC002")] == [
        "no list of what is closed (expect: closed in release.yml)",
        "no expected number of most (expect: most in release.yml)",
    ]


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        (
            {"closed": 4},
            "expect: What is expected as 'closed' is a list of names, each with a reason.",
        ),
        ({"most": {"9": "so"}}, "expect: What is expected as 'most' is a number."),
        (
            {"shut": {"9": "so"}},
            "expect: No rule compares anything with the expected 'shut'. Available: closed, most.",
        ),
    ],
)
def test_a_number_for_a_list_and_a_list_for_a_number_are_refused(
    folder: Path, expected: dict[str, Any], message: str
) -> None:
    with pytest.raises(ReleaseError) as refused:
        run_on(folder, FILE, expected=expected)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("expected", "strict", "required"),
    [
        ({"most": 9}, True, {"ABC003": True, "ABC004": True}),
        ({"most": 9}, False, {"ABC003": False, "ABC004": False}),
        ({"most": 9, "least": 0}, True, {"ABC003": True, "ABC004": True}),
        ({"least": 0}, True, {"ABC003": False, "ABC004": False}),
    ],
)
def test_what_is_expected_and_compared_with_nothing_leaves_the_run_incomplete(
    tmp_path: Path, expected: dict[str, Any], strict: bool, required: dict[str, bool]
) -> None:
    """No visit is short, so the two rules that name the most have no row in their scope."""
    short = {"scope": {"kind": ["Short"]}}
    rules = [
        rule(3, require="score < $expected_most", **short),
        rule(4, require="score <= $expected_most", **short),
        rule(5, require="score > $expected_least"),
        rule(6, require="score >= $expected_least", **short),
    ]
    folder = write_catalogue(tmp_path / "office", rules)
    report = run_on(folder, FILE, expected=expected, strict=strict)
    assert {name: outcome(report, name).required for name in required} == required
    assert outcome(report, "ABC006").required is False
