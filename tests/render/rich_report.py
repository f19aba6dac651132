"""One report with something of everything, in the words of a real release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from qa_checks.model.accountability import Assurance, ChecklistItem, DecisionState, ItemState
from qa_checks.model.inputs import Problem, ReadColumn, ReleaseFacts
from qa_checks.model.report import Chart, Report
from tests.render.reports import FILE, check, decision, finding, outcome, report, sheet


def rich() -> Report:
    """A report with something of everything, in the words of a real release."""
    published, mild = check("DAT004"), _LATEST
    spelling = _SECTOR
    cells = [
        finding(
            spelling,
            at,
            column="Sector",
            value=value,
            key=f"SC{400000 + 17 * at} / latest",
            message=f"Provider SC{400000 + 17 * at}: sector “{value}” is not in the code list.",
            row=214 + 61 * at,
        )
        for at, value in enumerate(["private", "Local authority ", " Voluntary", "PRIVATE"] * 16)
    ]
    latest = [
        finding(
            mild,
            at,
            file=file,
            sheet=sheet,
            column="Event type",
            value="Monitoring visit",
            message=f"The latest full inspection of SC{394000 + at} is a monitoring visit.",
            waived_by=by,
        )
        for at, (file, sheet, by) in enumerate(
            [
                (FILE, None, None),
                ("data/release.ods", "Providers and places", None),
                (FILE, None, 1),
            ]
        )
    ]
    waived_check = check(
        "IDN007",
        name="one-event-number-for-two-providers",
        theme="identity",
        title="An event number belongs to one provider",
    )
    shared = [
        finding(
            waived_check,
            at,
            column="Event number",
            value="10034567",
            waived_by=2,
            message=f"Event number 10034567 is also that of SC{401000 + at}.",
        )
        for at in range(3)
    ]
    ended = [
        outcome(published, "failed", [finding(published, 312)], unknown=12),
        outcome(spelling, "failed", cells, checked=2797),
        outcome(mild, "failed", latest, unknown=3),
        outcome(
            check(
                "JDG007",
                name="overall-better-than-limiting-judgement",
                table="judgements",
                theme="judgements",
                title="Inadequate help and protection makes the overall judgement inadequate",
                why="Help and protection limits the overall judgement under this framework.",
                remedy="Compare all judgements of the inspection with its published report.",
            ),
            "failed",
            [
                finding(
                    published,
                    9,
                    column="Overall effectiveness",
                    value="Good",
                    message="Inspection 10023415: overall Good, help and protection Inadequate.",
                )
            ],
            checked=2794,
        ),
        outcome(waived_check, "waived", shared),
        outcome(
            check(
                "PLC003",
                name="postcode-outside-authority",
                theme="places",
                table="providers",
                title="The postcode lies in the local authority",
                severity="warning",
            ),
            "errored",
            reason="The code list of outward codes could not be read: postcodes.csv, line 14.",
            checked=0,
        ),
    ]
    for number, theme in enumerate(["comparison"] * 7 + ["period"] * 2):
        reason = "no previous release" if theme == "comparison" else "no period given"
        ended.append(
            outcome(
                check(
                    f"CMP{number:03}",
                    "warning",
                    theme=theme,
                    name="count-moved-far",
                    title="The number of providers of a type moves by less than a tenth",
                ),
                "skipped",
                reason=reason,
                checked=0,
                required=theme == "period",
            )
        )
    themes = [
        "codes",
        "dates",
        "figures",
        "identity",
        "judgements",
        "places",
        "redaction",
        "structure",
    ]
    for number in range(88):
        theme = themes[number % len(themes)]
        table = ("providers", "inspections", "judgements", "local_authorities")[number % 4]
        ended.append(
            outcome(
                check(
                    f"{theme[:3].upper()}{100 + number}",
                    theme=theme,
                    table=table,
                    name="a-code-outside-its-list",
                    title=_TITLES[number % len(_TITLES)],
                ),
                unknown=(number * 7) % 23 if number % 3 == 0 else 0,
            )
        )
    return report(
        ended,
        reason="2 errors stand in 2,797 inspections, and 2 warnings need a decision.",
        release=_RELEASE,
        problems=(
            Problem(
                "data/local_authorities.xlsx",
                "The workbook is encrypted. Save it without a password.",
            ),
        ),
        inputs=_INPUTS,
        decisions=(
            decision(1, "LAT002"),
            decision(
                2,
                "IDN007",
                decision="false alarm",
                until=None,
                covers=3,
                keys=("SC401000 / 10034567 / latest", "SC401001 / 10034567 / latest"),
                reason="One inspection covered three branches of the same adoption agency.",
            ),
            decision(3, "PLC001", covers=0, state=DecisionState.DEAD),
        ),
        figures=_FIGURES,
        figures_before={name: (value or 10) - 4 for name, value in _FIGURES.items()},
        shares=dict.fromkeys(_FIGURES, 0.25),
        units={"inspections": "provider or local authority", "providers": "provider"},
        figure_titles=_FIGURE_TITLES,
        charts=_CHARTS,
        checklist=_CHECKLIST,
        assurance=Assurance(
            "The release was checked by someone who did not produce it, and nothing is open.",
            ("The register is complete on the reference date.",),
            ("Two local authorities are new and have not been inspected.", "Provisional."),
        ),
    )


_CHECKLIST = (
    ChecklistItem("sql-read", "SQL that exports the data", "The SQL was read by someone else",
                  ItemState.ATTESTED, note="providers.sql, version 14, line by line. " * 6,
                  who="second.analyst@example.org", when=dt.date(2018, 6, 2)),
    ChecklistItem("structure", "SQL that exports the data", "Every column and row is there",
                  ItemState.PROVEN, "11 checks passed; 1 does not apply to this release",
                  checks=tuple(f"STR{100 + 8 * number - 1}" for number in range(1, 12))),
    ChecklistItem("dates", "Processing and calculations", "Dates agree with each other",
                  ItemState.FAILED, "DAT004 failed", checks=("DAT004", "DAT101", "DAT109")),
    ChecklistItem("compared", "Processing and calculations", "The previous release agrees",
                  ItemState.NOT_CHECKED, "PRE001 skipped (no previous release)"),
    ChecklistItem("findings-traced", "Main findings", "Every figure of the text was traced",
                  ItemState.OPEN, "nobody has attested it", "Trace counts and changes."),
)  # fmt: skip
_SECTOR = check(
    "providers.sector.in",
    "warning",
    name="sector-not-in-code-list",
    table="providers",
    theme="schema",
    title="Sector is one of the codes of sectors",
    why="Counts by sector are published, and a variant would be counted apart.",
    remedy="Correct the spelling in the extract.",
)
_LATEST = check(
    "LAT002",
    "warning",
    name="latest-full-inspection-is-monitoring",
    theme="latest",
    title="The latest full inspection is not a monitoring visit",
    why="A monitoring visit has no judgement, so the provider would drop out of the table.",
    remedy="Take the full inspection before it, or record why there is none.",
)
_TITLES = (
    "Every provider stands once in each view",
    "The inspection ends on or after the day it starts",
    "The region is the one its local authority lies in",
    "A redacted provision type shows no name and no address",
    "The judgement belongs to the framework in force on the inspection date",
)
_RELEASE = ReleaseFacts(
    "childrens-social-care-2018",
    "Children's social care in England: inspections and outcomes, as at 31 March 2018",
    as_at=dt.date(2018, 3, 31),
    published_by=dt.date(2018, 4, 30),
    status="final",
    producer="producing.analyst@example.org",
)
_INPUTS = (
    replace(
        sheet(),
        columns=(
            ReadColumn(1, "URN", "exact", "providers", "urn", 0),
            ReadColumn(2, "Inspection publicaton date", "nearest", "inspections", "published", 1),
            ReadColumn(3, "Parliamentary constituency", "ignored"),
            ReadColumn(4, "", "blank"),
        ),
    ),
    replace(
        sheet(),
        path="data/release.ods",
        sheet="Providers and places",
        sha256="77ce" * 16,
        rows=3110,
        tables={"providers": 3110},
        header_row=5,
        encoding=None,
        layout_title="providers and places",
    ),
    replace(
        sheet(),
        path="data/release.ods",
        sheet="Notes",
        layout=None,
        tables={},
        rows=31,
        note="no header of a known table",
    ),
    replace(
        sheet(),
        path="../2017/providers_as_at_31_march_2017.csv",
        role="previous",
        rows=2760,
        tables={"providers": 2760, "inspections": 2760},
        encoding="cp1252",
    ),
)
_FIGURES: Mapping[str, float | int | None] = {
    "providers": 2797,
    "good_or_outstanding": 2304,
    "share_good_or_outstanding": 82.374,
    "graded_local_authorities": None,
}
_FIGURE_TITLES = {
    "providers": "Active providers",
    "good_or_outstanding": "Providers whose latest overall judgement is good or outstanding",
    "share_good_or_outstanding": "Their share of all providers with a grade, per cent",
    "graded_local_authorities": "Local authorities with a graded inspection",
}
_CHARTS = (
    Chart(
        "grades",
        "Latest overall judgement by provision type",
        ("Outstanding", "Good", "Requires improvement", "Inadequate"),
        {
            "Children's home": (312, 1369, 311, 46),
            "Residential special school (registered as a children's home)": (18, 42, 9, 1),
            "Independent fostering agency": (54, 211, 30, 5),
            "Residential family centre": (10, 44, 5, 0),
            "Secure training centre": (0, 0, 2, 1),
        },
        {
            "Children's home": (290, 1301, 340, 70),
            "Residential special school (registered as a children's home)": (20, 44, 12, 3),
            "Independent fostering agency": (50, 202, 35, 8),
            "Residential family centre": (9, 40, 8, 2),
        },
    ),
    Chart(
        "months",
        "Inspections by month",
        ("Inspections",),
        {
            "December 2017": (121,),
            "January 2018": (243,),
            "February 2018": (230,),
            "March 2018": (188,),
        },
        {
            "December 2017": (130,),
            "January 2018": (210,),
            "February 2018": (225,),
            "March 2018": (201,),
        },
    ),
)
