"""A sheet is drawn, filled in and read back; what was not to be changed and was is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.running import Ended, qa_checks
from tests.sampling.making import (
    FRAME_FILE,
    HOSTILE,
    columns_of,
    edit,
    fill_in,
    write_office,
)
from tests.small_catalogue import write_yaml

pytestmark = pytest.mark.usefixtures("workbooks_here")

LEVEL = ("--max-error", "10%", "--seed", "6")


def sample(folder: Path, *words: str) -> Ended:
    return qa_checks("sample", *words, "--catalogue", "catalogue", cwd=folder)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with its sheet, drawn and not filled in. Never changed by a test."""
    folder = write_office(tmp_path_factory.mktemp("office"))
    done = sample(folder, "draw", *LEVEL)
    assert done.code == 0, done.err
    assert done.out == (
        "Drew 26 of 204 visits, and 2 more for strata too small for a share (seed 6).\n"
        "At most 10% wrong with 95% confidence: shown if no error is among them.\n"
        "Wrote sample.xlsx: fill in its yellow cells, then `qa-checks sample read sample.xlsx`.\n"
    )
    return folder


@pytest.fixture
def filled(office: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(office, folder)
    fill_in(folder / "sample.xlsx")
    return folder


def cells(folder: Path, sheet: str = "Sample") -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(folder / "sample.xlsx")
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


def test_the_sheet_shows_what_to_look_up_and_not_what_the_release_says(office: Path) -> None:
    header, *rows = cells(office)
    assert header == (
        "No.", "Report", "Number", "Day", "Open", "In the report", "Checked by", "Note",
    )  # fmt: skip
    assert [row[0] for row in rows] == list(range(1, 29))
    assert rows[-1][1:5] == (
        f"https://example.org/visit/{rows[-1][2]}", rows[-1][2], "10/05/2022", "yes",
    )  # fmt: skip
    assert {row[5:] for row in rows} == {(None, None, None)}
    assert not {"Full", "Short"} & {cell for row in rows for cell in row}


def test_every_address_is_a_link_to_itself_and_every_word_can_be_chosen(office: Path) -> None:
    sheet = openpyxl.load_workbook(office / "sample.xlsx")["Sample"]
    for row in range(2, 30):
        assert sheet.cell(row, 2).hyperlink.target == sheet.cell(row, 2).value
    [choice] = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("F2:F29", "Words!$A$2:$A$4")
    assert [row[0] for row in cells(office, "Words")][1:] == ["Full", "Short", "no report"]


def test_a_value_of_the_data_is_neither_a_formula_nor_another_address(office: Path) -> None:
    """It is alone in its stratum (no word whether open), so it is drawn."""
    sheet = openpyxl.load_workbook(office / "sample.xlsx")["Sample"]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[2].value == HOSTILE]
    assert row[2].data_type == "s"
    assert row[1].hyperlink.target == (
        "https://example.org/visit/%3DHYPERLINK%28%22https%3A%2F%2Fevil.example%22%29"
    )


def test_the_same_seed_writes_the_same_bytes(office: Path) -> None:
    done = sample(office, "draw", *LEVEL, "--output", "again.xlsx")
    assert done.code == 0
    assert (office / "again.xlsx").read_bytes() == (office / "sample.xlsx").read_bytes()
    (office / "again.xlsx").unlink()


def test_a_sheet_without_errors_shows_the_level(filled: Path) -> None:
    done = sample(filled, "read")
    assert done.code == 0, done.err
    assert "28 of 204 visits compared with what was published (seed 6)" in done.out
    assert "0 of 26 differ: 0.00%, Clopper-Pearson interval 0.00% to 13.23% (95%;" in done.out
    assert done.out.splitlines()[-5:] == [
        "The level of acceptance holds: at most 10% wrong with 95% confidence (0 errors, so at most"
        " 9.80% of",
        "all).",
        "",
        "release.yml names sample.xlsx now.",
        "Check again with `qa-checks run release.yml`: the checklist says what the sample shows.",
    ]
    assert "\nsample: sample.xlsx\n" in (filled / "release.yml").read_text()


def test_an_error_is_named_and_the_level_does_not_hold(filled: Path) -> None:
    def err(sheet: Any) -> None:
        sheet["F8"], sheet["H8"] = "no Report", "Withdrawn."

    at = cells(filled)[7]
    edit(filled / "sample.xlsx", err)
    done = sample(filled, "read")
    assert done.code == 1
    word = "Full" if at[5] == "Full" else "Short"
    assert (
        f"  No. 7  {at[2]}, 10/05/2022, yes: {word} in the release, no report in the report. "
        "Withdrawn.\n"
    ) in done.out
    assert "1 of 26 differ: 3.85%, Clopper-Pearson interval 0.10% to 19.64% (95%;" in done.out
    assert "The level of acceptance does not hold" in done.out


