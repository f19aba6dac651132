from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from qa_checks.model.texts import BlockKind, CheckedText, NumberState
from qa_checks.render import as_html
from qa_checks.render.marked_text import SIGNS, Passage, Remark, mark_text
from qa_checks.render.text_lines import text_lines
from tests.render.marked_texts import (
    Known,
    lay_out,
    main_findings,
    mark,
    with_text,
)
from tests.render.test_as_html import words_of


def written(passage: Passage) -> str:
    """The words of pieces, each number with its sign in brackets."""
    return "".join(
        f"{piece.opening}[{piece.number.printed} {piece.number.sign}]{piece.closing}"
        if piece.number
        else piece.words
        for piece in passage.pieces
    )


def test_the_text_stands_as_written_with_each_number_marked_by_its_state() -> None:
    parts = mark_text(main_findings(), "text-1", {})
    shown = [(part.kind, [[written(cell) for cell in row] for row in part.rows]) for part in parts]
    rate = "[Every ≠] region gained homes. They hold [18% ≈] of places ([550 ≈] of [3,125 ≈])."
    assert shown == [
        ("heading", [["Main findings, [31 March 2018 ·]"]]),
        ("paragraph", [["Over the year homes rose by [7% =] to reach [2,797 =]."]]),
        ("paragraph", [[rate]]),
        ("item", [["[14,259 ≠] places are in mainstream homes"], ["we took [312 ↗] complaints"]]),
        ("cell", [["Region", "Homes"], ["London", "[140 ?]"]]),
        ("note", [["[1 ·]. Figures exclude [12 ?] homes that are closed."]]),
    ]


def test_every_state_has_a_sign_and_a_colour_of_its_own() -> None:
    assert set(SIGNS) == set(NumberState)
    assert len({sign for sign, _, _ in SIGNS.values()}) == len(SIGNS)
    assert len({kind for _, kind, _ in SIGNS.values()}) == len(SIGNS)


def test_words_that_a_claim_binds_are_told_from_others() -> None:
    [growth] = mark_text(main_findings(), "text-1", {})[1].rows[0]
    assert [(piece.words, piece.bound) for piece in growth.pieces] == [
        ("Over the year ", False),
        ("homes rose by ", True),
        ("7%", True),
        (" to reach ", True),
        ("2,797", True),
    ]


def test_words_that_the_data_contradicts_are_marked() -> None:
    checked = main_findings()
    growth = replace(checked.claims[0], wrong=("rose",))
    parts = mark_text(replace(checked, claims=(growth,)), "text-1", {})
    [passage] = parts[1].rows[0]
    assert [piece.words for piece in passage.pieces if piece.wrong] == ["rose"]


def test_what_checks_find_in_a_line_stands_behind_its_last_passage() -> None:
    remark = Remark("text.unit", "error")
    parts = mark_text(main_findings(), "text-1", {3: (remark,), 9: (remark,), 99: (remark,)})
    remarks = [
        (passage.pieces[0].words, passage.remarks)
        for part in parts
        for row in part.rows
        for passage in row
        if passage.remarks
    ]
    assert remarks == [("Every", (remark,)), ("140", (remark,))]


def test_opening_a_number_shows_its_query_value_interval_scope_and_reason() -> None:
    parts = mark_text(main_findings(), "text-1", {})
    [places] = [piece.number for piece in parts[3].rows[0][0].pieces if piece.number]
    assert places.facts == (
        ("Why", "The rows give 14,275"),
        ("The query gives", "14,275"),
        ("Printed for any value", "from 14,258.5 to 14,259.5"),
        ("Bound to", "{places} places are in mainstream homes"),
        ("It reads", "providers"),
    )
    assert places.query == "SELECT sum(places) AS places FROM providers WHERE mainstream"
    assert places.claim == "text-1-claim-3"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("up “12”, 12.", "up “[12 ?]”, [12 ?]."),
        ("12", "[12 ?]"),
        ("(12)(12)", "([12 ?])([12 ?])"),
        ("12'12", "[12 ?]'[12 ?]"),
        ("12\u00a0homes\u2011to-be 12", "[12 ?] homes-to-be [12 ?]"),
    ],
)
def test_no_character_is_lost_beside_numbers(words: str, shown: str) -> None:
    text = lay_out(((BlockKind.PARAGRAPH, words, None),))
    known = tuple(Known("12", NumberState.UNBOUND) for _ in re.findall("12", words))
    [part] = mark_text(CheckedText(text, mark(text, known)), "text-1", {})
    assert written(part.rows[0][0]) == shown


