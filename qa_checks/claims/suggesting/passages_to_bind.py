"""The sentences and rows of a text that hold unbound numbers, with the words around each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from msgspec import Struct

from qa_checks.claims.passages import Prose
from qa_checks.claims.suggesting.stems import Word, find_words
from qa_checks.model.texts import Block, BlockKind, CheckedNumber, NumberKind, NumberState

_CONTEXT = 250  # characters before a sentence, of its section
_KINDS = frozenset((NumberKind.NUMBER, NumberKind.FRACTION, NumberKind.MULTIPLE))


class Unbound(Struct, frozen=True):
    """An unbound number: how many words of its passage stand before it, and its column's header."""

    number: CheckedNumber
    place: int
    header: tuple[Word, ...] = ()


class UnboundPassage(Struct, frozen=True):
    """A sentence, or a row of a table, with unbound numbers.

    ``context`` are the words of headings above it and of the sentence before.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    context: tuple[Word, ...]
    numbers: tuple[Unbound, ...]


def find_passages(prose: Prose, numbers: Sequence[CheckedNumber]) -> Iterator[UnboundPassage]:
    """Every sentence and row that holds an unbound number, in order."""
    content = prose.text.content
    unbound = list(filter(is_to_bind, numbers))
    rows = _rows(prose)
    for start, end, context, header in sorted([*_sentences(prose), *rows], key=itemgetter(0)):
        inside = [number for number in unbound if start <= number.number.start < end]
        if not inside:
            continue
        words = tuple(find_words(content[start:end]))
        yield UnboundPassage(
            start,
            end,
            words,
            tuple(find_words(context)),
            tuple(
                Unbound(
                    number,
                    sum(word.start < number.number.start - start for word in words),
                    tuple(find_words(header.get(prose.text.block(number.number.start), ""))),
                )
                for number in inside
            ),
        )


def is_to_bind(number: CheckedNumber) -> bool:
    """Whether no claim binds a number, and a number of a cube can be what it says."""
    return (
        number.state in {NumberState.UNBOUND, NumberState.CONSISTENT}
        and number.number.kind in _KINDS
        and number.number.value is not None
    )


Located = tuple[int, int, str, dict[Block, str]]


def _sentences(prose: Prose) -> Iterator[Located]:
    """Each sentence outside of tables, with the headings above it and the sentence before it."""
    content = prose.text.content
    section, heading = 0, ""
    for span in prose.sentences:
        block = prose.text.block(span.start)
        if block.kind is BlockKind.CELL:
            continue
        words = content[span.start : span.end]
        if block.kind is BlockKind.HEADING:
            section, heading = span.end, words
        before = content[max(section, span.start - _CONTEXT) : span.start]
        yield span.start, span.end, f"{heading} {before}", {}


def _rows(prose: Prose) -> Iterator[Located]:
    """Each row of a table, with the header of each cell."""
    content = prose.text.content
    caption = heading = ""
    row: list[Block] = []
    header: list[str] = []
    for block in (*prose.text.blocks, None):
        if row and (block is None or block.row != row[0].row):
            cells = [content[cell.start : cell.end] for cell in row]
            if header and len(header) == len(cells):
                named = dict(zip(row, header, strict=True))
                context = " ".join((heading, caption, *header))
                yield row[0].start, row[-1].end, context, named
            else:
                header = cells
                yield row[0].start, row[-1].end, f"{heading} {caption}", {}
            row = []
        if block is None:
            break
        words = content[block.start : block.end]
        if block.kind is BlockKind.CELL:
            row.append(block)
        else:
            header, caption = [], words
            heading = words if block.kind is BlockKind.HEADING else heading
