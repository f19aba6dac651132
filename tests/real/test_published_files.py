"""The published files: exact outcomes, and by name what must be found in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import pytest

from qa_checks.model.checks import Finding, Severity, State
from tests.real.judged import (
    AS_AT,
    AUTHORITIES,
    DATA,
    RUNS,
    WHOLE,
    describe,
    findings_of,
    judge,
    judge_files,
    outcome_of,
    read_expected,
)

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(),
    reason=f"the published files are not there ({DATA}); they stand beside the project, not in it",
)
EVERY_RUN = pytest.mark.parametrize("name", RUNS)
GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
NOT_CHECKED = {
    "Providers+places_Time_series",
    "Latest_OE_31_Mar_Time_Series",
    "In_Year_Time_series",
}
WITHOUT_ROWS = ("extract_sheets", "extract_labels", "local_authorities")
ONE_FILE = [name for name, (files, before) in RUNS.items() if len(files) == 1 and not before]


def places(findings: Sequence[Finding]) -> list[tuple[int | None, str | None, str | None]]:
    """Row, key and value of each finding."""
    return [(finding.row, finding.key, finding.value) for finding in findings]


@EVERY_RUN
def test_outcomes_are_exactly_those_reviewed(name: str) -> None:
    findings, expected = describe(judge(name)), read_expected(name)
    for part in expected:
        assert findings[part] == expected[part], (
            f"{part} of {name}: see python -m tests.real.judged"
        )
    assert findings == expected


@EVERY_RUN
def test_no_check_finds_more_than_it_looked_at(name: str) -> None:
    assert [
        outcome.check.id for outcome in judge(name).outcomes if outcome.failed > outcome.checked
    ] == []


@EVERY_RUN
def test_nothing_errs_and_every_finding_has_its_place(name: str) -> None:
    report = judge(name)
    assert not report.problems
    assert not [outcome.check.id for outcome in report.outcomes if outcome.state is State.ERRORED]
    for finding in report.findings:
        assert finding.file, finding
        assert finding.message, finding
        assert not {"{", "}", "\n"} & set(finding.message), finding.message
        assert finding.row is not None or finding.table in WITHOUT_ROWS


@pytest.mark.parametrize("name", ONE_FILE)
def test_recognised_without_options(name: str) -> None:
    layouts = {
        "as_at": {"provider_level_as_at"},
        "in_year": {"provider_level_in_year"},
        "local_authorities": {"local_authority_level"},
        "whole": {
            "provider_level_as_at",
            "provider_level_in_year",
            "providers_and_places",
            "premises",
            "joiners_and_leavers",
        },
    }
    kind = next(kind for kind in layouts if name.startswith(kind))
    assert {entry.layout for entry in judge(name).inputs if entry.layout} == layouts[kind]


def test_sheets_of_the_whole_release() -> None:
    sheets = {entry.sheet or "": entry for entry in judge("whole_2025").inputs}
    known = {name: sheet.layout for name, sheet in sheets.items() if sheet.layout}
    assert known == {
        "Provider_level_at_31_Mar_2025": "provider_level_as_at",
        "Provider_level_in_year_2024-25": "provider_level_in_year",
        "Providers+places_at_31_Mar_2025": "providers_and_places",
        "SA_Premises_at_31_Mar_2025": "premises",
        "Leavers+Joiners_at_31_Mar_2025": "joiners_and_leavers",
    }
    rest = [sheet for sheet in sheets.values() if not sheet.layout]
    assert {sheet.sheet for sheet in rest} >= NOT_CHECKED
    assert all(sheet.note for sheet in rest)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("whole_2025", (658, 3059, 522, 54)),
        ("as_at_2024", (541, 2756, 519, 60)),
        ("as_at_2021", (564, 1796, 432, 45)),
        ("as_at_2020", (574, 1869, 469, 59)),
    ],
)
def test_figures_equal_the_published_totals(name: str, published: tuple[int, ...]) -> None:
    assert tuple(judge(name).figures[grade] for grade in GRADES) == published


@pytest.mark.parametrize(
    ("name", "counted"),
    # 2018: the 3 adequate and 1 satisfactory, also grade 3, are the figure `adequate`.
    [("as_at_2019", (611, 1739, 468, 46)), ("as_at_2018", (548, 1759, 426, 60))],
)
def test_figures_equal_the_rows_where_the_published_totals_do_not(
    name: str, counted: tuple[int, ...]
) -> None:
    assert tuple(judge(name).figures[grade] for grade in GRADES) == counted


def test_published_a_day_before_the_inspection() -> None:
    [finding] = findings_of(judge("as_at_2018"), "DAT004")
    assert places([finding]) == [(1845, "SC394478 / 10027914 / latest", "27/07/2017")]
    assert (finding.severity, finding.column) == (Severity.ERROR, "Publication date")
    assert finding.message == (
        "Inspection 10027914 of SC394478: report published 27/07/2017, "
        "before the inspection on 28/07/2017."
    )


def test_one_local_authority_among_many_in_another_spelling() -> None:
    [finding] = findings_of(judge("as_at_2015"), "providers.sector.spelling")
    assert places([finding]) == [(1965, "SC038723 / latest", "Local Authority")]
    assert (finding.severity, finding.column) == (Severity.WARNING, "Sector")
    assert "'Local Authority' is read as 'Local authority'" in finding.message


@pytest.mark.parametrize("name", ["as_at_2021", "as_at_2024"])
def test_seven_homes_in_another_spelling_count_as_homes(name: str) -> None:
    report = judge(name)
    findings = findings_of(report, "providers.provision_type.spelling")
    homes = [finding for finding in findings if finding.value == "Children's Home"]
    assert len(homes) == 7
    assert {home.severity for home in homes} == {Severity.WARNING}
    assert all("is read as 'Children's home'" in home.message for home in homes)
    [chart] = [chart for chart in report.charts if chart.name == "grades_by_provision_type"]
    assert "Children's Home" not in chart.rows
    assert not findings_of(report, "providers.provision_type.in")
    assert outcome_of(report, "DIS001").checked > 2600


def test_blank_rows() -> None:
    findings = findings_of(judge("as_at_2015"), "STR007")
    assert places(findings) == [(row, f"row {row}", None) for row in (2607, 2608, 2609)]
    assert judge("as_at_2015").figures["providers"] == 2605


def test_literal_nulls() -> None:
    outcome = outcome_of(judge("in_year_2023_24"), "STR017")
    assert outcome.failed == 2548
    assert {finding.value for finding in outcome.findings} == {"NULL"}
    by_column = Counter(finding.column for finding in outcome.findings)
    assert by_column["Previous inspection Date"] == by_column["Previous publication date"] == 1272
    assert outcome.findings[0].row == 32
    types = [
        finding
        for finding in judge("in_year_2023_24").findings
        if finding.check.endswith("_date.type")
    ]
    assert not types, "a NULL is a missing value, not a date that cannot be read"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("as_at_2018", [321, 412, 863]),
        ("as_at_2019", [314, 421, 630, 1040]),
        ("as_at_2020", [76, 562, 676, 763, 2327]),
        ("as_at_2021", [591, 1245, 1362, 1394, 1925]),
        ("as_at_2024", [3487]),
        ("whole_2025", [2971]),
    ],
)
def test_monitoring_as_latest_full_inspection(name: str, rows: list[int]) -> None:
    findings = findings_of(judge(name), "LAT002")
    assert [finding.row for finding in findings] == rows
    assert {finding.value for finding in findings} == {"Monitoring inspection"}


def test_inspected_before_registration() -> None:
    assert places(findings_of(judge("in_year_2021_22"), "DAT008")) == [
        (1258, "2588753 / 10198855 / in_year", "06/12/2021"),
        (1259, "2588753 / 10187139 / in_year", "06/12/2021"),
        (1260, "2588753 / 10208927 / in_year", "06/12/2021"),
        (1261, "2588753 / 10205861 / in_year", "06/12/2021"),
        (1877, "SC020859 / 10212848 / in_year", "03/11/2021"),
        (1878, "SC020859 / 10186755 / in_year", "03/11/2021"),
    ]


def test_sectors_with_a_trailing_blank() -> None:
    findings = findings_of(judge("in_year_2019_20"), "STR018")
    assert [(finding.row, finding.column, finding.value) for finding in findings] == [
        (2950, "Sector", "Voluntary "),
        (3112, "Sector", "Voluntary "),
    ]
    assert not findings_of(judge("in_year_2019_20"), "providers.sector.spelling"), "found once"


@pytest.mark.parametrize(
    ("name", "check", "listed"),
    [
        ("as_at_2018", "JDG007", [(2256, "SC454294 / 10028290 / helped_and_protected / latest")]),
        (
            "as_at_2019",
            "JDG008",
            [
                (130, "1229534 / 10021651 / leaders_and_managers / latest"),
                (1594, "SC064663 / 10049813 / leaders_and_managers / latest"),
            ],
        ),
        ("as_at_2020", "JDG008", [(2840, "SC481293 / 10097141 / leaders_and_managers / latest")]),
        ("as_at_2021", "JDG008", [(813, "SC481293 / 10097141 / leaders_and_managers / latest")]),
        (
            "as_at_2024",
            "JDG008",
            [
                (933, "SC394283 / 10273118 / leaders_and_managers / latest"),
                (1563, "SC473473 / 10273841 / leaders_and_managers / latest"),
                (3232, "SC457180 / 10272233 / leaders_and_managers / latest"),
            ],
        ),
        (
            "in_year_2023_24",
            "JDG007",
            [(1019, "SC482301 / 10223762 / helped_and_protected / preceding")],
        ),
    ],
)
def test_judgement_contradicts_the_overall_one(
    name: str, check: str, listed: list[tuple[int, str]]
) -> None:
    findings = findings_of(judge(name), check)
    assert [(finding.row, finding.key) for finding in findings] == listed
    assert {finding.value for finding in findings} == {"Inadequate"}


def test_judgements_blank_in_an_earlier_file_and_given_now() -> None:
    files, before = [AS_AT[2024]], ["inspections_2021-22.csv"]
    report = judge_files("since_2021_22", files, before, checks=("PRV024",))
    assert places(findings_of(report, "PRV024")) == [
        (1573, "SC034087 / 10205950 / helped_and_protected / latest", "Good"),
        (1573, "SC034087 / 10205950 / leaders_and_managers / latest", "Outstanding"),
    ]


@pytest.mark.parametrize(
    ("name", "check", "findings"),
    [
        ("since_2020", "PLC013", [(412, "2507038 / latest", "18")]),
        ("in_year_2021_22", "DIS014", [(2401, "SC061740 / in_year", "GL1 2:LX")]),
        (
            "as_at_2015",
            "POS006",
            [
                (2215, "SC418371 / latest", "23 Whitestone Way"),
                (2391, "SC394569 / latest", "Coleshill Road, Marston Green"),
                (2394, "SC034788 / latest", "Moseley Road"),
                (2578, "SC066400 / latest", "Bessborough Road"),
            ],
        ),
    ],
)
def test_places_and_addresses_of_something_else(
    name: str, check: str, findings: list[tuple[int, str, str]]
) -> None:
    assert places(findings_of(judge(name), check)) == findings


@pytest.mark.parametrize(
    ("as_at", "messages"),
    [
        (dt.date(2018, 3, 31), []),
        (
            dt.date(2018, 8, 31),
            [
                "The newest inspection by the as-at date, 31/08/2018, took place on 26/03/2018, "
                "158 days before."
            ],
        ),
    ],
)
def test_as_at_date_that_is_not_the_tables(as_at: dt.date, messages: list[str]) -> None:
    report = judge_files("as_at", [AS_AT[2018]], [], as_at=as_at, checks=("LAT018",))
    assert [finding.message for finding in findings_of(report, "LAT018")] == messages


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("in_year_2014_15", ()),
        (
            "in_year_2021_22",
            (
                "2622077, 25/01/2022, 10217681, Requires improvement to be good",
                "SC437486, 17/02/2022, 10219618, Requires improvement to be good",
            ),
        ),
        ("in_year_2023_24", ("1155761, 21/06/2023, 10294089, Good",)),
    ],
)
def test_graded_monitoring_inspections_are_named(name: str, counted: tuple[str, ...]) -> None:
    report = judge(name)
    assert report.figures["graded_monitoring_inspections"] == len(counted)
    assert report.counted.get("graded_monitoring_inspections", ()) == counted


def test_local_authorities_that_are_missing() -> None:
    report = judge("local_authorities_2023")
    findings = findings_of(report, "LAR001")
    assert [finding.key for finding in findings] == ["Cumberland", "Westmorland and Furness"]
    assert all(
        "not among the 151 local authorities listed" in finding.message for finding in findings
    )
    assert report.figures["local_authorities"] == 151


def test_provider_in_a_region_that_is_not_its_local_authoritys() -> None:
    [finding] = findings_of(judge("whole_2025"), "REG002")
    assert finding.key == "SC475703 / latest"
    assert [(at.sheet, at.row) for at in finding.all_places] == [
        ("Provider_level_at_31_Mar_2025", 111),
        ("Provider_level_in_year_2024-25", 3605),
        ("Providers+places_at_31_Mar_2025", 5421),
    ]
    assert finding.value == "Yorkshire and The Humber"


@pytest.mark.parametrize("name", ["release_2015", "release_2020", "release_2024", "whole_2025"])
def test_views_of_one_release_are_compared(name: str) -> None:
    report = judge(name)
    assert outcome_of(report, "TAB019").state is State.PASSED
    for check in ("LAT004", "TAB001", "TAB003", "TAB014"):
        assert outcome_of(report, check).state in (State.PASSED, State.FAILED), check


def test_views_of_two_releases_are_not_compared() -> None:
    report = judge("two_releases_2021")
    assert outcome_of(report, "TAB019").failed == 1
    for check in ("LAT004", "LAT005", "LAT008", "TAB001", "TAB005"):
        outcome = outcome_of(report, check)
        assert outcome.state is State.SKIPPED, check
        assert "month" in outcome.reason, check


@pytest.mark.parametrize("file", [*AS_AT.values(), WHOLE, AUTHORITIES])
def test_the_file_is_one_of_those_published(file: str) -> None:
    assert (DATA / file).is_file()


def test_leavers_of_an_earlier_period() -> None:
    findings = findings_of(judge("whole_2025"), "JNL004")
    assert places(findings) == [
        (577, "2635062", "07/11/2022"),
        (586, "2712595", "21/12/2023"),
        (752, "SC036019", "26/01/2024"),
        (1123, "2507393", "17/08/2023"),
        (1127, "2590408", "17/02/2024"),
        (1318, "2495513", "21/03/2024"),
        (1466, "SC025695", "31/03/2024"),
        (1478, "SC381085", "01/01/2024"),
        (1516, "SC478850", "31/03/2024"),
    ]


def test_joiners_that_the_list_shows_otherwise() -> None:
    findings = findings_of(judge("whole_2025"), "JNL008")
    assert [(finding.row, finding.key) for finding in findings] == [
        (67, "2766022"),
        (420, "2762271"),
        (432, "2763710"),
        (444, "2764939"),
        (538, "2806238"),
        (564, "2817884"),
        (796, "2765290"),
        (965, "2763428"),
        (1116, "2817885"),
        (1390, "2778942"),
    ]
    assert findings[0].message == (
        "The joiner 2766022 is another in the list of providers of the same date: local authority "
        "Tower Hamlets, listed as Bedford; all else agrees."
    )


def test_providers_that_have_gone_and_are_not_among_the_leavers() -> None:
    findings = findings_of(judge("since_2024"), "JNL006")
    assert len(findings) == 22
    assert (findings[0].row, findings[0].key) == (525, "SC399219 / latest")


def test_the_list_of_premises_agrees_with_the_providers() -> None:
    report = judge("whole_2025")
    ended = {check: outcome_of(report, check) for check in ("PLC014", "PLC015")}
    assert {check: item.state for check, item in ended.items()} == {
        "PLC014": State.PASSED,
        "PLC015": State.PASSED,
    }
    assert ended["PLC015"].checked == 8119
