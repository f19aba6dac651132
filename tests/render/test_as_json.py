from __future__ import annotations

import datetime as dt
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from qa_checks.model.report import Report
from qa_checks.render import as_json
from qa_checks.render.json_shapes import read_moment
from qa_checks.render.report_format import KEYS
from tests.render import reports, runs

SCHEMA = Path(__file__).parents[2] / "docs" / "json-schema" / "report.json"
ALL = (runs.every_ending, runs.all_well, runs.nothing_read, runs.attacks)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(text)
    return Draft202012Validator(text, format_checker=Draft202012Validator.FORMAT_CHECKER)


def objects(schema: Any) -> list[dict[str, Any]]:
    described = [schema] if isinstance(schema, dict) and "properties" in schema else []
    children = schema.values() if isinstance(schema, dict) else schema
    for child in children if isinstance(schema, dict | list) else ():
        described += objects(child)
    return described


@pytest.mark.parametrize("build", ALL)
def test_it_is_what_the_schema_describes(build: Any, schema: Draft202012Validator) -> None:
    assert list(schema.iter_errors(json.loads(as_json.render(build())))) == []


def test_the_schema_asks_for_every_key_and_allows_no_other() -> None:
    described = objects(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert len(described) == 48
    for schema in described:
        assert schema["required"] == list(schema["properties"])
        assert schema["additionalProperties"] is False


@pytest.mark.parametrize("build", ALL)
def test_a_finding_is_written_as_its_shape_says(build: Any) -> None:
    report = build()
    odd = [
        finding._replace(key=None, value=None, row=None, waived_by=7, places=finding.all_places * 2)
        for finding in report.findings[:2]
    ]
    outcomes = (
        *report.outcomes,
        *(replace(outcome, findings=tuple(odd)) for outcome in report.outcomes[:1]),
    )
    lines = as_json.render(replace(report, outcomes=outcomes)).splitlines()
    [shape] = [key.shape.rows for key in KEYS if key.name == "findings"]
    assert shape is not None
    findings = [*report.findings, *odd]
    for finding in findings:
        written = re.sub(r"\\ud[89a-f]..", r"\\ufffd", json.dumps(shape.write(finding)))
        assert written in lines or f"{written}," in lines


def test_its_keys_stand_in_the_order_of_the_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]
    read = json.loads(as_json.render(runs.every_ending()))
    assert list(read) == list(schema)
    for name in ("release", "summary", "tool", "assurance"):
        assert list(read[name]) == list(schema[name]["properties"])
    for name in ("inputs", "checks", "findings", "decisions", "checklist"):
        assert list(read[name][0]) == list(schema[name]["items"]["properties"])


def test_it_holds_the_values_of_the_report() -> None:
    read = json.loads(as_json.render(runs.every_ending()))
    assert read["format"] == "qa-checks/report/2"
    assert read["verdict"] == "fail"
    assert read["release"] == {
        "id": "homes-spring-2018",
        "title": "Children's homes inspections and outcomes, spring 2018",
        "as_at": "2018-03-31",
        "period": {"start": "2017-04-01", "end": "2018-03-31"},
        "published_by": "2018-05-31",
        "status": "final",
        "producer": "producing.analyst@example.org",
    }
    assert read["summary"] == {
        "checks": {"passed": 97, "failed": 4, "waived": 1, "skipped": 3, "errored": 1},
        "errors": 2,
        "warnings": 2,
        "findings": 8,
        "decided_warnings": 0,
    }
    assert read["inputs"] == [
        {
            "path": "data/providers_as_at.csv",
            "role": "release",
            "sheet": None,
            "sha256": "9f2b" * 16,
            "bytes": 954586,
            "rows": 2797,
            "layout": "provider_level_as_at",
            "tables": {"inspections": 2794, "providers": 2797},
            "columns": [],
        }
    ]
    assert len(read["checks"]) == 106
    assert read["checks"][0] == {
        "id": "DAT004",
        "name": "published-before-inspected",
        "title": "The report is published on or after the inspection",
        "table": "inspections",
        "severity": "error",
        "outcome": "failed",
        "reason": "",
        "checked": 2797,
        "failed": 1,
        "unknown": 3,
        "waived": 0,
        "seconds": 0.0123,
        "source": ["S21, Data processing", "CHECKS REC-04"],
    }
    assert [annotation["outcome"] for annotation in read["checks"][:9]] == [
        "failed", "failed", "errored", "failed", "failed", "waived", "skipped", "skipped", "skipped"
    ]  # fmt: skip
    assert read["checks"][6]["reason"] == "no period given"
    assert read["findings"][0] == {
        "check": "DAT004",
        "severity": "error",
        "table": "inspections",
        "file": "data/providers_as_at.csv",
        "sheet": None,
        "row": 1312,
        "column": "Publication date",
        "key": "SC394478 / 10000029 / latest",
        "value": "27/07/2017",
        "message": (
            "Inspection 10000029 of SC394478: report published 27/07/2017, "
            "before the inspection on 28/07/2017."
        ),
        "waived_by": None,
        "places": [],
    }
    assert [finding["row"] for finding in read["findings"]] == [1312, 77, 3, 4, 5, 6, 7, 9, 10, 42]
    assert read["figures"] == {"graded_share": 0.75, "local_authorities": None, "providers": 2797}
    assert read["reason"] == runs.every_ending().reason
    assert read["problems"] == [
        {"path": problem.path, "message": problem.message}
        for problem in runs.every_ending().problems
    ]
    assert read["tool"] == {
        "version": "0.1.0",
        "engine": "DuckDB 2.0.0",
        "rulebook_sha256": "9f" * 32,
    }


