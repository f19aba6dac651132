"""What a rule file may say."""

from __future__ import annotations

from typing import Any

import pytest

from qa_checks.catalogue.rule_file import Example, RuleFile
from qa_checks.catalogue.typed_records import RecordError, read_record
from qa_checks.forms import FORMS
from tests.small_catalogue import rule


@pytest.mark.parametrize(
    ("changes", "form"),
    [
        ({"require": "a = 1"}, "require"),
        ({"unique": ["a"]}, "unique"),
        ({"references": {"columns": ["a"], "to": "b", "to_columns": ["c"]}}, "references"),
        ({"agrees": {"column": "a", "by": ["b"], "across": "views"}}, "agrees"),
        ({"query": "SELECT 1"}, "query"),
        ({"figure": {"name": "a", "equals": "1"}}, "figure"),
    ],
)
def test_a_rule_is_read_in_the_form_that_its_key_names(changes: dict[str, Any], form: str) -> None:
    assert read_record(rule(1, **changes), RuleFile).form.key == form


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"require": "a", "query": "b"}, "(given: require, query)"),
        ({"unique": [], "require": None}, "unique"),
        ({"id": "abc1"}, "id"),
        ({"id": "ABCDE001"}, "id"),
        ({"name": "Fault One"}, "name"),
        ({"severity": "fatal"}, "severity"),
        ({"why": "  "}, "why"),
        ({"source": []}, "source"),
        ({"require": "x" * 20_001}, "require"),
        ({"figure": {"name": "a"}}, "say what the figure must be: equals, at_least or at_most"),
        (
            {"references": {"columns": ["a"], "to": "b", "to_columns": ["c", "d"]}},
            "columns and to_columns must be equally many",
        ),
        ({"examples": {"valid": [], "invalid": [{"a": 1}]}}, "examples.valid"),
        ({"examples": {"valid": [{"a": 1}]}}, "examples.invalid"),
        ({"scope": {"kind": "Full"}}, "scope.kind"),
    ],
)
def test_what_a_rule_may_not_say(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_record(rule(1, **changes), RuleFile)
    places = [".".join(map(str, fault.place)) for fault in caught.value.faults]
    assert message in str(caught.value) or any(place.startswith(message) for place in places)


def test_a_rule_without_a_form_says_which_there_are() -> None:
    data = rule(1)
    del data["require"]
    with pytest.raises(RecordError) as caught:
        read_record(data, RuleFile)
    known = ", ".join(form.key for form in FORMS)
    assert str(caught.value) == f": give exactly one of {known} (given: none)"


def test_an_example_is_rows_per_table_or_one_row() -> None:
    examples = {
        "valid": [{"number": "1"}, {"rows": {"visits": [{"number": "1"}]}, "note": "two words"}],
        "invalid": [{"rows": {"visits": [{}]}, "finds": ["1"], "facts": {"as_at": "2021-08-31"}}],
    }
    record = read_record(rule(1, examples=examples), RuleFile)
    assert [isinstance(example, Example) for example in record.examples.valid] == [False, True]
    [wrong] = record.examples.invalid
    assert isinstance(wrong, Example)
    assert wrong.finds == ["1"]


def test_a_record_cannot_be_changed() -> None:
    record = read_record(rule(), RuleFile)
    with pytest.raises(AttributeError):
        record.id = "ABC002"  # type: ignore[misc]
