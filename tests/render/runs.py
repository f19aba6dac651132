"""Reports of whole runs, built from `reports`: every ending, nothing read, values that attack."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from qa_checks.model.accountability import (
    Assurance,
    ChecklistItem,
    Decision,
    DecisionState,
    ItemState,
)
from qa_checks.model.checks import Check, Finding, Severity, State
from qa_checks.model.inputs import Input, Problem, ReleaseFacts
from qa_checks.model.report import Report, Verdict
from tests.render.reports import check, finding, outcome, report

FILE = "data/providers_as_at.csv"
DIGEST = "9f2b" * 16
UNREAD = Problem("data/old.xls", "The file is encrypted. Save it without a password.")
PROVIDERS = Input(
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
)
RELEASE = ReleaseFacts(
    id="homes-spring-2018",
    title="Children's homes inspections and outcomes, spring 2018",
    as_at=dt.date(2018, 3, 31),
    period_start=dt.date(2017, 4, 1),
    period_end=dt.date(2018, 3, 31),
    published_by=dt.date(2018, 5, 31),
    status="final",
    producer="producing.analyst@example.org",
)
SECOND = "second.analyst@example.org"
DECISIONS = (
    Decision(1, "providers.sector.spelling", ("SC10 / latest",), "false alarm", "So in the law.",
             SECOND, dt.date(2018, 6, 1), None, 1, DecisionState.IN_FORCE),
    Decision(2, "REG003", ("SC3 / latest", "SC4 / latest"), "accepted", "The boundary moved.",
             SECOND, dt.date(2018, 6, 1), dt.date(2018, 12, 31), 1, DecisionState.DEAD,
             ("SC4 / latest",)),
)  # fmt: skip
CHECKLIST = (
    ChecklistItem("code-read", "Processing", "The code was read", ItemState.ATTESTED,
                  asks="Read it.", note="Version 3.", who=SECOND, when=dt.date(2018, 6, 2)),
    ChecklistItem("dates", "Processing", "Dates agree", ItemState.FAILED, "DAT004 failed",
                  checks=("DAT004",)),
)  # fmt: skip


def every_ending() -> Report:
    """Two errors, two warnings, one check waived, three skipped, one errored, a file not read."""
    dates = check()
    limiting = check(
        "JDG007", name="overall-better-than-limiting-judgement", table="judgements",
        theme="judgements", title="The overall judgement is no better than the limiting one",
    )  # fmt: skip
    monitoring = check("LAT002", Severity.WARNING, name="latest-full-inspection-is-monitoring")
    sector = check(
        "providers.sector.spelling", Severity.WARNING, name="sector-spelling", table="providers",
        title="Sector is written as in the code list",
    )  # fmt: skip
    region = check("REG003", name="region-not-of-local-authority", table="providers")
    total = check("FIG001", name="graded-do-not-add-up", table="local_authorities")
    visits = [
        finding(
            monitoring, file=FILE, row=row, key=f"SC40000{row} / 1003000{row} / latest",
            column="Event type", value="Monitoring visit",
            message=f"Inspection 1003000{row} of SC40000{row} is a Monitoring visit.",
        )
        for row in range(3, 8)
    ]  # fmt: skip
    ended = (
        outcome(
            dates, "failed", unknown=3,
            findings=[
                finding(
                    dates, file=FILE, row=1312, key="SC394478 / 10000029 / latest",
                    message="Inspection 10000029 of SC394478: report published 27/07/2017, "
                    "before the inspection on 28/07/2017.",
                )
            ],
        ),
        outcome(
            limiting, "failed", checked=2794,
            findings=[
                finding(
                    limiting, file=FILE, row=77, key="1027078 / 10025841 / overall / latest",
                    column="Overall effectiveness", value="Good",
                    message="Inspection 10025841 of 1027078: overall Good although "
                    "safeguarding is Inadequate.",
                )
            ],
        ),
        outcome(total, "errored", reason="Conversion Error: Could not convert 'x' to INT32",
                checked=0),
        outcome(monitoring, "failed", visits),
        outcome(sector, "failed", [_sector(sector, 9, "private "),
                                   _sector(sector, 10, "PRIVATE", waived_by=1)]),
        outcome(
            region, "waived",
            [
                finding(
                    region, file=FILE, row=42, key="SC3 / latest", column="Ofsted Region",
                    value="London", waived_by=2,
                    message="Provider SC3: region London, but Luton is in East of England.",
                )
            ],
        ),
        outcome(check("PRE001", name="provider-vanished", table="providers"), "skipped",
                reason="no previous release", checked=0),
        outcome(check("PRE002", name="grade-changed-without-event"), "skipped",
                reason="no previous release", checked=0),
        outcome(check("PER001", name="inspected-outside-period"), "skipped",
                reason="no period given", checked=0, required=True),
        *(outcome(check(f"OK{n:03}", name=f"all-well-{n}")) for n in range(1, 98)),
    )  # fmt: skip
    return report(
        [replace(outcome, seconds=0.0123) for outcome in ended],
        release=RELEASE,
        inputs=(PROVIDERS,),
        problems=(UNREAD,),
        figures={"providers": 2797, "graded_share": 0.75, "local_authorities": None},
        figure_titles={
            "providers": "Providers",
            "graded_share": "Share",
            "local_authorities": "LAs",
        },
        decisions=DECISIONS,
        checklist=CHECKLIST,
        assurance=Assurance("It may be published.", ("The register is complete.",)),
    )


def _sector(of: Check, row: int, value: str, waived_by: int | None = None) -> Finding:
    message = f"Provider SC{row}: sector '{value}' is read as Private."
    return finding(of, file=FILE, row=row, column="Sector", key=f"SC{row} / latest", value=value,
                   message=message, waived_by=waived_by)  # fmt: skip


def all_well() -> Report:
    """Three checks that passed."""
    ended = (outcome(check(f"OK{n:03}", name=f"all-well-{n}"), seconds=0.0123) for n in (1, 2, 3))
    return report(ended, release=RELEASE, inputs=(PROVIDERS,))


def nothing_read() -> Report:
    """The only file could not be read."""
    return report(
        (),
        verdict=Verdict.INCOMPLETE,
        reason="no file could be read",
        inputs=(),
        problems=(UNREAD,),
        release=ReleaseFacts(id="old", title="old"),
    )


ATTACK = (
    "[bold red]x[/] \x1b[31mred\x1b[0m \u202egnp.exe\u202c \x00\x07 a\tb\r\n"
    "<script>alert(1)</script> & \"q\" 'q' ]]> %0A::error::x \u2028 \x9b2J"
)
VALUES = (
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")',
    "http://example.org", "{=1}", ATTACK, "x" * 40_000, "\udc96x\ud800", "\ufffe", "-5.2",
)  # fmt: skip


def attacks() -> Report:
    """Values, names and reasons that attack whatever shows them."""
    evil = check("EVL001", name="evil", title=ATTACK, why=ATTACK, remedy=ATTACK)
    findings = [
        finding(evil, file=f"da,ta:{ATTACK}.csv", sheet=ATTACK, row=row, column=ATTACK, key=value,
                value=value, message=value)
        for row, value in enumerate(VALUES, 1)
    ]  # fmt: skip
    return report(
        [
            outcome(evil, State.FAILED, findings),
            outcome(check("EVL002"), State.ERRORED, reason=ATTACK, checked=0),
            outcome(check("EVL003"), State.SKIPPED, reason=ATTACK, checked=0),
        ],
        release=ReleaseFacts(id=ATTACK, title=ATTACK, status=ATTACK, producer=ATTACK),
        problems=(Problem(ATTACK, ATTACK),),
        inputs=(
            Input(ATTACK, ATTACK, DIGEST, 1, 1, "x", ATTACK, {"inspections": 1}, 1, ATTACK),
            Input(ATTACK, ATTACK, DIGEST, 1, 1, None, note=ATTACK),
        ),
    )