def test_an_error_beside_the_proportional_sample_counts_against_the_level(filled: Path) -> None:
    def err(sheet: Any) -> None:
        [row] = [row for row in sheet.iter_rows(min_row=2) if row[2].value == HOSTILE]
        row[5].value = "Full"

    edit(filled / "sample.xlsx", err)
    done = sample(filled, "read")
    assert done.code == 1
    assert "0 of 26 differ: 0.00%" in done.out
    assert "1 of 2 drawn besides for small strata differ: not part of the rate" in done.out
    assert "does not hold: at most 10% wrong with 95% confidence (1 error" in done.out


def test_rows_may_be_sorted_and_words_written_in_any_capitals(filled: Path) -> None:
    def sort(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(sorted(rows, key=lambda row: str(row[2])), start=2):
            for at, value in enumerate(row, start=1):
                sheet.cell(number, at).value = value
            sheet.cell(number, 6).value = {"Full": "WHOLE", "Short": " short "}[row[5]]

    edit(filled / "sample.xlsx", sort)
    done = sample(filled, "read")
    assert done.code == 0, done.out + done.err


def put(cell: str, value: object) -> Callable[[Any], object]:
    return lambda sheet: sheet.__setitem__(cell, value)


FAULTS: dict[str, tuple[Callable[[Any], object], str]] = {
    "half filled": (
        lambda sheet: [put(f"F{row}", None)(sheet) for row in range(12, 30)],
        "sheet 'Sample', F12: 18 rows have nothing below 'In the report', of 28; this is the "
        "first. A sample says nothing before all of it is compared.",
    ),
    "nobody named": (
        put("G9", "  "),
        "sheet 'Sample', G9: 1 row has nothing below 'Checked by', of 28; this is the first.",
    ),
    "a person left open": (
        put("G9", "tbc"),
        "sheet 'Sample', G9: 1 row has nothing below 'Checked by', of 28; this is the first.",
    ),
    "the producer": (
        put("G9", "Ann <ann@example.org>"),
        "sheet 'Sample', G9: ann@example.org is the producing analyst, whose comparison does not "
        "count.",
    ),
    "a row added": (
        lambda sheet: sheet.append([30, "https://example.org/visit/0001", "0001"]),
        "sheet 'Sample', A30: No. 30 was not drawn: the row was added, or its number changed.",
    ),
    "a row without a number": (
        put("A9", None), "sheet 'Sample', A9: The row has no number: the row was added",
    ),
    "the same row twice": (
        lambda sheet: sheet.append([cell.value for cell in sheet[5]]),
        "sheet 'Sample', A30: No. 4 stands in row 5 already.",
    ),
    "a note below": (
        put("C32", "checked in June"), "sheet 'Sample', A32: The row has no number",
    ),
    "a value changed": (
        put("D7", "11/05/2022"), "sheet 'Sample', D7: It says '11/05/2022', and was '10/05/2022'.",
    ),
    "an address changed": (
        put("B7", "https://example.com"), "sheet 'Sample', B7: It says 'https://example.com', and",
    ),
    "no word": (
        put("F7", "Fll"), "sheet 'Sample', F7: 'Fll' is no word that can stand there. Did you mean "
        "'Full'?",
    ),
    "a header twice": (
        put("I1", "In the report"), "sheet 'Sample': Two columns are called 'In the report'.",
    ),
    "a header changed": (put("F1", "Answer"), "sample.xlsx: There is no column 'In the report'."),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_must_not_be_is_named_with_its_cell(filled: Path, name: str) -> None:
    change, message = FAULTS[name]
    edit(filled / "sample.xlsx", change)
    done = sample(filled, "read")
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_row_removed_is_named(filled: Path) -> None:
    number = cells(filled)[4][2]
    edit(filled / "sample.xlsx", lambda sheet: sheet.delete_rows(5, 2))
    done = sample(filled, "read")
    assert done.code == 2
    assert f"sample.xlsx: 2 rows are missing, the first is No. 4 ({number}, " in done.err


@pytest.mark.parametrize("value", ["50%", "0.5"])
def test_another_level_than_the_one_it_was_drawn_for_is_refused(filled: Path, value: str) -> None:
    def soften(sheet: Any) -> None:
        [row] = [row for row in sheet.iter_rows() if row[0].value == "Largest error rate accepted"]
        row[1].value = value

    edit(filled / "sample.xlsx", soften, "About")
    done = sample(filled, "read")
    assert done.code == 2
    assert "What the sheet says of how it was drawn was changed." in done.err


def test_a_sheet_of_another_release_is_refused(filled: Path) -> None:
    text = (filled / "release.yml").read_text()
    (filled / "release.yml").write_text(text.replace("visits-2022", "visits-2023"))
    done = sample(filled, "read")
    assert done.code == 2
    assert "It was drawn from the release 'visits-2022', and this is 'visits-2023'." in done.err


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("0001,10/05/2022,Full", "0001,10/05/2022,Short", "some of its 204 visits say something"),
        ("0001,10/05/2022,Full,5,,Yes,Ann\r\n", "", "it has 203 visits now, and had 204"),
    ],
)
def test_a_release_that_has_changed_since_is_refused(
    filled: Path, old: str, new: str, change: str
) -> None:
    data = (filled / "visits.csv").read_bytes()
    assert data.count(old.encode()) == 1
    (filled / "visits.csv").write_bytes(data.replace(old.encode(), new.encode()))
    done = sample(filled, "read")
    assert done.code == 2
    assert f"The release has changed since the sample was drawn: {change}" in done.err


