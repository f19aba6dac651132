"""What happened between two published files, to the number: `qa-checks compare OLD NEW`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from qa_checks.assessment import run
from qa_checks.cli.check import find_release
from qa_checks.model.changes import ComparedTable
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release import since
from qa_checks.render.change_lines import say_apart, say_movement, say_totals

DATA = Path(__file__).parents[3] / "shared" / "data" / "ofsted"
WHOLE = "childrens_social_care_2025.ods"
MASKED = (
    "Values under 'Owner', 'Name', 'Address line 1', 'Address line 2', 'Town' and 'Postcode' are "
    "sensitive: they are compared, and shown as [masked]."
)
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"published files are not in {DATA}")


@cache
def compare(old: str, new: str) -> Report:
    before, now = (find_release([DATA / name]) for name in (old, new))
    return run(since(now, before, "compared"), Options(compared=True))


def as_at(year: int) -> str:
    return f"providers_as_at_31_march_{year}.csv"


def table(report: Report) -> ComparedTable:
    return next(table for table in report.compared if table.name == "latest")


def kinds(report: Report) -> dict[str, int]:
    return {listed.check or listed.title: listed.count for listed in table(report).classes}


def sentences(report: Report) -> list[str]:
    return [
        text
        for movement in table(report).movements
        for text in (say_movement(movement), say_apart(movement))
        if movement.total and text
    ]


def keys(report: Report, check: str) -> list[str | None]:
    return [finding.key for finding in report.findings if finding.check == check]


def not_compared(report: Report) -> dict[str, list[str]]:
    """The columns that were not compared, by reason."""
    titles: dict[str, list[str]] = {}
    for column in table(report).columns:
        if column.reason:
            titles.setdefault(column.reason, []).append(column.title)
    return titles


def test_2019_to_2020() -> None:
    report = compare(as_at(2019), as_at(2020))
    assert say_totals(table(report)) == (
        "2,700 providers in both, 164 gone, 271 new; of those in both 2,337 changed."
    )
    assert sentences(report) == [
        "With a newer inspection: 2,223 (407 higher, 1,404 equal and 412 lower, whatever the "
        "framework). Of the 2,149 that can be compared 392 improved, 1,354 kept their grade and "
        "403 declined.",
        "Not comparable: Earlier homes framework on the requires improvement scale, then Social "
        "care common inspection framework (73) and Earlier homes framework on the adequate scale, "
        "then Social care common inspection framework (1).",
        "With the same inspection: 477 (0 higher, 477 equal and 0 lower).",
        "Not comparable: no newer inspection (477).",
    ]
    assert kinds(report) == {
        "compare.latest.gone_without_reason": 164,
        "PRV002": 4,
        "PRV003": 11,
        "PLC012": 3,
        "Registered or first inspected since the previous release": 270,
        "First report published since the previous release": 1,
        "A newer inspection": 9493,
        "The local authority was reorganised, as the dated register says": 7,
        "Another registration status": 4,
        "Another number of places": 179,
        "Another owner": 496,
        "Another name": 15,
        "Another address": 132,
        "Another region": 12,
        "Another parliamentary constituency": 21,
        "Another school that it belongs to": 20,
    }
    assert not_compared(report) == {"the previous release has no such column": ["Health services"]}
    [newer, *_] = table(report).movements
    assert [sum(row) for row in newer.counts] == [464, 1351, 384, 24]
    assert [*table(report).definitions] == [MASKED]


def test_2020_to_2021() -> None:
    report = compare(as_at(2020), as_at(2021))
    assert say_totals(table(report)) == (
        "2,832 providers in both, 139 gone, 570 new; of those in both 553 changed."
    )
    assert sentences(report)[0] == (
        "With a newer inspection: 24 (0 higher, 14 equal and 10 lower, whatever the framework). Of "
        "the 23 that can be compared 0 improved, 14 kept their grade and 9 declined."
    )
    # Three judgements of the same inspection, of which two are overall ones.
    assert keys(report, "PRV006") == [
        "SC035805 / 10094715 / overall / latest",
        "SC386430 / 10096045 / overall / latest",
        "1027093 / 10093005 / leaders_and_managers / latest",
    ]
    assert keys(report, "LAT013") == ["SC055153 / 10049647 / latest"]
    dates = [
        (change.key, change.before, change.now)
        for change in table(report).changes
        if change.check == "LAT013" and change.column == "Date of the latest inspection"
    ]
    assert dates == [("SC055153", "14/01/2020", "06/11/2018")]
    assert keys(report, "compare.latest.new_without_reason") == ["SC069198"]
    assert {name: number for name, number in kinds(report).items() if "." in name} == {
        "compare.latest.new_without_reason": 1,
        "compare.latest.gone_without_reason": 139,
    }
    assert not_compared(report) == {
        "the previous release has no such column": ["Short-break-only children's home"]
    }
    assert [text[:60] for text in table(report).definitions] == [
        "The newest latest inspection is of 17/03/2020, not later tha",
        "This release lists 565 providers without an inspection among",
        "Short-break-only homes are told apart in one release only (1",
        "Values under 'Owner', 'Name', 'Address line 1', 'Address lin",
    ]


def test_2024_to_2025() -> None:
    report = compare(as_at(2024), WHOLE)
    assert say_totals(table(report)) == (
        "3,693 providers in both, 183 gone, 1,907 new; of those in both 3,486 changed."
    )
    assert sentences(report)[0] == (
        "With a newer inspection: 3,228, of which 650 improved, 2,144 kept their grade and 434 "
        "declined."
    )
    assert [text for text in table(report).definitions if "Supported" in text] == [
        "The list of provision types grew by Supported Accommodation (893 providers): leave them "
        "out where all providers are compared."
    ]
    numbers = kinds(report)
    assert numbers["A provision type that the previous release does not have"] == 893
    assert (numbers["JNL006"], numbers["Among the leavers"]) == (22, 161)
    assert keys(report, "compare.latest.short_break_changed") == [
        "SC037302", "1230411", "SC437486", "2536967", "SC036157", "1236771", "SC444176",
        "1231404", "SC437305", "SC044880",
    ]  # fmt: skip
    assert "compare.latest.other" not in numbers
    assert numbers["Another parliamentary constituency"] == 1515  # new boundaries since July 2024
    assert not_compared(report) == {
        "the previous release has no such column": [
            "Supported accommodation premises", "Supported accommodation outcome",
        ],
        "this release has no such column": [
            "Event number of the previous inspection", "Event type of the previous inspection",
            "Date of the previous inspection", "Publication date of the previous report",
            "Previous overall judgement",
            "Previous how well children and young people are helped and protected",
            "Previous effectiveness of leaders and managers",
            "Previous outcomes in education and related learning activities",
            "Previous health services",
        ],
        "left out, as the layout says": ["Premises"],
    }  # fmt: skip


def test_every_change_has_one_meaning() -> None:
    for old, new in ((2019, 2020), (2020, 2021)):
        compared = table(compare(as_at(old), as_at(new)))
        cells = sum(column.changed for column in compared.columns)
        assert sum(listed.count for listed in compared.classes) == (
            cells + compared.added + compared.gone
        )


def test_a_release_compared_with_itself_has_nothing_to_explain() -> None:
    report = compare(as_at(2020), as_at(2020))
    compared = table(report)
    assert (compared.both, compared.added, compared.gone, compared.changed) == (2971, 0, 0, 0)
    assert compared.classes == ()
