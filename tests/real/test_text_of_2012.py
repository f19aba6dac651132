"""The key findings of the 2012 release as they were scanned, held against their own Table 1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from qa_checks.appraisal import judge
from qa_checks.claims import text_checks
from qa_checks.conclusion import conclude
from qa_checks.model.report import Report, Verdict
from qa_checks.model.texts import CheckedText, NumberState
from qa_checks.opened import Opened, Options, opened
from qa_checks.release_file import read_release
from tests.claims.other_digits import change_digits
from tests.published_tables.making import write_csv
from tests.published_tables.test_release_without_rows import BY_GRADE, TABLES, write_release
from tests.real.judged import DATA
from tests.real.test_release_texts import TEXTS
from tests.small_catalogue import write_yaml

SCANNED = DATA.parent / "texts" / "slac_2012.txt"
pytestmark = pytest.mark.skipif(not SCANNED.is_file(), reason="the scanned text is not there")
OPTIONS = Options()
KEY_FINDINGS = range(27, 60)  # lines of the file: those that Table 1 is about
# What neither Table 1 nor the text tells: the second time, and which of two was inspected again.
UNTOLD = ["second", "One"]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The release with the two halves of Table 1, and the text."""
    path = write_release(tmp_path_factory.mktemp("release-2012"))
    halves = (1, 4)  # overall effectiveness, capacity to improve
    write_csv(path.parent / "tables.csv", [row for half in halves for row in [*TABLES[half], []]])
    titles: dict[str, dict[str, str]] = {f"Table {half}:": {} for half in halves}
    sums = [f"{half}: {BY_GRADE}" for half in halves]
    write_yaml(path.parent / "tables.yml", {"tables": [{"titles": titles}], "adds_up": sums})
    claims = yaml.safe_load((TEXTS / "slac_2012.claims.yml").read_text("utf-8"))
    write_yaml(path.parent / "claims.yml", {"text": str(SCANNED), **claims})
    release = yaml.safe_load(path.read_text("utf-8"))
    coverage = {"unbound": "45%"}
    write_yaml(path, {**release, "claims": "claims.yml", "coverage": coverage})
    with opened(read_release(path), OPTIONS) as release:
        yield release


@pytest.fixture(scope="module")
def report(read: Opened) -> Report:
    return conclude(read, judge(read, OPTIONS), OPTIONS)


@pytest.fixture(scope="module")
def text(report: Report) -> CheckedText:
    [only] = report.texts
    return only


def test_every_number_that_table_1_and_the_text_can_prove_is_proven(text: CheckedText) -> None:
    findings = [number for number in text.numbers if number.line in KEY_FINDINGS]
    unproven = [number.number.printed for number in findings if number.state is NumberState.UNBOUND]
    assert unproven == UNTOLD
    proven = [number for number in findings if number.state is NumberState.CONSISTENT]
    assert len(proven) == 33
    assert not text.of(NumberState.WRONG)
    assert not [claim for claim in text.claims if claim.fault]


def test_the_week_that_begins_on_a_saturday_is_found(report: Report) -> None:
    findings = [(finding.check, finding.message) for finding in report.findings]
    assert findings == [
        (
            "text.weekday",
            "'The first inspections took place under the revised framework from week beginning "
            "27 November 2010.': 27 November 2010 is a Saturday, and a week begins on a Monday. "
            "One digit would mend it: 22 November 2010 instead of 27 November 2010 or 29 November "
            "2010 instead of 27 November 2010.",
        )
    ]
    assert report.verdict is Verdict.PASS


def test_every_digit_that_table_1_proves_counts(
    read: Opened, text: CheckedText, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [number.number for number in text.numbers if number.recomputed is not None]
    for altered, changed in change_digits(text.text, told):
        monkeypatch.setattr(text_checks, "read_text", lambda *_, altered=altered: altered)
        [now] = judge(read, OPTIONS).texts
        wrong = {number.number.start for number in now.of(NumberState.WRONG)}
        assert {number.start for number in changed} <= wrong
