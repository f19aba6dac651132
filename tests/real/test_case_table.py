"""Small inputs that once went wrong end as the table beside them says.

Each is an invented file of ../shared/cases. EXPECTED.tsv and the EXPECT.txt of each hostile folder
say in words what is right; the words are repeated here, so that a case that is new or says
something else now fails until a test holds its value.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import builtin
from qa_checks.render import as_json
from tests.cli.running import FITS, Ended, environment, qa_checks, qa_checks_apart
from tests.cli.terminal import at_terminal
from tests.real.small_cases import CASES, as_at, check, read_table

HOSTILE = CASES / "hostile"

pytestmark = pytest.mark.skipif(
    not CASES.is_dir(),
    reason=f"the small cases are not there ({CASES}); they stand beside the project, not in it",
)

Report = dict[str, Any]
Judge = Callable[[Report], None]


def found(report: Report, *checks: str) -> list[tuple[str, int | None, str | None]]:
    """Check, row and value of each finding, of all checks or of those named."""
    return [
        (finding["check"], finding["row"], finding["value"])
        for finding in report["findings"]
        if not checks or finding["check"] in checks
    ]


def failed(report: Report) -> set[str]:
    """The checks that failed."""
    return {check["id"] for check in report["checks"] if check["outcome"] == "failed"}


def errors(report: Report) -> set[str]:
    """The checks of severity error that failed."""
    return {
        check["id"]
        for check in report["checks"]
        if check["outcome"] == "failed" and check["severity"] == "error"
    }


def rows(report: Report) -> int:
    return sum(entry["rows"] for entry in report["inputs"] if entry["layout"])


def passes(report: Report) -> None:
    assert report["verdict"] == "pass", failed(report)
    assert not errors(report)


def two_rows(report: Report) -> None:
    passes(report)
    assert rows(report) == 2


def errors_are_said(report: Report) -> None:
    assert {row for _, row, _ in found(report, "STR017")} >= {2, 3, 4}
    assert {value for _, row, value in found(report, "STR017") if row in (2, 3, 4)} == {
        "#N/A",
        "#REF!",
    }
    assert report["verdict"] == "fail"


def errors_and_formula_are_said(report: Report) -> None:
    errors_are_said(report)
    assert 5 in {finding["row"] for finding in report["findings"]}


def redaction_alone(report: Report) -> None:
    assert failed(report) == {"DIS007"}


def listed_twice(report: Report) -> None:
    assert {"LAT001", "providers.key"} & errors(report)
    assert {row for _, row, _ in found(report, "LAT001", "providers.key")} == {2, 8}
    assert report["verdict"] == "fail"


def rows_below_are_named(report: Report) -> None:
    assert not errors(report)
    [finding] = report["findings"]
    assert finding["row"] == 8
    assert all(f"{row}" in finding["message"] for row in (8, 10, 11))
    assert [entry["tables"]["providers"] for entry in report["inputs"]] == [6]


def mark_is_reported(report: Report) -> None:
    assert not [check for check in report["checks"] if check["id"] == "STR001" and check["failed"]]
    assert failed(report) == {"STR019"}
    assert "U+FEFF" in report["findings"][0]["message"]


def header_again(report: Report) -> None:
    assert failed(report) == {"STR009"}
    assert [row for _, row, _ in found(report, "STR009")] == [8]


def header_again_with_mark(report: Report) -> None:
    assert failed(report) == {"STR009", "STR019"}
    assert {row for _, row, _ in found(report)} == {8}


def impossible_years(report: Report) -> None:
    assert report["verdict"] == "fail"
    wrong = {
        (finding["row"], finding["column"])
        for finding in report["findings"]
        if finding["severity"] == "error"
    }
    assert wrong == {(3, "Publication date"), (4, "Registration date")}


def recoded_in_april(report: Report) -> None:
    assert "LAR004" not in failed(report)


def no_break_space_is_shown(report: Report) -> None:
    assert failed(report) == {"STR018"}
    [finding] = report["findings"]
    assert "U+00A0" in finding["message"]


RIGHT: dict[str, tuple[str, Judge | None]] = {
    "a1_crlf_in_first_row.csv": ("2 rows read, cell 'Unit 2\\r\\nInvented Park', PASS", two_rows),
    "b1_error_cells.ods": (
        "STR017 at rows 2 (#N/A), 3 (#REF!), 4 (#N/A); formula without a value at row 5; FAIL",
        errors_and_formula_are_said,
    ),
    "b2_error_cells.xls": ("STR017 at rows 2, 3, 4; FAIL", errors_are_said),
    "c1_timestamps_with_zone.parquet": (
        "inspection dates 10,11,12,10,11,12/09/2019 whatever TZ (or a finding)",
        None,
    ),
    "d1_boolean_cells.xlsx": ("TRUE/FALSE read as yes/no, PASS", passes),
    "d2_boolean_column.parquet": ("PASS", passes),
    "e1_two_opening_quotes.csv": (
        "refused or error: quotation mark opened in row 4 swallows row 5",
        None,
    ),
    "f1_redacted_title_case.csv": ("DIS007 only", redaction_alone),
    "g1_joiners_and_leavers.csv": ("not a register: exit 2 or 'not checked'", None),
    "h1_provider_twice_as_at.csv": (
        "LAT001 / providers.key on SC900000 rows 2 and 8",
        listed_twice,
    ),
    "j1_total_and_notes_below.csv": (
        "6 providers; one finding: rows 8, 10, 11 are a total and notes",
        rows_below_are_named,
    ),
    "k1_two_byte_order_marks.csv": ("URN read, mark reported", mark_is_reported),
    "k2_header_again_with_a_trailing_comma.csv": ("STR009 row 8 only", header_again),
    "k3_header_again_with_a_mark.csv": ("STR009 and STR019 row 8", header_again_with_mark),
    "l1_published_in_2109.csv": (
        "error at row 3 (publication date) and row 4 (registration date)",
        impossible_years,
    ),
    "o1_codes_in_april_2025.csv": ("no LAR004 (SI 2024/1328: 1 April 2025)", recoded_in_april),
    "p1_no_break_space_in_code.csv": ("message shows U+00A0", no_break_space_is_shown),
}


def refuse(name: str, folder: Path) -> Ended:
    """Check a case that is refused."""
    return qa_checks("check", CASES / name, "--as-at", as_at(name), cwd=folder)


def test_every_case_has_its_value_here() -> None:
    table = {line["file"]: line["right"] for line in read_table()}
    assert table == {name: right for name, (right, _) in RIGHT.items()}


@pytest.mark.parametrize("name", [name for name, (_, judge) in RIGHT.items() if judge])
def test_case_ends_as_the_table_says(name: str) -> None:
    judge = RIGHT[name][1]
    assert judge is not None
    report = json.loads(as_json.render(check(name, as_at(name))))
    FITS.validate(report)
    judge(report)


SHOWS_DATES = """\
id: DAT900
name: every-inspection-date
title: Every inspection date is shown
table: inspections
severity: error
require: inspection_date < DATE '2000-01-01'
columns: [inspection_date]
message: "Inspected {inspection_date}."
why: It shows what was read.
remedy: None is needed.
source: [Invented for a test]
examples:
  valid: [{inspection_date: 1999-01-01}]
  invalid: [{inspection_id: "1", inspection_date: 2001-01-01}]
