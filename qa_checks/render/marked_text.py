"""A text as it is written, each number in it with the sign of its state."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from qa_checks.model.texts import Block, BlockKind, CheckedNumber, CheckedText, Claim, NumberState
from qa_checks.render.coverage_lines import plain, say_value

# Of each state its sign, its class on the page, and what it means.
SIGNS = {
    NumberState.UNBOUND: ("?", "unbound", "nobody has looked at it"),
    NumberState.WRONG: ("\u2260", "error", "wrong: the data gives something else"),
    NumberState.OUTSIDE: ("\u2197", "skipped", "outside: these files cannot tell"),
    NumberState.CONSISTENT: (
        "\u2248",
        "waived",
        "consistent: closes with other printed numbers only",
    ),
    NumberState.VERIFIED: ("=", "passed", "verified: a query that a person bound to it gives it"),
    NumberState.EXEMPT: ("\u00b7", "exempt", "exempt: says nothing on the data"),
}
# What no line may begin or end with beside a number.
BOUND, WRONG = 1, 2
OPENING = "([\u2018\u201c\"'\u00a3$"
CLOSING = ")].,;:!?\u2019\u201d\"'"


class MarkedNumber(Struct, frozen=True):
    """A number with its sign, and what opening it shows."""

    anchor: str
    printed: str
    sign: str
    kind: str
    meaning: str
    facts: tuple[tuple[str, str], ...]
    query: str
    claim: str


class Piece(Struct, frozen=True):
    """Some words, or a number; ``bound`` says whether a claim binds them.

    ``opening`` and ``closing`` are the brackets and stops that stay on one line with a number;
    ``wrong`` are words that the data contradicts: a direction, a name.
    """

    words: str
    bound: bool
    number: MarkedNumber | None = None
    opening: str = ""
    closing: str = ""
    wrong: bool = False


class Remark(Struct, frozen=True):
    """A check that finds something in a line of the text."""

    check: str
    severity: str


class Passage(Struct, frozen=True):
    """A heading, paragraph, item, note or cell: its pieces, and the checks that found something.

    What they found in a line stands at the last passage of the line.
    """

    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]


class Part(Struct, frozen=True):
    """A heading, paragraph or note; all items of a list; all rows of a table with their cells."""

    kind: BlockKind
    rows: tuple[tuple[Passage, ...], ...]


def mark_text(
    checked: CheckedText, anchor: str, remarks: Mapping[int, tuple[Remark, ...]]
) -> tuple[Part, ...]:
    """The parts of a text in their order.

    Parameters
    ----------
    anchor
        What its places on the page begin with.
    remarks
        The checks that found something in the text, by line.
    """
    claims = {claim.number: claim for claim in checked.claims}
    pieces = _Pieces(
        checked,
        [
            _mark(
                number,
                f"{anchor}-number-{place}",
                claims.get(number.claim) if number.claim else None,
                f"{anchor}-claim-{number.claim}",
            )
            for place, number in enumerate(checked.numbers, start=1)
        ],
        remarks,
    )
    parts: list[Part] = []
    for kind, blocks in groupby(checked.text.blocks, key=lambda block: block.kind):
        if kind is BlockKind.CELL:
            rows = groupby(blocks, key=lambda block: block.row)
            parts.append(Part(kind, tuple(tuple(map(pieces.of, cells)) for _, cells in rows)))
        elif kind is BlockKind.ITEM:
            parts.append(Part(kind, tuple((pieces.of(block),) for block in blocks)))
        else:
            parts.extend(Part(kind, ((pieces.of(block),),)) for block in blocks)
    return tuple(parts)


class _Pieces:
    """Cuts a text into words and numbers."""

    def __init__(
        self,
        checked: CheckedText,
        marks: Iterable[MarkedNumber],
        remarks: Mapping[int, tuple[Remark, ...]],
    ) -> None:
        self._content = checked.text.content
        self._marks = [
            (number.number.start, number.number.end, mark)
            for number, mark in zip(checked.numbers, marks, strict=True)
        ]
        last = {block.line: block for block in checked.text.blocks}
        self._remarks = {
            last[line].start: of_line for line, of_line in remarks.items() if line in last
        }
        # Of each character, whether a claim binds it, and whether the data contradicts it.
        self._bound = bytearray(len(self._content))
        for claim in checked.claims:
            self._bound[claim.start : claim.end] = bytes([BOUND]) * (claim.end - claim.start)
        for claim in checked.claims:  # another may bind the same words
            for words in claim.wrong:
                start = self._content.find(words, claim.start, claim.end)
                if start >= 0:
                    self._bound[start : start + len(words)] = bytes([WRONG]) * len(words)

    def of(self, block: Block) -> Passage:
        """One block."""
        return Passage(self._cut(block), self._remarks.get(block.start, ()))

    def _cut(self, block: Block) -> tuple[Piece, ...]:
        first = bisect_left(self._marks, block.start, key=lambda placed: placed[0])
        last = bisect_left(self._marks, block.end, key=lambda placed: placed[0])
        marks = self._marks[first:last]
        starts = [*(start for start, _, _ in marks), block.end]
        pieces: list[Piece] = []
        at = block.start
        for (start, end, mark), following in zip(marks, starts[1:], strict=True):
            before, after = self._content[at:start], self._content[end:following]
            opening = before[len(before.rstrip(OPENING)) :]
            closing = after[: len(after) - len(after.lstrip(CLOSING))]
            pieces.extend(self._words(at, start - len(opening)))
            pieces.append(Piece(mark.printed, bool(self._bound[start]), mark, opening, closing))
            at = end + len(closing)
        pieces.extend(self._words(at, block.end))
        return tuple(pieces)

    def _words(self, start: int, end: int) -> Iterator[Piece]:
        for bound, places in groupby(range(start, end), key=self._bound.__getitem__):
            [first, *others] = places
            words = self._content[first : first + len(others) + 1]
            yield Piece(plain(words), bool(bound), wrong=bound == WRONG)


def _mark(
    number: CheckedNumber, anchor: str, claim: Claim | None, claim_anchor: str
) -> MarkedNumber:
    sign, kind, meaning = SIGNS[number.state]
    low, high = say_value(number.low), say_value(number.high)
    facts = [
        ("Why", number.reason),
        ("The query gives", say_value(number.recomputed)),
        ("Printed for any value", f"from {low} to {high}" if low and high else ""),
        ("Bound to", claim.says if claim else ""),
        ("It reads", ", ".join(claim.scope) if claim else ""),
    ]
    return MarkedNumber(
        anchor,
        plain(number.number.printed),
        sign,
        kind,
        meaning,
        tuple((name, told) for name, told in facts if told),
        claim.query if claim else "",
        claim_anchor if claim else "",
    )
