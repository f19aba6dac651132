"""Large plain text is read into its types at once, and gives what reading every row gives."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa_checks.assessment import run
from qa_checks.model import Outcome, ReleaseFacts
from qa_checks.opened import Options
from qa_checks.reading import in_place
from qa_checks.reading.formats import delimited_text
from qa_checks.release import release_from_files
from tests.small_catalogue import LAYOUT, TABLE, rule, write_catalogue

NAMES = ("number", "day", "score", "open", "person")
COLUMNS = {name: TABLE["columns"][name] for name in NAMES}
BLOCK = LAYOUT["blocks"][0]
HEADERS = {name: BLOCK["columns"][name] for name in NAMES}
RULES = [
    rule(1, require="score > 0", columns=["score"], message="Score {score}."),
    rule(2, unique=["number"], columns=["number"]),
    rule(3, require="day < DATE '2022-05-12'", columns=["day"], message="On {day} {open}."),
    rule(4, require="person <> 'Dan'", columns=["person"], message="Person {number}."),
]
HEADER = "Number,Day,Score,Open,Person"
PLAIN = [
    "1,2022-05-10,5,Yes,Ann",
    "2,2022-05-11,0,No,Ben",
    '3,2022-05-12,,,"Cat, Dee"',
    "4,,-2,Yes,Dan",
    "4,2022-05-14,7,,",
]

# A row as it may be written, and whether the file it stands in is read at once all the same.
ROWS = {
    "plain": ("5,2022-05-15,1,No,Eve", True),
    "zeros in front": ("5,2022-05-15,007,No,Eve", True),
    "quoted": ('"5","2022-05-15","1","No","Eve"', True),
    "nothing in quotes": ('5,2022-05-15,"","No",""', True),
    "beyond ASCII": ("5,2022-05-15,1,No,Zoë", True),
    "a decimal for a whole number": ("5,2022-05-15,1.5,No,Eve", False),
    "in scientific form": ("5,2022-05-15,1e3,No,Eve", False),
    "a sign": ("5,2022-05-15,+5,No,Eve", False),
    "thousands": ('5,2022-05-15,"1,000",No,Eve', False),
    "a date without dashes": ("5,20220515,1,No,Eve", False),
    "a date as printed": ("5,15/05/2022,1,No,Eve", False),
    "an impossible date": ("5,2022-02-30,1,No,Eve", False),
    "another word for yes": ("5,2022-05-15,1,Y,Eve", True),
    "yes in capitals": ("5,2022-05-15,1,YES,Eve", False),
    "no word for yes or no": ("5,2022-05-15,1,Perhaps,Eve", False),
    "a word for a missing number": ("5,2022-05-15,NULL,No,Eve", False),
    "a blank around a text": ("5,2022-05-15,1,No,Eve ", False),
    "a no-break blank around a text": ("5,2022-05-15,1,No,\u00a0Eve", False),
    "a blank before quotation marks": ('5,2022-05-15,1,No, "Eve"', False),
    "blank alone": ("5,2022-05-15,1,No,  ", False),
    "a row of blanks": (",,,,", False),
    "a cell too many": ("5,2022-05-15,1,No,Eve,more", False),
    "a cell too few": ("5,2022-05-15,1,No", False),
    "the header again": (HEADER, False),
    "a line break in a cell": ('5,2022-05-15,1,No,"E\nve"', True),
    "a quotation mark inside": ('5,2022-05-15,1,No,E"ve', True),
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    table = {**TABLE, "columns": COLUMNS}
    layout = {**LAYOUT, "blocks": [{**BLOCK, "columns": HEADERS}]}
    catalogue = write_catalogue(tmp_path / "office", RULES, table=table, layout=layout)
    (catalogue / "schemas" / "codes" / "missing_words.csv").unlink()
    return catalogue


def judge(path: Path, catalogue: Path) -> list[Outcome]:
    report = run(release_from_files([path], ReleaseFacts("x", "X")), Options(catalogue))
    assert not report.problems
    return [replace(outcome, seconds=0.0) for outcome in report.outcomes]


@pytest.mark.parametrize("kind", ROWS)
def test_both_ways_give_the_same(
    kind: str, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, at_once = ROWS[kind]
    path = tmp_path / "visits.csv"
    lines = [HEADER, *PLAIN * 20, row, *PLAIN]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    slowly = judge(path, office)
    read_in_place: list[str] = []

    def view(intake: Any, relation: Any, wide: Any, here: Any) -> None:
        read_in_place.append(relation.sql)
        make_view(intake, relation, wide, here)

    make_view = in_place._view
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    monkeypatch.setattr(in_place, "_view", view)
    assert judge(path, office) == slowly
    assert read_in_place == ["typed_1"] * at_once


def test_rows_above_the_header_and_other_delimiters(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visits.csv"
    lines = ["Visits;;;;", *(line.replace(",", ";") for line in [HEADER, *PLAIN[:2]])]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    slowly = judge(path, office)
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    assert judge(path, office) == slowly
    wrong = next(outcome for outcome in slowly if outcome.check.id == "ABC001")
    assert [(finding.row, finding.value) for finding in wrong.findings] == [(4, "0")]


ALL_AT_ONCE = """
from qa_checks.cli.main import run_from_shell
from qa_checks.reading.formats import delimited_text
delimited_text.DIRECT_BYTES = 0
run_from_shell()
"""


def test_a_process_that_has_loaded_nothing_else_reads_so(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("\n".join([HEADER, *PLAIN]) + "\n")
    words = ["check", str(path), "--catalogue", str(office), "--output", str(tmp_path / "report")]
    done = subprocess.run(
        [sys.executable, "-c", ALL_AT_ONCE, *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "ABC001" in done.stdout
