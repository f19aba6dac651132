"""Whatever is done to a signed release, the gate is shut and names the link that broke."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa_checks.render.json_shapes import write_moment
from tests.sign_off import making
from tests.sign_off.making import (
    ANALYST,
    APPROVER,
    ID,
    PRODUCER,
    Place,
    decided_on,
    predicate,
    public,
    public_key,
    signer,
    times,
)

BOTH = ("second-analyst", "approver")


def both(link: str, reason: str) -> dict[str, str]:
    return {f"{role}/{link}": reason for role in BOTH}


def test_untouched_every_link_holds(place: Place) -> None:
    assert place.gate() == (0, {})
    assert place.gate("--require", "approver", "--max-age", "1") == (0, {})


def test_a_byte_changed_in_a_data_file(place: Place) -> None:
    place.edit("data/visits.csv", "Bob", "Rob")
    code, broken = place.gate()
    assert code == 1
    assert broken == {
        "report": f"report.json does not say what the checks say now (inputs) (in reports/{ID}).",
        "page": f"reports/{ID}/sign-off.html says something else.",
        **both("digests", "data/visits.csv is not what was signed."),
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "name"),
    [
        ("before/visits.csv", ",A\n", ",B\n", "previous: before/visits.csv"),
        ("before/release.yml", "Visits", "Visitz", "previous: before/release.yml"),
        ("methods.md", "How", "Now", "methods.md"),
        ("release.yml", "producer:", "status: final\nproducer:", "release.yml"),
        ("decisions.yml", "Counted twice", "Counted thrice", "decisions.yml"),
        ("checklist.yml", "line by line", "quickly", "checklist.yml"),
        ("checklist.yml", "Fit for", "Unfit for", "checklist.yml"),
    ],
)
def test_a_byte_changed_in_what_goes_with_the_data(
    place: Place, path: str, old: str, new: str, name: str
) -> None:
    place.edit(path, old, new)
    code, broken = place.gate()
    assert code == 1
    assert {broken[f"{role}/digests"] for role in BOTH} == {f"{name} is not what was signed."}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rules/office/ABC001_fault-1.yml", "score > 0", "score >-1"),
        ("schemas/tables/visits.yml", "rows_are: visits", "rows_are: visit"),
        ("schemas/codes/kinds.csv", "Full,Whole", "Full,Whale"),
        ("schemas/checklist.yml", "The SQL was read", "The SQL was seen"),
    ],
)
def test_a_byte_changed_in_the_rulebook(place: Place, path: str, old: str, new: str) -> None:
    place.edit(f"catalogue/{path}".replace("fault-1", "fault_1"), old, new)
    code, broken = place.gate()
    assert code == 1
    assert broken["report"]
    assert broken["second-analyst/digests"] == "rulebook is not what was signed."
    assert broken["approver/digests"] == "rulebook is not what was signed."


def test_a_rule_that_finds_nothing_is_told_by_its_examples(place: Place) -> None:
    place.edit("catalogue/rules/office/ABC001_fault_1.yml", "score > 0", "score >-1")
    code, broken = place.gate()
    assert (code, broken["examples"]) == (
        1,
        "ABC001, invalid example 1: must find 2, found nothing.",
    )


@pytest.mark.parametrize("name", ["report.json", "report.html", "junit.xml", "findings.xlsx"])
def test_a_byte_changed_in_the_report(place: Place, name: str) -> None:
    path = place.report / name
    path.write_bytes(path.read_bytes() + b"\n")
    code, broken = place.gate()
    assert code == 1
    assert {broken[f"{role}/digests"] for role in BOTH} == {
        f"report: {name} is not what was signed."
    }
    assert ("report" in broken) is (name == "report.json")
    assert "page" not in broken  # which is written from the data, and still says what was signed


def test_a_file_of_the_report_taken_away(place: Place) -> None:
    (place.report / "junit.xml").unlink()
    code, broken = place.gate()
    assert code == 1
    assert broken["report"] == f"reports/{ID}/junit.xml is not there (in reports/{ID})."
    assert set(broken) == {"report", *BOTH}  # without it no signature can be compared


def test_the_seconds_of_the_report_are_signed_though_no_run_repeats_them(place: Place) -> None:
    path = place.report / "report.json"
    path.write_bytes(path.read_bytes().replace(b'"seconds": 0', b'"seconds": 1', 1))
    assert place.gate() == (1, both("digests", "report: report.json is not what was signed."))


def test_a_history_that_only_grew(place: Place) -> None:
    with (place.report / "history.jsonl").open("ab") as stream:
        stream.write(b"{}\n")
    assert place.gate() == (0, {})


def test_runs_of_another_release_in_the_history(place: Place) -> None:
    path = place.report / "history.jsonl"
    runs = path.read_bytes().count(b"\n")
    with path.open("ab") as stream:
        stream.write(b'[1\n{"release": "another", "verdict": "pass"}\n' + b"[" * 100_000)
    message = f"history.jsonl has runs of another release: line {runs + 2}."
    assert place.gate() == (1, both("history", message))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[:-7], "history.jsonl has been shortened since: it had "),
        (lambda _: b"", "history.jsonl has been shortened since: it had "),
        (
            lambda text: text.replace(b'"verdict":"pass"', b'"verdict":"fail"'),
            "history.jsonl has been edited since: its first lines are others than were signed.",
        ),
    ],
)
def test_a_history_that_was_shortened_or_edited(
    place: Place, change: Callable[[bytes], bytes], message: str
) -> None:
    path = place.report / "history.jsonl"
    path.write_bytes(change(path.read_bytes()))
    code, broken = place.gate()
    assert code == 1
    assert set(broken) == {f"{role}/history" for role in BOTH}
    assert all(reason.startswith(message) for reason in broken.values())


def test_a_history_that_is_gone(place: Place) -> None:
    (place.report / "history.jsonl").unlink()
    code, broken = place.gate()
    assert (code, set(broken)) == (1, {f"{role}/history" for role in BOTH})


@pytest.mark.parametrize("value", [None, 7, {}, {"bytes": 0}, {"bytes": "1", "sha256": ""}])
def test_a_history_of_another_kind(place: Place, value: object) -> None:
    place.envelope("approver").unlink()
    place.forge(predicate(history=value))
    code, broken = place.gate()
    assert code == 1
    assert "second-analyst/history" in broken


def widen(place: Place, number: str) -> None:
    """Have the decision cover another visit as well."""
    named = decided_on(number)
    place.edit("decisions.yml", "- '2'", f"- '{number}'\n  - '2'")
    place.edit(
        "decisions.yml", "  findings:\n",
        f"  findings:\n  - file: {named['file']}\n    digest: {named['digest']}\n",
    )  # fmt: skip


def test_a_decision_widened_after_signing(place: Place) -> None:
    place.edit("data/visits.csv", "Full,5,0.5", "Full,5,1.5")
    widen(place, "1")
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"] == (
        "data/visits.csv is not what was signed; decisions.yml is not what was signed."
    )
    assert "decisions" in broken["second-analyst/record"]


def test_a_changed_file_is_named_first(place: Place) -> None:
    place.edit("decisions.yml", "- '2'", "- '3'")
    done = place.run("gate", "--format", "json")
    first, second, *others = json.loads(done.out)["links"]
    assert [first["name"], second["name"]] == ["second-analyst/digests", "approver/digests"]
    assert first["remedy"] == (
        "A signed file has changed: put back decisions.yml, or run, look and sign again."
    )
    assert {"verdict", "open points"} <= {other["name"] for other in others if other["remedy"]}


def test_a_finding_without_a_decision(place: Place) -> None:
    widen(place, "3")
    place.edit("data/visits.csv", "Full,5,0.5", "Full,5,1.5")
    code, broken = place.gate()
    assert code == 1
    assert broken["verdict"] == "fail: 1 check of severity error failed"
    assert broken["open points"] == (
        "Warning ABC002 (fault-2): 1 of its 2 findings has no decision."
    )


def test_nobody_signed(place: Place) -> None:
    shutil.rmtree(place.report / "sign-off")
    code, broken = place.gate("--require", "approver")
    assert code == 1
    assert broken["second-analyst/envelope"] == (
        f"reports/{ID}/sign-off/second-analyst.json is not there."
    )
    assert broken["approver/envelope"] == f"reports/{ID}/sign-off/approver.json is not there."


def test_the_approver_did_not_sign(place: Place) -> None:
    place.envelope("approver").unlink()
    assert place.gate()[1].keys() == {"page"}  # which tells of two signatures
    assert place.gate("--require", "approver")[1].keys() == {"approver/envelope", "page"}


def test_the_producer_signs_in_his_own_name(place: Place) -> None:
    place.write_allowed(producer=f'{PRODUCER} namespaces="qa-checks/*"')
    place.envelope("approver").unlink()
    place.forge(predicate(signer=signer("producer", PRODUCER)), "producer")
    code, broken = place.gate()
    assert code == 1
    assert broken["people"] == f"The second-analyst is the producer: {PRODUCER}."


@pytest.mark.parametrize("address", [f"{PRODUCER}", "Producer@EXAMPLE.org"])
def test_the_producer_signs_under_another_name(place: Place, address: str) -> None:
    place.write_allowed(
        producer='other@example.org namespaces="qa-checks/second-analyst"',
    )
    with (place.folder / "allowed_signers").open("a") as more:
        more.write(f"{address} {public('producer')}\n")
    place.envelope("approver").unlink()
    place.forge(predicate(signer=signer("producer", "other@example.org")), "producer")
    code, broken = place.gate()
    assert code == 1
    assert broken["people"] == (
        f"The second-analyst's key {public_key('producer').fingerprint} is the producer's as "
        "well (allowed_signers, line 4)."
    )


def test_the_producer_is_nobody(place: Place) -> None:
    place.edit("release.yml", f"producer: {PRODUCER}", "producer: The team")
    code, broken = place.gate()
    assert code == 1
    assert broken["people"] == (
        "The release does not say by e-mail address who produced it: 'The team'."
    )


def test_an_unknown_key(place: Place) -> None:
    place.envelope("approver").unlink()
    place.forge(predicate(signer=signer("stranger", ANALYST)), "stranger")
    code, broken = place.gate()
    keyid = public_key("stranger").verifier().keyid
    assert code == 1
    assert broken["second-analyst/key"] == (
        f"The key {keyid[:16]}… is in no line of allowed_signers."
    )


def test_an_unknown_key_that_says_it_is_a_known_one(place: Place) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement, "stranger")
    data = json.loads(place.envelope().read_text())
    data["signatures"][0]["keyid"] = public_key("analyst").verifier().keyid
    place.envelope().write_text(json.dumps(data))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/signature"] == (
        f"{public_key('analyst').fingerprint} did not sign this statement."
    )


def test_a_revoked_key(place: Place) -> None:
    (place.folder / "revoked_signers").write_text(f"# lost in May\n{public('analyst')} laptop\n")
    reason = f"{public_key('analyst').fingerprint} is revoked."
    assert place.gate() == (1, {"second-analyst/key": reason})
    (place.folder / "revoked_signers").rename(place.folder / "lost")
    assert place.gate() == (0, {})
    assert place.gate("--revoked", "lost") == (1, {"second-analyst/key": reason})


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ('valid-before="20220101Z"', "ran out on 01/01/2022 00:00 UTC (line 1)"),
        ('valid-after="29990101Z"', "is valid only from 01/01/2999 00:00 UTC on (line 1)"),
    ],
)
def test_a_key_that_is_not_valid_now(place: Place, option: str, message: str) -> None:
    place.write_allowed(analyst=f'{ANALYST} {option},namespaces="qa-checks/second-analyst"')
    reason = f"{public_key('analyst').fingerprint} {message}."
    assert place.gate() == (1, {"second-analyst/key": reason})


@pytest.mark.parametrize(
    "words",
    [f'{ANALYST} namespaces="git"', f"{ANALYST}", 'other@example.org namespaces="qa-checks/*"'],
    ids=["another role", "no role", "someone else"],
)
def test_a_role_that_ran_out_beside_a_line_that_is_valid(place: Place, words: str) -> None:
    place.write_allowed(
        analyst=f'{ANALYST} namespaces="qa-checks/second-analyst",valid-before="20220101Z"'
    )
    with (place.folder / "allowed_signers").open("a") as lines:
        lines.write(f"{words} {public('analyst')}\n")
    fingerprint = public_key("analyst").fingerprint
    reason = f"{fingerprint} ran out on 01/01/2022 00:00 UTC (line 1)."
    assert place.gate() == (1, {"second-analyst/key": reason})


def test_an_expired_key_with_the_clock_set_back(place: Place) -> None:
    place.write_allowed(
        analyst=f'{ANALYST} namespaces="qa-checks/second-analyst",valid-before="20220701Z"'
    )
    place.envelope("approver").unlink()
    place.forge(lambda statement: times(statement, signed="2022-06-30T12:00:00Z"))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/key"].endswith("ran out on 01/07/2022 00:00 UTC (line 1).")
    assert broken["second-analyst/time"].startswith(
        "Signed at 30/06/2022 12:00:00 UTC, before the report was made at "
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            f'{ANALYST} namespaces="qa-checks/approver"',
            f"allowed_signers does not let {ANALYST} sign as second-analyst "
            '(namespaces="qa-checks/second-analyst").',
        ),
        (
            f'{ANALYST} namespaces="git,!qa-checks/second-analyst,qa-checks/*"',
            f"allowed_signers does not let {ANALYST} sign as second-analyst "
            '(namespaces="qa-checks/second-analyst").',
        ),
        (
            ANALYST,
            f"allowed_signers does not let {ANALYST} sign as second-analyst "
            '(namespaces="qa-checks/second-analyst").',
        ),
    ],
    ids=["another role", "all but this role", "no role"],
)
def test_a_key_for_another_role(place: Place, words: str, message: str) -> None:
    place.write_allowed(analyst=words)
    assert place.gate() == (1, {"second-analyst/role": message})


def test_a_key_of_someone_else(place: Place) -> None:
    place.write_allowed(analyst='other@example.org namespaces="qa-checks/second-analyst"')
    fingerprint = public_key("analyst").fingerprint
    assert place.gate() == (
        1,
        {
            "second-analyst/role": f"allowed_signers does not give the key {fingerprint} to "
            f"{ANALYST}."
        },
    )


def test_the_envelope_of_another_role(place: Place) -> None:
    shutil.copy(place.envelope("approver"), place.envelope("second-analyst"))
    place.envelope("approver").unlink()
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/role"].startswith(
        f"allowed_signers does not let {APPROVER} sign as second-analyst"
    )
    assert broken["second-analyst/digests"] == (
        "sign-off: second-analyst.json was signed but is not there."
    )
    assert broken["second-analyst/record"] == "The statement says something else: people, role."


def test_the_envelope_of_another_release(place: Place, tmp_path: Path) -> None:
    other = Place(making.write_release(tmp_path / "other"))
    other.edit("release.yml", ID, "visits-2023")
    other.write_allowed()
    assert other.run("run").code == 0
    assert other.run("sign-off", "--key", str(making.write_key(tmp_path, "analyst"))).code == 0
    shutil.copy(other.folder / "reports/visits-2023/sign-off/second-analyst.json", place.envelope())
    place.envelope("approver").unlink()
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/release"] == f"It is about 'visits-2023', not '{ID}'."
    assert "release.yml is not what was signed" in broken["second-analyst/digests"]


def test_an_older_run_replayed(place: Place) -> None:
    place.edit("data/visits.csv", "Bob", "Rob")
    assert place.run("run").code == 0  # a new report, beside it the old signatures
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"].startswith("data/visits.csv is not what was signed; ")
    assert "report: report.json is not what was signed" in broken["second-analyst/digests"]
    assert broken["page"] == f"reports/{ID}/sign-off.html says something else."


def test_the_same_files_reported_again(place: Place) -> None:
    place.edit(f"reports/{ID}/junit.xml", "<testsuite name", "<testsuite  name")
    code, broken = place.gate()
    assert code == 1
    assert broken.keys() == {"second-analyst/digests", "approver/digests"}


def drop(name: str) -> Callable[[dict[str, Any]], object]:
    def change(statement: dict[str, Any]) -> None:
        statement["subject"] = [
            subject for subject in statement["subject"] if subject["name"] != name
        ]

    return change


@pytest.mark.parametrize("name", ["data/visits.csv", "previous: before/visits.csv", "rulebook"])
def test_a_statement_with_an_input_left_out(place: Place, name: str) -> None:
    place.envelope("approver").unlink()
    place.forge(drop(name))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"] == f"{name} is not in the statement."


def test_a_statement_with_a_file_that_is_not_there(place: Place) -> None:
    more = {"name": "data/more.csv", "digest": {"sha256": "0" * 64}}
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement["subject"].append(more))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"] == "data/more.csv was signed but is not there."


def test_a_subject_named_twice(place: Place) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement["subject"].append(statement["subject"][0]))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"] == "the subjects are not written as they must be."


def test_a_file_that_nobody_signed(place: Place) -> None:
    shutil.copy(place.folder / "data/visits.csv", place.folder / "data/more.csv")
    place.edit(
        "release.yml", "- path: data/visits.csv", "- path: data/visits.csv\n- path: data/more.csv"
    )
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"] == (
        "release.yml is not what was signed; data/more.csv is not in the statement."
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("verdict", "fail"),
        ("summary", {}),
        ("decisions", []),
        ("checklist", []),
        ("assurance", None),
        ("tool", {"version": "0"}),
        ("people", {"producer": "nobody@example.org", "second-analyst": ANALYST}),
        ("note", "an addition"),
    ],
)
def test_a_statement_that_says_something_else(place: Place, key: str, value: object) -> None:
    place.envelope("approver").unlink()
    place.forge(predicate(**{key: value}))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/record"] == f"The statement says something else: {key}."


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        (None, "is not in the statement"),
        ("x", "is not in the statement"),
        ([{"name": {}, "digest": 1}, 5], "is not in the statement"),
        ([{"name": "rulebook", "digest": ["x"]}], "rulebook is not what was signed"),
        ([{"name": "rulebook", "digest": {"sha256": {}}}], "rulebook is not what was signed"),
    ],
)
def test_subjects_of_another_kind(place: Place, subject: object, message: str) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement.update(subject=subject))
    code, broken = place.gate()
    assert code == 1
    assert broken.keys() == {"second-analyst/digests", "page"}  # which tells of two signatures
    assert message in broken["second-analyst/digests"]


@pytest.mark.parametrize("value", [None, 5, "x", [], [{}], {}, {"a": [None]}, True])
@pytest.mark.parametrize(
    "key", ["summary", "decisions", "checklist", "assurance", "tool", "people", "role", "verdict"]
)
def test_parts_of_another_kind(place: Place, key: str, value: object) -> None:
    place.envelope("approver").unlink()
    place.forge(predicate(**{key: value}))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/record"] == f"The statement says something else: {key}."


@pytest.mark.parametrize("value", [None, 5, [], {"id": {}}, {"id": "\ud800"}])
def test_a_release_of_another_kind(place: Place, value: object) -> None:
    place.envelope("approver").unlink()
    place.forge(predicate(release=value))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/release"].startswith("It is about '")


@pytest.mark.parametrize("email", [None, 5, ["x"], "", "\ud800@example.org", "a\x1b[2J@x.org"])
def test_a_signer_of_another_kind(place: Place, email: object) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement["predicate"]["signer"].update(email=email))
    code, broken = place.gate()
    assert code == 1
    assert {"second-analyst/record", "second-analyst/role"} & broken.keys()


@pytest.mark.parametrize("value", [False, 0.0, -0.0])
def test_a_number_written_as_something_that_equals_it(place: Place, value: object) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement["predicate"]["summary"].update(errors=value))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/record"] == "The statement says something else: summary."


def test_a_key_given_twice(place: Place) -> None:
    place.envelope("approver").unlink()
    whole = place.envelope().read_text()
    place.envelope().write_text(whole.replace("{", '{"payload": "AAAA",', 1))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/envelope"] == "It gives a key twice."


@pytest.mark.parametrize("part", ["_type", "predicateType"])
def test_a_statement_of_another_type(place: Place, part: str) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: statement.update({part: "https://slsa.dev/provenance/v1"}))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/record"] == f"The statement says something else: {part}."


@pytest.mark.parametrize("gone", ["predicate", "signer", "times"])
def test_a_statement_that_does_not_say_who_signed(place: Place, gone: str) -> None:
    place.envelope("approver").unlink()
    place.forge(
        lambda statement: (statement if gone == "predicate" else statement["predicate"]).pop(gone)
    )
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/record"] == "The statement does not say who signed and when."


def test_two_roles_by_one_key_under_two_names(place: Place) -> None:
    with (place.folder / "allowed_signers").open("a") as more:
        more.write(f'second.name@example.org namespaces="qa-checks/approver" {public("analyst")}\n')
    place.forge(
        lambda statement: statement["predicate"].update(
            signer=signer("analyst", "second.name@example.org"),
            people={**statement["predicate"]["people"], "approver": "second.name@example.org"},
        ),
        "analyst",
        "approver",
    )
    code, broken = place.gate()
    assert code == 1
    assert broken["people"] == (
        f"The approver signed with the second-analyst's key, {public_key('analyst').fingerprint}."
    )


@pytest.mark.parametrize("address", [ANALYST, "Analyst@Example.Org"])
def test_two_roles_by_one_person_with_two_keys(place: Place, address: str) -> None:
    place.write_allowed(approver=f'{address} namespaces="qa-checks/approver"')
    place.forge(
        lambda statement: statement["predicate"].update(
            signer=signer("approver", address),
            people={**statement["predicate"]["people"], "approver": address},
        ),
        "approver",
        "approver",
    )
    code, broken = place.gate()
    assert code == 1
    assert broken["people"] == f"The approver is the second-analyst: {ANALYST}."


def test_the_approvers_key_is_the_second_analysts_as_well(place: Place) -> None:
    with (place.folder / "allowed_signers").open("a") as more:
        more.write(f"{ANALYST} {public('approver')}\n")
    code, broken = place.gate()
    assert code == 1
    assert broken == {
        "people": f"The approver's key {public_key('approver').fingerprint} is the "
        "second-analyst's as well (allowed_signers, line 3)."
    }


def test_the_checklist_was_attested_by_someone_else(place: Place) -> None:
    place.edit("checklist.yml", f"who: {ANALYST}", f"who: {APPROVER}")
    code, broken = place.gate()
    assert code == 1
    assert broken["people"] == (
        f"'sql-read' of the checklist is attested by {APPROVER}, not by the second analyst, "
        f"{ANALYST}."
    )


def test_signed_before_the_report(place: Place) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: times(statement, signed="2022-06-30T12:00:00Z"))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/time"].startswith(
        "Signed at 30/06/2022 12:00:00 UTC, before the report was made at "
    )


def test_a_report_that_says_it_is_older(place: Place) -> None:
    place.envelope("approver").unlink()
    place.forge(lambda statement: times(statement, reported="2022-06-30T12:00:00Z"))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/record"] == "The statement says something else: times."


def test_signed_in_the_future(place: Place) -> None:
    place.forge(
        lambda statement: times(statement, signed="2999-01-01T00:00:00Z"), "approver", "approver"
    )
    code, broken = place.gate()
    assert code == 1
    assert broken["approver/time"].startswith(
        "Signed at 01/01/2999 00:00:00 UTC, which is still to come: it is "
    )


def test_the_approver_signed_before_the_second_analyst(place: Place) -> None:
    later = write_moment(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2))  # clocks may differ so
    place.forge(lambda statement: times(statement, signed=later))
    code, broken = place.gate()
    assert code == 1
    assert "before the second-analyst at" in broken["approver/time"]
    assert broken["approver/digests"] == "sign-off: second-analyst.json is not what was signed."


def test_signed_too_long_ago(place: Place) -> None:
    code, broken = place.gate("--max-age", "0")
    assert code == 1
    assert set(broken) == {"second-analyst/time", "approver/time"}
    assert broken["approver/time"].endswith("more than 0 days ago.")


def test_a_truncated_envelope(place: Place) -> None:
    place.envelope("approver").unlink()
    whole = place.envelope().read_bytes()
    place.envelope().write_bytes(whole[: len(whole) // 2])
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/envelope"] == "It is cut off or no DSSE envelope."


def change_envelope(place: Place, change: Callable[[dict[str, Any]], object]) -> dict[str, str]:
    place.envelope("approver").unlink()
    data = json.loads(place.envelope().read_text())
    change(data)
    place.envelope().write_text(json.dumps(data))
    code, broken = place.gate()
    assert code == 1
    return broken


def test_the_payload_type_changed(place: Place) -> None:
    broken = change_envelope(place, lambda envelope: envelope.update(payloadType="text/plain"))
    assert broken["second-analyst/envelope"] == (
        "Its payload is of the type 'text/plain', not 'application/vnd.in-toto+json'."
    )


def test_several_signatures_one_of_them_bad(place: Place) -> None:
    bad = {"keyid": "f" * 64, "sig": "AAAA"}
    broken = change_envelope(place, lambda envelope: envelope["signatures"].append(bad))
    assert broken["second-analyst/envelope"] == "It holds 2 signatures, not one."


def test_one_signature_twice(place: Place) -> None:
    broken = change_envelope(
        place, lambda envelope: envelope["signatures"].append(envelope["signatures"][0])
    )
    assert broken["second-analyst/envelope"] == "It holds 2 signatures, not one."


def test_no_signature(place: Place) -> None:
    broken = change_envelope(place, lambda envelope: envelope["signatures"].clear())
    assert broken["second-analyst/envelope"] == "It holds 0 signatures, not one."


def test_a_signature_of_something_else(place: Place) -> None:
    other = json.loads(place.envelope("approver").read_text())["payload"]
    broken = change_envelope(place, lambda envelope: envelope.update(payload=other))
    assert broken["second-analyst/signature"] == (
        f"{public_key('analyst').fingerprint} did not sign this statement."
    )


def test_the_page_says_something_else(place: Place) -> None:
    place.edit(f"reports/{ID}/sign-off.html", "Second analyst</th>", "Second Analyst</th>")
    assert place.gate() == (1, {"page": f"reports/{ID}/sign-off.html says something else."})
    (place.report / "sign-off.html").unlink()
    assert place.gate() == (1, {"page": f"reports/{ID}/sign-off.html is not there."})


def test_a_link_out_of_the_folder_in_the_place_of_a_file(place: Place, tmp_path: Path) -> None:
    file = place.folder / "data/visits.csv"
    shutil.move(file, tmp_path / "visits.csv")  # the very bytes that were signed
    file.symlink_to(tmp_path / "visits.csv")
    code, broken = place.gate()
    assert code == 1
    assert broken["files"] == "data/visits.csv is a link that leads out of its folder."


@pytest.mark.parametrize("name", ["report.html", "sign-off/second-analyst.json", "sign-off.html"])
def test_a_link_in_the_place_of_what_was_signed(place: Place, tmp_path: Path, name: str) -> None:
    file = place.report / name
    shutil.move(file, tmp_path / file.name)
    file.symlink_to(tmp_path / file.name)
    code, broken = place.gate()
    assert code == 1
    link = {"report.html": "report", "sign-off.html": "page"}.get(name, "second-analyst/envelope")
    assert f"reports/{ID}/{name} is a link that leads out of its folder" in broken[link]


def test_a_folder_that_is_a_link(place: Place, tmp_path: Path) -> None:
    shutil.move(place.folder / "data", tmp_path / "elsewhere")
    (place.folder / "data").symlink_to(tmp_path / "elsewhere")
    code, broken = place.gate()
    assert code == 1
    assert broken["files"] == "data/visits.csv is a link that leads out of its folder."


def test_a_pipe_in_the_place_of_a_file(place: Place) -> None:
    (place.folder / "methods.md").unlink()
    os.mkfifo(place.folder / "methods.md")
    code, broken = place.gate()
    assert code == 1
    assert broken["files"] == "methods.md is not an ordinary file."


def test_a_file_that_is_gone(place: Place) -> None:
    (place.folder / "data/visits.csv").unlink()
    code, broken = place.gate()
    assert code == 1
    assert broken["files"] == "data/visits.csv is not there."
