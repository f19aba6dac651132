"""The same quantity in two places of a text."""

from __future__ import annotations

import pytest

from qa_checks.texts.coherence import ClosingKind
from tests.texts.coherence.closing import close

AS_AT = "As at 31 March 2025, there were {} children's homes open in England."


@pytest.mark.parametrize(
    ("content", "holds", "message"),
    [
        (f"{AS_AT.format('4,010')}\n{AS_AT.format('4,010')}", True, "4,010 is said twice"),
        (
            f"{AS_AT.format('4,010')}\n{AS_AT.format('4,011')}",
            False,
            "4,011 here is 4,010 in another place, in the same words",
        ),
        (
            "There were 125 inspections of homes.\nOf the 126 inspections of homes, few.",
            False,
            "126 here is 125 in another place, in the same words",
        ),
        (
            "At 31 March 2025, there were 4,010 children's homes.\n"
            "There were 4,011 children's homes registered at 31 March 2025.",
            False,
            "4,011 here is 4,010 in another place, in the same words",
        ),
        (
            "There were 125 inspections of safeguarding.\nWe made 125 inspections of safeguarding.",
            True,
            "125 is said twice",
        ),
    ],
)
def test_same_quantity_twice(content: str, holds: bool, message: str) -> None:
    repeats = close(content, ClosingKind.REPEAT)
    assert [(closing.holds, closing.message) for closing in repeats] == [(holds, message)]


@pytest.mark.parametrize(
    "content",
    [
        f"{AS_AT.format('4,010')}\n{AS_AT.format('4,011').replace('2025', '2024')}",
        f"London\n{AS_AT.format('410')}\nLeeds\n{AS_AT.format('411')}",
        "Of these, 12 homes opened in Kent in 2024.\nOf these, 13 homes opened in Kent in 2024.",
        "We found 12 good homes in London.\nWe found 13 good homes in Leeds.",
        "At 31 March 2025 there were 4,010 homes and 4,110 places.",
        "At 31 March 2025 there were 4,010 homes.\nAt 31 March 2025 there were 4,110 places.",
        "There were 125 homes of charities. Of the 126 homes of charities in 2020, few closed.",
    ],
)
def test_other_scopes_are_other_quantities(content: str) -> None:
    assert [c for c in close(content, ClosingKind.REPEAT) if not c.holds] == []
