"""Texts in SQL that can only fail are refused when the rule is read, with line and remedy."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.small_catalogue import TABLE, rule, write_catalogue

SIGNS = (
    "A sign that stands for itself needs a backslash before it; looking ahead or behind is not "
    "known."
)
PARTS = "Write year, quarter, month, week or day."
DAY = "Write a day as '2021-08-31'."
WRONG = {
    "regexp_matches(person, 'a(')": (f"'a(' is no regular expression (missing ): a(). {SIGNS}"),
    "regexp_full_match(person, '(?<=a)b')": (
        f"'(?<=a)b' is no regular expression (invalid perl operator: (?<). {SIGNS}"
    ),
    "regexp_extract(person, '*') = ''": (
        f"'*' is no regular expression (no argument for repetition operator: *). {SIGNS}"
    ),
    "regexp_replace(person, '[', '', 'g') = ''": (
        f"'[' is no regular expression (missing ]: [). {SIGNS}"
    ),
    "person SIMILAR TO 'a{2,1}'": (
        f"'a{{2,1}}' is no regular expression (invalid repetition size: {{2,1}}). {SIGNS}"
    ),
    "strptime(person, '%Q') = day": (
        "'%Q' is no format of a day (Failed to parse format specifier %Q: Unrecognized format for "
        "strftime/strptime: %Q). Write it as in '%d/%m/%Y'."
    ),
    "date_trunc('quater', day) = day": (
        f"'quater' is no part of a date (extract specifier \"quater\" not recognized). {PARTS}"
    ),
    "extract('yeer' FROM day) = 2022": (
        f"'yeer' is no part of a date (extract specifier \"yeer\" not recognized). {PARTS}"
    ),
    "date_diff('dya', day, $as_at) > 1": (
        f"'dya' is no part of a date (extract specifier \"dya\" not recognized). {PARTS}"
    ),
    "day > DATE '2022-02-30'": (
        f"'2022-02-30' is no DATE (date field value out of range: \"2022-02-30\"). {DAY}"
    ),
    "score > '4x'::INTEGER": "'4x' is no INTEGER (Could not convert string '4x' to INT32).",
}
RIGHT = (
    "regexp_matches(person, kind)",
    "regexp_matches(person, concat('(', kind))",
    r"regexp_full_match(person, '\(\d{3}\)')",
    "TRY_CAST('soon' AS DATE) IS NULL AND score > 0",
    "strptime('31/08/2021', '%d/%m/%Y') = day",
    "date_part(kind, day) = 1",
    "day > DATE '2022-02-28'",
    "person = '('",
)


def refused(folder: Path, *rules: dict[str, Any], **parts: Any) -> str:
    with pytest.raises(CatalogueError) as caught:
        load(write_catalogue(folder, rules, **parts), parser())
    path, _, line = caught.value.where.rpartition(":")
    assert Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip()
    return caught.value.what


@pytest.mark.parametrize("condition", WRONG)
def test_a_constant_that_can_only_fail_is_refused(tmp_path: Path, condition: str) -> None:
    assert refused(tmp_path, rule(1, require=condition)) == f"require: {WRONG[condition]}"


@pytest.mark.parametrize("condition", RIGHT)
def test_one_that_may_hold_is_not(tmp_path: Path, condition: str) -> None:
    write_catalogue(tmp_path, [rule(1, require=condition)])
    assert load(tmp_path, parser()).rules["ABC001"].condition == condition


def test_the_first_of_several_is_named(tmp_path: Path) -> None:
    query = (
        "SELECT t.* FROM in_scope AS t WHERE regexp_matches(t.person, '[') "
        "AND t.number IN (SELECT v.number FROM visits AS v WHERE regexp_matches(v.kind, ')'))"
    )
    assert refused(tmp_path, rule(1, query=query)) == (
        f"query: '[' is no regular expression (missing ]: [). {SIGNS}"
    )


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        (
            {"title": "Code", "str_matches": "[a-"},
            f"'[a-' is no regular expression (missing ]: [a-). {SIGNS}",
        ),
        (
            {"title": "Code", "derived": "regexp_extract(kind, '+')"},
            f"'+' is no regular expression (no argument for repetition operator: +). {SIGNS}",
        ),
    ],
)
def test_so_is_one_of_a_column(tmp_path: Path, column: dict[str, str], fault: str) -> None:
    table = copy.deepcopy(TABLE)
    table["columns"]["code"] = column
    assert refused(tmp_path, table=table) == fault


@pytest.mark.parametrize("form", ["require", "query"])
@pytest.mark.parametrize("depth", [100, 200, 300, 900])
@pytest.mark.parametrize(
    "nested", [("score", " + 1", " > 0"), ("", "CASE WHEN score > 0 THEN ", "TRUE")]
)
def test_what_is_nested_too_deeply_is_refused(
    tmp_path: Path, form: str, depth: int, nested: tuple[str, str, str]
) -> None:
    begin, repeated, end = nested
    condition = begin + repeated * depth + end + (" END" * depth if not begin else "")
    sql = condition if form == "require" else f"SELECT t.*, {condition} AS x FROM in_scope AS t"
    fault = refused(tmp_path, rule(1, **{form: sql}))
    long = f"'{form}': string should have at most"
    assert fault == f"{form}: it is nested too deeply." or fault.startswith(long)
