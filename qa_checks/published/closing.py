"""Sums that must close among published tables, whatever the rows say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import fold
from qa_checks.published.entries import Entries, Entry, Key, Spot
from qa_checks.published.published_faults import Fault, fault_in
from qa_checks.published.sums import Sum
from qa_checks.published.terms import Term
from qa_checks.words import grouped_to

NEAR = 1e-9
Tables = Mapping[str, Entries]


class Open(Struct, frozen=True):
    """A total that is not the sum of its parts: both numbers, and what notes say of the parts."""

    entry: Entry
    total: float | int
    parts: float | int
    slack: float
    notes: tuple[str, ...]


class Derived(Struct, frozen=True):
    """A number that is withheld, though the others of its sum tell what it is."""

    entry: Entry
    number: float | int


class Closed(Struct, frozen=True):
    """How a sum ended.

    ``compared`` and ``unknown`` count totals, ``open`` are those that do not close, ``rounded``
    those that miss their parts by what rounding explains. ``covered`` are the cells of all that
    was compared, ``derived`` numbers that are withheld in vain.
    """

    compared: int
    unknown: int
    open: tuple[Open, ...]
    rounded: tuple[Open, ...] = ()
    covered: frozenset[Spot] = frozenset()
    derived: tuple[Derived, ...] = ()


def turn(entries: Entries) -> Entries:
    """The cells by column and row, for sums of rows: those of counts, for no percentages add up."""
    return {
        (fold(entry.cell.column_label), fold(entry.cell.row_label)): entry
        for entry in entries.values()
        if not (entry.is_apart or entry.is_percentage)
    }


def close(item: Sum, tables: Tables) -> Closed:
    """Add up the parts of each total; one that lacks a number is not comparable.

    An empty cell adds nothing: what did not exist was not counted.
    """
    compared, unknown = 0, 0
    left: list[Open] = []
    rounded: list[Open] = []
    covered: set[Spot] = set()
    derived: list[Derived] = []
    for key, total in _totals(item, tables):
        parts = [(sign, _find(term, key, tables)) for sign, term in item.parts]
        entries = [total, *(part for _, part in parts)]
        added = [(sign, part) for sign, part in parts if part is not None]
        if len(added) < len(parts) or _is_unknown(item, total, [part for _, part in added]):
            unknown += 1
            if len(added) == len(parts) and not item.is_hundred:
                derived += derive([(-1, total), *added])
            continue
        compared += 1
        whole = 100 if item.is_hundred else total.printed.value or 0
        number = sum(sign * (part.printed.value or 0) for sign, part in added)
        halves = sum(entry.half for entry in entries if entry) - item.is_hundred * total.half
        apart = abs(whole - number)
        if apart > NEAR:
            notes = tuple(
                dict.fromkeys(note for entry in entries if entry for note in entry.cell.notes)
            )
            miss = Open(total, whole, number, halves, notes)
            (left if apart > halves + NEAR else rounded).append(miss)
        covered.update(entry.spot for entry in entries if entry and entry.cell.printed)
    ends = tuple(left), tuple(rounded), frozenset(covered), tuple(derived)
    return Closed(compared, unknown, *ends)


def derive(signed: Sequence[tuple[int, Entry]]) -> Iterator[Derived]:
    """The one number of a sum that is withheld, where all others are printed and not rounded."""
    withheld = [(sign, entry) for sign, entry in signed if entry.printed.value is None]
    others = [(sign, entry) for sign, entry in signed if entry.printed.value is not None]
    if len(withheld) == 1 and not any(entry.half for _, entry in others):
        [(sign, entry)] = withheld
        if entry.is_withheld and not entry.is_below_unit:
            rest = sum(sign * (entry.printed.value or 0) for sign, entry in others)
            yield Derived(entry, -sign * rest)


def _totals(item: Sum, tables: Tables) -> Iterator[tuple[Key, Entry]]:
    """Each total; of percentages that make up 100, the first of them."""
    shown = item.parts[0][1] if item.is_hundred else item.total
    for (row, column), entry in tables.get(shown.table, {}).items():
        if column == fold(shown.column) if shown.column else not entry.is_apart:
            yield (row, column), entry


def _find(term: Term, key: Key, tables: Tables) -> Entry | None:
    """The cell of a part: of the same row, in its own column or that of the total."""
    row, column = key
    return tables.get(term.table, {}).get((row, fold(term.column) if term.column else column))


def _is_unknown(item: Sum, total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether a number is missing although its cell is not empty; of the total in any case."""
    if item.is_hundred:
        return all(part.printed.value is None for part in parts) or any(map(_is_secret, parts))
    return total.printed.value is None or any(map(_is_secret, parts))


def _is_secret(entry: Entry) -> bool:
    return entry.printed.value is None and bool(entry.cell.printed.strip())


def fault_of_open(item: Sum, left: Open, notes: Sequence[str]) -> Fault:
    """A sum that does not close, and the notes of the table, which may say why."""
    parts, cell = item.text.partition("=")[2].strip(), left.entry.cell
    number, told = grouped_to(left.parts), dict.fromkeys([*left.notes, *notes])
    because = " ".join(["", *(["Notes that may say why:"] if told else []), *told])
    if not item.is_hundred:
        sentence = f"{grouped_to(left.total)} is published, and {parts} give {number}.{because}"
        return fault_in(item.shown, cell, sentence)
    least, most = (grouped_to(100 + slack) for slack in (-left.slack, left.slack))
    sentence = f"{parts} give {number} and not 100; rounding alone explains {least} to {most}."
    fault = fault_in(item.shown, cell, f"{sentence}{because}")
    if not item.is_of_rows:
        return fault
    key = f"{item.shown} / {cell.row_label} / 100"
    message = f"Table {item.shown}, {cell.row_label}: {sentence}{because}"
    return replace(fault, key=key, message=message)


def fault_of_derived(item: Sum, derived: Derived) -> Fault:
    """A number that is withheld in vain."""
    return derived.entry.fault(
        f"is published, but {item.text} makes it {grouped_to(derived.number)}."
    )


def say_rounded(item: Sum, miss: Open) -> str:
    """What parts add up to that miss their total by rounding: 2024, Good 99 for 100."""
    cell = miss.entry.cell
    where = cell.row_label if item.is_of_rows else f"{cell.row_label}, {cell.column_label}"
    return f"{where} {grouped_to(miss.parts)} for {grouped_to(miss.total)}"