def test_it_holds_the_record_of_the_second_analyst() -> None:
    read = json.loads(as_json.render(runs.every_ending()))
    assert read["decisions"][1] == {
        "number": 2,
        "rule": "REG003",
        "keys": ["SC3 / latest", "SC4 / latest"],
        "decision": "accepted",
        "reason": "The boundary moved.",
        "who": "second.analyst@example.org",
        "when": "2018-06-01",
        "until": "2018-12-31",
        "covers": 1,
        "state": "matches nothing",
        "dead_keys": ["SC4 / latest"],
    }
    assert read["checklist"] == [
        {
            "id": "code-read",
            "area": "Processing",
            "title": "The code was read",
            "state": "attested",
            "reason": "",
            "checks": [],
            "note": "Version 3.",
            "who": "second.analyst@example.org",
            "when": "2018-06-02",
        },
        {
            "id": "dates",
            "area": "Processing",
            "title": "Dates agree",
            "state": "failed",
            "reason": "DAT004 failed",
            "checks": ["DAT004"],
            "note": None,
            "who": None,
            "when": None,
        },
    ]
    assert read["assurance"] == {
        "statement": "It may be published.",
        "assumptions": ["The register is complete."],
        "limitations": [],
    }
    assert json.loads(as_json.render(runs.all_well()))["assurance"] == {
        "statement": None,
        "assumptions": [],
        "limitations": [],
    }


def test_what_is_not_known_is_null() -> None:
    release = json.loads(as_json.render(runs.nothing_read()))["release"]
    assert release == {
        "id": "old",
        "title": "old",
        "as_at": None,
        "period": {"start": None, "end": None},
        "published_by": None,
        "status": None,
        "producer": None,
    }


def test_only_started_and_seconds_differ_between_two_runs() -> None:
    first = runs.every_ending()
    slower = tuple(replace(outcome, seconds=outcome.seconds + 1) for outcome in first.outcomes)
    backwards = dict(sorted(first.figures.items(), reverse=True))
    later = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
    second = replace(first, outcomes=slower, started=later, seconds=9.0, figures=backwards)
    assert as_json.render(first) != as_json.render(second)
    assert without_times(first) == without_times(second)


def without_times(report: Report) -> str:
    outcomes = tuple(replace(outcome, seconds=0.0) for outcome in report.outcomes)
    began = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    return as_json.render(replace(report, outcomes=outcomes, started=began, seconds=0.0))


def test_it_says_when_the_run_began_in_utc_and_how_long_it_took() -> None:
    summer = dt.timezone(dt.timedelta(hours=1), "BST")
    began = dt.datetime(2022, 6, 1, 0, 30, 59, 999_999, tzinfo=summer)
    report = replace(runs.all_well(), started=began, seconds=1.23456)
    read = json.loads(as_json.render(report))
    assert (read["started"], read["seconds"]) == ("2022-05-31T23:30:59Z", 1.2346)
    assert read_moment(read["started"]) == began.replace(microsecond=0)


def test_findings_are_written_as_their_description_says() -> None:
    """They are put together in another way than the rest, because there are so many."""
    [key] = [key for key in KEYS if key.name == "findings"]
    report = runs.every_ending()
    written = json.loads(as_json.render(report))["findings"]
    assert written == json.loads(json.dumps(key.shape.write(report.findings)))


def test_text_from_the_data_comes_back_whole_and_is_ascii() -> None:
    text = as_json.render(runs.attacks())
    assert text.isascii()
    assert not set(text) - set(map(chr, range(32, 127))) - {"\n"}
    read = json.loads(text)
    assert [finding["value"] for finding in read["findings"]] == [
        "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")',
        "http://example.org", "{=1}", runs.ATTACK, "x" * 40_000, "\ufffdx\ufffd",
        "\ufffe", "-5.2",
    ]  # fmt: skip


def test_half_characters_are_replaced_and_nothing_else() -> None:
    check = reports.check()
    values = ("\ud800", "😀", "\\ud800", "\\\ud800", "\\\\", "a\udc96b😀")
    findings = tuple(reports.finding(check, value=value) for value in values)
    read = json.loads(as_json.render(reports.report([reports.outcome(check, findings=findings)])))
    assert [check["value"] for check in read["findings"]] == [
        "\ufffd", "😀", "\\ud800", "\\\ufffd", "\\\\", "a\ufffdb😀"
    ]  # fmt: skip


def test_a_figure_that_is_no_number_is_null() -> None:
    report = reports.report((), figures={"share": float("nan"), "ratio": float("inf")})
    assert json.loads(as_json.render(report))["figures"] == {"ratio": None, "share": None}


def test_a_check_and_a_finding_have_a_line_each() -> None:
    lines = as_json.render(runs.every_ending()).splitlines()
    assert len([line for line in lines if '"outcome": ' in line]) == 106
    assert len([line for line in lines if line.startswith('{"check": ')]) == 10


def test_a_hundred_thousand_findings_take_no_time() -> None:
    report = reports.large(200, 100_000)
    started = time.process_time()
    text = as_json.render(report)
    assert time.process_time() - started < 5
    assert len(json.loads(text)["findings"]) == 100_000


@pytest.mark.parametrize("number", [0, 1, as_json.TOGETHER, as_json.TOGETHER + 1])
def test_findings_of_several_pieces_are_a_line_each_and_in_order(number: int) -> None:
    rule = reports.check()
    findings = tuple(reports.finding(rule, at) for at in range(number))
    report = reports.report([reports.outcome(rule, "failed", findings)])
    text = as_json.render(report)
    written = json.loads(text)["findings"]
    assert [each["row"] for each in written] == [each.row for each in findings]
    block = text.partition('\n"findings": ')[2].partition('\n"figures": ')[0]
    assert len(block.splitlines()) == (number + 2 if number else 1)
