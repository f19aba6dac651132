"""The texts of a release as the page shows them: coverage first, then the text, then its claims."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from qa_checks.model.report import Report
from qa_checks.model.texts import CheckedText, Claim, NumberState
from qa_checks.render.charts import draw_states
from qa_checks.render.coverage_lines import (
    Unbound,
    list_unbound,
    plain,
    say_coverage,
    say_value,
)
from qa_checks.render.marked_text import SIGNS, Part, Remark, mark_text
from qa_checks.words import grouped

COVERAGE = "text.coverage"
AT_LEAST = (NumberState.VERIFIED, NumberState.CONSISTENT)
NAMES = {
    NumberState.UNBOUND: "nobody has looked at",
    NumberState.WRONG: "wrong",
    NumberState.OUTSIDE: "outside the data",
    NumberState.CONSISTENT: "only consistent",
    NumberState.VERIFIED: "verified",
    NumberState.EXEMPT: "exempt",
}


class ClaimLine(Struct, frozen=True):
    """A claim and what came of it."""

    claim: Claim
    anchor: str
    kind: str
    word: str
    given: tuple[str, ...]
    told: str


class TextLine(Struct, frozen=True):
    """A text with everything that is said of it.

    ``counts`` are how many numbers end in each state: its class, its sign, its name, the number;
    ``asked`` the shares that release.yml asks for, and whether they are reached; ``unseen`` the
    numbers that nobody has looked at, each with its place on the page.
    """

    checked: CheckedText
    anchor: str
    kind: str
    coverage: str
    bar: Markup
    counts: tuple[tuple[str, str, str, int], ...]
    asked: tuple[tuple[str, bool], ...]
    unseen: tuple[tuple[Unbound, str], ...]
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[Part, ...]
    claims: tuple[ClaimLine, ...]


def text_lines(report: Report) -> tuple[TextLine, ...]:
    """Every text, in the order of the declaration."""
    return tuple(
        _line(checked, f"text-{place}", _remark(report, checked.text.file))
        for place, checked in enumerate(report.texts, start=1)
    )


def _remark(report: Report, file: str) -> dict[int, tuple[Remark, ...]]:
    """The checks that found something in a text, by line; not those on the text as a whole."""
    remarks: dict[int, dict[Remark, None]] = {}
    for finding in report.findings:
        if finding.file == file and finding.row and finding.check != COVERAGE:
            remark = Remark(finding.check, finding.severity)
            remarks.setdefault(finding.row, {})[remark] = None
    return {line: tuple(of_line) for line, of_line in remarks.items()}


def _line(checked: CheckedText, anchor: str, remarks: Mapping[int, tuple[Remark, ...]]) -> TextLine:
    unbound = [
        f"{anchor}-number-{place}"
        for place, number in enumerate(checked.numbers, start=1)
        if number.state is NumberState.UNBOUND
    ]
    counts = tuple(
        (SIGNS[state][1], SIGNS[state][0], name, checked.states[state])
        for state, name in NAMES.items()
    )
    return TextLine(
        checked,
        anchor,
        _kind(checked),
        f"{say_coverage(checked)}.",
        draw_states([(kind, count) for kind, _, _, count in counts]),
        counts,
        tuple(
            _ask(checked, NumberState(state), share) for state, share in checked.required.items()
        ),
        tuple(zip(list_unbound(checked), unbound, strict=True)),
        tuple(
            (title, reasons)
            for title, reasons in (
                ("Outside the data", _reasons(checked, NumberState.OUTSIDE)),
                ("Exempt", _reasons(checked, NumberState.EXEMPT)),
            )
            if reasons
        ),
        mark_text(checked, anchor, remarks),
        tuple(_claim(claim, f"{anchor}-claim-{claim.number}") for claim in checked.claims),
    )


def _kind(checked: CheckedText) -> str:
    """What its coverage looks like on the page: nobody's look first, then what is wrong."""
    for state in (NumberState.UNBOUND, NumberState.WRONG):
        if checked.states[state]:
            return SIGNS[state][1]
    return "passed" if checked.claimed else "skipped"


def _ask(checked: CheckedText, state: NumberState, share: float) -> tuple[str, bool]:
    least = state in AT_LEAST
    reached = checked.share(state) >= share if least else checked.share(state) <= share
    bound = f"at {'least' if least else 'most'} {100 * share:g}%"
    here = f"{grouped(checked.states[state])} of {grouped(checked.claimed)}"
    return f"{bound} {state} ({here})", reached


def _reasons(checked: CheckedText, state: NumberState) -> tuple[str, ...]:
    return tuple(
        f"{grouped(count)}: {reason or 'no reason given'}"
        for reason, count in checked.reasons(state).most_common()
    )


def _claim(claim: Claim, anchor: str) -> ClaimLine:
    if claim.fault:
        kind, word, told = "errored", "Could not be checked", claim.fault
    elif claim.contradicting:
        kind, word, told = "error", "Contradicted", f"by {', '.join(claim.contradicting)}"
    elif claim.wrong:
        kind, word, told = "error", "Wrong", ", ".join(map(plain, claim.wrong))
    elif claim.outside:
        kind, word, told = "skipped", "Outside", claim.outside
    else:
        kind, word, told = "passed", "Holds", ""  # how strongly, its numbers say
    given = tuple(f"{hole}: {say_value(value)}" for hole, value in claim.values.items())
    return ClaimLine(claim, anchor, kind, word, given, told)
