"""Headers are found by name wherever they stand, and every column says what it was taken for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.layouts import Layout
from qa_checks.catalogue.typed_records import read_record
from qa_checks.reading.header_text import normalise
from qa_checks.reading.headers import Match, Names, known_names, recognise
from qa_checks.reading.possible_layouts import describe_best
from tests.published import HEADER
from tests.small_catalogue import LAYOUT

VISITS = ["Number", "Day", "Kind", "Score", "Share", "Open", "Person"]


def names(**changes: Any) -> Names:
    return known_names(read_record({**LAYOUT, **changes}, Layout))


def match(*head: list[str], **changes: Any) -> Match:
    [match] = recognise(head, [names(**changes)])
    return match


def taken(matched: Match) -> list[tuple[str | None, str, str | None]]:
    return [
        (cell.header, cell.recognised, cell.target.column if cell.target else None)
        for cell in matched.cells
    ]


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("URN", "urn"),
        ("  Inspection\r\n date ", "inspection date"),
        ("Sector [note 3]", "sector"),
        ("Places (notes 1 and 2)", "places"),
        ("Short-break-only children’s home", "short break only children's home"),
        ("Short\u2013break\u00a0only", "short break only"),
        ("Provision_type:", "provision type"),
        ("Overall*", "overall"),
        ("\uff35\uff32\uff2e", "urn"),
        ("event/type", "event type"),
        ("", ""),
    ],
)
def test_headers_are_compared_without_case_blanks_hyphens_and_notes(
    header: str, plain: str
) -> None:
    assert normalise(header) == plain


def test_every_column_is_taken_for_something() -> None:
    matched = match(["number", "Day", "Kind", "Scoer", "Share", "Open", "Person", "", "New", "Old",
                   "Day"], ignored=["Old"])  # fmt: skip
    assert taken(matched) == [
        ("number", "exact", "number"),
        ("Day", "exact", "day"),
        ("Kind", "exact", "kind"),
        ("Scoer", "unknown", None),
        ("Share", "exact", "share"),
        ("Open", "exact", "open"),
        ("Person", "exact", "person"),
        ("", "empty", None),
        ("New", "unknown", None),
        ("Old", "ignored", None),
        ("Day", "repeated", "day"),
        (None, "missing", "score"),
    ]


def test_a_misspelt_header_is_the_one_name_it_must_be() -> None:
    matched = match(["Number", "Day", "Kind", "Score", "Share", "Open", "Persson"])
    [cell] = [cell for cell in matched.cells if cell.recognised == "nearest"]
    assert (cell.header, cell.nearest, cell.position) == ("Persson", "person", 7)
    assert matched.by_target[cell.target].header == "Persson"  # type: ignore[index]


def test_a_misspelt_header_that_could_be_two_is_left_alone() -> None:
    two = {"day": ["First day of visit"], "kind": ["First days of visit"]}
    columns = {"number": ["Number"], "score": ["Score"], "share": ["Share"], **two}
    matched = match(
        ["Number", "First dayz of visit", "Score", "Share"],
        blocks=[{"table": "visits", "columns": columns}],
        required=[],
    )
    assert taken(matched)[1] == ("First dayz of visit", "unknown", None)


def test_rows_above_the_header_are_its_title() -> None:
    matched = match(["Visits of 2022", "", ""], [], ["as at", "31 March"], VISITS, ["1"] * 7)
    assert (matched.header_row, matched.title) == (4, "Visits of 2022 / as at / 31 March")


def test_the_first_of_two_equal_headers_is_the_header() -> None:
    assert match(["x"], VISITS, ["1"] * 7, VISITS).header_row == 2


def test_required_columns_that_are_missing_are_marked() -> None:
    required = ["visits.number", "visits.day"]
    matched = match(["Day", "Kind", "Score", "Share", "Open", "Person"], required=required)
    missing = [cell for cell in matched.cells if cell.recognised == "missing"]
    assert [(cell.target.column, cell.required) for cell in missing if cell.target] == [
        ("number", True)
    ]


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ([], "no known header in the first rows"),
        ([["a", "b"]], "no known header in the first rows"),
        ([["Number", "b", "c"]], "no known header in the first rows"),
        (
            [["x"], ["Number", "Day", "c", "d", "e", "f"]],
            "nearest is 'visits': 2 of 6 headers in row 2 are known, and more than 60% must be",
        ),
        (
            [["Day", "Kind", "Score", "d", "e"]],
            "nearest is 'visits': 3 of 5 headers in row 1 are known, but none is Number, which it "
            "must have",
        ),
    ],
)
def test_a_sheet_of_another_kind_is_no_match_and_says_how_near_it_came(
    head: list[list[str]], why: str
) -> None:
    assert recognise(head, [names()]) == []
    assert describe_best(head, [names()]) == why


def test_prefixes_stand_before_a_header_and_tell_blocks_apart() -> None:
    blocks = [
        {"table": "visits", "prefixes": ["Latest"],
         "columns": {"number": ["Number"], "day": ["Day"]}},
        {"table": "visits", "set": {"basis": "preceding"}, "prefixes": ["Previous"],
         "columns": {"day": ["Day"]}},
    ]  # fmt: skip
    matched = match(["Number", "Latest day", "Previous  Day"], blocks=blocks)
    assert [
        (cell.header, cell.recognised, cell.target.block) for cell in matched.cells if cell.target
    ] == [("Number", "exact", 0), ("Latest day", "prefix", 0), ("Previous  Day", "prefix", 1)]


def test_layouts_with_the_same_columns_come_back_together_unless_a_clue_decides() -> None:
    plain_names = names(layout="one", clues=["as at"])
    two = names(layout="two", clues=["in year"])
    plain = recognise([VISITS], [plain_names, two])
    assert [entry.layout.layout for entry in plain] == ["one", "two"]
    clear = recognise([["Visits in year 2022"], VISITS], [plain_names, two])
    assert [match.layout.layout for match in clear] == ["two"]


def test_built_in_layouts_know_the_provider_level_header(catalogue: Catalogue) -> None:
    layouts = [known_names(layout) for layout in catalogue.layouts.values()]
    matches = recognise([HEADER], layouts)
    assert {match.layout.layout for match in matches} == {
        "provider_level_as_at",
        "provider_level_in_year",
    }
    cells = [cell for match in matches for cell in match.by_target.values()]
    assert {cell.recognised for cell in cells} == {"exact"}


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(VISITS), above=st.integers(0, 5), empty=st.integers(0, 3))
def test_position_and_what_stands_around_never_matter(
    order: list[str], above: int, empty: int
) -> None:
    head = [*[["words"]] * above, [*order, *[""] * empty], ["1"] * 7]
    matched = match(*head)
    assert matched.header_row == above + 1
    assert {
        cell.target.column: cell.position for cell in matched.by_target.values() if cell.target
    } == {name.lower(): place for place, name in enumerate(order, start=1)}
