"""A series as a small chart: a line of what is published, dots of what the rows give."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.model.published import CellState, PublishedCell, PublishedTable
from qa_checks.render.page_texts import safe
from qa_checks.words import plural

WIDTH, HEIGHT, EDGE = 320, 64, 6  # of one column's chart, in units of its picture
LEAST = 2  # points that make a line


def draw_series(table: PublishedTable, anchor: str) -> str:
    """One small picture a column, the earliest row on the left; nothing without two points."""
    pictures = []
    for place, label in enumerate(table.columns):
        cells = [row[place] for row in reversed(table.cells)]
        if sum(cell.published is not None for cell in cells) >= LEAST:
            pictures.append(_draw(label, cells, f"{anchor}-{place}"))
    return "".join(pictures)


def _draw(label: str, cells: Sequence[PublishedCell], anchor: str) -> str:
    numbers = [
        number
        for cell in cells
        for number in (cell.published, cell.recomputed)
        if number is not None
    ]
    low, high = min(numbers), max(numbers)
    step = (WIDTH - 2 * EDGE) / max(len(cells) - 1, 1)

    def at(place: int, number: float) -> tuple[float, float]:
        share = (number - low) / (high - low) if high > low else 0.5
        return round(EDGE + place * step, 1), round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    line, dots = [], []
    for place, cell in enumerate(cells):
        if cell.published is not None:
            line.append("{},{}".format(*at(place, cell.published)))
        if cell.recomputed is not None:
            dots.append(_dot(at(place, cell.recomputed), cell.state is CellState.DIFFERS))
    differing = sum(cell.state is CellState.DIFFERS for cell in cells)
    told = (
        f"Line of {plural(len(line), 'published number')} from {cells[0].row_label} to "
        f"{cells[-1].row_label}; {plural(len(dots), 'dot')} of what the rows give, "
        f"{differing} of them crosses, which differ. The table has every number."
    )
    return (
        f'<figure class="series"><svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-labelledby="{anchor}-title {anchor}-desc">'
        f'<title id="{anchor}-title">{safe(label)}</title>'
        f'<desc id="{anchor}-desc">{safe(told)}</desc>'
        f'<polyline class="printed" points="{" ".join(line)}"/>{"".join(dots)}</svg>'
        f"<figcaption>{safe(label)}</figcaption></figure>"
    )


def _dot(at: tuple[float, float], differs: bool) -> str:
    """A dot; where the number differs, a cross, which is told without its colour."""
    across, down = at
    if not differs:
        return f'<circle class="given" cx="{across}" cy="{down}" r="2.5"/>'
    left, right, top, bottom = across - 4, across + 4, down - 4, down + 4
    return (
        f'<path class="differs" d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}'
        f'M{left:.1f} {bottom:.1f}L{right:.1f} {top:.1f}"/>'
    )
