from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from qa_checks.model.checks import Severity, State
from qa_checks.model.report import Report, Verdict
from qa_checks.render import as_junit
from tests.render import marked_texts, reports, runs


def suite(report: Report) -> ET.Element:
    root = ET.fromstring(as_junit.render(report))  # noqa: S314
    assert root.tag == "testsuites"
    (only,) = root
    assert only.tag == "testsuite"
    return only


def case(report: Report, name: str) -> ET.Element:
    (only,) = [case for case in suite(report).iter("testcase") if case.get("name") == name]
    return only


def test_the_suite_counts_what_it_holds() -> None:
    testsuite = suite(runs.every_ending())
    assert testsuite.attrib == {
        "name": "homes-spring-2018",
        "tests": "107",
        "failures": "2",
        "errors": "2",
        "skipped": "6",
        "time": "1.3038",
        "timestamp": "2018-06-20T09:30:00",
    }
    assert len(testsuite.findall("testcase")) == 107
    for kind, n in (("failure", 2), ("error", 2), ("skipped", 6)):
        assert len(testsuite.findall(f"testcase/{kind}")) == n
    assert {item.get("name"): item.get("value") for item in testsuite.iter("property")} == {
        "verdict": "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not read",
        "version": "0.1.0",
        "engine": "DuckDB 2.0.0",
        "rulebook_sha256": "9f" * 32,
    }


def test_the_root_carries_the_counts_too() -> None:
    root = ET.fromstring(as_junit.render(runs.all_well()))  # noqa: S314
    assert root.attrib == {
        "name": "homes-spring-2018",
        "tests": "3",
        "failures": "0",
        "errors": "0",
        "skipped": "0",
        "time": "0.0369",
    }


def test_a_check_that_passed_is_an_empty_case() -> None:
    testcase = case(runs.every_ending(), "OK001 all-well-1")
    assert testcase.attrib["classname"] == "dates/inspections"
    assert testcase.attrib["time"] == "0.0123"
    assert list(testcase) == []


@pytest.mark.parametrize(
    ("theme", "reason", "message"),
    [
        ("dates", "", "12 of 2,797 inspection rows undecided"),
        ("dates", "to 31/03/2018", "12 of 2,797 inspection rows undecided. to 31/03/2018"),
        ("schema", "to 31/03/2018", "to 31/03/2018"),
    ],
)
def test_a_check_that_passed_says_what_it_did_not_decide(
    theme: str, reason: str, message: str
) -> None:
    passed = reports.outcome(reports.check(theme=theme), unknown=12, reason=reason)
    [told] = case(reports.report([passed]), "DAT004 published-before-inspected")
    assert (told.tag, told.text) == ("system-out", message)


def test_a_failure_gives_the_count_and_the_place() -> None:
    (failure,) = case(runs.every_ending(), "DAT004 published-before-inspected")
    assert failure.tag == "failure"
    assert failure.attrib == {
        "message": "1 of 2,797 inspection rows, 3 undecided: The report is published on or after "
        "the inspection",
        "type": "error",
    }
    assert failure.text == (
        "data/providers_as_at.csv, row 1,312: Inspection 10000029 of SC394478: report published "
        "27/07/2017, before the inspection on 28/07/2017."
    )


def test_a_warning_is_no_failure_and_leaves_waived_findings_out() -> None:
    skipped, evidence = case(runs.every_ending(), "providers.sector.spelling sector-spelling")
    assert (skipped.tag, skipped.attrib) == (
        "skipped",
        {
            "message": "warning, not decided: 2 of 2,797 provider rows, 1 of them waived: "
            "Sector is written as in the code list"
        },
    )
    assert (evidence.tag, evidence.text) == (
        "system-out",
        "data/providers_as_at.csv, row 9: Provider SC9: sector 'private ' is read as Private.",
    )


def test_where_warnings_fail_the_release_they_are_failures() -> None:
    check = reports.check("LAT002", "warning")
    failed = reports.outcome(check, State.FAILED, [reports.finding(check)])
    passed, strict = (
        suite(reports.report([failed], verdict=verdict, fail_on=fail_on))
        for verdict, fail_on in [
            (Verdict.PASS, Severity.ERROR),
            (Verdict.FAIL, Severity.WARNING),
        ]
    )
    assert (passed.get("failures"), passed.get("skipped")) == ("0", "1")
    assert (strict.get("failures"), strict.get("skipped")) == ("1", "0")
    [failure] = strict.findall("testcase/failure")
    assert failure.attrib == {
        "message": "1 of 2,797 inspection rows: The report is published on or after the inspection",
        "type": "warning",
    }


