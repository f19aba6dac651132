from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from qa_checks.render import as_json
from qa_checks.render.report_format import describe_report
from tests.render.marked_texts import FILE, main_findings, with_text


@pytest.fixture(scope="module")
def text() -> dict[str, Any]:
    """The only text of the report."""
    report = json.loads(as_json.render(with_text()))
    assert list(Draft202012Validator(describe_report()).iter_errors(report)) == []
    [only] = report["texts"]
    return dict(only)


def test_coverage_counts_every_state_and_names_what_nobody_has_looked_at(
    text: dict[str, Any],
) -> None:
    assert text["file"] == FILE
    assert text["coverage"] == {
        "found": 12,
        "claimed": 10,
        "unbound": 2,
        "wrong": 2,
        "outside": 1,
        "consistent": 3,
        "verified": 2,
        "exempt": 2,
        "outside_by_reason": {"complaints are not in these files": 1},
        "exempt_by_reason": {"a date": 1, "the number of a note": 1},
        "shares": {
            "unbound": 0.2,
            "wrong": 0.2,
            "outside": 0.1,
            "consistent": 0.3,
            "verified": 0.2,
        },
        "required": {"unbound": 0.0, "verified": 0.6},
        "nobody_has_looked_at": [
            {"printed": "140", "line": 9, "sentence": "140"},
            {
                "printed": "12",
                "line": 10,
                "sentence": "1. Figures exclude 12 homes that are closed.",
            },
        ],
    }


def test_a_number_has_its_place_state_interval_and_claim(text: dict[str, Any]) -> None:
    [growth] = [number for number in text["numbers"] if number["hole"] == "homes"]
    assert growth == {
        "start": 57,
        "end": 59,
        "line": 2,
        "printed": "7%",
        "kind": "number",
        "value": 7,
        "step": 1,
        "unit": "%",
        "state": "verified",
        "reason": "",
        "claim": 1,
        "hole": "homes",
        "recomputed": 6.8373,
        "low": 6.5,
        "high": 7.5,
    }
    for number in text["numbers"]:
        assert text["content"][number["start"] : number["end"]] == number["printed"]


def test_a_claim_has_its_query_and_what_came_of_it(text: dict[str, Any]) -> None:
    assert [claim["number"] for claim in text["claims"]] == [1, 2, 3, 4, 5]
    growth, regions, _, complaints, absent = text["claims"]
    assert text["content"][growth["start"] : growth["end"]] == ("homes rose by 7% to reach 2,797")
    assert growth["values"] == {"homes": 6.8373, "now": 2797}
    assert growth["scope"] == ["providers", "previous.providers"]
    assert regions["contradicting"] == ["London"]
    assert (complaints["query"], complaints["outside"]) == (
        None,
        "complaints are not in these files",
    )
    assert (absent["start"], absent["end"], absent["fault"]) == (
        0,
        0,
        "these words do not stand in the text",
    )


def test_what_json_has_no_number_for_is_null() -> None:
    checked = main_findings()
    odd = replace(
        checked.numbers[1],
        recomputed=float("inf"),
        number=replace(checked.numbers[1].number, value=Decimal("NaN")),
    )
    report = replace(with_text(), texts=(replace(checked, numbers=(odd,)),))
    [number] = json.loads(as_json.render(report))["texts"][0]["numbers"]
    assert (number["value"], number["recomputed"]) == (None, None)
