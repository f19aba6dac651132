"""Suggestions as entries of claims.yml, which a person takes over or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qa_checks.catalogue.guard import FACTS
from qa_checks.claims.agreement import Fit
from qa_checks.claims.claim_queries import ClaimQueries
from qa_checks.claims.claims_file import ClaimEntry, DeclaredClaim
from qa_checks.claims.judged_claims import ClaimJudge
from qa_checks.claims.passages import FIGURES, Prose
from qa_checks.claims.sayings import NAME
from qa_checks.claims.suggesting.quantities import Quantity, QuantityKind
from qa_checks.claims.suggesting.suggestions import SuggestedPassage, Suggestion
from qa_checks.model.texts import NumberKind, PrintedNumber
from qa_checks.words import grouped
from qa_checks.yaml_text import quote

_NAMES = {
    QuantityKind.SHARE: "share",
    QuantityKind.CHANGE: "change",
    QuantityKind.GROWTH: "growth",
    QuantityKind.POINTS: "points",
    QuantityKind.RATIO: "ratio",
}
_LONGEST_HEDGE = 30  # characters before a fraction


class ReadyHole(Struct, frozen=True):
    """A hole by its name, the number in it, and what that may be, the likeliest first."""

    name: str
    number: PrintedNumber
    quantities: tuple[Quantity, ...]

    def write(self, quantity: Quantity) -> str:
        """An expression that gives a quantity as the hole wants it: a fraction as one of 1."""
        fraction = self.number.kind is NumberKind.FRACTION
        return quantity.fraction_sql if fraction else quantity.sql


class ReadyEntry(Struct, frozen=True):
    """An entry that holds as it stands, with the likeliest quantity in each hole."""

    line: int
    says: str
    holes: tuple[ReadyHole, ...]

    @property
    def query(self) -> str:
        """SELECT of the likeliest quantity for each hole."""
        columns = [f"{hole.write(hole.quantities[0])} AS {hole.name}" for hole in self.holes]
        return "SELECT " + ",\n  ".join(columns)


def make_entry(
    suggested: SuggestedPassage, prose: Prose, queries: ClaimQueries
) -> ReadyEntry | None:
    """Make an entry of what a passage's numbers may be; None where none of them is known.

    Its words stand once in the text, and its query gives the numbers that are printed.
    """
    holes = tuple(_name_holes(suggested.suggestions))
    while holes:
        entry = ReadyEntry(
            prose.line(suggested.passage.start), _say(suggested, holes, prose), holes
        )
        failing = _failing(entry, prose, queries)
        if not failing:
            return entry
        holes = tuple(hole for hole in holes if hole.name not in failing)
    return None


def write_entry(entry: ReadyEntry) -> str:
    """An entry as claims.yml has it, with what it means and what else it may be as comments."""
    lines = [
        f"# line {entry.line}: {hole.number.printed} may be {_tell(hole.quantities[0])}"
        for hole in entry.holes
    ]
    lines += [f"- says: {quote(entry.says)}", "  query: |"]
    lines += [f"    {line}" for line in entry.query.split("\n")]
    for hole in entry.holes:
        for quantity in hole.quantities[1:]:
            lines += [f"  # or {hole.name}: {_tell(quantity)}", f"  #   {hole.write(quantity)}"]
    return "\n".join(lines) + "\n"


def _tell(quantity: Quantity) -> str:
    return f"{quantity.told}: {grouped(round(quantity.value, 4))}"


def _name_holes(suggestions: Sequence[Suggestion]) -> Iterator[ReadyHole]:
    """A hole for each number that may be something, each with a name of its own."""
    taken: Counter[str] = Counter()
    for suggestion in suggestions:
        if not suggestion.quantities:
            continue
        quantity = suggestion.quantities[0]
        name = _NAMES.get(quantity.kind, quantity.measure)
        if name in FACTS or not NAME.fullmatch(name):
            name = "number"
        taken[name] += 1
        unique = name if taken[name] == 1 else f"{name}_{taken[name]}"
        yield ReadyHole(unique, suggestion.number.number, suggestion.quantities)


def _say(suggested: SuggestedPassage, holes: Sequence[ReadyHole], prose: Prose) -> str:
    """The words of a passage, with a hole for each of some numbers."""
    content, says = prose.text.content, ""
    at = suggested.passage.start
    for hole in holes:
        number = hole.number
        start, end, kind = number.start, number.end, ""
        if number.kind is NumberKind.NUMBER:
            figures = FIGURES.match(prose.plain, start)
            end = figures.end() if figures else end
        else:
            start = _before_hedge(prose, number, at)
            kind = f":{number.kind}"
        says += f"{content[at:start]}{{{hole.name}{kind}}}"
        at = end
    return " ".join(f"{says}{content[at : suggested.passage.end]}".split())


def _before_hedge(prose: Prose, number: PrintedNumber, earliest: int) -> int:
    """Where a fraction begins with the word before it, such as almost."""
    for start in range(max(earliest, number.start - _LONGEST_HEDGE), number.start):
        hedge = prose.hedge(start)
        inside = start > 0 and prose.plain[start - 1].isalnum()
        if hedge and not inside and start + len(hedge) + 1 == number.start:
            return start
    return number.start


def _failing(entry: ReadyEntry, prose: Prose, queries: ClaimQueries) -> set[str]:
    """The holes of an entry that do not hold as they stand."""
    every = {hole.name for hole in entry.holes}
    try:
        declared = DeclaredClaim(1, 1, ClaimEntry(says=entry.says, query=entry.query))
        asked = queries.read({(1, "query"): (entry.query, declared.numeric)})
        judged = ClaimJudge(prose, queries, asked, "unrounded").judge(declared)
    except ValueError:  # the words cannot be said with holes in them
        return every
    if "" in judged.faults:
        return every
    wrong = {ruling.hole for ruling in judged.rulings if ruling.fit is Fit.WRONG}
    return (wrong | judged.faults.keys()) & every
