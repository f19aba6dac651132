"""A decision covers exactly the findings it names, while it holds, and never silently."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue.typed_records import read_record
from qa_checks.errors import ReleaseError
from qa_checks.model.accountability import Decision
from qa_checks.model.checks import Finding, Outcome, Severity, State
from qa_checks.record.decision_file import DecisionEntry, read_decisions
from qa_checks.record.decisions import apply_decisions, check_decisions
from qa_checks.record.identity import identify
from tests.render.reports import check, finding, outcome

TODAY = dt.date(2022, 1, 31)
RULE = check("ABC001")
MILD = check("MIL001", Severity.WARNING)


def entry(rule: str = "ABC001", *keys: str, **changes: Any) -> DecisionEntry:
    """A decision on findings that say what those of `failed` say."""
    named = list(changes.pop("keys", keys) or ["a"])
    about = check(rule, Severity.WARNING if rule == "MIL001" else Severity.ERROR)
    parts = {
        "rule": rule,
        "keys": named,
        "findings": [decided_on(finding(about, key=key)) for key in named],
        "decision": "accepted",
        "reason": "It is so.",
        "who": "second.analyst@example.org",
        "when": dt.date(2022, 1, 1),
        "until": dt.date(2022, 6, 30),
        **changes,
    }
    return read_record(parts, DecisionEntry)


def decided_on(finding: Finding, **files: str) -> dict[str, Any]:
    [identity] = identify([finding], files)
    return {"file": identity.file, "sheet": identity.sheet, "digest": identity.digest}


def failed(*keys: str, severity: Severity = Severity.ERROR) -> Outcome:
    rule = RULE if severity is Severity.ERROR else MILD
    return outcome(rule, State.FAILED, [finding(rule, key=key) for key in keys])


def applied(
    outcomes: list[Outcome], *entries: DecisionEntry, today: dt.date = TODAY
) -> tuple[list[Outcome], list[Decision]]:
    return apply_decisions(outcomes, entries, today, {})


def test_exactly_the_findings_named_are_waived() -> None:
    [outcome], [decision] = applied([failed("a", "b", "c")], entry("ABC001", "a", "c"))
    assert [finding.waived_by for finding in outcome.findings] == [1, None, 1]
    assert (outcome.state, outcome.failed, outcome.waived) == (State.FAILED, 3, 2)
    assert (decision.number, decision.covers, decision.state) == (1, 2, "in force")


HERE = finding(RULE, key="row 3", file="a.csv", row=3)


@pytest.mark.parametrize(
    "other",
    [
        {"file": "b.csv"},
        {"sheet": "2"},
        {"value": "3000"},
        {"message": "It has 3,000 places."},
        {"column": "Places"},
        {"key": "row 4"},
    ],
)
def test_a_key_names_the_one_finding_it_was_decided_on(other: dict[str, str]) -> None:
    elsewhere = HERE._replace(**other)  # type: ignore[arg-type]
    decided = entry(keys=["row 3"], findings=[decided_on(HERE)])
    [both], [decision] = applied([outcome(RULE, State.FAILED, [elsewhere, HERE])], decided)
    assert [finding.waived_by for finding in both.findings] == [None, 1]
    assert (decision.covers, decision.state) == (1, "in force")
    [alone], [decision] = applied([outcome(RULE, State.FAILED, [elsewhere])], decided)
    assert (alone.waived, decision.covers, decision.dead_keys) == (0, 0, ("row 3",))
    assert decision.state == ("matches nothing" if "key" in other else "other values")


def test_it_ends_with_the_value_it_was_made_on_and_says_so() -> None:
    decided = entry(keys=["row 3"], findings=[decided_on(HERE)])
    changed = HERE._replace(message="It has 3,000 places.")
    held = check_decisions(applied([outcome(RULE, State.FAILED, [changed])], decided)[1])
    assert held is not None
    assert [finding.message for finding in held.findings] == [
        "Decision 1 on ABC001 (accepted, second.analyst@example.org) was made on other values or "
        "places of row 3: decide again with `qa-checks decide ABC001`."
    ]


def test_findings_that_say_the_same_under_one_key_are_told_apart_by_their_rows() -> None:
    rows = [HERE._replace(key="latest", row=row) for row in (3, 7)]
    named = [{**decided_on(HERE), "row": 7}]
    [judged], [decision] = applied(
        [outcome(RULE, State.FAILED, rows)], entry(keys=["latest"], findings=named)
    )
    assert [finding.waived_by for finding in judged.findings] == [None, 1]
    # Taken when there was one, it does not say which of the two it means.
    [judged], [decision] = applied(
        [outcome(RULE, State.FAILED, rows)], entry(keys=["latest"], findings=[decided_on(HERE)])
    )
    assert (judged.waived, decision.state) == (0, "other values")


def test_what_is_reported_twice_is_one_finding() -> None:
    twice = outcome(RULE, State.FAILED, [HERE, HERE])
    [judged], [decision] = applied(
        [twice], entry(keys=["row 3"], findings=[{**decided_on(HERE), "row": 3}])
    )
    assert (judged.state, judged.waived, decision.covers) == (State.WAIVED, 2, 2)


def test_a_value_that_is_not_shown_is_bound_by_the_whole_file() -> None:
    masked = HERE._replace(value="[masked]", message="The name [masked] is shown.")
    outcomes = [outcome(RULE, State.FAILED, [masked])]
    decided = entry(keys=["row 3"], findings=[decided_on(masked, **{"a.csv": "1" * 64})])
    for digest, state in (("1", "in force"), ("2", "other values")):
        _, [decision] = apply_decisions(outcomes, [decided], TODAY, {"a.csv": digest * 64})
        assert decision.state == state


def test_a_decision_that_does_not_say_what_it_was_made_on_waives_nothing() -> None:
    two = [HERE, HERE._replace(file="b.csv")]
    old = entry(keys=["row 3"], findings=[])
    [judged], [decision] = applied([outcome(RULE, State.FAILED, two)], old)
    assert (judged.waived, decision.covers, decision.state) == (0, 1, "without its findings")
    held = check_decisions([decision])
    assert held is not None
    assert held.findings[0].message == (
        "Decision 1 on ABC001 (accepted, second.analyst@example.org) does not say on which values "
        "it was made: decide again with `qa-checks decide ABC001`."
    )
    _, [decision] = applied([failed("b")], old)
    assert decision.state == "matches nothing"


def test_a_check_whose_findings_are_all_covered_is_waived() -> None:
    [outcome], decisions = applied([failed("a", "b")], entry("ABC001", "a"), entry("ABC001", "b"))
    assert [finding.waived_by for finding in outcome.findings] == [1, 2]
    assert (outcome.state, outcome.waived) == (State.WAIVED, 2)
    assert [decision.covers for decision in decisions] == [1, 1]


def test_a_false_alarm_waives_too_and_a_fixed_one_does_not() -> None:
    [outcome], _ = applied([failed("a")], entry(decision="false alarm"))
    assert outcome.state is State.WAIVED
    [outcome], [decision] = applied([failed("a")], entry(decision="fixed"))
    assert (outcome.state, outcome.waived, decision.state) == (State.FAILED, 0, "not fixed")
    [_], [decision] = applied([failed("b")], entry(decision="fixed"))
    assert (decision.covers, decision.state) == (0, "in force")


@pytest.mark.parametrize(
    ("changes", "today", "state"),
    [
        ({}, dt.date(2022, 6, 30), "in force"),
        ({}, dt.date(2022, 7, 1), "expired"),
        ({"until": None}, TODAY, "without an end date"),
        ({"keys": ["z"]}, TODAY, "matches nothing"),
        ({"rule": "NON001"}, TODAY, "matches nothing"),
        ({"keys": ["z"]}, dt.date(2022, 7, 1), "expired"),
        ({"until": dt.date(2023, 1, 1)}, TODAY, "in force"),
        ({"until": dt.date(2023, 1, 2)}, TODAY, "for more than a year"),
        ({"until": dt.date(2023, 1, 2), "keys": ["z"]}, TODAY, "for more than a year"),
    ],
)
def test_a_decision_that_does_not_hold_waives_nothing(
    changes: dict[str, Any], today: dt.date, state: str
) -> None:
    [outcome], [decision] = applied([failed("a")], entry(**changes), today=today)
    assert decision.state == state
    assert (outcome.state is State.WAIVED) == (state == "in force")


def test_a_warning_may_be_accepted_for_good() -> None:
    [outcome], [decision] = applied(
        [failed("a", severity=Severity.WARNING)], entry("MIL001", until=None)
    )
    assert (outcome.state, decision.state) == (State.WAIVED, "in force")


@pytest.mark.parametrize("state", [State.SKIPPED, State.ERRORED])
def test_a_decision_is_neither_blamed_nor_in_force_when_its_check_did_not_run(
    state: State,
) -> None:
    not_run = [outcome(RULE, state), failed("a", severity=Severity.WARNING)]
    _, decisions = applied(
        not_run, entry(), entry(decision="fixed"), entry("MIL001", "z", until=None)
    )
    told = [(decision.covers, decision.state, decision.in_force) for decision in decisions]
    assert told[:2] == [(0, "not checked", False)] * 2
    held, unheld = check_decisions(decisions[:2]), check_decisions(decisions)
    assert held is not None
    assert (held.state, held.reason, held.required) == (
        State.SKIPPED, "none of their checks was run", False,
    )  # fmt: skip
    assert unheld is not None
    assert (unheld.checked, unheld.unknown, unheld.failed) == (3, 2, 1)


def test_decisions_that_no_longer_hold_are_a_failure_of_their_own() -> None:
    _, decisions = applied(
        [failed("a")],
        entry(),
        entry("ABC001", "z"),
        entry(until=dt.date(2022, 1, 2)),
        entry(until=None),
        entry(decision="fixed"),
    )
    held = check_decisions(decisions)
    assert held is not None
    assert (held.state, held.checked, held.failed, held.required) == (State.FAILED, 5, 4, True)
    assert [(finding.key, finding.message) for finding in held.findings] == [
        (
            "ABC001 (2)",
            "Decision 2 on ABC001 (accepted, second.analyst@example.org) "
            "matches no finding of this run.",
        ),
        (
            "ABC001 (3)",
            "Decision 3 on ABC001 (accepted, second.analyst@example.org) ran out on 02/01/2022.",
        ),
        (
            "ABC001 (4)",
            "Decision 4 on ABC001 (accepted, second.analyst@example.org) "
            "accepts an error without an end date.",
        ),
        (
            "ABC001 (5)",
            "Decision 5 on ABC001 (fixed, second.analyst@example.org) "
            "says fixed, but findings are still there: 1.",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": "OK."}, "gives no reason: 'OK.'"),
        ({"reason": "FILL IN: why"}, "gives no reason: 'FILL IN: why'"),
        ({"who": "-"}, "does not say who decided: '-'"),
        (
            {"when": dt.date(2021, 12, 30)},
            "is dated 30/12/2021, before the last day of this release: decide again with "
            "`qa-checks decide ABC001`",
        ),
    ],
)
def test_one_without_a_reason_or_of_before_the_release_waives_nothing(
    changes: dict[str, Any], why: str
) -> None:
    decided = entry(**changes)
    [left], decisions = apply_decisions(
        [failed("a")], [decided], TODAY, {}, since=dt.date(2021, 12, 31)
    )
    held = check_decisions(decisions)
    assert (left.state, left.waived) == (State.FAILED, 0)
    assert held is not None
    assert [finding.message for finding in held.findings] == [
        f"Decision 1 on ABC001 (accepted, {decided.who}) {why}."
    ]


@pytest.mark.parametrize(
    ("named", "state"),
    [
        ("SC1 / 7 / latest", "not fixed"),
        ("SC1 / 7", "not fixed"),
        ("SC1", "not fixed"),
        ("SC", "in force"),
        ("SC1 / 70", "in force"),
    ],
)
def test_what_is_fixed_may_be_named_without_the_last_parts_of_its_key(
    named: str, state: str
) -> None:
    decided = entry(keys=[named], decision="fixed", findings=[])
    _, [decision] = applied([failed("SC1 / 7 / latest")], decided)
    assert decision.state == state


def test_one_of_the_last_day_of_the_release_holds() -> None:
    decided = entry(when=dt.date(2021, 12, 31))
    _, [decision] = apply_decisions(
        [failed("a")], [decided], TODAY, {}, since=dt.date(2021, 12, 31)
    )
    assert decision.state == "in force"


def test_no_decisions_no_check_and_good_ones_pass() -> None:
    assert check_decisions([]) is None
    _, decisions = applied([failed("a")], entry())
    held = check_decisions(decisions)
    assert held is not None
    assert (held.state, held.checked, held.failed, held.findings) == (State.PASSED, 1, 0, ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("decision: waived", "'decision': input should be 'accepted', 'false alarm' or 'fixed'."),
        ("until: 2021-12-31", "'file': until lies before when."),
        (
            "keys: [a]\n    findings: [{digest: 0123456789abcdef}, {digest: 0123456789abcdef}]",
            "'decisions': keys and findings must be equally many.",
        ),
        ("keys: [a]\n    findings: [{digest: abc}]", "'digest': string should match pattern "),
        ("keys: []", "'keys': list should have at least 1 item after validation, not 0."),
        ('reason: "\\u200b \\u2060"', "'reason': string should have at least 1 character."),
        ("reson: x", "'reson' is not a key of this file. Did you mean 'reason'?"),
    ],
)
def test_a_decisions_file_that_is_not_well_formed_is_refused(
    tmp_path: Path, line: str, message: str
) -> None:
    parts = {
        "rule": "rule: ABC001", "keys": "keys: [a]", "decision": "decision: accepted",
        "reason": "reason: so", "who": "who: me", "when": "when: 2022-01-01",
    }  # fmt: skip
    parts[line.partition(":")[0]] = line
    path = tmp_path / "decisions.yml"
    path.write_text("decisions:\n  - " + "\n    ".join(parts.values()) + "\n")
    with pytest.raises(ReleaseError) as caught:
        read_decisions(path)
    assert (
        message in caught.value.what
        or message.replace("'file'", "'decisions'") in caught.value.what
    )
    assert caught.value.where.startswith(f"{path}:")


def test_decisions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yml"
    path.write_text(
        "decisions:\n  - {rule: ABC001, keys: [a], decision: fixed, reason: so, who: me, "
        "when: 2022-01-01}\n"
    )
    [read] = read_decisions(path)
    assert (read.rule, read.keys, read.when, read.until) == (
        "ABC001", ["a"], dt.date(2022, 1, 1), None,
    )  # fmt: skip


def test_one_key_that_no_finding_has_is_enough_to_fail_the_decision() -> None:
    [outcome], [decision] = applied([failed("a")], entry("ABC001", "a", "gone"))
    assert outcome.state is State.WAIVED
    assert (decision.state, decision.covers, decision.dead_keys) == (
        "matches nothing",
        1,
        ("gone",),
    )
    held = check_decisions([decision])
    assert held is not None
    assert [finding.message for finding in held.findings] == [
        "Decision 1 on ABC001 (accepted, second.analyst@example.org) names gone, "
        "which no finding of this run has."
    ]


def test_a_decision_of_tomorrow_waives_nothing_today() -> None:
    later = entry("ABC001", "a", when=dt.date(2090, 1, 1), until=dt.date(2090, 9, 1))
    [outcome], [decision] = applied([failed("a")], later)
    assert (outcome.state, outcome.waived, decision.state) == (State.FAILED, 0, "not yet made")


def test_fixed_must_name_a_check_that_exists() -> None:
    _, [decision] = applied([failed("a")], entry("ZZZ001", "a", decision="fixed"))
    assert decision.state == "matches nothing"


def test_a_decision_on_a_check_that_was_not_selected_is_left_alone() -> None:
    result = apply_decisions([failed("a")], [entry("ZZZ001", "a")], TODAY, {}, lambda _: True)
    assert [decision.state for decision in result[1]] == ["in force"]


def test_the_same_decision_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    entry = (
        "  - rule: DAT004\n    keys: [a]\n    decision: accepted\n    reason: It is so.\n"
        "    who: me\n    when: 2022-01-01\n"
    )
    path = tmp_path / "decisions.yml"
    path.write_text(f"decisions:\n{entry}{entry.replace('[a]', '[b]')}{entry}", encoding="utf-8")
    with pytest.raises(ReleaseError) as refused:
        read_decisions(path)
    assert str(refused.value) == (
        f"{path}:14: This decision on DAT004 is the same as number 1. Take one of the two out."
    )
    path.write_text(f"decisions:\n{entry}{entry.replace('[a]', '[b]')}", encoding="utf-8")
    assert [read_decision.keys for read_decision in read_decisions(path)] == [["a"], ["b"]]
