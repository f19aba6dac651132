from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import read_text
from tests.texts.documents.making import blocks_of, refuse, words_of

SLAC = Path(__file__).parents[4] / "shared" / "data" / "texts" / "slac_2012.txt"
PARAGRAPH, ITEM, CELL = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CELL


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("six re-\ninspections", "six re-inspections"),
        ("all inspec-\ntions of 9 inspections", "all inspections of 9 inspections"),
        ("Inspec-\ntions. 9 inspections", "Inspections. 9 inspections"),
        ("all inspec\u00ad\ntions", "all inspections"),
        ("twenty-\nthree homes", "twenty-three homes"),
        ("in 2011-\n12", "in 2011-12"),
        ("in 2011–\n12", "in 2011–12"),
        ("between 5-\n10 of 510 homes", "between 5-10 of 510 homes"),
        ("there were 14,\n275 places", "there were 14,275 places"),
        ("there were 14\n,275 places", "there were 14,275 places"),
        ("there were 14,2\n75 places", "there were 14,275 places"),
        ("up 2\n.7%", "up 2.7%"),
        ("see Table 2,\n119 authorities", "see Table 2, 119 authorities"),
        ("of 121, 125,\n130 and 140", "of 121, 125, 130 and 140"),
        ("in 2012,\n119 authorities", "in 2012, 119 authorities"),
        ("there were 20.\n46 of them", "there were 20. 46 of them"),
        ("there were\n20. Of these, 5", "there were 20. Of these, 5"),
        (
            "www.ofsted.gov.uk/care/\nsocial and/\nor",
            "www.ofsted.gov.uk/care/social and/ or",
        ),
        ("up 2.7\nper cent", "up 2.7 per cent"),
        ("and\r\nor\rnot", "and or not"),
        ("the end\x1a", "the end"),
    ],
)
def test_lines_are_joined(lines: str, words: str, tmp_path: Path) -> None:
    assert words_of(write(tmp_path / "a.txt", lines)) == [words]


def test_lists_and_paragraphs(tmp_path: Path) -> None:
    text = """Findings
========
There are two:
- homes, of which
  - many are new; and
- places.
They are counted:
1. as at 31 March; and
2. in the year, at the
   end of it.
3) At no other day.
o A scanned bullet

A sentence of a paragraph that is as wide as the page has room
and ends early.
Another paragraph.
"""
    text_of = read_text(write(tmp_path / "a.txt", text), "a.txt")
    assert [(b.line, b.kind, text_of.content[b.start : b.end]) for b in text_of.blocks] == [
        (1, PARAGRAPH, "Findings"),
        (3, PARAGRAPH, "There are two:"),
        (4, ITEM, "homes, of which"),
        (5, ITEM, "many are new; and"),
        (6, ITEM, "places."),
        (7, PARAGRAPH, "They are counted:"),
        (8, ITEM, "1. as at 31 March; and"),
        (9, ITEM, "2. in the year, at the end of it."),
        (11, ITEM, "3) At no other day."),
        (12, ITEM, "A scanned bullet"),
        (
            14,
            PARAGRAPH,
            "A sentence of a paragraph that is as wide as the page has room and ends early.",
        ),
        (16, PARAGRAPH, "Another paragraph."),
    ]


def test_rows_of_numbers_are_cells(tmp_path: Path) -> None:
    text = """Grade of homes     Number  Share
Good               1,204   62%
Outstanding           98    c
In 2011 there were 15 of 20
homes.
"""
    assert blocks_of(write(tmp_path / "a.txt", text)) == [
        (PARAGRAPH, "Grade of homes Number Share"),
        *((CELL, cell) for cell in ("Good", "1,204", "62%", "Outstanding", "98", "c")),
        (PARAGRAPH, "In 2011 there were 15 of 20 homes."),
    ]


@pytest.mark.skipif(not SLAC.exists(), reason="the shared files are not there")
def test_scanned_release() -> None:
    text = read_text(SLAC, "slac_2012.txt")
    table = [text.content[b.start : b.end] for b in text.blocks if b.kind is CELL]
    assert " ".join(table) == (
        "Outstanding 4 14 0 15 Good 44 55 64 64 Adequate 57 44 54 41 Inadequate 20 12 3 1 "
        "Total inspections 125 125 121 121"
    )
    assert table[-5] == "Total inspections"
    for words in (
        "six local authorities received re-inspections of safeguarding",
        "inadequate for the Contribution of health agencies. (Tables 3and 4)",
        "outstanding for Overal/ effectiveness of services",
        "from week beginning 27 November 2010.",
    ):
        assert words in text.content
    assert len(text.blocks) == 20 + 25 + 24


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b" \n\t\n", "There is no text in it."),
        (b"Homes\n" * 100 + b"5\x00", "A NUL byte stands in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "This is a PNG picture, not a text."),
        (b"{\\rtf1 homes}", "This is a rich text document, not a text."),
        (b'{"homes": 5}', "This is a JSON document, not a text."),
        (b"a" * 1_000_001, "The text has more than 1,000,000 characters."),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    assert says in refuse(write(tmp_path / "a.txt", content)).what


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path / "a.txt").what == "There is no such file."
    assert refuse(tmp_path).what == "This is a folder."
    os.mkfifo(tmp_path / "pipe")
    assert refuse(tmp_path / "pipe").what == "This is a device or a pipe, not a file."
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(65 << 20)
    assert "at most 67,108,864 are read" in refuse(tmp_path / "large.txt").what
