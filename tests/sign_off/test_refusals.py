"""sign-off says no, and why, to what is not in order; nothing is written then."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from tests.sign_off.making import (
    ANALYST,
    ID,
    PRODUCER,
    Place,
    public,
    public_key,
    write_key,
)

CHECKED = r"<dt>Checked</dt><dd>[^<]*</dd>"
TAKEN = r"<dt>Time taken</dt><dd>[^<]*</dd>"


def checked(text: str) -> str:
    return f"<dt>Checked</dt><dd>{text}</dd>"


def refused(place: Place, *words: str, name: str = "analyst") -> dict[str, str]:
    """The links that do not hold; exit code 1, and nothing was signed."""
    there = place.envelope("approver" if "approver" in words else "second-analyst")
    before = there.read_bytes() if there.exists() else None
    done = place.sign(name, "--format", "json", *words)
    assert done.code == 1, done.out + done.err
    assert (there.read_bytes() if there.exists() else None) == before
    links = json.loads(done.out)["links"]
    return {link["name"]: link["reason"] for link in links if link["state"] != "holds"}


def test_signed_twice_over(unsigned: Place) -> None:
    first = unsigned.sign()
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[-2:] == [
        f"Signed as second-analyst by {ANALYST}: reports/{ID}/sign-off/second-analyst.json",
        f"To read and print: reports/{ID}/sign-off.html",
    ]
    assert unsigned.approve().code == 0
    assert unsigned.gate("--require", "approver") == (0, {})
    assert unsigned.sign().code == 0  # again: the approver had taken the first one
    assert not unsigned.envelope("approver").exists()
    assert unsigned.gate() == (0, {})


def test_a_signature_that_cannot_be_written_leaves_the_approvers(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, _: bytes) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr("qa_checks.sign_off.signing.write_file", fail)
    done = place.sign()
    assert (done.code, "The sign-off cannot be written: No space left" in done.err) == (2, True)
    assert place.envelope("approver").exists()
    monkeypatch.undo()
    assert place.gate("--require", "approver") == (0, {})


def test_the_verdict_is_not_pass(unsigned: Place) -> None:
    unsigned.edit("data/visits.csv", "Full,5", "Full,-5")
    unsigned.run("run")
    assert refused(unsigned) == {
        "verdict": "fail: 1 check of severity error failed",
        "open points": "Checklist, SQL: 'Scores are right' (scores) is failed: ABC001 failed.",
    }


def test_a_warning_has_no_decision(unsigned: Place) -> None:
    unsigned.edit("data/visits.csv", "Full,5,0.5", "Full,5,1.5")
    unsigned.run("run")
    assert refused(unsigned) == {
        "open points": "Warning ABC002 (fault-2): 1 of its 2 findings has no decision."
    }


def test_an_item_of_the_checklist_is_open(unsigned: Place) -> None:
    unsigned.edit("checklist.yml", "assurance:", "limitations: []\nassurance:")
    text = (unsigned.folder / "checklist.yml").read_text().replace("limitations: []\n", "")
    (unsigned.folder / "checklist.yml").write_text(
        "attested: []\n" + text[text.index("assurance:") :]
    )
    unsigned.run("run")
    assert refused(unsigned) == {
        "open points": "Checklist, SQL: 'The SQL was read' (sql-read) is open: nobody has "
        "attested it."
    }


def test_there_is_no_statement_of_assurance(unsigned: Place) -> None:
    unsigned.edit("checklist.yml", "assurance:", "assumptions:\n-")
    unsigned.run("run")
    assert refused(unsigned) == {"open points": "There is no statement of assurance."}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("data/visits.csv", "Bob", "Rob"),
        ("decisions.yml", "Counted twice", "Counted thrice"),
        ("catalogue/rules/office/ABC001_fault_1.yml", "score > 0", "score >-1"),
    ],
)
def test_something_changed_since_the_report(unsigned: Place, path: str, old: str, new: str) -> None:
    unsigned.edit(path, old, new)
    assert "report.json does not say what the checks say now" in refused(unsigned)["report"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("report.json", '"verdict": "pass"', '"verdict": "pass" '),
        ("report.html", "Counted twice on", "Counted once on"),
        ("junit.xml", 'name="verdict"', 'name="verdikt"'),
    ],
)
def test_the_report_was_altered(unsigned: Place, name: str, old: str, new: str) -> None:
    file = unsigned.report / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    assert refused(unsigned) == {
        "report": f"{name} does not say what the checks say now (in reports/{ID})."
    }


def test_the_workbook_was_altered(unsigned: Place) -> None:
    file = unsigned.report / "findings.xlsx"
    file.write_bytes(file.read_bytes() + b" ")
    assert refused(unsigned) == {
        "report": f"findings.xlsx does not say what the checks say now (in reports/{ID})."
    }


def test_there_is_no_report(unsigned: Place) -> None:
    (unsigned.folder / "reports").rename(unsigned.folder / "elsewhere")
    assert refused(unsigned)["report"].startswith(f"reports/{ID}/report.json is not there; ")
    assert unsigned.sign("analyst", "--output", f"elsewhere/{ID}").code == 0


def test_a_report_of_some_checks(unsigned: Place) -> None:
    unsigned.run("run", "--rules", "ABC*")
    assert refused(unsigned).keys() == {"report"}


def test_the_signer_is_the_producer(unsigned: Place) -> None:
    unsigned.write_allowed(producer=f'{PRODUCER} namespaces="qa-checks/second-analyst"')
    assert refused(unsigned, name="producer") == {
        "people": f"The second-analyst is the producer: {PRODUCER}."
    }


def test_the_key_is_not_known(unsigned: Place) -> None:
    assert refused(unsigned, "--as", ANALYST, name="stranger") == {
        "second-analyst/key": f"{public_key('stranger').fingerprint} is in no line of "
        "allowed_signers.",
        "second-analyst/role": f"allowed_signers does not give the key "
        f"{public_key('stranger').fingerprint} to {ANALYST}.",
    }


def test_the_key_is_revoked(unsigned: Place) -> None:
    (unsigned.folder / "revoked_signers").write_text(public("analyst") + "\n")
    assert refused(unsigned) == {
        "second-analyst/key": f"{public_key('analyst').fingerprint} is revoked."
    }


def test_the_key_ran_out(unsigned: Place) -> None:
    unsigned.write_allowed(analyst=f'{ANALYST} namespaces="qa-checks/*",valid-before="20220101Z"')
    assert refused(unsigned) == {
        "second-analyst/key": f"{public_key('analyst').fingerprint} ran out on 01/01/2022 00:00 "
        "UTC (line 1)."
    }


def test_the_key_is_for_another_role(unsigned: Place) -> None:
    unsigned.write_allowed(analyst=f'{ANALYST} namespaces="qa-checks/approver"')
    assert refused(unsigned) == {
        "second-analyst/role": f"allowed_signers does not let {ANALYST} sign as second-analyst "
        '(namespaces="qa-checks/second-analyst").'
    }


def change(file: Path, pattern: str, new: str) -> None:
    """Replace the one place where a pattern stands."""
    text, count = re.subn(pattern, lambda _: new, file.read_text("utf-8"))
    assert count == 1
    file.write_text(text, "utf-8")


def tell(place: Place, key: str, value: str) -> None:
    """Let report.json tell another value of a key of its own."""
    change(place.report / "report.json", rf'(?m)^"{key}": .*?(?=,?$)', f'"{key}": {value}')


def test_the_clock_is_before_the_report(unsigned: Place) -> None:
    """The report is of tomorrow, as it is for a clock that was set back after the run."""
    tell(unsigned, "started", '"2999-11-16T09:30:59Z"')
    change(unsigned.report / "junit.xml", 'timestamp="[^"]*"', 'timestamp="2999-11-16T09:30:59"')
    change(unsigned.report / "report.html", CHECKED, checked("16/11/2999 09:30 UTC"))
    refusal = refused(unsigned)
    assert refusal.keys() == {"second-analyst/time"}
    assert re.fullmatch(
        r"Signed at .* UTC, before the report was made at 16/11/2999 09:30:59 UTC\.",
        refusal["second-analyst/time"],
    )


@pytest.mark.parametrize("year", ["2021", "2999"])
def test_the_files_say_different_times(unsigned: Place, year: str) -> None:
    change(unsigned.report / "junit.xml", r'timestamp="\d{4}-\d\d-\d\d', f'timestamp="{year}-11-16')
    other = "{} does not say what the checks say now"
    assert refused(unsigned)["report"] == f"{other.format('junit.xml')} (in reports/{ID})."
    tell(unsigned, "started", f'"{year}-12-24T00:00:00Z"')
    both = f"{other.format('report.html')}; {other.format('junit.xml')}"
    assert refused(unsigned)["report"] == f"{both} (in reports/{ID})."


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (CHECKED, checked("when nobody looked")),
        (CHECKED, checked("")),
        (CHECKED, ""),
        (TAKEN, "<dt>Time taken</dt><dd>75.30 seconds</dd>"),
        (TAKEN, "<dt>Time taken</dt><dd>75.3 seconds, and all is well</dd>"),
        (TAKEN, "<dt>Time taken</dt><dd>5,000 ms</dd>"),
        (TAKEN, "<dt>Time taken</dt><dd>0.5 seconds</dd>"),
        ("<title>", f"{checked('so')}<title>"),
        ("<title>", "<dt>Time taken</dt><dd>1 ms</dd><title>"),
        ("// Every check once", f"//{checked('')} document.title = 'no limitations'\n//"),
        ('Policy" content="', f'Policy" content="{checked(chr(34) + " data-x=" + chr(34))}'),
    ],
)
def test_nothing_hides_where_a_time_stands_in_the_page(
    unsigned: Place, pattern: str, new: str
) -> None:
    change(unsigned.report / "report.html", pattern, new)
    assert refused(unsigned) == {
        "report": f"report.html does not say what the checks say now (in reports/{ID})."
    }


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        ("0.0", "0 ms"),
        ("0.9999", "1,000 ms"),
        ("75.34", "75.3 seconds"),
        ("1234.5", "1,234.5 seconds"),
    ],
)
def test_a_run_may_take_any_time(unsigned: Place, seconds: str, shown: str) -> None:
    tell(unsigned, "seconds", seconds)
    change(unsigned.report / "report.html", TAKEN, f"<dt>Time taken</dt><dd>{shown}</dd>")
    assert unsigned.sign().code == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("junit.xml", r'(?s)(?<=<testcase ).*?time="[^"]*"', 'time="soon"'),
        ("junit.xml", r'<testsuites [^>]*time="[^"]*"', '<testsuites time="0.0000"'),
        ("junit.xml", r'timestamp="[^"]*"', 'timestamp="2022-06-01T09:30:00Z"'),
        ("junit.xml", r'timestamp="[^"]*"', ""),
    ],
)
def test_nothing_hides_where_a_time_stands_in_junit(
    unsigned: Place, name: str, old: str, new: str
) -> None:
    file = unsigned.report / name
    file.write_text(re.sub(old, new, file.read_text("utf-8"), count=1), "utf-8")
    assert f"{name} does not say" in refused(unsigned)["report"]


@pytest.mark.parametrize("new", ["0", "-0.0", "1e1", "true", "NaN", "1e400", "9" * 5000, '"1.0"'])
def test_nothing_hides_where_a_time_stands_in_the_json(unsigned: Place, new: str) -> None:
    file = unsigned.report / "report.json"
    text = re.sub('"seconds": [0-9.e-]+', f'"seconds": {new}', file.read_text("utf-8"), count=1)
    file.write_text(text, "utf-8")
    message = {
        "-0.0": "does not say what the checks say now",
        "1e1": "does not say what the checks say now",
        "9" * 5000: "is no JSON",
    }.get(new, "does not say how long the checks took")
    assert refused(unsigned)["report"].startswith(f"report.json {message}")


@pytest.mark.parametrize(
    "new",
    ["null", "0", '"2022-06-01"', '"2022-06-01T09:30:00+00:00"', '" 2022-06-01T09:30:00Z"',
     '"2022-06-01T9:30:00Z"', '"2022-06-01T09:30:00Z\\u0000"', '["2022-06-01T09:30:00Z"]'],
)  # fmt: skip
def test_nothing_hides_where_the_json_says_when(unsigned: Place, new: str) -> None:
    tell(unsigned, "started", new)
    reason = f"report.json does not say when the checks were run (in reports/{ID})."
    assert refused(unsigned) == {"report": reason}


@pytest.mark.parametrize("written", ['"2022-06-01T09:30:00\\u005a"', '"0", "started": {}'])
def test_the_time_is_written_once_and_plainly(unsigned: Place, written: str) -> None:
    """Read as JSON it is a time that the other files say as well; written again it is not."""
    tell(unsigned, "started", written.format('"2022-06-01T09:30:00Z"'))
    stamp = 'timestamp="2022-06-01T09:30:00"'
    change(unsigned.report / "junit.xml", 'timestamp="[^"]*"', stamp)
    change(unsigned.report / "report.html", CHECKED, checked("01/06/2022 09:30 UTC"))
    assert refused(unsigned) == {
        "report": f"report.json does not say what the checks say now (in reports/{ID})."
    }


@pytest.mark.parametrize("role", ["second-analyst", "approver"])
def test_a_report_in_an_earlier_format_is_refused_in_words(place: Place, role: str) -> None:
    place.envelope(role).unlink()
    tell(place, "format", '"qa-checks/report/1"')
    done = place.sign("analyst" if role == "second-analyst" else role, "--role", role)
    assert done.code == 1
    assert " ".join(done.out.split()).count(
        "report.json is not of the format qa-checks/report/2, which this version writes and "
        f'compares with, but of "qa-checks/report/1" (in reports/{ID}). '
        "Run `qa-checks run`, look at the report, and sign that one."
    ) == 1  # fmt: skip


def test_the_approver_before_the_second_analyst(unsigned: Place) -> None:
    assert refused(unsigned, "--role", "approver", name="approver") == {
        "second-analyst/envelope": f"reports/{ID}/sign-off/second-analyst.json is not there."
    }


def test_the_approver_after_a_sign_off_that_does_not_hold(place: Place) -> None:
    place.envelope("approver").unlink()
    place.edit("data/visits.csv", "Bob", "Rob")
    assert place.run("run").code == 0
    broken = refused(place, "--role", "approver", name="approver")
    assert "data/visits.csv is not what was signed" in broken["second-analyst/digests"]


def test_the_approver_is_the_second_analyst(place: Place) -> None:
    place.envelope("approver").unlink()
    place.write_allowed(analyst=f'{ANALYST} namespaces="qa-checks/*"')
    assert refused(place, "--role", "approver") == {
        "people": f"The approver is the second-analyst: {ANALYST}."
    }


def test_one_key_under_two_names_is_asked_who_it_is(place: Place) -> None:
    place.envelope("approver").unlink()
    with (place.folder / "allowed_signers").open("a") as more:
        more.write(f'other@example.org namespaces="qa-checks/approver" {public("analyst")}\n')
    assert refused(place, "--role", "approver") == {
        "people": "The approver signed with the second-analyst's key, "
        f"{public_key('analyst').fingerprint}."
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--role", "director"],
            "Cannot run: There is no role 'director'. Roles: second-analyst, approver.",
        ),
        (
            ["--allowed-signers", "nobody"],
            "Cannot run: nobody: There is no list of who may sign. Write a line for each person: "
            'analyst@example.org namespaces="qa-checks/second-analyst" ssh-ed25519 AAAA…; or give '
            "another list with --allowed-signers.",
        ),
        (
            ["--revoked", "none"],
            "The list of signers is not well formed: none: There is no such file.",
        ),
    ],
)
def test_what_cannot_be_done_is_said(unsigned: Place, words: list[str], message: str) -> None:
    done = unsigned.sign("analyst", *words)
    assert (done.code, done.out, done.err) == (2, "", f"{message}\n")


@pytest.mark.parametrize("command", ["gate", "sign-off"])
def test_a_list_of_revoked_keys_that_leads_nowhere(unsigned: Place, command: str) -> None:
    (unsigned.folder / "revoked_signers").symlink_to("gone")
    done = unsigned.sign() if command == "sign-off" else unsigned.run("gate")
    assert (done.code, done.out, done.err) == (
        2,
        "",
        "The list of signers is not well formed: revoked_signers: There is no such file.\n",
    )


def test_an_age_without_end(unsigned: Place) -> None:
    done = unsigned.run("gate", "--max-age", "99999999999999")
    assert (done.code, done.out) == (2, "")
    assert "'--max-age': Input should be less than or equal to 36500 " in done.err


@pytest.mark.parametrize("broken", ["allowed_signers", "release.yml", "--require"])
@pytest.mark.parametrize("output", [[], ["--output", "elsewhere"]])
def test_no_gate_xml_of_an_earlier_time_is_left(
    unsigned: Place, broken: str, output: list[str]
) -> None:
    folder = unsigned.report
    if output:
        folder = folder.rename(unsigned.folder / "elsewhere")
    (folder / "gate.xml").write_text("green")
    other = unsigned.folder / "reports" / "other" / "gate.xml"
    other.parent.mkdir(parents=True)
    other.write_text("green")
    if broken == "allowed_signers":
        (unsigned.folder / broken).unlink()
    if broken == "release.yml":
        (unsigned.folder / broken).write_text(f'title: "open\nrelease: {ID}\n')
    words = ["--require", "director"] if broken == "--require" else []
    assert unsigned.run("gate", *output, *words, "--no-files").code == 2
    assert (folder / "gate.xml").read_text() == "green"
    assert unsigned.run("gate", *output, *words).code == 2
    assert not (folder / "gate.xml").exists()
    # Where release.yml does not say whose report it is, none may go on saying pass.
    assert other.exists() is (broken != "release.yml" or bool(output))


def test_a_release_id_that_is_a_path_leads_nowhere(unsigned: Place) -> None:
    (unsigned.folder / "gate.xml").write_text("green")
    (unsigned.folder / "release.yml").write_text("release: ..\n")
    assert unsigned.run("gate").code == 2
    assert (unsigned.folder / "gate.xml").read_text() == "green"


def test_no_release_no_gate_xml_taken_away(unsigned: Place) -> None:
    (unsigned.report / "gate.xml").write_text("green")
    (unsigned.folder / "release.yml").unlink()
    assert unsigned.run("gate").code == 2
    assert (unsigned.report / "gate.xml").read_text() == "green"


@pytest.mark.parametrize("command", ["gate", "sign-off"])
@pytest.mark.parametrize("option", ["--rules", "--theme", "--severity"])
def test_a_part_of_a_release_is_neither_signed_nor_let_through(
    unsigned: Place, command: str, option: str
) -> None:
    done = unsigned.run(command, option, "error")
    assert (done.code, done.out) == (2, "")
    assert f"No such option: {option}" in done.err


def test_a_line_for_several_people_needs_a_name(unsigned: Place) -> None:
    unsigned.write_allowed(analyst='*@example.org namespaces="qa-checks/second-analyst"')
    done = unsigned.sign()
    assert (done.code, done.err) == (
        2,
        f"Cannot run: allowed_signers gives the key {public_key('analyst').fingerprint} to more "
        "than one person. Say who you are: --as you@example.org.\n",
    )


def test_a_pattern_that_takes_the_producer_in_makes_the_key_his(unsigned: Place) -> None:
    unsigned.write_allowed(analyst='*@example.org namespaces="qa-checks/second-analyst"')
    assert refused(unsigned, "--as", ANALYST) == {
        "people": f"The second-analyst's key {public_key('analyst').fingerprint} is the "
        "producer's as well (allowed_signers, line 1)."
    }


@pytest.mark.parametrize("command", ["gate", "sign-off"])
def test_there_is_no_release(unsigned: Place, command: str) -> None:
    key = ["--key", str(write_key(unsigned.folder, "analyst"))] if command == "sign-off" else []
    done = unsigned.run(command, "none.yml", *key)
    assert (done.code, done.err) == (
        2,
        "Cannot run: none.yml: There is no such file. "
        "Name the release file, or write one with `qa-checks init FILE`.\n",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(unsigned: Place) -> None:
    unsigned.report.chmod(0o555)
    done = unsigned.sign()
    unsigned.report.chmod(0o755)
    assert done.code == 2
    assert "The sign-off cannot be written" in done.err


def test_an_envelope_is_not_written_through_a_link(unsigned: Place, tmp_path: Path) -> None:
    (unsigned.report / "sign-off").mkdir()
    (tmp_path / "victim").write_text("mine")
    unsigned.envelope().symlink_to(tmp_path / "victim")
    assert unsigned.sign().code == 0
    assert (tmp_path / "victim").read_text() == "mine"
    assert not unsigned.envelope().is_symlink()
    assert unsigned.gate() == (0, {})


def test_nothing_is_signed_into_a_folder_that_is_a_link(unsigned: Place, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (unsigned.report / "sign-off").symlink_to(tmp_path / "elsewhere")
    done = unsigned.sign()
    assert (done.code, done.out, done.err) == (
        2,
        "",
        f"Cannot run: reports/{ID}/sign-off: The folder of the signatures is a link to somewhere "
        "else. Put a folder there.\n",
    )
    assert not list((tmp_path / "elsewhere").iterdir())


def test_what_holds_before_signing_is_said_of_this_signature(unsigned: Place) -> None:
    done = unsigned.sign("analyst", "--format", "json")
    titles = {load["name"]: load["title"] for load in json.loads(done.out)["links"]}
    assert titles["second-analyst/time"] == "Signing now is later than the report"
    assert titles["people"] == (
        "Producer and second analyst are different people with different keys"
    )
    done = unsigned.approve("approver", "--format", "json")
    titles = {load["name"]: load["title"] for load in json.loads(done.out)["links"]}
    assert titles["approver/time"] == (
        "Signing now is later than the report and the second analyst's signature"
    )


def test_a_report_with_a_second_opinion(unsigned: Place) -> None:
    assert unsigned.run("run", "--second-opinion").code == 0
    assert unsigned.sign().code == 0  # asks for one too, and compares all of the report
    assert unsigned.gate() == (0, {})
    assert unsigned.gate("--second-opinion") == (0, {})


def test_a_second_opinion_that_was_altered(unsigned: Place) -> None:
    assert unsigned.run("run", "--second-opinion").code == 0
    unsigned.edit(f"reports/{ID}/report.json", '"disagreed": 0', '"disagreed": 1')
    reason = f"report.json does not say what the checks say now (second_opinion) (in reports/{ID})."
    assert refused(unsigned)["report"].startswith(reason.removesuffix(f" (in reports/{ID})."))


def test_a_second_opinion_at_the_gate_alone(place: Place) -> None:
    assert place.gate("--second-opinion") == (0, {})


def test_a_report_without_its_workbook_is_not_signed(unsigned: Place) -> None:
    assert unsigned.run("run", "--no-workbook").code == 0
    assert (
        refused(unsigned)["report"] == f"reports/{ID}/findings.xlsx is not there (in reports/{ID})."
    )
