"""What the rulebook must cover by name: a fault made by hand for each, found in its row.

One small release is written twice, clean and with every fault in a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa_checks.assessment import run
from qa_checks.model.checks import Outcome, State
from qa_checks.model.report import Report
from qa_checks.opened import Options
from tests.hand_made import AUTHORITY_FAULTS, FAULTS, Fault, Written, write_authorities


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("faulty"), FAULTS)


@pytest.fixture(scope="module")
def faulty(written: Written) -> Report:
    changes = {name: values for name, (_, _, values) in AUTHORITY_FAULTS.items()}
    authorities = write_authorities(written.folder / "authorities.csv", changes)
    return run(written.release(authorities), Options())


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("clean")
    authorities = write_authorities(folder / "authorities.csv", {})
    return run(Written(folder, ()).release(authorities), Options())


def outcome(report: Report, check: str) -> Outcome:
    return next(outcome for outcome in report.outcomes if outcome.check.id == check)


def failed(report: Report) -> Iterator[str]:
    return (
        outcome.check.id
        for outcome in report.outcomes
        if outcome.state is not State.PASSED and outcome.failed
    )


def test_the_clean_release_has_none_of_them(clean: Report) -> None:
    named = {fault.check for fault in FAULTS} | {check for check, *_ in AUTHORITY_FAULTS.values()}
    assert named & set(failed(clean)) == set()
    assert not [outcome.reason for outcome in clean.outcomes if outcome.state is State.ERRORED]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_found_in_its_row(fault: Fault, written: Written, faulty: Report) -> None:
    findings = [
        finding
        for finding in outcome(faulty, fault.check).findings
        if finding.file == f"{fault.where}.csv"
    ]
    assert {finding.row for finding in findings} & written.places[fault.name], [
        finding.message for finding in findings
    ]


@pytest.mark.parametrize("name", AUTHORITY_FAULTS)
def test_fault_of_a_local_authority_is_found(name: str, faulty: Report) -> None:
    check, key, _ = AUTHORITY_FAULTS[name]
    findings = outcome(faulty, check).findings
    assert any(key in (finding.key or "").split(" / ") for finding in findings), [
        finding.key for finding in findings
    ]


def test_counts_of_local_authorities_are_held_against_the_expected(
    faulty: Report, clean: Report
) -> None:
    assert clean.figures["local_authorities"] == 152
    assert clean.figures["graded_local_authorities"] == 149
    for check in ("LAR009", "LAR010"):
        assert outcome(clean, check).state is State.PASSED
        assert outcome(faulty, check).failed == 1


def test_branches_of_an_adoption_agency_may_share_a_number(faulty: Report) -> None:
    numbers = {finding.value for finding in outcome(faulty, "DUP001").findings}
    assert numbers == {"10000001"}
