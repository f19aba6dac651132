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
