"""Texts of the page: many at once are what each is by itself."""

from __future__ import annotations

import pytest

from qa_checks.render.page_texts import NOTHING, html_of, html_of_each


def test_texts_at_once_are_escaped() -> None:
    values = ["Postcode 'A1' is < 3", "", "plain"]
    assert html_of_each(values) == ["Postcode &#39;A1&#39; is &lt; 3", "", "plain"]
    assert html_of_each([]) == []
    assert html_of(None) == NOTHING


@pytest.mark.parametrize(
    "odd",
    ["two\nlines", "\u202ebackwards", "w" * 31, "a.b/" * 7, "many words " * 15],
    ids=["line break", "direction", "long word", "long path", "long text"],
)
def test_beside_an_odd_text_each_is_what_it_is_by_itself(odd: str) -> None:
    for values in ([odd], ["plain", odd], [odd, "<b>", odd]):
        assert html_of_each(values) == [html_of(value) for value in values]
    assert html_of(odd) != odd