def test_a_claim_says_what_became_of_it() -> None:
    [line] = text_lines(with_text())
    assert [(claim.word, claim.told, claim.given) for claim in line.claims] == [
        ("Holds", "", ("homes: 6.8373", "now: 2,797")),
        ("Contradicted", "by London", ()),
        ("Wrong", "14,259", ("places: 14,275",)),
        ("Outside", "complaints are not in these files", ()),
        ("Could not be checked", "these words do not stand in the text", ()),
    ]
    assert list(line.asked) == [
        ("at least 60% verified (2 of 10)", False),
        ("at most 0% unbound (2 of 10)", False),
    ]


def test_the_page_begins_with_what_nobody_has_looked_at() -> None:
    html = as_html.render(with_text())
    words = words_of(html)
    coverage = (
        "obody has looked at 2 of 10 numbers; 2 wrong, 2 verified, 3 consistent, 1 outside, "
        "2 exempt."
    )
    assert words.index(f"main-findings.html : n{coverage}") < words.index("failed (error)")
    places = [
        words.index(part)
        for part in (
            f"N{coverage}",
            "Nobody has looked at these numbers Line 9 London | 140 Line 10 1. Figures exclude 12",
            "The text as it is written",
        )
    ]
    assert places == sorted(places)


def test_a_text_of_which_everything_was_looked_at_says_so() -> None:
    checked = main_findings()
    looked_at = tuple(
        number for number in checked.numbers if number.state is not NumberState.UNBOUND
    )
    report = replace(with_text(), texts=(replace(checked, numbers=looked_at),))
    words = words_of(as_html.render(report))
    assert "none of 8 numbers is left that nobody has looked at; 2 wrong, 2 verified" in words
    assert "Nobody has looked at these numbers" not in words


@pytest.mark.parametrize(
    ("states", "kind"),
    [
        (set(NumberState), "unbound"),
        (set(NumberState) - {NumberState.UNBOUND}, "error"),
        (set(NumberState) - {NumberState.UNBOUND, NumberState.WRONG}, "passed"),
        ({NumberState.EXEMPT}, "skipped"),
    ],
)
def test_coverage_looks_like_the_worst_that_is_known(states: set[NumberState], kind: str) -> None:
    checked = main_findings()
    numbers = tuple(number for number in checked.numbers if number.state in states)
    html = as_html.render(replace(with_text(), texts=(replace(checked, numbers=numbers),)))
    assert re.findall(r'<p class="coverage (\w+)"', html) == [kind, kind]


def test_words_that_are_wrong_are_marked_though_another_claim_binds_them_too() -> None:
    checked = main_findings()
    growth = replace(checked.claims[0], wrong=("rose",))
    again = replace(checked.claims[0], number=9)
    [passage] = mark_text(replace(checked, claims=(growth, again)), "text-1", {})[1].rows[0]
    assert [piece.words for piece in passage.pieces if piece.wrong] == ["rose"]


def test_what_a_long_list_leaves_out_is_counted() -> None:
    text = lay_out(tuple((BlockKind.PARAGRAPH, f"12 homes, {place}", None) for place in range(13)))
    known = (Known("12", NumberState.UNBOUND),)
    numbers = tuple(
        replace(
            number,
            line=block.line,
            sentence=text.content[block.start : block.end],
            number=replace(number.number, start=block.start, end=block.start + 2),
        )
        for number in mark(text, known)
        for block in text.blocks
    )
    html = as_html.render(replace(with_text(), texts=(CheckedText(text, numbers),)))
    assert "Show 3 more numbers" in words_of(html)
    assert html.count("<mark>") == 13


def test_a_report_without_a_text_has_no_such_section() -> None:
    html = as_html.render(replace(with_text(), texts=()))
    assert 'id="text"' not in html
    assert "looked at" not in words_of(html)
