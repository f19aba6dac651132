"""A text of a release, checked by hand: a number in every state, a block of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msgspec.structs import replace

from qa_checks.model.report import Report
from qa_checks.model.texts import (
    Block,
    BlockKind,
    CheckedNumber,
    CheckedText,
    Claim,
    NumberKind,
    NumberState,
    PrintedNumber,
    Text,
)
from tests.render import reports
from tests.render.reports import HIDDEN, HOSTILE

FILE = "main-findings.html"
GROWTH = "SELECT 100.0 * (n.homes - p.homes) / p.homes AS homes, n.homes AS now FROM n, p"
_PIECES = (
    (BlockKind.HEADING, "Main findings, 31 March 2018", None),
    (BlockKind.PARAGRAPH, "Over the year homes rose by 7% to reach 2,797.", None),
    (
        BlockKind.PARAGRAPH,
        "Every region gained homes. They hold 18% of places (550 of 3,125).",
        None,
    ),
    (BlockKind.ITEM, "14,259 places are in mainstream homes", None),
    (BlockKind.ITEM, "we took 312 complaints", None),
    (BlockKind.CELL, "Region", 1),
    (BlockKind.CELL, "Homes", 1),
    (BlockKind.CELL, "London", 2),
    (BlockKind.CELL, "140", 2),
    (BlockKind.NOTE, "1. Figures exclude 12 homes that are closed.", None),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one printed number: the n-th place of its words."""

    printed: str
    state: NumberState
    reason: str = ""
    claim: int | None = None
    hole: str = ""
    recomputed: float | int | str | None = None
    around: tuple[float, float] | None = None
    kind: NumberKind = NumberKind.NUMBER
    unit: str = ""


_KNOWN = (
    Known("31 March 2018", NumberState.EXEMPT, "a date"),
    Known("7%", NumberState.VERIFIED, "", 1, "homes", 6.8373, (6.5, 7.5), unit="%"),
    Known("2,797", NumberState.VERIFIED, "", 1, "now", 2797, (2796.5, 2797.5)),
    Known("Every", NumberState.WRONG, "London gained none", 2, kind=NumberKind.QUANTIFIER),
    Known("18%", NumberState.CONSISTENT, "550 of 3,125 is 17.6%", unit="%"),
    Known("550", NumberState.CONSISTENT, "550 of 3,125 is 17.6%"),
    Known("3,125", NumberState.CONSISTENT, "550 of 3,125 is 17.6%"),
    Known("14,259", NumberState.WRONG, "The rows give 14,275", 3, "places", 14275,
          (14258.5, 14259.5)),
    Known("312", NumberState.OUTSIDE, "complaints are not in these files", 4, "now"),
    Known("140", NumberState.UNBOUND),
    Known("1", NumberState.EXEMPT, "the number of a note"),
    Known("12", NumberState.UNBOUND),
)  # fmt: skip


def lay_out(pieces: tuple[tuple[BlockKind, str, int | None], ...]) -> Text:
    """The text that these pieces make, one a line."""
    blocks, start = [], 0
    for line, (kind, words, row) in enumerate(pieces, start=1):
        blocks.append(Block(start, start + len(words), kind, line, row=row))
        start += len(words) + 1
    return Text(FILE, "5a" * 32, "\n".join(words for _, words, _ in pieces), tuple(blocks))


def mark(text: Text, known: tuple[Known, ...]) -> tuple[CheckedNumber, ...]:
    """The numbers, each looked for behind the one before it."""
    numbers, at = [], 0
    for fact in known:
        start = text.content.index(fact.printed, at)
        at = start + len(fact.printed)
        block = text.block(start)
        numbers.append(
            CheckedNumber(
                PrintedNumber(
                    start, at, fact.printed, fact.kind, _value(fact.printed), unit=fact.unit,
                    exempt=fact.reason if fact.state is NumberState.EXEMPT else "",
                ),
                fact.state,
                text.content[block.start : block.end],
                block.line,
                fact.reason,
                fact.claim,
                fact.hole,
                fact.recomputed,
                *(fact.around or (None, None)),
            )
        )  # fmt: skip
    return tuple(numbers)


def _value(printed: str) -> Decimal | None:
    plain = printed.replace(",", "").removesuffix("%")
    return Decimal(plain) if plain.isdigit() else None


def _claims(text: Text) -> tuple[Claim, ...]:
    def bound(number: int, says: str, first: str, last: str, **parts: object) -> Claim:
        start = text.content.index(first)
        end = text.content.index(last, start) + len(last)
        made = Claim(number, says, 3 * number, start, end)
        return replace(made, **parts)  # type: ignore[arg-type]

    return (
        bound(1, "homes {homes:direction} by {homes}% to reach {now}", "homes rose", "2,797",
              query=GROWTH, scope=("providers", "previous.providers"),
              values={"homes": 6.8373, "now": 2797}),
        bound(2, "Every region gained homes", "Every", "homes",
              query="SELECT region FROM n JOIN p USING (region) WHERE NOT n.homes > p.homes",
              scope=("providers", "previous.providers"), contradicting=("London",)),
        bound(3, "{places} places are in mainstream homes", "14,259", "homes",
              query="SELECT sum(places) AS places FROM providers WHERE mainstream",
              scope=("providers",), values={"places": 14275}, wrong=("14,259",)),
        bound(4, "we took {now} complaints", "we took", "complaints",
              outside="complaints are not in these files"),
        Claim(5, "homes closed in {closed} regions", 15, query="SELECT 3 AS closed",
              fault="these words do not stand in the text"),
    )  # fmt: skip


def main_findings() -> CheckedText:
    """A text with a number in every state; of two each nobody has looked at or they are wrong."""
    text = lay_out(_PIECES)
    return CheckedText(text, mark(text, _KNOWN), _claims(text), {"verified": 0.6, "unbound": 0.0})


def with_text() -> Report:
    """A report on a release whose text is `main_findings`."""
    return reports.report([reports.outcome(reports.check())], texts=(main_findings(),))


def hostile() -> Report:
    """A report whose text, claims and reasons are attacks."""
    bad = f"::error::12 {HOSTILE}{HIDDEN} ##[add-mask]"
    text = replace(
        lay_out(
            ((BlockKind.HEADING, bad, None), (BlockKind.CELL, bad, 1), (BlockKind.NOTE, bad, None))
        ),
        file=f"findings{HOSTILE}.md",
    )
    known = (
        Known("12", NumberState.UNBOUND),
        Known("12", NumberState.WRONG, bad, 1, bad, bad),
        Known("12", NumberState.OUTSIDE, bad),
    )
    claim = Claim(1, bad, 1, 0, len(text.content), bad, (bad,), "", {bad: bad}, bad, (bad,))
    checked = CheckedText(text, mark(text, known), (claim,), {"verified": 1.0})
    return reports.report([reports.outcome(reports.check())], texts=(checked,))
