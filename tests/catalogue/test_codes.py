"""Code lists: spellings, dates, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue.codes import fold, read_codes
from qa_checks.errors import CatalogueError

LIST = (
    "code,aliases,grade,old_code,valid_from,valid_to\n"
    "Good,good one|Fine,2,07,,\n"
    '"A, B",,,,2020-01-01,2021-08-31\n'
    "Good,,2,,2022-01-01,\n"
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_spelling_leads_to_its_code(tmp_path: Path) -> None:
    codes = read_codes(written(tmp_path, LIST))
    assert codes.name == "words"
    assert codes.exact == {"Good": "Good", "good one": "Good", "Fine": "Good", "A, B": "A, B"}
    assert codes.folded == {"good": "Good", "good one": "Good", "fine": "Good", "a, b": "A, B"}
    assert codes.codes == ["Good", "A, B"]
    codes.check()


def test_columns_have_the_types_their_values_have(tmp_path: Path) -> None:
    codes = read_codes(written(tmp_path, LIST))
    assert {name: codes.sql_type(name) for name in codes.columns} == {
        "code": "VARCHAR",
        "aliases": "VARCHAR",
        "grade": "BIGINT",
        "old_code": "VARCHAR",
        "valid_from": "DATE",
        "valid_to": "DATE",
    }


@pytest.mark.parametrize("number", ["²", "12345678901234567890", "1_000"])
def test_what_duckdb_cannot_hold_as_a_whole_number_is_text(tmp_path: Path, number: str) -> None:
    codes = read_codes(written(tmp_path, f"code,grade\nA,{number}\n"))
    assert codes.sql_type("grade") == "VARCHAR"


def test_codes_are_values_of_the_type_of_a_column(tmp_path: Path) -> None:
    codes = read_codes(written(tmp_path, "code\n07\n-1\n2.5\n"))
    assert codes.values("identifier") == ["07", "-1", "2.5"]
    assert codes.values("number") == [7, -1, 2.5]
    with pytest.raises(ValueError, match=r"^the code '2\.5' of list 'words' is no integer$"):
        codes.values("integer")


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert read_codes(written(tmp_path, "\ufeffcode\nA\n")).columns == ("code",)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Children’s  Home", "children's home"),
        (" A\u00a0B\n", "a b"),
        ("STRASSE", "straße"),
        ("St. Helens", "st. helens"),
    ],
)
def test_case_blanks_and_apostrophes_are_forgiven(first: str, other: str) -> None:
    assert fold(first) == fold(other)


def test_hyphens_are_not_forgiven() -> None:
    assert fold("Southend-on-Sea") != fold("Southend on Sea")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "The first column of a code list must be 'code'."),
        ("name,code\n", 1, "The first column of a code list must be 'code'."),
        ("code,x\nA,1\nB\n", 3, "This row has 1 cells, the header has 2."),
        (
            "code,valid_from\nA,01/02/2020\n",
            2,
            "'01/02/2020' in valid_from is not a date like 2021-08-31.",
        ),
        (
            "code,valid_to\nA,20200201\n",
            2,
            "'20200201' in valid_to is not a date like 2021-08-31.",
        ),
        ("code,title,title\nA,a,b\n", 1, "The column 'title' stands there twice."),
        ("code,title\nA,a\n,b\n", 3, "This row has no code."),
        ("code,title\nA,a\nA,b\n", 3, "The code 'A' stands there twice."),
        (
            'code,title\nA,"a"b\n',
            2,
            "This is not well-formed CSV: ',' expected after '\"'.",
        ),
        (
            f"code,title\nA,{'a' * 131_073}\n",
            2,
            "This is not well-formed CSV: field larger than field limit (131072).",
        ),
    ],
)
def test_a_list_that_is_not_well_formed_is_refused(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(CatalogueError) as caught:
        read_codes(path)
    assert (caught.value.what, caught.value.where) == (message, f"{path}:{line}")


def test_one_spelling_must_not_mean_two_codes(tmp_path: Path) -> None:
    codes = read_codes(written(tmp_path, "code,aliases\nGood,Fine\nBad,fine\n"))
    with pytest.raises(CatalogueError, match=r"'fine' stands for 'Bad' and for 'Good'\."):
        codes.check()
