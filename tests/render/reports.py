"""Reports to render: built by hand, so that no engine is needed to test a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from qa_checks.model import (
    Chart,
    Check,
    Decision,
    Finding,
    Input,
    Outcome,
    Problem,
    ReleaseFacts,
    Report,
    Severity,
    State,
    Summary,
    Tool,
    Verdict,
)

FILE = "data/providers_as_at_31_march_2018.csv"
_ORDER = ("failed error", "errored", "failed warning", "waived", "skipped", "passed")


def check(id: str = "DAT004", severity: str = "error", **words: str) -> Check:  # noqa: A002
    return Check(
        id=id,
        name=words.get("name", "published-before-inspected"),
        title=words.get("title", "The report is published on or after the inspection"),
        table=words.get("table", "inspections"),
        severity=Severity(severity),
        theme=words.get("theme", "dates"),
        why=words.get("why", "Only published inspections count, so one of the two dates is wrong."),
        remedy=words.get("remedy", "Compare both dates with the published report and correct them."),
        source=("S21, Data processing", "CHECKS REC-04"),
    )


def finding(of: Check, number: int = 1, **place: object) -> Finding:
    start = Finding(
        check=of.id,
        severity=of.severity,
        table=of.table,
        file=FILE,
        sheet=None,
        row=1000 + number,
        column="Publication date",
        key=f"SC{394478 + number} / {10000000 + number} / latest",
        value="27/07/2017",
        message=f"Inspection {10000000 + number} of SC{394478 + number}: report published "
        "27/07/2017, before the inspection on 28/07/2017.",
    )
    return replace(start, **place)  # type: ignore[arg-type]


def outcome(of: Check, state: str = "passed", findings: Iterable[Finding] = (), **counts: object) -> Outcome:
    kept = tuple(findings)
    start = Outcome(
        check=of,
        state=State(state),
        checked=2797,
        failed=len(kept),
        waived=sum(one.waived_by is not None for one in kept),
        findings=kept,
    )
    return replace(start, **counts)  # type: ignore[arg-type]


def report(outcomes: Iterable[Outcome], **parts: object) -> Report:
    ended = sorted(outcomes, key=lambda one: (_ORDER.index(_rank(one)), one.check.id))
    failed = [one for one in ended if one.state is State.FAILED]
    errors = sum(one.check.severity is Severity.ERROR for one in failed)
    states = {state: sum(one.state is state for one in ended) for state in State}
    summary = Summary(
        passed=states[State.PASSED],
        failed=len(failed),
        waived=states[State.WAIVED],
        skipped=states[State.SKIPPED],
        errored=states[State.ERRORED],
        errors=errors,
        warnings=len(failed) - errors,
        findings=sum(one.failed - one.waived for one in ended),
    )
    start = Report(
        verdict=Verdict.FAIL if errors else Verdict.PASS,
        reason="2 errors stand in the published data." if errors else "Every check passed.",
        release=ReleaseFacts("sccif-2018", "Children’s social care in England, as at 31 March 2018"),
        summary=summary,
        inputs=(_sheet(),),
        problems=(),
        outcomes=tuple(ended),
        decisions=(),
        figures={},
        figure_titles={},
        charts=(),
        tool=Tool("0.1.0", "DuckDB 2.0.0", "9f" * 32),
        started=dt.datetime(2018, 6, 20, 9, 30, tzinfo=dt.UTC),
        seconds=0.874,
    )
    return replace(start, **parts)  # type: ignore[arg-type]


def passing() -> Report:
    return report([outcome(check("DAT001")), outcome(check("DAT002"), unknown=12)])


def failing(many: int = 3204) -> Report:
    """One error with many findings, 1,000 of them kept, and one warning with one finding."""
    worst, mild = check("DAT004"), check("LAT002", "warning", theme="latest", name="latest-is-visit")
    found = [finding(worst, number) for number in range(1, min(many, 1000) + 1)]
    return report(
        [
            outcome(worst, "failed", found, failed=many, unknown=12),
            outcome(mild, "failed", [finding(mild)]),
            outcome(check("DAT001")),
        ]
    )


def waived() -> Report:
    whole, partly = check("DAT004"), check("LAT002", "warning", theme="latest")
    return report(
        [
            outcome(whole, "waived", [finding(whole, waived_by=1), finding(whole, 2, waived_by=1)]),
            outcome(partly, "failed", [finding(partly, 3), finding(partly, 4, waived_by=2)]),
        ],
        reason="1 warning stands.",
        decisions=(
            _decision(1, "DAT004"),
            _decision(2, "LAT002", decision="false alarm", until=None),
            _decision(3, "PLC001", covers=0, state="matches nothing"),
        ),
    )


def incomplete() -> Report:
    no_previous, no_period = "no previous release", "no period given"
    return report(
        [
            outcome(check("PRV001", table="providers"), "errored", reason="Out of memory.", checked=0),
            outcome(check("CMP001", theme="comparison"), "skipped", reason=no_previous, checked=0),
            outcome(
                check("PER001", theme="period"), "skipped", reason=no_period, checked=0, required=True
            ),
            outcome(check("CMP002", theme="comparison"), "skipped", reason=no_previous, checked=0),
            outcome(check("DAT001")),
        ],
        verdict=Verdict.INCOMPLETE,
        reason="1 check errored and 1 file could not be read.",
        problems=(Problem("data/local_authorities.xlsx", "The file is encrypted."),),
        inputs=(
            _sheet(),
            replace(
                _sheet(), path="data/release.ods", sheet="Notes", layout=None, tables={}, rows=31,
                note="no header of a known table",
            ),
        ),
    )  # fmt: skip


HOSTILE = '</script></style><img src=x onerror="document.title=1">{{ 7*7 }}'
HIDDEN = "abc\u202egpj.exe\x00\x1b[31m\ud800"


def hostile() -> Report:
    """Every text of a report is an attack."""
    bad = HOSTILE + HIDDEN
    words = {key: bad for key in ("name", "title", "theme", "table", "why", "remedy")}
    attack, more = check(bad, **words), check(bad + "2", "warning", **words)
    place = {key: bad for key in ("file", "sheet", "column", "key", "value", "message")}
    return report(
        [
            outcome(attack, "failed", [finding(attack, **place)], reason=bad),
            outcome(more, "waived", [finding(more, **place, waived_by=1)]),
            outcome(replace(attack, id=bad + "3"), "skipped", reason=bad),
            outcome(replace(attack, id=bad + "4"), "errored", reason=bad),
            outcome(replace(attack, id=bad + "5")),
        ],
        reason=bad,
        release=ReleaseFacts(bad, bad, status=bad, producer=bad),
        problems=(Problem(bad, bad),),
        inputs=(
            replace(_sheet(), path=bad, sheet=bad, layout_title=bad, encoding=bad, tables={bad: 1}),
            replace(_sheet(), path=bad, sheet=bad, layout=None, note=bad),
        ),
        decisions=(_decision(1, bad, keys=(bad,), decision=bad, reason=bad, who=bad, state=bad),),
        figures={bad: 1},
        figure_titles={bad: bad},
        charts=(Chart(bad, bad, (bad, bad), {bad: (1, 2)}, {bad: (2, 1)}),),
        tool=Tool(bad, bad, bad),
    )


def large(checks: int = 200, findings: int = 2000) -> Report:
    """Many checks, every tenth failed, the findings spread over those."""
    each = findings // (checks // 10)
    ended = []
    for number in range(checks):
        one = check(f"DAT{number:03}", "error" if number % 20 else "warning", theme=f"theme{number % 9}")
        found = [finding(one, at) for at in range(each)] if number % 10 == 0 else []
        ended.append(outcome(one, "failed" if found else "passed", found))
    return report(ended)


def rich() -> Report:
    """A report with something of everything, in the words of a real release."""
    published, mild = check("DAT004"), _LATEST
    spelling = _SECTOR
    cells = [
        finding(spelling, at, column="Sector", value=value, key=f"SC{400000 + 17 * at} / latest",
                message=f"Provider SC{400000 + 17 * at}: sector “{value}” is not spelt as the code list has it.",
                row=214 + 61 * at)
        for at, value in enumerate(["private", "Local authority ", " Voluntary", "PRIVATE"] * 16)
    ]  # fmt: skip
    latest = [
        finding(mild, at, file=file, sheet=sheet, column="Event type", value="Monitoring visit",
                message=f"The latest full inspection of SC{394000 + at} is a monitoring visit.", waived_by=by)
        for at, (file, sheet, by) in enumerate(
            [(FILE, None, None), ("data/release.ods", "Providers and places", None), (FILE, None, 1)]
        )
    ]  # fmt: skip
    waived_check = check("IDN007", name="one-event-number-for-two-providers", theme="identity",
                         title="An event number belongs to one provider")  # fmt: skip
    shared = [
        finding(waived_check, at, column="Event number", value="10034567", waived_by=2,
                message=f"Event number 10034567 is also that of SC{401000 + at}.")
        for at in range(3)
    ]  # fmt: skip
    ended = [
        outcome(published, "failed", [finding(published, 312)], unknown=12),
        outcome(spelling, "failed", cells, checked=2797),
        outcome(mild, "failed", latest, unknown=3),
        outcome(check("JDG007", name="overall-better-than-limiting-judgement", table="judgements",
                      theme="judgements", title="Inadequate help and protection makes the overall judgement inadequate",
                      why="Help and protection limits the overall judgement under this framework; a better overall grade cannot have been published.",
                      remedy="Compare all judgements of the inspection with its published report."),
                "failed", [finding(published, 9, column="Overall effectiveness", value="Good",
                message="Inspection 10023415 of SC046276: overall Good, though help and protection is Inadequate.")], checked=2794),
        outcome(waived_check, "waived", shared),
        outcome(check("PLC003", name="postcode-outside-authority", theme="places", table="providers",
                      title="The postcode lies in the local authority", severity="warning"),
                "errored", reason="The code list of outward codes could not be read: postcodes.csv, line 14.", checked=0),
    ]  # fmt: skip
    for number, theme in enumerate(["comparison"] * 7 + ["period"] * 2):
        reason = "no previous release" if theme == "comparison" else "no period given"
        ended.append(
            outcome(check(f"CMP{number:03}", "warning", theme=theme, name="count-moved-far",
                    title="The number of providers of a type moves by less than a tenth between releases"),
                    "skipped", reason=reason, checked=0, required=theme == "period")
        )  # fmt: skip
    themes = ["codes", "dates", "figures", "identity", "judgements", "places", "redaction", "structure"]
    for number in range(88):
        theme = themes[number % len(themes)]
        table = ("providers", "inspections", "judgements", "local_authorities")[number % 4]
        ended.append(
            outcome(check(f"{theme[:3].upper()}{100 + number}", theme=theme, table=table,
                    name="a-code-outside-its-list", title=_TITLES[number % len(_TITLES)]),
                    unknown=(number * 7) % 23 if number % 3 == 0 else 0)
        )  # fmt: skip
    return report(
        ended,
        reason="2 errors stand in 2,797 inspections, and 2 warnings need a decision.",
        release=_RELEASE,
        problems=(Problem("data/local_authorities.xlsx", "The workbook is encrypted. Save it without a password."),),
        inputs=_INPUTS,
        decisions=(
            _decision(1, "LAT002"),
            _decision(2, "IDN007", decision="false alarm", until=None, covers=3, keys=("SC401000 / 10034567 / latest", "SC401001 / 10034567 / latest"),
                      reason="One inspection covered three branches of the same adoption agency."),
            _decision(3, "PLC001", covers=0, state="matches nothing"),
        ),
        figures=_FIGURES,
        figure_titles=_FIGURE_TITLES,
        charts=_CHARTS,
    )  # fmt: skip


def _rank(one: Outcome) -> str:
    return f"failed {one.check.severity}" if one.state is State.FAILED else str(one.state)


def _sheet() -> Input:
    return Input(
        path=FILE,
        sheet=None,
        sha256="3b1f" * 16,
        bytes=1_248_332,
        rows=2797,
        layout="provider_level_as_at",
        layout_title="provider level, as at",
        tables={"providers": 2797, "inspections": 2797, "judgements": 13_402},
        header_row=2,
        encoding="UTF-8 with BOM",
    )


def _decision(number: int, rule: str, **parts: object) -> Decision:
    start = Decision(
        number=number,
        rule=rule,
        keys=("SC394480 / 10000002 / latest",),
        decision="accepted",
        reason="The system record is being corrected; the published report is right.",
        who="second.analyst@example.org",
        when=dt.date(2018, 6, 18),
        until=dt.date(2018, 9, 30),
        covers=1,
        state="in force",
    )
    return replace(start, **parts)  # type: ignore[arg-type]


_SECTOR = check("providers.sector.in", "warning", name="sector-not-in-code-list", table="providers",
                theme="schema", title="Sector is one of the codes of sectors",
                why="Counts by sector are published, and a variant would be counted apart.",
                remedy="Correct the spelling in the extract.")  # fmt: skip
_LATEST = check("LAT002", "warning", name="latest-full-inspection-is-monitoring", theme="latest",
                title="The latest full inspection is not a monitoring visit",
                why="A monitoring visit carries no judgement, so the provider would drop out of the main table.",
                remedy="Take the full inspection before it, or record why there is none.")  # fmt: skip
_TITLES = (
    "Every provider stands once in each view",
    "The inspection ends on or after the day it starts",
    "The region is the one its local authority lies in",
    "A redacted provision type shows no name and no address",
    "The judgement belongs to the framework in force on the inspection date",
)
_RELEASE = ReleaseFacts(
    "childrens-social-care-2018",
    "Children’s social care in England: inspections and outcomes, as at 31 March 2018",
    as_at=dt.date(2018, 3, 31),
    published_by=dt.date(2018, 4, 30),
    status="final",
    producer="producing.analyst@example.org",
)
_INPUTS = (
    _sheet(),
    replace(_sheet(), path="data/release.ods", sheet="Providers and places", sha256="77ce" * 16,
            rows=3110, tables={"providers": 3110}, header_row=5, encoding=None, layout_title="providers and places"),
    replace(_sheet(), path="data/release.ods", sheet="Notes", layout=None, tables={}, rows=31,
            note="no header of a known table"),
    replace(_sheet(), path="../2017/providers_as_at_31_march_2017.csv", role="previous", rows=2760,
            tables={"providers": 2760, "inspections": 2760}, encoding="cp1252"),
)  # fmt: skip
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
        "grades", "Latest overall judgement by provision type",
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
        "months", "Inspections by month", ("Inspections",),
        {"December 2017": (121,), "January 2018": (243,), "February 2018": (230,), "March 2018": (188,)},
        {"December 2017": (130,), "January 2018": (210,), "February 2018": (225,), "March 2018": (201,)},
    ),
)  # fmt: skip
