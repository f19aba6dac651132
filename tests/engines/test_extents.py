"""No check finds more than it looked at: what is no row of a table was looked at as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.engines.embedded.database import Database
from qa_checks.model.checks import State
from qa_checks.model.report import Report
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.small_catalogue import HEADER, outcome, rule, run_on, sheet_of, write_catalogue

ROW = ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"]
OTHER = ["2", *ROW[1:]]
BLANK = [""] * len(HEADER)


def too_many(report: Report) -> list[str]:
    """The checks that found more than they looked at."""
    return [ended.check.id for ended in report.outcomes if ended.failed > ended.checked]


def counts(report: Report, check: str) -> tuple[int, int]:
    ended = outcome(report, check)
    return ended.failed, ended.checked


def of(header: list[str], *rows: list[str]) -> InputFile:
    file = File(Path("visits.csv"), "0" * 64, 1, (sheet_of([header, *rows]),))
    return InputFile(Path("visits.csv"), "visits.csv", opened=file)


@pytest.mark.parametrize(
    ("check", "rows", "failed", "checked"),
    [
        ("STR007", [ROW, *[BLANK] * 198, OTHER], 198, 200),
        ("STR007", [ROW, *[BLANK] * 5], 5, 6),
        ("STR009", [HEADER, HEADER, HEADER, ROW], 3, 4),
        ("STR029", [ROW, OTHER, BLANK, ["Total", "2"], ["Note: a"]], 1, 5),
        ("STR010", [ROW, BLANK, ROW], 1, 3),
        ("STR008", [ROW[:3], [*ROW, "8"], HEADER], 2, 3),
    ],
)
def test_rows_passed_over_were_looked_at(
    tmp_path: Path, check: str, rows: list[list[str]], failed: int, checked: int
) -> None:
    report = run_on(write_catalogue(tmp_path), of(HEADER, *rows))
    assert counts(report, check) == (failed, checked)
    assert too_many(report) == []


def test_the_cells_of_headers_were_looked_at(tmp_path: Path) -> None:
    marked = [f"{name}\u200b" for name in HEADER]
    report = run_on(write_catalogue(tmp_path), of(marked, marked, [f"{v}\u200b" for v in ROW]))
    # The cells of a header are one finding; a day or a number with a mark in it is unreadable.
    assert counts(report, "STR019") == (4, 21)
    assert too_many(report) == []


def test_cells_that_give_no_row_were_looked_at(tmp_path: Path) -> None:
    layout: dict[str, Any] = {
        "layout": "visits",
        "title": "visits",
        "required": ["visits.number"],
        "blocks": [
            {
                "table": "visits",
                "distinct": True,
                "columns": {"number": ["Number"], "kind": ["Kind"]},
            }
        ],
    }
    report = run_on(
        write_catalogue(tmp_path, layout=layout),
        of(["Number", "Kind"], *[["1", "Fulll"]] * 3),
    )
    assert counts(report, "visits.kind.in") == (3, 3)
    assert too_many(report) == []


MISSING = """\
SELECT min(_source) AS _source, CAST(NULL AS INTEGER) AS _row, k.code AS number
FROM codes.kinds AS k CROSS JOIN visits GROUP BY k.code
"""


def test_what_is_missing_was_looked_at(tmp_path: Path) -> None:
    of_sheet = "SELECT s._source, s._row, s.file FROM extract_sheets AS s CROSS JOIN codes.kinds"
    of_sheets = rule(2, table="extract_sheets", query=of_sheet, message="{file}.")
    rules = [rule(1, query=MISSING), of_sheets]
    report = run_on(write_catalogue(tmp_path, rules), of(HEADER, ROW))
    assert counts(report, "ABC001") == counts(report, "ABC002") == (2, 2)


def test_where_no_row_is_in_scope_nobody_looks_into_other_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = {"where": "number = '7'"}
    within = "SELECT t.* FROM in_scope AS t JOIN visits AS v ON v.number <> t.number"
    known = "SELECT number FROM in_scope WHERE number IS NOT NULL"
    around = f"SELECT v.* FROM visits AS v WHERE v.number NOT IN ({known})"
    beside = "EXISTS (SELECT 1 FROM visits AS v WHERE v.number = t.number AND v.day IS NULL)"
    forms = [{"query": within}, {"query": around}, {"require": beside}]
    rules = [rule(number, scope=scope, **form) for number, form in enumerate(forms, start=1)]
    asked: list[str] = []
    run_sql = Database._run
    monkeypatch.setattr(Database, "_run", lambda *given: asked.append(given[2]) or run_sql(*given))
    report = run_on(write_catalogue(tmp_path, rules), of(HEADER, ROW, OTHER))
    ended = [outcome(report, f"ABC00{number}") for number in (1, 2, 3)]
    assert [item.reason for item in ended] == ["no row in its scope", "", "no row in its scope"]
    assert (ended[1].state, [finding.row for finding in ended[1].findings]) == (
        State.FAILED,
        [2, 3],
    )
    looked_up = [any(sql in statement for statement in asked) for sql in (within, around, beside)]
    assert looked_up == [False, True, False]


def test_a_scope_that_looks_into_other_rows_spares_what_its_rule_cannot_judge(
    tmp_path: Path,
) -> None:
    scope = {"where": "number IN (SELECT v.number FROM visits AS v WHERE v.number < '5')"}
    rules = [rule(scope=scope, require="CAST(number AS INTEGER) > 1")]
    report = run_on(write_catalogue(tmp_path, rules), of(HEADER, ROW, OTHER, ["x", *ROW[1:]]))
    assert outcome(report, "ABC001").state is State.FAILED
    assert counts(report, "ABC001") == (1, 2)
