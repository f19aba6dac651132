"""Where a sentence ends, and where a full stop is none."""

from __future__ import annotations

import pytest

from qa_checks.model.texts import BlockKind
from qa_checks.texts.sentences import split_sentences
from tests.texts.writing import write_text


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("One closed. Two opened.", ["One closed.", "Two opened."]),
        ("It rose by 2.7% to 12.5. More followed.", ["It rose by 2.7% to 12.5.", "More followed."]),
        ("See no. 3 and Fig. 4 for it. Then go.", ["See no. 3 and Fig. 4 for it.", "Then go."]),
        (
            "Some (e.g. London) grew, i.e. rose. Done.",
            ["Some (e.g. London) grew, i.e. rose.", "Done."],
        ),
        ("It took approx. 12 days. Why?", ["It took approx. 12 days.", "Why?"]),
        ("1. There have been two. Both left.", ["1. There have been two.", "Both left."]),
        ("They were good. (Tables 1 and 2)", ["They were good.", "(Tables 1 and 2)"]),
        ("It was good (46%). It fell.", ["It was good (46%).", "It fell."]),
        ('"It was good." It fell.', ['"It was good."', "It fell."]),
        ("The U.K. homes. J. Smith said so.", ["The U.K. homes.", "J. Smith said so."]),
        ("Heading\nNo stop here\nLast one", ["Heading", "No stop here", "Last one"]),
        ("- First. - Second.", ["- First.", "- Second."]),
        ("In 2012. 125 inspections were made", ["In 2012.", "125 inspections were made"]),
        ("See www.ofsted.gov.uk. Then go.", ["See www.ofsted.gov.uk.", "Then go."]),
        ("", []),
    ],
)
def test_sentences(content: str, sentences: list[str]) -> None:
    spans = split_sentences(write_text(content))
    assert [content[span.start : span.end] for span in spans] == sentences


def test_cell_is_one_sentence() -> None:
    content = "Total. All regions\n12. 5"
    spans = split_sentences(write_text(content, BlockKind.CELL))
    assert [content[span.start : span.end] for span in spans] == content.split("\n")
