"""Net changes beside what came and what went: 120 opened and 80 closed, a net increase of 40."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import permutations

from qa_checks.model.texts import PrintedNumber
from qa_checks.texts.coherence.change_patterns import RISE, says_fall
from qa_checks.texts.coherence.pattern_matches import find_matches
from qa_checks.texts.coherence.relation import Bounds, ClosingKind, Relation
from qa_checks.texts.coherence.skeletons import Skeleton, compiled, number, words

_CAME = (
    r"(?:open(?:ed|ing|ings)|join(?:ed|ers)|start(?:ed|s|ers)|new|arriv(?:ed|als)|births|added"
    r"|entered|entrants|registrations|registered|recruited|inflows?|immigrated)"
)
_WENT = (
    r"(?:clos(?:ed|ing|ures)|left|leavers|resign(?:ed|ations)|ceased|departed|departures|deaths"
    r"|removed|cancell(?:ed|ations)|deregist(?:ered|rations)|de-registered|outflows?|emigrated)"
)


def _side(name: str, verb: str) -> str:
    return rf"{number('cu', name)}{words(6)} {verb}{words(6)}"


_NET = rf"an?(?: overall)? net (?P<verb>{RISE}){words(3)} of {number('cu', 'net')}"
_BETWEEN = r",? (?:and|while|but|whereas|compared with|against)"
_PATTERNS = compiled(
    *(
        rf"{left}{_BETWEEN}{words(2)} {right},?(?: -)?{words(4)} {_NET}"
        for left, right in permutations((_side("came", _CAME), _side("went", _WENT)))
    )
)


def find_net_changes(sentences: Sequence[Skeleton]) -> Iterator[Relation]:
    """Changes that are said to be what came without what went."""
    for sentence in sentences:
        for match in find_matches(sentence, _PATTERNS) if " net " in sentence.words else ():
            numbers = tuple(match.numbers("net", "came", "went"))
            is_hedged = match.is_hedged("net", "came", "went")
            if not is_hedged and len({number.unit for number in numbers}) == 1:
                down = says_fall(match.verb)
                holds, say = partial(_is_net, down=down), partial(_say_net, down=down)
                yield Relation(ClosingKind.CHANGE, numbers, holds, say)


def _is_net(bounds: Sequence[Bounds], down: bool) -> bool:
    net, came, went = bounds
    more, less = (went, came) if down else (came, went)
    return more.low - less.high <= net.high and net.low <= more.high - less.low


def _say_net(numbers: Sequence[PrintedNumber], down: bool) -> str:
    net, came, went = numbers
    change = (came.value or Decimal(0)) - (went.value or Decimal(0))
    name = "fall" if change < 0 else "rise"
    return (
        f"{came.printed} less {went.printed} is a net {name} of {abs(change):,}, "
        f"printed is a net {'fall' if down else 'rise'} of {net.printed}"
    )
