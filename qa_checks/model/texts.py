"""The texts of a release: every number that stands in them, and what is known of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter

from msgspec import Struct

START = attrgetter("start")  # by which pieces of a text are in order
# The checks that a text is put to.
TEXT_CHECKS = (
    "text.number",
    "text.conclusion",
    "text.loose_word",
    "text.claim",
    "text.day",
    "text.reference",
    "text.status",
    "text.contradiction",
    "text.unit",
    "text.weekday",
    "text.carried_forward",
    "text.earlier_figure",
    "text.coverage",
)


class BlockKind(StrEnum):
    """What a piece of a text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    NOTE = "note"


class NumberKind(StrEnum):
    """In which way a text says a number."""

    NUMBER = "number"
    FRACTION = "fraction"
    MULTIPLE = "multiple"
    QUANTIFIER = "quantifier"
    RANK = "rank"


class NumberState(StrEnum):
    """What is known of a number of a text.

    Verified came out of rows, a cube or a verified table; consistent only closes with other printed
    numbers; nobody has looked at an unbound one.
    """

    UNBOUND = "unbound"
    WRONG = "wrong"
    OUTSIDE = "outside"
    CONSISTENT = "consistent"
    VERIFIED = "verified"
    EXEMPT = "exempt"


class Block(Struct, frozen=True):
    """A piece of a text that no sentence crosses: from ``start`` to before ``end`` of its content.

    ``line`` is the line of the file, from 1; where a file has no lines, the number of the
    paragraph. ``page`` is that of a PDF. ``row`` is the row of a table that a cell stands in,
    counted from 1 through the whole text, ``column`` its column, empty ones counted too.
    """

    start: int
    end: int
    kind: BlockKind
    line: int
    page: int | None = None
    row: int | None = None
    column: int | None = None


class Text(Struct, frozen=True):
    """A text as a reader sees it: its content, in blocks with a line end between two of them."""

    file: str
    sha256: str
    content: str
    blocks: tuple[Block, ...]

    def block(self, position: int) -> Block:
        """The block in which a position of the content stands."""
        return self.blocks[max(0, bisect_right(self.blocks, position, key=START) - 1)]


class PrintedNumber(Struct, frozen=True):
    """A number as a text says it, from ``start`` to before ``end`` of its content.

    ``value`` is None where the words alone give none (all, most); a percentage of 12.5 has the
    value 12.5 and the unit %. ``step`` is one in the last place printed: 0.1 in 12.5, 100,000 in
    1.2 million. ``exempt`` says why it is no statement on the data, and is empty if it is one.
    """

    start: int
    end: int
    printed: str
    kind: NumberKind
    value: Decimal | None
    step: Decimal = Decimal(1)
    unit: str = ""
    exempt: str = ""


def begin_within(numbers: Sequence[PrintedNumber], start: int, end: int) -> range:
    """The places of the numbers that begin in a piece of a text."""
    return range(bisect_left(numbers, start, key=START), bisect_left(numbers, end, key=START))


class CheckedNumber(Struct, frozen=True):
    """A number of a text and what is known of it.

    ``reason`` says why it is exempt, outside or wrong, or what it is consistent with; ``claim`` is
    the number of the claim that binds it, from 1, and ``hole`` the name it has there.
    ``recomputed`` is the value that the query gives, unrounded; a right number stands for any value
    from ``low`` to ``high``. ``sentence`` is where it stands.
    """

    number: PrintedNumber
    state: NumberState
    sentence: str
    line: int
    reason: str = ""
    claim: int | None = None
    hole: str = ""
    recomputed: float | int | str | None = None
    low: float | None = None
    high: float | None = None


class Claim(Struct, frozen=True):
    """A sentence bound to a query, and what came of it.

    ``says`` and ``line`` are those of claims.yml, ``start`` and ``end`` where the words stand in
    the text (0 and 0 where they do not). ``query`` is the SQL, ``scope`` the tables it reads;
    ``outside`` the reason why no query can tell. ``values`` are what the query gives, by hole,
    ``fault`` is why it could not be checked, ``contradicting`` the first rows that contradict it,
    ``wrong`` what fills its holes and is not what the data says: numbers, directions, names.
    """

    number: int
    says: str
    line: int
    start: int = 0
    end: int = 0
    query: str = ""
    scope: tuple[str, ...] = ()
    outside: str = ""
    values: Mapping[str, float | int | str | None] = {}
    fault: str = ""
    contradicting: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


class CheckedText(Struct, frozen=True):
    """A text of the release with each number in it.

    ``required`` are the shares that release.yml asks for, from 0 to 1, by state.
    """

    text: Text
    numbers: tuple[CheckedNumber, ...]
    claims: tuple[Claim, ...] = ()
    required: Mapping[str, float] = {}

    @property
    def states(self) -> Counter[NumberState]:
        """How many numbers end in each state."""
        return Counter(number.state for number in self.numbers)

    @property
    def claimed(self) -> int:
        """How many numbers say something on the data: all but the exempt ones."""
        return len(self.numbers) - self.states[NumberState.EXEMPT]

    def of(self, state: NumberState) -> tuple[CheckedNumber, ...]:
        """The numbers that end in a state, in the order of the text."""
        return tuple(number for number in self.numbers if number.state is state)

    def share(self, state: NumberState) -> float:
        """Which part of the numbers that say something ends in a state, from 0 to 1."""
        return self.states[state] / self.claimed if self.claimed else 0.0

    def reasons(self, state: NumberState) -> Counter[str]:
        """How many numbers of a state there are, by reason."""
        return Counter(number.reason for number in self.of(state))