"""


def test_instants_give_the_same_days_whatever_the_machines_zone(tmp_path: Path) -> None:
    comparisons = shutil.ignore_patterns("comparisons")  # they name rules that are not there
    shutil.copytree(builtin() / "schemas", tmp_path / "dates" / "schemas", ignore=comparisons)
    rules = tmp_path / "dates" / "rules" / "dates"
    rules.mkdir(parents=True)
    (rules / "DAT900_every_inspection_date.yml").write_text(SHOWS_DATES, encoding="utf-8")
    words = ["check", CASES / "c1_timestamps_with_zone.parquet", "--as-at", "2020-03-31",
             "--catalogue", "dates", "--format", "json"]  # fmt: skip
    # DuckDB asks the machine once, so this is for a process of its own; it is a day earlier there.
    report = qa_checks_apart(*words, cwd=tmp_path, TZ="America/New_York").report
    days = [value for _, _, value in found(report, "DAT900")]
    assert days == [f"{day}/09/2019" for day in (10, 11, 12, 10, 11, 12)]


def test_a_quotation_mark_that_swallows_a_row_is_said(tmp_path: Path) -> None:
    ended = refuse("e1_two_opening_quotes.csv", tmp_path)
    assert ended.code == 2
    assert "quotation mark" in ended.out + ended.err
    assert re.search(r"\brow 4\b", ended.out + ended.err)


def test_joiners_and_leavers_are_no_register(tmp_path: Path) -> None:
    ended = refuse("g1_joiners_and_leavers.csv", tmp_path)
    assert ended.code == 2


# What is right in words, as the file says it: exit codes in order, and what the output must hold.
ATTACKS: dict[str, tuple[str, str]] = {
    "alias_bomb": ("rc 2 at once: anchors are not used here", r"rc 2"),
    "contact_details_repeated": ("0", r"^0$"),
    "cut_off_in_the_year_2999": (
        "refused or warned: a cut-off years after the as-at date, or in the future",
        r"rc 2",
    ),
    # Its decisions.yml says the same twice already: decide, which reads it now, must say so.
    "decide_after_a_killed_decide": (
        "decide reads the file it adds to",
        r"decisions.yml:8: This decision on PLC005 is the same as number 1",
    ),
    "decision_covers_the_same_row_of_another_file": ("1: a key names one finding", r"^1 "),
    "decision_survives_another_value": (
        "the decision no longer holds (or says which value it is about)",
        r"rc [12]",
    ),
    "escapes_in_assumptions": ("0 0", r"^0 0$"),
    "formula_with_a_stored_value": ("a finding", r"rc 1"),
    "grade_without_inspection": ("an error", r"rc 1"),
    "line_that_ends_reading": ("rc 1, 61 rows", r"rc 1"),
    "missing_values_nobody_asks_for": ("findings", r"rc 1"),
    "more_duplicates_and_it_passes": (
        "rc 1 and rc 1 (or a warning that the view was guessed)",
        r"rc 1\b(.|\n)*rc 1",
    ),
    "publication_date_column_left_out": (
        "rc 2: DESIGN says every check whose tables are there is required",
        r"rc 2",
    ),
    "status_column_left_out": ("rc 2", r"rc 2"),
    "strings_grow_beyond_the_memory_limit": (
        "bounded by the tool itself (say 4 GB for the process)",
        r"rc 2",
    ),
    "table_of_with_in_other_capitals": (
        "the rule is refused: a table of WITH must not take the name of a table",
        r"rc 2(.|\n)*WITH must not take the name",
    ),
    "town_column_left_out_hides_contact_details": (
        "rc 1 (DIS015 finds the e-mail address in the owner)",
        r"rc 1",
    ),
    "unknown_sheet_beside_a_known_one": ("a warning at least", r"rc 1"),
}


def read_case(folder: Path) -> tuple[str, str]:
    """What is right of a hostile case, and the command that shows it."""
    lines = (folder / "EXPECT.txt").read_text(encoding="utf-8").strip().splitlines()
    right = next(line for line in lines if line.startswith("should: ")).removeprefix("should: ")
    command = re.sub(r"^command( \(in r\))?: ", "", lines[-1])
    return right, f"cd r; {command}" if "(in r)" in lines[-1] else command


STEPS = re.compile(r"""; (?=(?:[^"]*"[^"]*")*[^"]*$)""")  # not within quotation marks
COUNTED = r"out\.count\((.*?)\)"
COMMAND = re.compile(r"(?:timeout 60 )?qa-checks ([\w. /@-]+?)(?: \| (.+))?")
LIMITED = "strings_grow_beyond_the_memory_limit"  # of a process
LOOK = 'python3 look.py "qa-checks"'


def run_in_steps(steps: Sequence[str], folder: Path) -> str:
    """What a command prints, of which each `qa-checks` is run in this process."""
    output, faults, code = "", "", 0
    for step in steps:
        if command := COMMAND.fullmatch(step):
            words, reader = command.groups()
            ended = qa_checks(*words.split(), cwd=folder)
            shown = run_shell(reader, folder, ended.out) if reader else ended.out
            code, output, faults = ended.code, output + shown, faults + ended.err
        elif step == "echo rc $?":
            output += f"rc {code}\n"
        elif step == "cd r":
            folder /= "r"
        elif step == LOOK:
            output += look_at_terminal(folder)
        else:
            output += run_shell(step, folder)
    return output + faults


def look_at_terminal(folder: Path) -> str:
    """What the script of a case counts on the screen, of the command that it starts."""
    script = (folder / "look.py").read_text(encoding="utf-8")
    words = ast.literal_eval(script.partition("[sys.argv[1], ")[2].partition("]")[0])
    shown = at_terminal(*words, cwd=folder, answers=[""] * 20).out
    assert "A limitation" in shown
    escapes = ast.literal_eval(f"[{', '.join(re.findall(COUNTED, script))}]")
    return " ".join(str(shown.count(escape.decode())) for escape in escapes)


def run_shell(command: str, folder: Path, given: str = "", **extra: str) -> str:
    """What a line of bash prints."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(**extra),
        input=given.encode(),
        capture_output=True,
        timeout=150,
        check=False,
    )
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def run_case(name: str, folder: Path) -> str:
    """What the command of a hostile case prints, run in a copy of its folder."""
    copy = folder / name
    shutil.copytree(HOSTILE / name, copy)
    for path in copy.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    copy.chmod(0o755)
    command = read_case(copy)[1]
    if name == "unknown_sheet_beside_a_known_one":  # a warning ends with 1 where it is asked for
        command = command.replace(" -q;", " -q --fail-on warning;")
    if name != LIMITED:
        return run_in_steps(STEPS.split(command), copy)
    tools = folder / "bin"
    tools.mkdir()
    program = tools / "qa-checks"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qa_checks "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return run_shell(command, copy, PATH=f"{tools}:{os.environ['PATH']}")


def test_every_attack_has_its_value_here() -> None:
    assert {path.name: read_case(path)[0] for path in sorted(HOSTILE.iterdir())} == {
        name: right for name, (right, _) in ATTACKS.items()
    }


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_ends_as_its_file_says(name: str, tmp_path: Path) -> None:
    output = run_case(name, tmp_path)
    assert re.search(ATTACKS[name][1], output, re.MULTILINE), output
