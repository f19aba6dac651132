"""Words of a text for the status of its release: as declared, another, or of something else."""

from __future__ import annotations

import pytest

from qa_checks.catalogue.codes import read_codes
from qa_checks.claims.passages import Prose
from qa_checks.claims.stated_status import find_stated_status, lacks_provisional
from qa_checks.claims.vocabulary import Vocabulary, read_vocabulary
from qa_checks.model.texts import BlockKind
from qa_checks.texts.prose_numbers import find_numbers
from tests.claims.making import WORDS
from tests.texts.writing import write_text


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary({"words": read_codes(WORDS)})


def told(
    vocabulary: Vocabulary, content: str, status: str | None, kind: BlockKind = BlockKind.PARAGRAPH
) -> list[tuple[str, str]]:
    text = write_text(content, kind)
    prose = Prose(text, find_numbers(text), vocabulary)
    return [
        (content[stated.start : stated.end], stated.fault)
        for stated in find_stated_status(prose, status)
    ]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("These data are provisional.", "provisional"),
        ("Release so data are, therefore, provisional.", "provisional"),
        ("The figures in this report remain provisional until July.", "provisional"),
        ("All of these statistics are preliminary figures.", "preliminary"),
    ],
)
def test_a_final_release_is_not_provisional(
    vocabulary: Vocabulary, content: str, word: str
) -> None:
    fault = f"'{word}' is printed, but release.yml says final."
    assert told(vocabulary, content, "final") == [(word, fault)]
    assert told(vocabulary, content, "provisional") == [(word, "")]
    assert told(vocabulary, content, None) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("The data are final.", "final"),
        ("These figures are now finalised.", "finalised"),
    ],
)
def test_a_provisional_release_is_not_final(
    vocabulary: Vocabulary, content: str, word: str
) -> None:
    fault = f"'{word}' is printed, but release.yml says provisional."
    assert told(vocabulary, content, "provisional") == [(word, fault)]
    assert told(vocabulary, content, "final") == [(word, "")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Children's homes: provisional statistics", ["provisional"]),
        ("Children's homes (provisional)", ["provisional"]),
        ("Provisional registrations of homes", []),
    ],
)
def test_a_heading_says_it_without_a_verb(
    vocabulary: Vocabulary, content: str, words: list[str]
) -> None:
    stated = told(vocabulary, content, "final", BlockKind.HEADING)
    assert [word for word, _ in stated] == words


@pytest.mark.parametrize(
    "content",
    [
        "The figures published in December were provisional.",
        "These revise the provisional figures of December.",
        "In-year data are provisional until the next annual release.",
        "The data for 2024 are provisional.",
        "Figures for the latest quarter are provisional.",
        "Data are provisional for the most recent months.",
        "Some of the figures are provisional.",
        "Figures marked [p] are provisional.",
        "The data in Table 3a are provisional.",
        "These figures will be final in July.",
        "These figures are not final.",
        "The final report was late.",
        "These are final year results.",
        "The release has a provisional registration scheme.",
    ],
)
@pytest.mark.parametrize("status", ["provisional", "final"])
def test_what_is_said_of_something_else_is_left_alone(
    vocabulary: Vocabulary, content: str, status: str
) -> None:
    assert told(vocabulary, content, status) == []


@pytest.mark.parametrize(
    ("content", "status", "lacks"),
    [
        ("There were 12 homes.", "provisional", True),
        ("There were 12 homes. Provisional figures.", "provisional", False),
        ("There were 12 homes.", "final", False),
        ("There were 12 homes.", None, False),
    ],
)
def test_a_provisional_release_is_said_to_be_so(
    vocabulary: Vocabulary, content: str, status: str | None, lacks: bool
) -> None:
    text = write_text(content)
    assert lacks_provisional(Prose(text, find_numbers(text), vocabulary), status) is lacks
