"""The figures of a release in words: their shares, those of the previous release, the change."""

from __future__ import annotations

from msgspec import Struct

from qa_checks.model.report import Report
from qa_checks.render.page_texts import number

MINUS = "\u2212"


class FigureLine(Struct, frozen=True):
    """One figure: ``value`` is None where it is not known; texts are empty where there is none.

    ``counted`` says which things it counts, where the catalogue has them named.
    """

    title: str
    name: str
    value: float | int | None
    share: str
    before: str
    share_before: str
    change: str
    counted: tuple[str, ...] = ()


def figure_lines(report: Report) -> list[FigureLine]:
    """Return a line for every figure, in the catalogue's order."""
    return [
        FigureLine(
            title=report.figure_titles.get(name, ""),
            name=name,
            value=value,
            share=_percent(report.shares.get(name)),
            before=_number(report.figures_before.get(name)),
            share_before=_percent(report.shares_before.get(name)),
            change=_change(value, report.figures_before.get(name)),
            counted=report.counted.get(name, ()),
        )
        for name, value in report.figures.items()
    ]


def _number(value: float | int | None) -> str:
    return "" if value is None else number(value)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _change(now: float | int | None, before: float | int | None) -> str:
    """'+12 (+0.8%)'; the percentage only where there was something before."""
    if now is None or before is None:
        return ""
    difference = now - before
    if not difference:
        return "0"
    sign = "+" if difference > 0 else MINUS
    told = f"{sign}{_number(abs(difference))}"
    return f"{told} ({sign}{abs(difference) / before:.1%})" if before > 0 else told
