"""Reports to render: one that fails in every way, clean ones, hostile ones, large ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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

FILE = "data/providers_as_at.csv"
DIGEST = "9f2b" * 16


def check(id: str = "DAT004", **changes: object) -> Check:
    """Return the words of one check."""
    known = Check(
        id=id,
        name="published-before-inspected",
        title="The report is published on or after the inspection",
        table="inspections",
        severity=Severity.ERROR,
        theme="dates",
        why="Nothing can be reported before it has happened.",
        remedy="Compare both dates with the published report.",
        source=("S21, Data processing", "CHECKS REC-04"),
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def finding(of: Check, row: int | None = 1312, **changes: object) -> Finding:
    """Return one finding of a check."""
    known = Finding(
        check=of.id,
        severity=of.severity,
        table=of.table,
        file=FILE,
        sheet=None,
        row=row,
        column="Publication date",
        key="SC394478 / 10000029 / latest",
        value="27/07/2017",
        message=(
            "Inspection 10000029 of SC394478: report published 27/07/2017, "
            "before the inspection on 28/07/2017."
        ),
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def outcome(of: Check, state: State = State.PASSED, **changes: object) -> Outcome:
    """Return how one check ended, with 2,797 rows in scope unless said otherwise."""
    rows = 0 if state in (State.SKIPPED, State.ERRORED) else 2797
    known = Outcome(check=of, state=state, checked=rows, seconds=0.0123)
    return replace(known, **changes)  # type: ignore[arg-type]


def report(outcomes: Iterable[Outcome], **changes: object) -> Report:
    """Return a report of these outcomes, its summary and verdict counted from them."""
    outcomes = tuple(outcomes)
    failed = [one for one in outcomes if one.state is State.FAILED]
    errors = sum(one.check.severity is Severity.ERROR for one in failed)
    states = [one.state for one in outcomes]
    summary = Summary(
        passed=states.count(State.PASSED),
        failed=states.count(State.FAILED),
        waived=states.count(State.WAIVED),
        skipped=states.count(State.SKIPPED),
        errored=states.count(State.ERRORED),
        errors=errors,
        warnings=len(failed) - errors,
        findings=sum(one.failed for one in outcomes),
    )
    known = Report(
        verdict=Verdict.FAIL if errors else Verdict.PASS,
        reason="",
        release=ReleaseFacts(
            id="homes-spring-2018",
            title="Children's homes inspections and outcomes, spring 2018",
            as_at=dt.date(2018, 3, 31),
            period_start=dt.date(2017, 4, 1),
            period_end=dt.date(2018, 3, 31),
            published_by=dt.date(2018, 5, 31),
            status="final",
            producer="producing.analyst@example.org",
        ),
        summary=summary,
        inputs=(
            Input(
                path=FILE,
                sheet=None,
                sha256=DIGEST,
                bytes=954586,
                rows=2797,
                layout="provider_level_as_at",
                layout_title="provider level, as at",
                tables={"providers": 2797, "inspections": 2794},
                header_row=2,
                encoding="UTF-8",
            ),
        ),
        problems=(),
        outcomes=outcomes,
        decisions=(),
        figures={"providers": 2797, "graded_share": 0.75, "local_authorities": None},
        figure_titles={
            "providers": "Providers",
            "graded_share": "Share graded",
            "local_authorities": "Local authorities",
        },
        charts=(
            Chart(
                name="overall",
                title="Overall judgement by sector",
                series=("Outstanding", "Good"),
                rows={"Private": (310, 1204), "Voluntary": (60, 190)},
                previous={"Private": (301, 1177)},
            ),
        ),
        tool=Tool(version="0.1.0", engine="DuckDB 2.0.0", rulebook_sha256="c0de" * 16),
        started=dt.datetime(2018, 5, 1, 9, 30, tzinfo=dt.UTC),
        seconds=0.84,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def failing() -> Report:
    """Return a report with every state: two errors, two warnings, waived, skipped, errored."""
    dates = check()
    limiting = check(
        "JDG007",
        name="overall-better-than-limiting-judgement",
        table="judgements",
        theme="judgements",
        title="The overall judgement is no better than the limiting one",
    )
    monitoring = check(
        "LAT002",
        name="latest-full-inspection-is-monitoring",
        severity=Severity.WARNING,
        theme="latest",
        title="The latest full inspection is a full inspection",
    )
    sector = check(
        "providers.sector.spelling",
        name="sector-spelling",
        table="providers",
        theme="schema",
        severity=Severity.WARNING,
        title="Sector is written as in the code list",
    )
    waived = check(
        "REG003", name="region-not-of-local-authority", table="providers", theme="regions"
    )
    broken = check(
        "FIG001", name="graded-do-not-add-up", table="local_authorities", theme="figures"
    )
    odd = [
        finding(
            monitoring,
            row,
            key=f"SC40000{row} / 1003000{row} / latest",
            column="Event type",
            value="Monitoring visit",
            message=f"Inspection 1003000{row} of SC40000{row} is a Monitoring visit.",
        )
        for row in range(3, 8)
    ]
    return report(
        (
            outcome(dates, State.FAILED, failed=1, unknown=3, findings=(finding(dates),)),
            outcome(
                limiting,
                State.FAILED,
                checked=2794,
                failed=1,
                findings=(
                    finding(
                        limiting,
                        77,
                        key="1027078 / 10025841 / overall / latest",
                        column="Overall effectiveness",
                        value="Good",
                        message="Inspection 10025841 of 1027078: overall Good although "
                        "safeguarding is Inadequate.",
                    ),
                ),
            ),
            outcome(
                broken, State.ERRORED, reason="Conversion Error: Could not convert 'x' to INT32"
            ),
            outcome(monitoring, State.FAILED, failed=5, findings=tuple(odd)),
            outcome(
                sector,
                State.FAILED,
                failed=2,
                waived=1,
                findings=(
                    finding(
                        sector,
                        9,
                        key="SC1 / latest",
                        column="Sector",
                        value="private ",
                        message="Provider SC1: sector 'private ' is read as Private.",
                    ),
                    finding(
                        sector,
                        10,
                        key="SC2 / latest",
                        column="Sector",
                        value="PRIVATE",
                        message="Provider SC2: sector 'PRIVATE' is read as Private.",
                        waived_by=1,
                    ),
                ),
            ),
            outcome(
                waived,
                State.WAIVED,
                failed=1,
                waived=1,
                findings=(
                    finding(
                        waived,
                        42,
                        key="SC3 / latest",
                        column="Ofsted Region",
                        value="London",
                        message="Provider SC3: region London, but Luton is in East of England.",
                        waived_by=2,
                    ),
                ),
            ),
            outcome(
                check("PRE001", name="provider-vanished", table="providers", theme="previous"),
                State.SKIPPED,
                reason="no previous release",
            ),
            outcome(
                check("PRE002", name="grade-changed-without-event", theme="previous"),
                State.SKIPPED,
                reason="no previous release",
            ),
            outcome(
                check("PER001", name="inspected-outside-period", theme="dates"),
                State.SKIPPED,
                reason="no period given",
                required=True,
            ),
            *(outcome(check(f"OK{n:03}", name=f"all-well-{n}")) for n in range(1, 98)),
        ),
        problems=(Problem("data/old.xls", "The file is encrypted. Save it without a password."),),
        decisions=(
            Decision(
                1,
                "providers.sector.spelling",
                ("SC2 / latest",),
                "accepted",
                "Corrected in the next extract",
                "second.analyst@example.org",
                dt.date(2018, 4, 20),
                None,
                1,
                "in force",
            ),
            Decision(
                2,
                "REG003",
                ("SC3 / latest",),
                "accepted",
                "Moved in March",
                "second.analyst@example.org",
                dt.date(2018, 4, 20),
                dt.date(2018, 12, 31),
                1,
                "in force",
            ),
        ),
    )


def passing() -> Report:
    """Return a report in which all is well."""
    return report(outcome(check(f"OK{n:03}", name=f"all-well-{n}")) for n in range(1, 4))


def incomplete() -> Report:
    """Return a report of a file that could not be read."""
    return report(
        (),
        verdict=Verdict.INCOMPLETE,
        reason="no file could be read",
        inputs=(),
        problems=(Problem("data/old.xls", "The file is encrypted. Save it without a password."),),
        figures={},
        figure_titles={},
        charts=(),
        release=ReleaseFacts(id="old", title="old"),
    )


HOSTILE = (
    "[bold red]x[/] \x1b[31mred\x1b[0m \u202egnp.exe\u202c \x00\x07 a\tb\r\n"
    "<script>alert(1)</script> & \"q\" 'q' ]]> %0A::error::x \u2028 \x9b2J"
)


def hostile() -> Report:
    """Return a report whose data, names and reasons attack whatever shows them."""
    evil = check("EVL001", name="evil", title=HOSTILE, why=HOSTILE, remedy=HOSTILE)
    starts = (
        "=1+1",
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        '=HYPERLINK("http://x")',
        "http://example.org",
        "{=1}",
        HOSTILE,
        "x" * 40_000,
        "\udc96x\ud800",
        "\ufffe",
        "-5.2",
    )
    return report(
        (
            outcome(
                evil,
                State.FAILED,
                failed=len(starts),
                findings=tuple(
                    finding(
                        evil,
                        row,
                        file=f"da,ta:{HOSTILE}.csv",
                        sheet=HOSTILE,
                        column=HOSTILE,
                        key=start,
                        value=start,
                        message=start,
                    )
                    for row, start in enumerate(starts, 1)
                ),
            ),
            outcome(check("EVL002"), State.ERRORED, reason=HOSTILE),
            outcome(check("EVL003"), State.SKIPPED, reason=HOSTILE),
        ),
        release=ReleaseFacts(id=HOSTILE, title=HOSTILE, status=HOSTILE, producer=HOSTILE),
        problems=(Problem(HOSTILE, HOSTILE),),
        inputs=(
            Input(HOSTILE, HOSTILE, DIGEST, 1, 1, "x", HOSTILE, {"inspections": 1}, 1, HOSTILE),
            Input(HOSTILE, HOSTILE, DIGEST, 1, 1, None, note=HOSTILE),
        ),
    )


def large(checks: int = 200, findings: int = 20_000) -> Report:
    """Return a report of many checks of which a quarter fail, sharing the findings."""
    tables = ("providers", "inspections", "judgements", "extract_cells")
    failing = max(1, checks // 4)
    each = findings // failing
    outcomes = []
    for n in range(checks):
        one = check(f"BIG{n:03}", table=tables[n % 4], name=f"something-is-wrong-{n}")
        found = (
            tuple(
                finding(one, row, key=f"SC{row:06} / {10_000_000 + row} / latest")
                for row in range(3, 3 + each)
            )
            if n < failing
            else ()
        )
        state = State.FAILED if found else State.PASSED
        outcomes.append(outcome(one, state, failed=len(found), findings=found))
    return report(outcomes)
