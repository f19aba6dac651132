"""Parts and totals, in sentences and in the tables of a text."""

from __future__ import annotations

import pytest

from qa_checks.model.texts import Block, BlockKind, Text
from qa_checks.texts.coherence import ClosingKind, close_numbers
from qa_checks.texts.prose_numbers import find_numbers
from tests.texts.coherence.closing import close


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "There were 26. Of these, two were outstanding, sixteen good, seven fair and one not.",
            "two + sixteen + seven + one is 26",
        ),
        ("Of the 26 homes, 19 were good and 7 adequate.", "19 + 7 is 26"),
        ("There were 26 homes, made up of 19 good and 7 adequate.", "19 + 7 is 26"),
        ("19 good and 7 adequate, making a total of 26.", "19 + 7 is 26"),
        ("26 = 2 + 16 + 7 + 1", "2 + 16 + 7 + 1 is 26"),
        (
            "There were 125. Authorities were 119, because six were inspected again.",
            "119 + six is 125",
        ),
        (
            "Of the 125 homes, 3% closed, 35% were good, 46% adequate and 16% not.",
            "3% + 35% + 46% + 16% make up the whole",
        ),
    ],
)
def test_total_closes(sentence: str, message: str) -> None:
    totals = close(sentence, ClosingKind.TOTAL)
    assert [(closing.holds, closing.message) for closing in totals] == [(True, message)]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        (
            "There were 27 homes, made up of 19 good and 7 adequate.",
            "19 + 7 is 26, and the total is printed as 27",
        ),
        (
            "There were 19 good homes and 7 adequate ones, 27 in total.",
            "19 + 7 is 26, and the total is printed as 27",
        ),
        (
            "We saw a total of 27 homes (19 good and 7 adequate).",
            "19 + 7 is 26, and the total is printed as 27",
        ),
        (
            "London (12%) and Leeds (9%) together had 31% of homes.",
            "12% + 9% is 21, and the total is printed as 31%",
        ),
        ("26 = 2 + 16 + 7 + 2", "2 + 16 + 7 + 2 is 27, and the total is printed as 26"),
    ],
)
def test_total_contradicts_where_the_words_say_that_nothing_is_left_out(
    sentence: str, message: str
) -> None:
    totals = close(sentence, ClosingKind.TOTAL)
    assert [(closing.holds, closing.message) for closing in totals] == [(False, message)]


@pytest.mark.parametrize(
    "sentence",
    [
        "There were 26. Of these, two were outstanding and sixteen good.",
        "Of the 26 homes, 19 were good and 9 in London.",
        "There were 26 homes: 2 outstanding and 16 good.",
        "York (5%), London (12%) and Leeds (9%) together had 26% of homes.",
        "London (12%) and Leeds (9%) together had 40 homes.",
    ],
)
def test_parts_need_not_be_all(sentence: str) -> None:
    assert close(sentence, ClosingKind.TOTAL) == []


def make_table(*rows: str) -> Text:
    content, blocks = "", []
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row.split("|"), start=1):
            if cell:
                end = len(content) + len(cell)
                place = (number, None, number, column)
                blocks.append(Block(len(content), end, BlockKind.CELL, *place))
                content += cell + "\n"
    return Text("table.md", "", content.removesuffix("\n"), tuple(blocks))


@pytest.mark.parametrize("total_first", [False, True])
def test_total_of_a_table_in_the_text_closes_column_by_column(total_first: bool) -> None:
    rows = ["Good|44|64", "Adequate|57|54"]
    total = "Total inspections|101|119"
    text = make_table("Judgement|A|B", *([total, *rows] if total_first else [*rows, total]))
    closings = close_numbers(text, find_numbers(text))
    assert [(closing.holds, closing.message) for closing in closings] == [
        (True, "44 + 57 is 101"),
        (False, "64 + 54 is 118, and the total is printed as 119"),
    ]


def test_percentage_closes_with_the_count_in_the_row_of_its_name() -> None:
    table = make_table("Good|44", "Adequate|57", "Total|101")
    prose = "Of the 101 inspections, 44% were good."
    block = Block(
        len(table.content) + 1, len(table.content) + 1 + len(prose), BlockKind.PARAGRAPH, 9
    )
    text = Text("t", "", f"{table.content}\n{prose}", (*table.blocks, block))
    shares = [c.message for c in close_numbers(text, find_numbers(text)) if c.kind == "share"]
    assert shares == ["44 of 101 is 44%"]


def totals_of(*rows: str) -> list[tuple[bool, str]]:
    text = make_table(*rows)
    closings = close_numbers(text, find_numbers(text))
    return [(closing.holds, closing.message) for closing in closings]


def test_an_empty_cell_shifts_no_column() -> None:
    rows = ["Judgement|A|B", "Good||64", "Adequate|57|54", "Poor|4|", "Total|61|118"]
    assert totals_of(*rows) == [(True, "57 + 4 is 61"), (True, "64 + 54 is 118")]


def test_a_row_without_a_label_is_no_total() -> None:
    assert totals_of("A|B", "|44|64", "|57|54", "|101|118") == []


def test_a_total_is_wrong_where_another_column_closes() -> None:
    rows = ["Judgement|A|B", "Good|44|64", "Adequate|57|60", "Total|101|125"]
    assert (False, "64 + 60 is 124, and the total is printed as 125") in totals_of(*rows)


@pytest.mark.parametrize(
    "rows",
    [
        ("Judgement|A|B", "Good|44|64", "Adequate|57|60", "Total|101|62"),  # an average
        ("Judgement|A|B", "Good|44|64", "Adequate|57|60", "Total|101|123"),  # of different things
        ("Judgement|A|B", "Good|44|64", "Adequate|57|60", "Total|101|131"),  # of a row more
        ("Judgement|A|B", "Good|44|64", "Adequate|57|[c]", "Poor|1|2", "Total|102|67"),
        ("Judgement|A|B", "Good|44|64", "Adequate|57|60", "Total|102|131"),  # nothing closes
        ("Judgement|A|%", "Good|44|64%", "Adequate|57|37%", "Total|101|100%"),
    ],
)
def test_a_total_that_may_be_no_sum_contradicts_nothing(rows: tuple[str, ...]) -> None:
    assert [message for holds, message in totals_of(*rows) if not holds] == []


@pytest.mark.parametrize("total", [123, 131])
def test_a_total_is_wrong_where_two_other_columns_close(total: int) -> None:
    rows = ["Judgement|A|B|C", "Good|44|6|64", "Adequate|57|5|60", f"Total|101|11|{total}"]
    wrong = f"64 + 60 is 124, and the total is printed as {total}"
    assert (False, wrong) in totals_of(*rows)
