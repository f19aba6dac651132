"""How often what a number means is among the first three suggestions, over the files of 2025.

Of each number it is known what it means: of sentences that are generated, the number of the cube
that they were written from; of the release text, what its claim selects from cubes and gives. All
numbers are taken for unbound. To see it for other sentences, change SEED.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from qa_checks.claims.claim_queries import ClaimQueries
from qa_checks.claims.passages import Prose
from qa_checks.claims.relations import Relations
from qa_checks.claims.suggesting.counted_cubes import CubeOverTime, count_cubes
from qa_checks.claims.suggesting.quantities import Quantity
from qa_checks.claims.suggesting.suggestions import Suggesting, Suggestion
from qa_checks.claims.text_checks import JudgedTexts, judge_texts
from qa_checks.claims.vocabulary import read_vocabulary
from qa_checks.engines import reference
from qa_checks.engines.door import Engine
from qa_checks.model.texts import (
    BlockKind,
    CheckedNumber,
    CheckedText,
    NumberKind,
    NumberState,
    Text,
)
from qa_checks.opened import Opened
from qa_checks.texts.documents.pieces import Piece, compose
from qa_checks.texts.prose_numbers import find_numbers
from tests.real.generated_sentences import Meant, Writer
from tests.real.judged import DATA

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not there")
SEED = 2025
SENTENCES = 64
ENOUGH = 0.9


@dataclass(frozen=True)
class Desk:
    """The release of 2025 with the numbers of its cubes."""

    read: Opened
    engine: Engine
    cubes: list[CubeOverTime]

    def suggest(self, text: Text, numbers: Sequence[CheckedNumber]) -> list[Suggestion]:
        """What each number may be, whatever binds it."""
        codes = self.read.catalogue.codes
        unbound = [
            replace(number, state=NumberState.UNBOUND)
            for number in numbers
            if number.state is not NumberState.EXEMPT
        ]
        prose = Prose(text, [number.number for number in numbers], read_vocabulary(codes))
        passages = Suggesting(self.cubes, codes).suggest(prose, unbound)
        return [suggestion for passage in passages for suggestion in passage.suggestions]


@pytest.fixture(scope="module")
def desk(with_text: Callable[[int], Opened]) -> Desk:
    read = with_text(2025)
    engine = reference.start(read.loaded, read.release.parameters)
    return Desk(read, engine, count_cubes(engine, read.loaded, read.catalogue.cubes))


def meaning_of(quantity: Quantity) -> Meant:
    counted, before = quantity.counted, quantity.before
    return Meant(
        counted.cube.cube,
        str(quantity.kind),
        quantity.measure,
        quantity.value,
        counted.as_at.year if counted.as_at else None,
        before.as_at.year if before and before.as_at else None,
    )


def test_generated_sentences(desk: Desk) -> None:
    writer = Writer({item.now.cube.cube: item for item in desk.cubes}, random.Random(SEED))
    writer.write(SENTENCES)
    assert len(writer.sentences) == SENTENCES
    pieces = [Piece(says, BlockKind.PARAGRAPH, n) for n, says in enumerate(writer.sentences, 1)]
    content, blocks = compose(pieces, "generated")
    text = Text("generated", "", content, blocks)
    numbers = [
        CheckedNumber(
            number,
            NumberState.EXEMPT if number.exempt else NumberState.UNBOUND,
            "",
            text.block(number.start).line,
        )
        for number in find_numbers(text)
    ]
    suggested: dict[int, list[Meant]] = {}
    for suggestion in desk.suggest(text, numbers):
        meanings = suggested.setdefault(suggestion.number.line, [])
        meanings += map(meaning_of, suggestion.quantities)
    right = [meant in suggested.get(n, []) for n, meant in enumerate(writer.meant, 1)]
    assert sum(right) / len(right) >= ENOUGH


def test_text_of_the_release(desk: Desk) -> None:
    [checked] = judge(desk).texts
    meant = {
        number.number.start: number
        for number in checked.numbers
        if number.state is NumberState.VERIFIED
        and number.claim is not None
        and number.number.kind is not NumberKind.MULTIPLE  # of two cells: no value, share or change
        and all(table.partition(".")[0].endswith("cubes") for table in scope_of(checked, number))
    }
    by_name = {s.number.number.start: s for s in desk.suggest(checked.text, checked.numbers)}
    asked = {start: number for start, number in meant.items() if start in by_name}
    right = [
        any(is_meant(checked, number, quantity) for quantity in by_name[start].quantities)
        for start, number in asked.items()
    ]
    assert len(right) >= 35
    assert sum(right) / len(right) >= ENOUGH


def judge(desk: Desk) -> JudgedTexts:
    read = desk.read
    relations = Relations(desk.engine, read.loaded, read.catalogue.cubes, ())
    facts = read.release.parameters
    return judge_texts(
        read.texts, ClaimQueries(desk.engine, read.loaded, read.catalogue, facts, relations)
    )


def scope_of(checked: CheckedText, number: CheckedNumber) -> tuple[str, ...]:
    return checked.claims[(number.claim or 1) - 1].scope


def is_meant(checked: CheckedText, number: CheckedNumber, quantity: Quantity) -> bool:
    """Whether a quantity comes out of what the claim selects, by the values that it names."""
    claim = checked.claims[(number.claim or 1) - 1]
    given = number.recomputed
    assert isinstance(given, int | float)
    values = (quantity.value, quantity.value / 100)
    same = any(abs(abs(value) - abs(given)) < 1e-6 * max(1, abs(given)) for value in values)
    named = [v[:8] for _, some in quantity.fixed for v in some if isinstance(v, str)]
    return (
        same
        and quantity.counted.relation in claim.scope
        and all(value.replace("'", "''") in claim.query for value in named)
    )
