"""Whether each published stock follows from the one before, as a check with its outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.cubes import listed
from qa_checks.model.checks import Check, Finding, Outcome
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.published import PublishedCell
from qa_checks.published.announced import flow_check
from qa_checks.published.causes import Compared
from qa_checks.published.flows import Flow
from qa_checks.published.labels import Selection
from qa_checks.published.numbers import Numbers
from qa_checks.published.published_faults import fault_in
from qa_checks.published.times import DAY
from qa_checks.words import grouped_to

Number = float | int


class Stock(Struct, frozen=True):
    """How many of one type a table says there were on one day, and what its cell selects."""

    cell: PublishedCell
    selected: Selection

    @property
    def type(self) -> frozenset[tuple[str, frozenset[object]]]:
        """The same for the same type on another day."""
        return frozenset((name, frozenset(listed(item))) for name, item in self.selected.items())

    @property
    def is_known(self) -> bool:
        """Whether it has a number; an empty cell counts nobody."""
        return self.cell.published is not None or not self.cell.printed.strip()

    @property
    def number(self) -> Number:
        """How many there were."""
        return self.cell.published or 0

    def spare(self, rounded: int | None) -> float:
        """Half of what its number is rounded to; no multiple of that stands as it was counted."""
        return rounded / 2 if rounded and self.number % rounded == 0 else 0.0


class Carried(Struct, frozen=True):
    """The stock of one type at both ends, and those who joined and left between them."""

    start: Stock
    end: Stock
    joined: Number
    left: Number

    @property
    def expected(self) -> Number:
        """What the stock at the end must be."""
        return self.start.number + self.joined - self.left

    @property
    def difference(self) -> Number:
        """How many more are published than expected."""
        return self.end.number - self.expected


def judge_flows(
    flows: Sequence[Flow], compared: Mapping[str, Compared], numbers: Numbers
) -> Iterator[Outcome]:
    """Bring every flow to its outcome; of what is not known, nothing has passed."""
    days = _find_days(numbers.loaded.release.facts)
    for flow in flows:
        check, item = flow_check(flow), compared.get(flow.stock)
        if item is None:
            yield Outcome.skipped(check, f"table {flow.stock} was not found")
        elif isinstance(days, str):
            yield Outcome.skipped(check, days)
        else:
            yield _judge(flow, item, days, numbers)


def _find_days(facts: ReleaseFacts) -> tuple[dt.date, dt.date] | str:
    """The day before the period and that of the release; why not where it does not say them."""
    if facts.as_at is None or facts.period_start is None:
        return "release.yml does not say both as_at and period"
    return facts.period_start - DAY, facts.as_at


def _judge(flow: Flow, item: Compared, days: tuple[dt.date, dt.date], numbers: Numbers) -> Outcome:
    check = flow_check(flow)
    start, end = ({stock.type: stock for stock in _find_stocks(flow, item, day)} for day in days)
    for day, stocks in zip(days, (start, end), strict=True):
        if not stocks:
            date = f"{day.day} {day:%B %Y}"
            return Outcome.skipped(
                check, f"table {flow.stock} has no number by {flow.by} of {date}"
            )
    carried = [
        _carry(flow, start.get(key), end.get(key), numbers) for key in dict.fromkeys([*end, *start])
    ]
    known = [stock for stock in carried if isinstance(stock, Carried)]
    if not known:
        return Outcome.skipped(check, next(reason for reason in carried if isinstance(reason, str)))
    rounded = item.table.declared.family.rounded
    findings = tuple(
        _find(check, flow, item, stock)
        for stock in known
        if abs(stock.difference) > stock.start.spare(rounded) + stock.end.spare(rounded)
    )
    return Outcome.of(check, findings, len(carried), unknown=len(carried) - len(known))


def _find_stocks(flow: Flow, item: Compared, day: dt.date) -> Iterator[Stock]:
    """What the table says of a day, where it is of a single type."""
    table = item.table
    for (_, row), cells in zip(table.rows, item.cells, strict=True):
        for (_, column), cell in zip(table.columns, cells, strict=True):
            selected = table.selected(row, column)
            if table.time(row, column) == day and len(listed(selected.get(flow.by, []))) == 1:
                yield Stock(cell, selected)


def _carry(flow: Flow, start: Stock | None, end: Stock | None, numbers: Numbers) -> Carried | str:
    """The stock of one type with those who joined and left; why not where that is not known."""
    if start is None or end is None or not start.is_known or end.cell.published is None:
        return f"table {flow.stock} does not have both numbers of any {flow.by}"
    release = numbers.loaded.release
    joined = numbers.count(flow.joiners, release, end.selected)
    left = numbers.count(flow.leavers, release, end.selected)
    if isinstance(joined, str) or isinstance(left, str):
        return joined if isinstance(joined, str) else str(left)
    return Carried(start, end, joined, left)


def _find(check: Check, flow: Flow, item: Compared, stock: Carried) -> Finding:
    sheet, cell = item.table.located.sheet, stock.end.cell
    return replace(fault_in(flow.stock, cell, ""), message=_say(flow, stock)).find(check, sheet)


def _say(flow: Flow, stock: Carried) -> str:
    """Such as: 57 on 31 March 2024 + 0 (joiners) - 1 (leavers) = 56, but 51 is published."""
    start, end, apart = stock.start.cell, stock.end.cell, stock.difference
    labels = {start.row_label: end.row_label, start.column_label: end.column_label}
    shared = [label for label, other in labels.items() if label == other]
    (first, last), *_ = ((label, other) for label, other in labels.items() if label != other)
    notes = dict.fromkeys([*start.notes, *end.notes])
    sentence = (
        f"Table {', '.join([flow.stock, *shared])}: {grouped_to(stock.start.number)} on {first} "
        f"+ {grouped_to(stock.joined)} ({flow.joiners.cube}) "
        f"- {grouped_to(stock.left)} ({flow.leavers.cube}) = {grouped_to(stock.expected)}, but "
        f"{grouped_to(stock.end.number)} is published for {last} "
        f"({grouped_to(abs(apart))} {'more' if apart > 0 else 'fewer'})."
    )
    return " ".join([sentence, *(["Notes that may say why:"] if notes else []), *notes])
