"""Reports to render: built by hand, so that no engine is needed to test a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec.structs import replace

from qa_checks.model.accountability import Decision, DecisionState
from qa_checks.model.checks import Check, Finding, Outcome, Severity, State
from qa_checks.model.inputs import Input, Problem, ReleaseFacts
from qa_checks.model.published import CellState, CountedRow, PublishedCell, PublishedTable
from qa_checks.model.report import Chart, Report, Summary, Tool, Verdict

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
        remedy=words.get(
            "remedy", "Compare both dates with the published report and correct them."
        ),
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
    return start._replace(**place)  # type: ignore[arg-type]


def outcome(
    of: Check, state: str = "passed", findings: Iterable[Finding] = (), **counts: object
) -> Outcome:
    kept = tuple(findings)
    start = Outcome(
        check=of,
        state=State(state),
        checked=2797,
        failed=len(kept),
        waived=sum(entry.waived_by is not None for entry in kept),
        findings=kept,
    )
    return replace(start, **counts)  # type: ignore[arg-type]


def report(outcomes: Iterable[Outcome], **parts: object) -> Report:
    ended = sorted(outcomes, key=lambda outcome: (_ORDER.index(_rank(outcome)), outcome.check.id))
    failed = [outcome for outcome in ended if outcome.state is State.FAILED]
    errors = sum(outcome.check.severity is Severity.ERROR for outcome in failed)
    states = {state: sum(outcome.state is state for outcome in ended) for state in State}
    summary = Summary(
        passed=states[State.PASSED],
        failed=len(failed),
        waived=states[State.WAIVED],
        skipped=states[State.SKIPPED],
        errored=states[State.ERRORED],
        errors=errors,
        warnings=len(failed) - errors,
        findings=sum(outcome.failed - outcome.waived for outcome in ended),
    )
    start = Report(
        verdict=Verdict.FAIL if errors else Verdict.PASS,
        reason=_reason(errors),
        release=ReleaseFacts(
            "sccif-2018", "Children's social care in England, as at 31 March 2018"
        ),
        summary=summary,
        inputs=(sheet(),),
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
    worst, mild = (
        check("DAT004"),
        check("LAT002", "warning", theme="latest", name="latest-is-visit"),
    )
    findings = [finding(worst, number) for number in range(1, min(many, 1000) + 1)]
    return report(
        [
            outcome(worst, "failed", findings, failed=many, unknown=12),
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
            decision(1, "DAT004"),
            decision(2, "LAT002", decision="false alarm", until=None),
            decision(3, "PLC001", covers=0, state=DecisionState.DEAD),
        ),
    )


def incomplete() -> Report:
    no_previous, no_period = "no previous release", "no period given"
    return report(
        [
            outcome(
                check("PRV001", table="providers"), "errored", reason="Out of memory.", checked=0
            ),
            outcome(check("CMP001", theme="comparison"), "skipped", reason=no_previous, checked=0),
            outcome(
                check("PER001", theme="period"),
                "skipped",
                reason=no_period,
                checked=0,
                required=True,
            ),
            outcome(check("CMP002", theme="comparison"), "skipped", reason=no_previous, checked=0),
            outcome(check("DAT001")),
        ],
        verdict=Verdict.INCOMPLETE,
        reason="1 check errored and 1 file could not be read.",
        problems=(Problem("data/local_authorities.xlsx", "The file is encrypted."),),
        inputs=(
            sheet(),
            replace(
                sheet(),
                path="data/release.ods",
                sheet="Notes",
                layout=None,
                tables={},
                rows=31,
                note="no header of a known table",
            ),
        ),
    )


HOSTILE = '</script></style><img src=x onerror="document.title=1">{{ 7*7 }}'
HIDDEN = "abc\u202egpj.exe\x00\x1b[31m\ud800"


def hostile() -> Report:
    """Every text of a report is an attack."""
    bad = HOSTILE + HIDDEN
    words = dict.fromkeys(("name", "title", "theme", "table", "why", "remedy"), bad)
    attack, more = check(bad, **words), check(bad + "2", "warning", **words)
    place: dict[str, object] = dict.fromkeys(
        ("file", "sheet", "column", "key", "value", "message"), bad
    )
    counted = (CountedRow(bad, bad, bad, 1),)
    cells = tuple(
        (PublishedCell(row, 1, bad, bad, bad, row, CellState.DIFFERS, 0, bad, (bad,), 1, counted),)
        for row in (2, 3)
    )
    return report(
        [
            outcome(attack, "failed", [finding(attack, 1, **place)], reason=bad),
            outcome(more, "waived", [finding(more, 1, waived_by=1, **place)]),
            outcome(replace(attack, id=bad + "3"), "skipped", reason=bad),
            outcome(replace(attack, id=bad + "4"), "errored", reason=bad),
            outcome(replace(attack, id=bad + "5")),
        ],
        reason=bad,
        release=ReleaseFacts(bad, bad, status=bad, producer=bad),
        problems=(Problem(bad, bad),),
        inputs=(
            replace(sheet(), path=bad, sheet=bad, layout_title=bad, encoding=bad, tables={bad: 1}),
            replace(sheet(), path=bad, sheet=bad, layout=None, note=bad),
        ),
        decisions=(decision(1, bad, keys=(bad,), decision=bad, reason=bad, who=bad, state=bad),),
        figures={bad: 1},
        figure_titles={bad: bad},
        charts=(Chart(bad, bad, (bad, bad), {bad: (1, 2)}, {bad: (2, 1)}),),
        tables=(PublishedTable(bad, bad, bad, bad, bad, 1, cells, is_series=True),),
        tool=Tool(bad, bad, bad),
    )


def large(checks: int = 200, findings: int = 2000) -> Report:
    """Many checks, every tenth failed, the findings spread over those."""
    each = findings // (checks // 10)
    ended = []
    for number in range(checks):
        severity = "error" if number % 20 else "warning"
        checked = check(f"DAT{number:03}", severity, theme=f"theme{number % 9}")
        result = [finding(checked, at) for at in range(each)] if number % 10 == 0 else []
        ended.append(outcome(checked, "failed" if result else "passed", result))
    return report(ended)


def _reason(errors: int) -> str:
    if not errors:
        return "No check of severity error failed."
    return f"{errors} error{' stands' if errors == 1 else 's stand'} in the published data."


def _rank(outcome: Outcome) -> str:
    return (
        f"failed {outcome.check.severity}" if outcome.state is State.FAILED else str(outcome.state)
    )


def sheet() -> Input:
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


def decision(number: int, rule: str, **parts: object) -> Decision:
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
        state=DecisionState.IN_FORCE,
    )
    return replace(start, **parts)  # type: ignore[arg-type]
