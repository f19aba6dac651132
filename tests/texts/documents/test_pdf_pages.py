from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import pdf_process, read_text
from tests.texts.documents.making import Printed, lines_down, pdf_of, refuse, words_of

LEFT = (
    "There were 14,275 places in all of",
    "the mainstream homes, and six re-",
    "inspections of homes that had been",
    "inadequate in the year before.",
)
RIGHT = (
    "Of the 125 inspections of homes in",
    "the year, 3% were outstanding and",
    "35% were good for their overall",
    "effectiveness.",
)
COLUMNS = (
    "There were 14,275 places in all of the mainstream homes, and six re-inspections of homes that "
    "had been inadequate in the year before.",
    "Of the 125 inspections of homes in the year, 3% were outstanding and 35% were good for their "
    "overall effectiveness.",
)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def by_columns() -> bytes:
    return pdf_of([*lines_down(50, 700, LEFT), *lines_down(310, 700, RIGHT)])


def across_columns() -> bytes:
    """Two columns below a heading over both, printed line by line across them."""
    pairs = zip(lines_down(50, 700, LEFT), lines_down(310, 700, RIGHT), strict=True)
    return pdf_of([(50, 740, 18, "Findings"), *(line for pair in pairs for line in pair)])


@pytest.mark.parametrize(
    ("content", "heading"), [(by_columns(), []), (across_columns(), ["Findings"])]
)
def test_columns_are_read_one_after_the_other(
    content: bytes, heading: list[str], tmp_path: Path
) -> None:
    assert words_of(write(tmp_path / "a.pdf", content)) == [*heading, *COLUMNS]


def test_pages_headings_marks_and_rows(tmp_path: Path) -> None:
    furniture = [(50, 20, 8, "Ofsted 2025"), (500, 20, 8, "Page 1 of 2")]
    first = [
        (50, 800, 20, "Findings"),
        (50, 760, 10, "In the whole year 2024 to 2025 there were"),
        (245, 760, 10, "12"),
        (258, 764, 6, "1"),
        (264, 760, 10, "homes in the whole of the country, in"),
        (50, 748, 10, "every region of England, and in a number of"),
        (255, 748, 10, "2"),
        (260.6, 748, 10, ","),
        (263.4, 748, 10, "345 visits nobody was refused at"),
        *furniture,
    ]
    second = [
        *lines_down(50, 800, ["the door.", "Below it", "• one", "• two"]),
        *((50, 700, 10, "Good"), (150, 700, 10, "1,204"), (200, 700, 10, "62%")),
        *((50, 688, 10, "Outstanding"), (150, 688, 10, "98"), (200, 688, 10, "5%")),
        (50, 660, 10, "Nothing else."),
        *((50, 20, 8, "Ofsted 2025"), (500, 20, 8, "Page 2 of 2")),
    ]
    text = read_text(write(tmp_path / "a.pdf", pdf_of(first, second)), "a.pdf")
    assert [
        (b.page, b.line, b.kind, b.row, text.content[b.start : b.end]) for b in text.blocks
    ] == [
        (1, 1, BlockKind.HEADING, None, "Findings"),
        (
            1,
            2,
            BlockKind.PARAGRAPH,
            None,
            "In the whole year 2024 to 2025 there were 12¹ homes in the whole of the country, in "
            "every region of England, and in a number of 2,345 visits nobody was refused at the "
            "door.",
        ),
        (2, 3, BlockKind.PARAGRAPH, None, "Below it"),
        (2, 4, BlockKind.ITEM, None, "one"),
        (2, 5, BlockKind.ITEM, None, "two"),
        (2, 6, BlockKind.CELL, 1, "Good"),
        (2, 7, BlockKind.CELL, 1, "1,204"),
        (2, 8, BlockKind.CELL, 1, "62%"),
        (2, 9, BlockKind.CELL, 2, "Outstanding"),
        (2, 10, BlockKind.CELL, 2, "98"),
        (2, 11, BlockKind.CELL, 2, "5%"),
        (2, 12, BlockKind.PARAGRAPH, None, "Nothing else."),
    ]


def test_lines_that_say_other_numbers_at_the_same_place_are_text(tmp_path: Path) -> None:
    pages = [
        [
            *((50, 800, 8, f"Findings 2025, page {page}"), (50, 20, 8, "Ofsted")),
            *lines_down(50, 760, [f"In {year} there were {homes} homes.", what]),
        ]
        for page, year, homes, what in (
            (3, 2024, 125, "Few of them closed."),
            (4, 2025, 130, "Many opened."),
        )
    ]
    assert words_of(write(tmp_path / "a.pdf", pdf_of(*pages))) == [
        "In 2024 there were 125 homes. Few of them closed.",
        "In 2025 there were 130 homes. Many opened.",
    ]


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(by_columns())))
    writer.encrypt(password, "owner", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_password_is_said_and_no_password_is_none(tmp_path: Path) -> None:
    error = refuse(write(tmp_path / "a.pdf", locked("secret")))
    assert error.what == "The file is protected with a password."
    assert words_of(write(tmp_path / "b.pdf", locked(""))) == list(COLUMNS)


def test_picture_of_text_is_no_text(tmp_path: Path) -> None:
    page, picture = [(50.0, 700.0, 10.0, "Homes")], list[Printed]()
    error = refuse(write(tmp_path / "a.pdf", pdf_of(picture, picture)))
    assert error.what == "The PDF holds no text: its pages are pictures, or empty."
    error = refuse(write(tmp_path / "a.pdf", pdf_of(page, picture, page)))
    assert error.what == "Page 2 is a picture without text."
    assert words_of(write(tmp_path / "a.pdf", pdf_of(picture, page))) == ["Homes"]


def test_letters_nobody_can_tell_are_refused(tmp_path: Path) -> None:
    content = pdf_of([(50, 700, 10, "\x01\x02\x03\x04 12")])
    assert refuse(write(tmp_path / "a.pdf", content)).what.startswith("Its fonts do not say which")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"%PDF-1.7\nand then nothing", "The PDF is damaged.", id="cut off"),
        pytest.param(
            pdf_of([(0, 0, 1, "a")]).replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]"),
            "The PDF",
            id="page in itself",
        ),
    ],
)
def test_damage_is_said(content: bytes, says: str, tmp_path: Path) -> None:
    assert refuse(write(tmp_path / "a.pdf", content)).what.startswith(says)


def test_too_much_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_SECONDS", 1)
    content = pdf_of([(50, 700, 10, "Homes")], extra=b"BT (a) Tj ET " * 2_000_000)
    assert refuse(write(tmp_path / "a.pdf", content)).what.startswith("Reading the PDF takes far")
