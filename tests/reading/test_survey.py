"""What is told of the bytes of a text file, whatever blocks they are read in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_checks.reading import survey as surveying
from qa_checks.reading.contents import HEAD_ROWS, MIB
from qa_checks.reading.survey import Survey, has_spaced_quotes, survey

PIECES = st.sampled_from(
    [b"a", b"\n", b"\r", b"\r\n", b"\xc3\xa9", b"\xe2\x80\x93", b"\xc3", b"a,b\n"]
)
CONTENTS = st.tuples(
    st.integers(HEAD_ROWS - 2, HEAD_ROWS + 1), st.lists(PIECES, min_size=1, max_size=60)
).map(lambda parts: b"x\n" * parts[0] + b"".join(parts[1]))


def count_slowly(content: bytes) -> Survey:
    try:
        content.decode()
        utf_8 = True
    except UnicodeDecodeError:
        utf_8 = False
    crlf = content.count(b"\r\n")
    *lines, last = content.split(b"\n")
    return Survey(
        ascii=content.isascii(),
        utf_8=utf_8,
        lf=len(lines) - crlf,
        crlf=crlf,
        cr=content.count(b"\r") - crlf,
        blank_lines=any(line in (b"", b"\r") for line in lines[HEAD_ROWS:]),
        lines=len(lines) + bool(last),
        quotes=b'"' in content,
    )


@settings(max_examples=200, deadline=None)
@given(content=CONTENTS, block=st.sampled_from([1, 2, 3, 7, 64, 1000]))
def test_the_same_is_told_in_blocks_of_any_length(content: bytes, block: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(surveying, "BLOCK", block)
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        assert survey(path, "a.csv") == count_slowly(content)


@pytest.mark.parametrize(
    ("content", "spaced"),
    [
        (b'a,b\n1, "x"\n', True),
        (b'a,b\n "1",x\n', True),
        (b' "a",b\n1,x\n', True),
        (b'a,b\n1,"x" \n', True),
        (b'a,b\n1,"x" ', True),
        (b'a,b\n"1" ,x\n', True),
        (b'a,b\n1,"x"\n', False),
        (b'a,b\n1,x "y" z\n', False),
    ],
)
def test_blanks_beside_quotation_marks(tmp_path: Path, content: bytes, spaced: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert has_spaced_quotes(path) is spaced


def test_blanks_at_the_start_of_a_block_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    line = b"1,Private,London\n"
    first_block = line * -(-MIB // len(line))
    path.write_bytes(first_block + b' "2",Private,London\n')
    assert has_spaced_quotes(path)
