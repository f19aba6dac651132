"""Why a row differs: said only where it makes the whole row equal, and never invented."""

from __future__ import annotations

from pathlib import Path

from tests.published_tables.making import KINDS, SERIES, TABLE_1, TABLE_2, changed, publish
from tests.small_catalogue import outcome


def test_a_row_that_is_another_releases_is_recognised(tmp_path: Path) -> None:
    table = [*TABLE_1[:3], ["31 March 2021", *TABLE_1[2][1:]]]
    report = publish(tmp_path, [table], SERIES)
    [cause] = report.tables[0].causes
    assert (cause.label, cause.text) == ("31 March 2021", "these are the numbers of 31 March 2022")
    findings = outcome(report, "tables.1").findings
    assert [finding.key for finding in findings] == [
        "1 / 31 March 2021 / Full", "1 / 31 March 2021 / Short",
    ]  # fmt: skip
    assert findings[0].message.endswith("These are the numbers of 31 March 2022.")


def test_a_value_that_was_left_out_is_recognised_and_its_rows_are_named(tmp_path: Path) -> None:
    report = publish(tmp_path, [[*TABLE_1[:2], ["31 March 2022", "1", "1", "2"]]], SERIES)
    assert report.tables[0].causes[0].text == "equal without open no: 2"


def test_a_row_of_another_label_is_recognised(tmp_path: Path) -> None:
    table = changed(changed(changed(TABLE_2, 3, 1, "2"), 3, 2, "8"), 3, 3, "67%")
    report = publish(tmp_path, [table], KINDS)
    assert report.tables[0].causes[0].text == "these are the numbers of Full"


def test_an_alternative_that_is_declared_is_tried(tmp_path: Path) -> None:
    family = {**SERIES, "alternatives": {"open visits only": {"open": True}}}
    report = publish(tmp_path, [[*TABLE_1[:2], ["31 March 2022", "1", "1", "2"]]], family)
    assert report.tables[0].causes[0].text == "equal for open visits only"


def test_no_cause_is_invented(tmp_path: Path) -> None:
    report = publish(tmp_path, [changed(TABLE_1, 2, 1, "7")], SERIES)
    [cause] = report.tables[0].causes
    assert (cause.text, cause.agreeing) == ("", 0)
    [finding] = outcome(report, "tables.1").findings
    assert finding.message.endswith(f"None of {cause.tried} causes that were tried explains it.")


def test_one_number_proves_no_cause(tmp_path: Path) -> None:
    table = [["Table 1: Visits"], ["Date", "Full"], ["31 March 2022", "1"]]
    assert publish(tmp_path, [table], SERIES).tables[0].causes[0].text == ""


def test_a_column_that_is_anothers_is_recognised(tmp_path: Path) -> None:
    table = [
        TABLE_2[0],
        TABLE_2[1],
        *([kind, score, score, share] for kind, _, score, share in TABLE_2[2:]),
    ]
    report = publish(tmp_path, [table], KINDS)
    told = {cause.label: cause.text for cause in report.tables[0].causes}
    assert told["Visits"] == "these are the numbers of Score"
    findings = outcome(report, "tables.2").findings
    assert [finding.key for finding in findings] == ["2 / Full / Visits", "2 / All / Visits"]
    assert all(finding.message.endswith("These are the numbers of Score.") for finding in findings)