@pytest.mark.parametrize(("fail_on", "failures"), [("error", "1"), ("warning", "2")])
def test_warnings_fail_beside_errors_too(fail_on: str, failures: str) -> None:
    """Else the errors are put right, and what nobody was told of fails the release."""
    failed = [
        reports.outcome(check, State.FAILED, [reports.finding(check)])
        for check in (reports.check("DAT004"), reports.check("LAT002", "warning"))
    ]
    report = reports.report(failed, verdict=Verdict.FAIL, fail_on=Severity(fail_on))
    assert (suite(report).get("failures"), suite(report).get("skipped")) == (
        failures,
        str(2 - int(failures)),
    )
    assert len(suite(report).findall("testcase/failure")) == int(failures)


def test_the_first_findings_are_shown_and_the_others_counted() -> None:
    check = reports.check()
    findings = tuple(reports.finding(check, row=row, sheet="Table 1") for row in range(1, 51))
    failed = reports.outcome(check, State.FAILED, failed=2797, findings=findings)
    (failure,) = case(reports.report([failed]), "DAT004 published-before-inspected")
    lines = (failure.text or "").splitlines()
    assert len(lines) == 11
    assert lines[0].startswith(
        "data/providers_as_at_31_march_2018.csv, Table 1, row 1: Inspection 10000001"
    )
    assert lines[-1] == "and 2,787 more"
    assert failure.get("message", "").startswith("2,797 of 2,797 inspection rows: ")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("PRE001 provider-vanished", "no previous release"),
        ("PER001 inspected-outside-period", "no period given"),
        ("REG003 region-not-of-local-authority", "waived: 1 finding (decision 2)"),
    ],
)
def test_what_did_not_pass_is_skipped_with_its_reason(name: str, message: str) -> None:
    (skipped,) = case(runs.every_ending(), name)
    assert (skipped.tag, skipped.attrib) == ("skipped", {"message": message})


def test_a_check_that_broke_is_an_error() -> None:
    (error,) = case(runs.every_ending(), "FIG001 graded-do-not-add-up")
    assert error.tag == "error"
    assert error.text == "Conversion Error: Could not convert 'x' to INT32"
    assert error.attrib == {"message": error.text, "type": "errored"}


def test_a_file_that_was_not_read_is_an_error() -> None:
    only, _ = suite(runs.nothing_read()).findall("testcase")
    assert (only.get("classname"), only.get("name")) == ("reading", "data/old.xls")
    (error,) = only
    assert error.tag == "error"
    assert error.text == "The file is encrypted. Save it without a password."


def test_a_verdict_that_is_incomplete_is_an_error_though_checks_are_only_skipped() -> None:
    skipped = reports.outcome(reports.check(), State.SKIPPED)
    reason = "1 required check was skipped (DAT004)"
    report = reports.report([skipped], verdict=Verdict.INCOMPLETE, reason=reason)
    counts = suite(report)
    assert [counts.get(name) for name in ("tests", "failures", "errors", "skipped")] == [
        "2", "0", "1", "1",
    ]  # fmt: skip
    [error] = case(report, "incomplete")
    assert (error.tag, error.attrib) == ("error", {"message": reason, "type": "incomplete"})


def test_what_xml_cannot_hold_is_replaced() -> None:
    text = as_junit.render(runs.attacks())
    assert not {character for character in text if ord(character) < 32 and character != "\n"}
    assert not {"\u202e", "\ufffe", "\ud800", "\x9b"} & set(text)
    (failure,) = case(runs.attacks(), "EVL001 evil")
    assert len((failure.text or "").splitlines()) == 11
    assert "<script>alert(1)</script> & \"q\" 'q' ]]> %0A" in (failure.text or "")
    assert "␛[31mred␛[0m ⟨U+202E⟩gnp.exe" in (failure.text or "")


def test_how_much_of_a_text_is_checked_is_a_property() -> None:
    testsuite = suite(marked_texts.with_text())
    [coverage] = testsuite.findall(".//property[@name='text main-findings.html']")
    assert coverage.get("value") == (
        "nobody has looked at 2 of 10 numbers; 2 wrong, 2 verified, 3 consistent, 1 outside, "
        "2 exempt"
    )


def test_a_hostile_text_is_still_xml() -> None:
    properties = suite(marked_texts.hostile()).iter("property")
    names = [each.get("name", "") for each in properties]
    assert any(name.startswith("text findings</script>") for name in names)