def test_a_sheet_that_is_there_twice_is_refused(filled: Path) -> None:
    book = openpyxl.load_workbook(filled / "sample.xlsx")
    book.copy_worksheet(book["Sample"]).title = "Mine"
    book.save(filled / "sample.xlsx")
    done = sample(filled, "read")
    assert done.code == 2
    assert "sheet 'Mine': The sample stands in sheet 'Sample' already." in done.err


def test_any_other_workbook_is_refused(filled: Path) -> None:
    openpyxl.Workbook().save(filled / "other.xlsx")
    done = sample(filled, "read", "visits.csv")
    assert (done.code, "this is no sheet of `qa-checks sample draw`" in done.err) == (2, True)
    assert sample(filled, "read", "nothing.xlsx").err.startswith("Cannot read: nothing.xlsx: ")


def test_nothing_is_replaced(office: Path) -> None:
    done = sample(office, "draw", *LEVEL)
    assert (done.code, "sample.xlsx" in done.err) == (2, True)


def test_equal_rows_are_values_of_their_own(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office, tmp_path / "office")
    data = (office / "visits.csv").read_bytes()
    again = b"0001,10/05/2022,Full,5,,Yes,Ann\r\n"
    (tmp_path / "office/visits.csv").write_bytes(data + 2 * again)
    done = sample(tmp_path / "office", "draw", "--size", "206", "--output", "all.xlsx")
    assert done.out.startswith("Drew 206 of 206 visits (seed ")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"strata": ["kind"]}, ":12: There is no column of the sheet 'kind'."),
        ({"compared": {"column": "open"}}, "'open' is compared: whoever reads what was published"),
        ({"select": "SELECT number, day, open, kind, person FROM visits"}, "'person' would be"),
        ({"select": "SELECT * FROM visits"}, "It must name its columns one by one, not by *."),
        (
            {"select": "SELECT number, day, open, kind FROM previous.visits"},
            "A sample is drawn from one release alone: it cannot name previous.visits.",
        ),
        ({"link": "javascript:alert({number})"}, "link"),
        ({"link": "https://{number}.example.org/"}, "link"),
        ({"compared": {"column": "kind", "codes": "kids"}}, "There is no code list 'kids'."),
        (
            {"columns": {**FRAME_FILE["columns"], "day": {"title": "note"}}},
            "Two columns have the title 'note'.",
        ),
    ],
)
def test_a_frame_that_is_not_well_formed_is_refused(
    office: Path, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    shutil.copytree(office, tmp_path / "office")
    frame = tmp_path / "office/catalogue/schemas/sampling_frame.yml"
    write_yaml(frame, {**FRAME_FILE, **changes})
    done = sample(tmp_path / "office", "draw", "--output", "new.xlsx")
    assert done.code == 2
    assert done.err.startswith("The rulebook is not well formed: catalogue/schemas/sampling_frame")
    assert message in done.err


def test_a_catalogue_without_a_frame_says_so(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office, tmp_path / "office")
    (tmp_path / "office/catalogue/schemas/sampling_frame.yml").unlink()
    done = sample(tmp_path / "office", "draw", "--output", "new.xlsx")
    assert done.code == 2
    assert "it has no schemas/sampling_frame.yml" in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--max-error", "0%"), "--max-error: '0%' is no share between 0 and 100%."),
        (("--confidence", "sure"), "--confidence: 'sure' is no share between 0 and 100%."),
        (("--output", "sample.ods"), "--output: 'sample.ods' is no XLSX file."),
        (("--size", "5", "--allow", "1"), "--size and --allow do not go together."),
        (("--size", "5"), "--size: a sample of 5 cannot show with 95% confidence that at most 1%"),
        (("--allow", "3"), "With 3 errors not even a comparison of all 204 shows that at most 1%"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    office: Path, words: tuple[str, ...], message: str
) -> None:
    output = () if "--output" in words else ("--output", "new.xlsx")
    done = sample(office, "draw", *output, *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_columns_of_the_sheet_are_told_by_their_headers(filled: Path) -> None:
    """Whoever moves a column to the front has not changed anything."""

    def swap(sheet: Any) -> None:
        at = columns_of(sheet)["Note"]
        for row in sheet.iter_rows():
            row[0].value, row[at - 1].value = row[at - 1].value, row[0].value

    edit(filled / "sample.xlsx", swap)
    assert sample(filled, "read").code == 0
