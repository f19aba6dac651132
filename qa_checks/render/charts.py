"""Small charts as inline SVG: horizontal bars, the previous release beneath.

One series is drawn as bars of counts. Several series are drawn as parts of a
whole, each row filling the width, because rows of a release differ a
thousandfold in size. Positions are percentages and no view box is set, so a
chart fills its column at every width while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from qa_checks.model.report import Chart
from qa_checks.render.page_texts import safe
from qa_checks.words import grouped, plural

COLOURS = 6  # classes c0 to c5 of the style sheet
ROWS = 40  # more rows than this stand only in the table beside the chart

_LABEL, _BAR, _BEFORE, _GAP = 22, 20, 9, 14  # heights in pixels
_NAME = 48  # letters of a category's name; the table has the rest
_ROOM = 8.0  # per cent of the width a count needs to stand inside its bar
_ROOMY = 16.0  # per cent from which it may stay on a narrow screen too


class Drawing(Struct, frozen=True):
    """A chart as its page shows it: the picture and what belongs around it."""

    svg: str
    legend: tuple[str, ...]
    left_out: int


def draw(chart: Chart, anchor: str) -> Drawing:
    """Draw one chart.

    Parameters
    ----------
    anchor
        Start of the ids inside the picture, unique on the page.
    """
    shares = len(chart.series) > 1
    shown = list(chart.rows.items())[:ROWS]
    both = [*chart.rows.values(), *chart.previous.values()]
    largest = max((sum(counts) for counts in both), default=0) or 1
    parts: list[str] = []
    top = 0
    for category, counts in shown:
        before = chart.previous.get(category)
        parts.append(_words(category, counts, before, top))
        top += _LABEL
        whole = (sum(counts) or 1) if shares else largest
        parts.append(_bar(chart.series, counts, whole, (top, _BAR)))
        top += _BAR
        if before is not None:
            whole = (sum(before) or 1) if shares else largest
            bar = _bar(chart.series, before, whole, (top + 2, _BEFORE))
            parts.append(f'<g class="before">{bar}</g>')
            top += _BEFORE + 2
        top += _GAP
    head = (
        f'<svg class="chart" role="img" width="100%" height="{max(top - _GAP, 1)}" '
        f'aria-labelledby="{anchor}-title {anchor}-desc">'
        f'<title id="{anchor}-title">{safe(chart.title)}</title>'
        f'<desc id="{anchor}-desc">{safe(describe(chart))}</desc>'
    )
    legend = chart.series if shares else ()
    return Drawing(f"{head}{''.join(parts)}</svg>", legend, len(chart.rows) - len(shown))


def draw_states(parts: Sequence[tuple[str, int]]) -> Markup:
    """Draw one bar over the whole width, with a part for each class and its count."""
    total = sum(count for _, count in parts) or 1
    rects: list[str] = []
    left = 0.0
    for kind, count in parts:
        width = 100 * count / total
        if count:
            rects.append(
                f'<rect class="{kind}" x="{left:.3f}%" width="{width:.3f}%" height="8"/>\n'
            )
        left += width
    head = '<svg class="states" aria-hidden="true" focusable="false" width="100%" height="8">'
    return Markup(f"{head}\n{''.join(rects)}</svg>")  # noqa: S704 - classes are ours


def describe(chart: Chart) -> str:
    """Say in words what kind of chart this is and where its numbers are."""
    drawn = "shares" if len(chart.series) > 1 else "counts"
    beside = ", the previous release beneath each" if chart.previous else ""
    series = ", ".join(chart.series)
    return (
        f"Horizontal bars of {plural(len(chart.rows), 'category')}: {drawn} of {series}{beside}. "
        "The table after it has every number."
    )


def _words(category: str, counts: tuple[int, ...], before: tuple[int, ...] | None, top: int) -> str:
    """Write a row's name on the left and its count, now and before, on the right."""
    after = ""
    if before is not None:
        after = f'<tspan class="tight"> (previous {grouped(sum(before))})</tspan>'
    name = category if len(category) <= _NAME else f"{category[: _NAME - 1]}…"
    base = top + _LABEL - 7
    return (
        f'<text x="0" y="{base}">{safe(name)}</text>'
        f'<text class="total" x="100%" y="{base}" text-anchor="end">'
        f"{grouped(sum(counts))}{after}</text>"
    )


def _bar(
    series: tuple[str, ...], counts: tuple[int, ...], whole: int, place: tuple[int, int]
) -> str:
    """Draw one bar, its counts inside the parts wide enough to hold them."""
    top, height = place
    parts: list[str] = []
    left = 0.0
    for index, (name, count) in enumerate(zip(series, counts, strict=False)):
        width = 100 * max(count, 0) / whole
        if width > 0:
            colour = f"c{index % COLOURS}"
            parts.append(
                f'<rect class="{colour}" x="{left:.3f}%" y="{top}" width="{width:.3f}%" '
                f'height="{height}"><title>{safe(name)}: {grouped(count)}</title></rect>'
            )
            if len(series) > 1 and width >= _ROOM and height >= _BAR:
                room = "" if width >= _ROOMY else " tight"
                parts.append(
                    f'<text class="in {colour}{room}" x="{left + width / 2:.3f}%" '
                    f'y="{top + height - 6}" text-anchor="middle">{grouped(count)}</text>'
                )
        left += width
    return "".join(parts)
