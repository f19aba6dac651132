"""Whether each published stock follows from the one before, as a check with its outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_checks.catalogue.cubes import Cube, listed
from qa_checks.model import Check, Finding, Outcome, PublishedCell, ReleaseFacts, State
from qa_checks.published.announced import TABLE, flow_check
from qa_checks.published.causes import Compared
from qa_checks.published.cells import tidy
from qa_checks.published.declaration import AS_AT
from qa_checks.published.flows import Flow
from qa_checks.published.labels import Selection
from qa_checks.published.numbers import Numbers
from qa_checks.published.times import DAY, read_time
from qa_checks.words import grouped

Number = float | int


@dataclass(frozen=True)
class Carried:
    """The stock of one type at both ends, and those who joined and left between them."""

    start: PublishedCell
    end: PublishedCell
    joined: Number
    left: Number

    @property
    def expected(self) -> Number:
        """What the stock at the end must be; an empty cell at the start counts nobody."""
        return tidy((self.start.published or 0) + self.joined - self.left)

    @property
    def differs(self) -> bool:
        """Whether the stock at the end is another."""
        return self.expected != self.end.published


def judge_flows(
    flows: Sequence[Flow], compared: Mapping[str, Compared], numbers: Numbers
) -> Iterator[Outcome]:
    """Bring every flow to its outcome; of what is not known, nothing has passed."""
    facts = numbers.loaded.release.facts
    for flow in flows:
        check = flow_check(flow)
        item = compared.get(flow.stock)
        if item is None:
            yield _skipped(check, f"table {flow.stock} was not found")
            continue
        ends = _find_ends(item, facts)
        if isinstance(ends, str):
            yield _skipped(check, ends)
            continue
        carried = [
            _carry(flow, cells, selected, numbers) for cells, selected in _types(flow, item, ends)
        ]
        yield _outcome(check, flow, item, carried)


def _find_ends(item: Compared, facts: ReleaseFacts) -> tuple[int, int] | str:
    """The rows of the day before the period and of the release; why not where there are none."""
    if facts.as_at is None or facts.period_start is None:
        return "release.yml does not say both as_at and period"
    places: dict[dt.date, int] = {}
    for place, (line, _) in enumerate(item.table.rows):
        day = read_time(line.label, AS_AT)
        if isinstance(day, dt.date):
            places.setdefault(day, place)
    start, end = facts.period_start - DAY, facts.as_at
    for day in (start, end):
        if day not in places:
            return f"table {item.table.declared.name} has no row of {_say(day)}"
    return places[start], places[end]


def _types(
    flow: Flow, item: Compared, ends: tuple[int, int]
) -> Iterator[tuple[tuple[PublishedCell, PublishedCell], Selection]]:
    """Both cells of each column that is of a single type, and what it selects."""
    start, end = ends
    for place, (_, column) in enumerate(item.table.columns):
        selected = item.table.selected(item.table.rows[end][1], column)
        if flow.by in selected and len(listed(selected[flow.by])) == 1:
            yield (item.cells[start][place], item.cells[end][place]), selected


def _carry(
    flow: Flow,
    cells: tuple[PublishedCell, PublishedCell],
    selected: Selection,
    numbers: Numbers,
) -> Carried | str:
    start, end = cells
    if end.published is None or (start.published is None and start.printed.strip()):
        return "a stock has no number"
    joined, left = (_count(cube, selected, numbers) for cube in (flow.joiners, flow.leavers))
    if isinstance(joined, str) or isinstance(left, str):
        return joined if isinstance(joined, str) else str(left)
    return Carried(start, end, joined, left)


def _count(cube: Cube, selected: Selection, numbers: Numbers) -> Number | str:
    return numbers.count(cube, numbers.loaded.release, selected)


def _outcome(check: Check, flow: Flow, item: Compared, carried: Sequence[Carried | str]) -> Outcome:
    known = [one for one in carried if isinstance(one, Carried)]
    if not known:
        reasons = [reason for reason in carried if isinstance(reason, str)]
        return _skipped(
            check, reasons[0] if reasons else f"no column of table {flow.stock} is of one {flow.by}"
        )
    sheet = item.table.located.sheet
    findings = tuple(
        Finding(
            check.id, check.severity, TABLE, sheet.file, sheet.sheet, stock.end.row,
            stock.end.column_label,
            f"{flow.stock} / {stock.end.row_label} / {stock.end.column_label}",
            stock.end.printed, _say_difference(flow, stock),
        )
        for stock in known
        if stock.differs
    )  # fmt: skip
    return Outcome(
        check,
        State.FAILED if findings else State.PASSED,
        checked=len(carried),
        failed=len(findings),
        unknown=len(carried) - len(known),
        required=True,
        findings=findings,
    )


def _skipped(check: Check, reason: str) -> Outcome:
    return Outcome(check, State.SKIPPED, reason=reason, required=True)


def _say_difference(flow: Flow, stock: Carried) -> str:
    """Such as: 57 on 31 March 2024 + 0 joiners - 1 leavers = 56, and 51 is published."""
    end = stock.end.published or 0
    apart = tidy(end - stock.expected)
    notes = dict.fromkeys([*stock.start.notes, *stock.end.notes])
    sentence = (
        f"Table {flow.stock}, {stock.end.column_label}: {grouped(stock.start.published or 0)} on "
        f"{stock.start.row_label} + {grouped(tidy(stock.joined))} {flow.joiners.cube} "
        f"- {grouped(tidy(stock.left))} {flow.leavers.cube} = {grouped(stock.expected)}, but "
        f"{grouped(end)} is published for {stock.end.row_label} "
        f"({grouped(abs(apart))} {'more' if apart > 0 else 'fewer'})."
    )
    return " ".join([sentence, *(["Notes that may say why:"] if notes else []), *notes])


def _say(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
