"""What a format, or a cell with its text, shows in the place of a value."""

from __future__ import annotations

import pytest

from qa_checks.reading.cell_marks.number_formats import compare, compare_day, read_format
from qa_checks.reading.cell_marks.shown import (
    HIDDEN,
    MONTH_FIRST,
    OTHER,
    PERCENT,
    SCALED,
    SCIENTIFIC,
)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('"SC"000000', ("SC", 6, "")),
        (r"\S\C000000", ("SC", 6, "")),
        ("[$SC-809]0", ("SC", 1, "")),
        ('[Red]"SC"General', ("SC", 0, "")),
        ("000000", ("", 6, "")),
        ('0" places";-0', ("", 1, " places")),
        ('"E"####0;;;', ("E", 1, "")),
        ('"a;b"0', ("a;b", 1, "")),
    ],
)
def test_formats_that_add_to_a_number(code: str, shown: tuple[str, int, str]) -> None:
    assert read_format(code).judge(7) == shown


@pytest.mark.parametrize(
    "code",
    [
        "General", "0", "0.00", "#,##0", "dd/mm/yyyy", "@", "0.00E+00", "[h]:mm", "# ?/?", "",
        '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "#,##0;[Red](#,##0)", '"£"#,##0.00', "0;-0;0;@",
        "[$£-809]#,##0", "[Blue]General", "0_)", '0;-0;"-"', "mmm yyyy", "[Red]", "[Blue];[Red]",
        "General;General;General",
    ],
)  # fmt: skip
def test_formats_that_do_not(code: str) -> None:
    assert [read_format(code).judge(value) for value in (7, 0, None)] == [None, None, None]


@pytest.mark.parametrize(
    ("code", "value", "effect"),
    [
        ('"40"', 4, OTHER),
        (r"\4\0", 4, OTHER),
        ('"Good"', 4, OTHER),
        ('[=4]"Good";General', 4, OTHER),
        ('[<3]"few";[>=3]"many"', 2, OTHER),
        ('"Yes";"Yes";"No"', 0, OTHER),
        ('"4"#,##0', 4, OTHER),
        ('0"0".0', 4, OTHER),
        ('0"."0', 40, OTHER),
        ("000-000", 123456, OTHER),
        ("-0", 4, OTHER),
        ("0;0", -4, OTHER),
        ("0.00E+00", 10203040, SCIENTIFIC),
        ("0E+0", 15, SCIENTIFIC),
        ("##0.0E+0", 12345678, SCIENTIFIC),
        ("mm/dd/yyyy", 45382, MONTH_FIRST),
        ("[$-409]m/d/yy h:mm", 45382.5, MONTH_FIRST),
        ("MM-DD", 45382, MONTH_FIRST),
        ("0,", 4000, SCALED),
        ("0.0,,", 4e6, SCALED),
        ('#,##0,"k"', 4000, SCALED),
        ("0%", 4, PERCENT),
        ("0.00%", 4, PERCENT),
        (";;;", 4, HIDDEN),
        (";;;", None, HIDDEN),
        ('""', 4, HIDDEN),
        ("0;-0;", 0, HIDDEN),
        ("#", 0, HIDDEN),
        ("* ", 4, HIDDEN),
        ('"-"', 4, HIDDEN),
        ("0;-0;0;", None, HIDDEN),
        ('0;-0;0;"Private"', None, OTHER),
        ('"not "@', None, OTHER),
        ("General;General", -4, OTHER),
    ],
)
def test_formats_that_show_something_else(code: str, value: float | None, effect: str) -> None:
    assert read_format(code).matters
    assert read_format(code).judge(value) == effect


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("0;-0;", 4),
        ("#", 4),
        ('[=4]"Good";General', 3),
        (";;;@", None),
        ("0.00E+00", 10200000),
        ("0.00E+00", -0.00102),
        ("0.00E+00", 0),
        ("##0.0E+0", 12300000),
        ("dd/mm/yyyy", 45382),
        ("yyyy-mm-dd", 45382),
        ("mmm d, yyyy", 45382),
        ("mm:ss", 45382.5),
        ("h:mm", 0.5),
        ("# ?/?", 0.5),
        ('"40"', None),
        ('"40"', 40),
        ('"' + "x" * 300, 4),
    ],
)
def test_values_that_a_format_leaves_as_they_are(code: str, value: float | None) -> None:
    assert read_format(code).judge(value) is None


@pytest.mark.parametrize(
    ("value", "text", "effect"),
    [
        ("4", "4", None),
        ("1234", "1,234", None),
        ("1234", "1\u202f234", None),
        ("1234.5", "1.234,50", None),
        ("0.25", "25%", PERCENT),
        ("4", "400%", PERCENT),
        ("4", "4.00", None),
        ("0.1234", "0.12", None),
        ("4000", "4", SCALED),
        ("4500000", "4.5m", SCALED),
        ("4", "40", OTHER),
        ("4", "Good", OTHER),
        ("4", "", HIDDEN),
        ("0", "-", None),
        ("-4", "4", OTHER),
        ("4.5", "4 1/2", None),
        ("1200000", "1.2E+06", None),
        ("7", "SC0007", ("SC", 4, "")),
        ("7", "7 places", ("", 0, " places")),
        ("7.5", "7.5 of 12", None),
        ("x", "7", None),
        ("10203040", "1.02E+07", SCIENTIFIC),
    ],
)
def test_a_cell_with_its_text(value: str, text: str, effect: object) -> None:
    assert compare(value, text) == effect


@pytest.mark.parametrize(
    ("day", "text", "effect"),
    [
        ("2019-06-05", "06/05/2019", MONTH_FIRST),
        ("2019-06-05T10:00:00", "6-5-19 10:00", MONTH_FIRST),
        ("2019-06-15", "06/15/2019", MONTH_FIRST),
        ("2019-06-05", "05/06/2019", None),
        ("2019-06-05", "2019-06-05", None),
        ("2019-05-05", "05/05/2019", None),
        ("2019-06-05", "June 5, 2019", None),
    ],
)
def test_a_day_with_its_text(day: str, text: str, effect: object) -> None:
    assert compare_day(day, text) == effect
