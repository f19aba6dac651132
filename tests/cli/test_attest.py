"""`qa-checks attest` writes what the second analyst looked at, and only what waits for it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.running import qa_checks
from tests.cli.terminal import at_terminal
from tests.little import leave_providers_out

pytestmark = pytest.mark.usefixtures("few_rules")
TODAY = dt.datetime.now(dt.UTC).date()
SECOND = "second.analyst@example.org"
OPEN = [
    "sql-read", "processing-repeated", "template-filled", "compared-with-source",
    "compared-with-reports", "providers-described", "analysis-repeated", "findings-traced",
    "methodology-names-release", "supplementary-checked",
]  # fmt: skip


def leave_attestations_out(folder: Path) -> None:
    """Leave a release of local authorities alone, and nothing of its checklist attested."""
    release = folder / "release.yml"
    leave_providers_out(release)
    (folder / "checklist.yml").unlink(missing_ok=True)
    release.write_text(release.read_text().replace("checklist: checklist.yml\n", ""))


@pytest.fixture
def bare(clean: Path) -> Path:
    """The clean release of local authorities, before anybody looked."""
    leave_attestations_out(clean)
    return clean


@pytest.fixture(scope="module")
def unchanged(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for what is refused."""
    folder = tmp_path_factory.mktemp("unchanged") / "clean"
    shutil.copytree(releases / "few_clean", folder)
    leave_attestations_out(folder)
    return folder


def written(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((folder / "checklist.yml").read_text())
    return read


def item(folder: Path, wanted: str) -> dict[str, Any]:
    run = qa_checks("run", "--no-files", "--format", "json", cwd=folder).report
    return next(entry for entry in run["checklist"] if entry["id"] == wanted)


def test_an_item_is_attested_and_the_next_run_knows_it(bare: Path) -> None:
    done = qa_checks("attest", "sql-read", "--note", "Version 14.", "--by", SECOND, cwd=bare)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Attested sql-read in checklist.yml.\nCheck again with `qa-checks run release.yml`.\n"
    )
    entry = {"item": "sql-read", "note": "Version 14.", "who": SECOND, "when": TODAY}
    assert written(bare) == {"attested": [entry]}
    assert (bare / "release.yml").read_text().endswith("\nchecklist: checklist.yml\n")
    assert item(bare, "sql-read") == {
        "id": "sql-read",
        "area": "SQL that exports the data",
        "title": "The SQL that exports the data was read by someone who did not write it",
        "state": "attested",
        "reason": "",
        "checks": [],
        "note": "Version 14.",
        "who": SECOND,
        "when": TODAY.isoformat(),
    }
    again = qa_checks("attest", "sql-read", "--note", "More.", "--by", SECOND, cwd=bare)
    assert again.code == 2
    assert again.err == (
        f"Cannot run: sql-read is attested by {SECOND}. "
        "To attest it anew, take that entry out of checklist.yml.\n"
    )
    assert len(written(bare)["attested"]) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--by", SECOND],
            "Not given: ITEM, --note. Give them, or use the command at a terminal, where it asks.",
        ),
        (["sql-read"], "Not given: --note, --by."),
        *(
            (["sql-read", *given, option, " "], f"{option} is blank. ")
            for option, given in (
                ("--note", ("--by", SECOND)),
                ("--by", ("--note", "x")),
                *(
                    (option, ("--note", "x", "--by", SECOND))
                    for option in ("--statement", "--assumption", "--limitation")
                ),
            )
        ),
        (
            ["sql-raed", "--note", "x", "--by", SECOND],
            "'sql-raed' is not an item of the checklist. Did you mean 'sql-read'?",
        ),
        (
            ["zzz", "--note", "x", "--by", SECOND],
            f"'zzz' is not an item of the checklist. Open: {', '.join(OPEN)}.",
        ),
        (
            ["dates", "--note", "x", "--by", SECOND],
            "dates is proven by the run: ",
        ),
        (
            ["sql-read", "--note", "x", "--by", "Producing.Analyst@example.org"],
            "producing.analyst@example.org is the producing analyst, whose attestation does not "
            "count. Somebody else has to look.",
        ),
    ],
)
def test_what_would_not_count_is_refused_and_nothing_is_written(
    unchanged: Path, words: list[str], message: str
) -> None:
    done = qa_checks("attest", *words, cwd=unchanged)
    assert done.code == 2
    assert done.err.startswith(f"Cannot run: {message}")
    assert not (unchanged / "checklist.yml").exists()


def test_an_item_that_a_check_fails_cannot_be_attested(releases: Path) -> None:
    done = qa_checks("attest", "dates", "--note", "x", "--by", SECOND, cwd=releases / "few_faulty")
    assert done.code == 2
    assert done.err == (
        "Cannot run: DAT001, DAT004 and DAT005 failed, so dates cannot be attested. "
        "Have the data corrected, or decide about the findings.\n"
    )


def test_the_release_as_a_whole_is_stated_once(bare: Path) -> None:
    done = qa_checks(
        "attest", "--statement", "It may be published.", "--assumption", "A.", "--limitation",
        "L 1.", "--limitation", "L 2.", cwd=bare,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert written(bare) == {
        "assumptions": ["A."],
        "limitations": ["L 1.", "L 2."],
        "assurance": "It may be published.",
    }
    again = qa_checks("attest", "--statement", "Or not.", cwd=bare)
    assert again.err == (
        "Cannot run: There is a statement of assurance already. Change it in checklist.yml.\n"
    )


def test_at_a_terminal_it_goes_through_everything_that_is_open(bare: Path) -> None:
    notes = [f"Note {number}." for number in range(1, 11)]
    notes[3] = ""
    answers = [SECOND, *notes, "A 1.", "A 2.", "", "", "It may be published."]
    done = at_terminal("attest", cwd=bare, answers=answers)
    assert done.code == 0, done.out
    assert "10 items to attest." in done.out
    assert "[1 of 10] SQL that exports the data: The SQL that exports" in done.out
    assert [note["item"] for note in written(bare)["attested"]] == [
        entry for entry in OPEN if entry != "compared-with-source"
    ]
    assert [note["note"] for note in written(bare)["attested"]] == [note for note in notes if note]
    assert {note["who"] for note in written(bare)["attested"]} == {SECOND}
    assert written(bare)["assumptions"] == ["A 1.", "A 2."]
    assert written(bare)["assurance"] == "It may be published."
    assert "limitations" not in written(bare)
