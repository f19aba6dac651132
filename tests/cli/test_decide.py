"""`qa-checks decide` writes what holds, asks for what is missing, and refuses the rest."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from qa_checks.days import a_year_after
from qa_checks.errors import UsageError
from qa_checks.record.decision_file import read_decisions
from qa_checks.review.new_decisions import Book
from tests.cli.running import qa_checks
from tests.cli.terminal import at_terminal
from tests.enlarged import enlarge

pytestmark = pytest.mark.usefixtures("few_rules")
TODAY = dt.datetime.now(dt.UTC).date()
KEY = "99058 / 49000001 / latest"
WHY = ("--reason", "It's so: two frameworks.", "--who", "second@x.org")
GIVEN = ("--decision", "accepted", *WHY)


@pytest.fixture
def whole(releases: Path, tmp_path: Path) -> Path:
    """A copy of the faulty release, whose decisions stand in the file as delivered."""
    return Path(shutil.copytree(releases / "few_faulty", tmp_path / "faulty"))


@pytest.fixture
def faulty(releases: Path, tmp_path: Path) -> Path:
    """The same without providers, who have no part in what is decided."""
    return Path(shutil.copytree(releases / "authorities", tmp_path / "faulty"))


def decisions(folder: Path) -> list[dict[str, object]]:
    read: list[dict[str, object]] = yaml.safe_load((folder / "decisions.yml").read_text())[
        "decisions"
    ]
    return read


def test_a_decision_is_added_and_the_next_run_knows_it(faulty: Path) -> None:
    before = (faulty / "decisions.yml").read_text()
    done = qa_checks("decide", "frm003", "--keys", "all", *GIVEN, cwd=faulty)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "FRM003 several-frameworks-in-one-view (warning): The latest inspections were all made "
        "under one framework\n2 findings, 1 of them with a decision\n  1  " + KEY + "  row 62\n"
    )
    assert done.out.endswith(
        "Wrote decision 3 to decisions.yml.\nCheck again with `qa-checks run release.yml`.\n"
    )
    assert (faulty / "decisions.yml").read_text().startswith(before)
    written = decisions(faulty)[2]
    [named] = written.pop("findings")  # type: ignore[misc]
    assert list(named) == ["file", "sheet", "digest"]
    assert (named["file"], named["sheet"]) == (
        "data/local_authorities_as_at_31_august_2021.xlsx", "LA_level_as_at",
    )  # fmt: skip
    assert written == {
        "rule": "FRM003",
        "keys": [KEY],
        "decision": "accepted",
        "reason": "It's so: two frameworks.",
        "who": "second@x.org",
        "when": TODAY,
    }
    run = qa_checks("run", "--no-files", "--format", "json", cwd=faulty).report
    [frm003] = [check for check in run["checks"] if check["id"] == "FRM003"]
    assert (frm003["outcome"], frm003["waived"]) == ("waived", 2)
    assert run["summary"]["decided_warnings"] == 2
    assert (run["decisions"][2]["covers"], run["decisions"][2]["state"]) == (1, "in force")


def test_it_asks_at_a_terminal_for_what_is_not_given(whole: Path) -> None:
    until = (TODAY + dt.timedelta(90)).isoformat()
    done = at_terminal(
        "decide", "DAT004", "--who", "second@x.org", cwd=whole,
        answers=["nonsense", "false", "", "The two dates are right.", until],
    )  # fmt: skip
    assert done.code == 0, done.out
    assert "What is decided: accepted or false-alarm (Enter alone leaves it open): " in done.out
    assert f"Last day it holds ({a_year_after(TODAY)} at the latest): " in done.out
    [entry] = [decision for decision in decisions(whole) if decision["rule"] == "DAT004"]
    assert [list(named) for named in entry.pop("findings")] == [  # type: ignore[attr-defined]
        ["file", "digest"]
    ]
    assert entry == {
        "rule": "DAT004",
        "keys": ["SC933834 / 50065504 / in_year"],
        "decision": "false alarm",
        "reason": "The two dates are right.",
        "who": "second@x.org",
        "when": TODAY,
        "until": dt.date.fromisoformat(until),
    }


def refuse(release: Path, words: list[str], message: str) -> None:
    path = release / "decisions.yml"
    before = path.read_bytes()
    done = qa_checks("decide", *words, cwd=release)
    assert done.code == 2
    assert done.err.startswith(f"Cannot run: {message}")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["FRM003"],
            "Not given: --keys, --decision, --reason, --who. "
            "Give them, or use the command at a terminal, where it asks.",
        ),
        (
            ["FRM003", "--keys", "all", *GIVEN, "--until", "2099-12-31"],
            "--until: 2099-12-31 is more than a year away. The last day may be ",
        ),
        (
            ["FRM003", "--keys", "SC1", *GIVEN],
            "'SC1' is the key of no finding. Keys found: ",
        ),
        (["DAT002", "--keys", "all", *GIVEN], "DAT002 found nothing: there is nothing to decide."),
        (["FRM005", "--keys", "all", *GIVEN], "Everything FRM005 found has a decision already."),
        (["DAT00", *GIVEN], "'DAT00' is not the id of a check of this run. Did you mean 'DAT0"),
        (["DAZ*", *GIVEN], "'DAZ*' is not the id of a check of this run. `qa-checks rules` lists"),
        (
            ["FRM*", "--keys", "SC1", *GIVEN],
            "'SC1' is the key of no finding",
        ),
        (["FRM003", "--where", "Sector", *GIVEN], "--where: 'Sector' is not HEADER=VALUE. As "),
        (
            ["FRM003", "--where", "Local authority name=Barnet", *GIVEN],
            "No finding without a decision is in a row with Local authority name=Barnet.",
        ),
        (
            ["FRM003", "--keys", KEY, *WHY, "--decision", "fixed"],
            f"FRM003 still finds {KEY}: not fixed. Correct the data first, and check it again.",
        ),
    ],
)
def test_what_would_not_hold_is_refused_and_nothing_is_written(
    releases: Path, words: list[str], message: str
) -> None:
    refuse(releases / "authorities", words, message)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["GRD006", "--keys", "all", *GIVEN],
            "GRD006 was skipped (no row in its scope): there are no findings to decide on.",
        ),
        (["DAT004", "--keys", "all", *GIVEN], "Not given: --until."),
        (
            ["DAT004", "--keys", "all", *GIVEN, "--until", "2021-31-12"],
            "--until: '2021-31-12' is not a date. Write it as 2021-08-31, ",
        ),
        (
            ["DAT004", "--keys", "all", *GIVEN, "--until", "2021-12-31"],
            f"--until: 2021-12-31 lies before today, {TODAY}.",
        ),
        *(
            (
                ["DAT004", "--keys", key, *WHY, "--decision", "fixed"],
                "--keys is blank. Give it a text, or leave the option out.",
            )
            for key in ("", " ")
        ),
        (["DAT*", *GIVEN], "Not given: --keys, --until. Give them, or use the command at a"),
        (
            ["DAT*", "--keys", "x", "--reason", "x", "--who", "x", "--decision", "fixed"],
            "'fixed' is said of one check. Give its id.",
        ),
    ],
)
def test_what_would_not_hold_of_providers_is_refused_too(
    releases: Path, words: list[str], message: str
) -> None:
    refuse(releases / "few_faulty", words, message)


def test_a_key_that_has_a_decision_is_refused(faulty: Path) -> None:
    covered = str(decisions(faulty)[0]["keys"][0])  # type: ignore[index]
    done = qa_checks("decide", "FRM003", "--keys", f"{KEY},{covered}", *GIVEN, cwd=faulty)
    assert done.code == 2
    assert done.err == (
        f"Cannot run: Decision 1 covers {covered} already. Without a decision: {KEY}.\n"
    )


def test_the_same_decision_twice_is_refused(faulty: Path) -> None:
    words = ("decide", "DAT002", "--decision", "fixed", "--keys", "SC1 / 2 / latest")
    because = ("--reason", "Corrected in the extract.", "--who", "second@x.org")
    assert qa_checks(*words, *because, cwd=faulty).code == 0
    again = qa_checks(*words, *because, cwd=faulty)
    assert (again.code, again.err) == (2, "Cannot run: Decision 3 says the same already.\n")
    assert len(decisions(faulty)) == 3


OLD = (
    "  - {rule: DAT004, keys: [SC933834 / 50065504 / in_year], decision: accepted, reason: so, "
    "who: x, when: 2021-10-05, until: 2021-12-31}\n"
)
GONE = "  - {rule: DAT004, keys: [x], decision: accepted, reason: so, who: x, when: 2021-10-05}\n"


def test_a_decision_that_ran_out_makes_way_for_the_new_one(whole: Path) -> None:
    path = whole / "decisions.yml"
    path.write_text(f"# head\ndecisions:\n{OLD}{GONE}")
    until = (TODAY + dt.timedelta(1)).isoformat()
    done = qa_checks("decide", "DAT004", "--keys", "all", *GIVEN, "--until", until, cwd=whole)
    assert done.code == 0
    assert done.err == (
        "Decision 1 on DAT004 no longer holds (expired): the new one takes its place.\n"
        "Decision 2 on DAT004 no longer holds (without an end date): take it out of the file.\n"
    )
    assert path.read_text().startswith(f"# head\ndecisions:\n{GONE}  - rule: DAT004\n")
    assert "Wrote decision 2 to decisions.yml.\n" in done.out
    assert len(decisions(whole)) == 2


def test_a_decision_that_does_not_say_on_what_it_was_made_is_made_anew(faulty: Path) -> None:
    path = faulty / "decisions.yml"
    path.write_text(
        f"decisions:\n  - rule: FRM003\n    keys: ['{KEY}']\n    decision: accepted\n"
        "    reason: so\n    who: x\n    when: 2021-10-05\n"
    )
    assert qa_checks("run", "--no-files", "-q", "--rules", "FRM003", cwd=faulty).code == 1
    assert qa_checks("decide", "FRM003", "--keys", KEY, *GIVEN, cwd=faulty).code == 0
    assert qa_checks("run", "--no-files", "-q", "--rules", "FRM003", cwd=faulty).code == 0
    [entry] = decisions(faulty)
    assert (entry["who"], len(entry["findings"])) == ("second@x.org", 1)  # type: ignore[arg-type]


def test_a_release_without_decisions_is_given_a_file(faulty: Path) -> None:
    (faulty / "decisions.yml").unlink()
    release = faulty / "release.yml"
    named = release.read_text()
    release.write_text(named.replace("decisions: decisions.yml\n", ""))
    done = qa_checks(
        "decide", "FRM003", "--release", "faulty/release.yml", "--keys", KEY, *GIVEN,
        cwd=faulty.parent,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "Wrote decision 1 to faulty/decisions.yml.\nCheck again with " in done.out
    assert release.read_text().endswith("decisions: decisions.yml\n")
    assert (faulty / "decisions.yml").read_text().startswith("# What was decided about findings.")
    assert [decision["keys"] for decision in decisions(faulty)] == [[KEY]]


@pytest.mark.parametrize("command", ["decide", "attest"])
def test_a_file_that_a_stopped_command_wrote_and_did_not_name_is_read(
    faulty: Path, command: str
) -> None:
    release = faulty / "release.yml"
    name = "decisions" if command == "decide" else "checklist"
    words = {
        "decide": ["decide", "FRM003", "--keys", KEY, *GIVEN],
        "attest": ["attest", "sql-read", "--note", "Version 14.", "--by", "second@x.org"],
    }[command]
    assert qa_checks(*words, cwd=faulty).code == 0
    before = (faulty / f"{name}.yml").read_bytes()
    release.write_text(release.read_text().replace(f"{name}: {name}.yml\n", ""))
    named = qa_checks(*words, cwd=faulty)
    refused = {
        "decide": "Cannot run: Everything FRM003 found has a decision already.\n",
        "attest": "Cannot run: sql-read is attested by second@x.org. "
        "To attest it anew, take that entry out of checklist.yml.\n",
    }
    assert (named.code, named.err) == (2, refused[command])
    assert named.out.startswith(f"release.yml names the {name}.yml beside it now.\n")
    assert (faulty / f"{name}.yml").read_bytes() == before
    assert release.read_text().endswith(f"{name}: {name}.yml\n")
    assert qa_checks("run", "--no-files", "-q", cwd=faulty).code == 1


IN_ROW = "     In its row: Latest full inspection event number: 49000001; "


def test_without_a_rule_it_goes_through_all_that_is_open_with_each_row(whole: Path) -> None:
    done = at_terminal(
        "decide", "DAT014,FRM00?,POS004", "--who", "second@x.org", cwd=whole,
        answers=["", "acc", "So.", "2099-12-31", "", "", "false", "Not so.", "31/12/2099", ""],
    )  # fmt: skip
    assert done.code == 0, done.out
    lines = done.out.splitlines()
    assert "4 findings of 4 checks wait for a decision." in lines
    assert [line for line in lines if line.startswith("[")] == [
        "[1 of 4]", "[2 of 4]", "[3 of 4]", "[4 of 4]"
    ]  # fmt: skip
    assert any(line.startswith(IN_ROW) for line in lines)
    assert any(line.startswith("     Last release: Latest full inspection ev") for line in lines)
    assert done.out.count("--until: 2099-12-31 is more than a year away.") == 2
    assert [
        (decision["rule"], decision["decision"], decision["reason"], "until" in decision)
        for decision in decisions(whole)
    ][2:] == [("FRM002", "accepted", "So.", False), ("POS004", "false alarm", "Not so.", False)]
    assert done.out.endswith("Check again with `qa-checks run release.yml`.\n")


def test_after_a_wrong_key_or_reason_it_asks_again_and_then_for_what_is_left(clean: Path) -> None:
    homes = enlarge(clean, 3)
    done = at_terminal(
        "decide", "PLC005", "--who", "second@x.org", cwd=clean,
        answers=["acc", "9", "SC1", "3,1", "So.", "", "acc", "Yes.", "So too.", "", ""],
    )  # fmt: skip
    assert done.code == 0, done.out
    assert "'9' is the key of no finding. Keys found: " in done.out
    assert "'SC1' is the key of no finding. Keys found: " in done.out
    assert "'Yes.' gives no reason.\n" in done.out
    assert [
        (decision["keys"], decision["reason"])
        for decision in decisions(clean)
        if decision["rule"] == "PLC005"
    ] == [
        ([f"{homes[2]} / latest", f"{homes[0]} / latest"], "So."),
        ([f"{homes[1]} / latest"], "So too."),
    ]


def test_a_group_of_checks_is_decided_on_alike(clean: Path) -> None:
    homes = enlarge(clean, 2)
    done = qa_checks("decide", "PLC0*", "--keys", "all", *GIVEN, cwd=clean)
    assert (done.code, done.err) == (0, "")
    added = [(decision["rule"], decision["keys"]) for decision in decisions(clean)][-2:]
    keys = [f"{urn} / latest" for urn in homes]
    assert added == [("PLC005", keys), ("PLC012", keys)]
    run = qa_checks("run", "--no-files", "--format", "json", "--rules", "PLC0*", cwd=clean)
    assert run.report["summary"]["findings"] == 0


def test_keys_of_a_group_are_looked_for_in_each_check(clean: Path) -> None:
    homes = enlarge(clean, 2)
    words = ("decide", "PLC0*", "--keys", homes[1], *GIVEN)
    assert qa_checks(*words, cwd=clean).code == 0
    assert [(decision["rule"], decision["keys"]) for decision in decisions(clean)][-2:] == [
        ("PLC005", [f"{homes[1]} / latest"]),
        ("PLC012", [f"{homes[1]} / latest"]),
    ]


def test_rows_are_chosen_by_what_stands_in_them(clean: Path) -> None:
    homes = enlarge(clean, 3)
    words = ("decide", "PLC005", "--where", f"urn={homes[1]}", "--where", "Places=30", *GIVEN)
    assert qa_checks(*words, cwd=clean).code == 0
    assert [decision["keys"] for decision in decisions(clean) if decision["rule"] == "PLC005"] == [
        [f"{homes[1]} / latest"]
    ]


def test_where_nothing_waits_it_says_what_is_missing_for_the_sign_off(clean: Path) -> None:
    done = qa_checks("decide", cwd=clean)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("No finding waits for a decision.\nPASS with 2 warnings, all dec")
    assert "Before the sign-off: " in done.out


def test_nothing_is_written_over_what_somebody_else_wrote_meanwhile(clean: Path) -> None:
    path = clean / "decisions.yml"
    before = read_decisions(path)
    path.write_text("decisions: []\n")
    with pytest.raises(UsageError, match="has been changed meanwhile; nothing is written"):
        Book(clean / "release.yml", before).add([replace(before[0], reason="x")])
    assert path.read_text() == "decisions: []\n"


def test_a_reason_that_gives_none_is_refused(clean: Path) -> None:
    path = clean / "decisions.yml"
    before = path.read_text()
    entry = read_decisions(path)[0]
    with pytest.raises(UsageError) as refused:
        Book(clean / "release.yml", read_decisions(path)).add([replace(entry, reason="n/a")])
    assert str(refused.value) == "'n/a' gives no reason. Write why, in a sentence."
    assert path.read_text() == before


def test_the_producing_analyst_does_not_decide(faulty: Path) -> None:
    release = yaml.safe_load((faulty / "release.yml").read_text())
    before = (faulty / "decisions.yml").read_text()
    words = [*GIVEN[:-1], release["producer"]]
    done = qa_checks("decide", "FRM003", "--keys", KEY, *words, cwd=faulty)
    assert (done.code, done.err) == (
        2,
        f"Cannot run: {release['producer']} is the producing analyst, whose decision does not "
        "count. Somebody else has to look.\n",
    )
    assert (faulty / "decisions.yml").read_text() == before
