"""Equal lines of large text files are left out first: the report is that of cells all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.comparing import equal_lines, loose_files
from qa_checks.comparing.loose_files import FilesAsked, HowToCompare, compare_files
from qa_checks.errors import InputError
from qa_checks.reading.formats import delimited_text

OLD = "id,x,y\na,1,p\nb,2,\nc,3,q\nd,4,r\n"
NEW = "id,x,y\nd,4,r\na,1,P\nb,,\ne,5,q\n"


def told(
    folder: Path, key: str, *, large: bool, monkeypatch: pytest.MonkeyPatch
) -> tuple[Any, ...]:
    """All that a comparison says, and how many rows were left out first, if lines tell."""
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", -1 if large else 1_000_000)
    left: list[int | None] = []

    def leave_out(*words: Any) -> equal_lines.Remaining | None:
        remaining = equal_lines.leave_out_equal(*words)
        left.append(None if remaining is None else remaining.equal)
        return remaining

    monkeypatch.setattr(loose_files, "leave_out_equal", leave_out)
    asked = FilesAsked(folder / "old.csv", folder / "new.csv", tuple(key.split(",")))
    try:
        report = compare_files(asked, HowToCompare())
    except InputError as fault:
        return str(fault), left[:1]
    rows = [(file.path, file.rows) for file in report.inputs]
    return (report.outcomes, report.compared, rows), left[:1]


@pytest.mark.parametrize(
    ("old", "new", "key", "left_out"),
    [
        (OLD, NEW, "id", 1),
        (OLD, OLD, "id", 4),
        (OLD, NEW.replace("\n", "\r\n"), "id", 1),
        (f"A title\n{OLD}", NEW, "id", 1),
        (OLD.replace(",", ";"), NEW.replace("b,", "b,7").replace(",", ";"), "x,id", 1),
        (OLD, NEW.replace("P", '"P"'), "id", None),
        (OLD, NEW.replace("e,", ","), "id", None),
        (OLD, NEW.replace("e,", "a,"), "id", None),
        (OLD, f"{OLD}d,4,r\n", "id", None),
        (OLD, NEW.replace("id,x,y", "id,y,x"), "id", None),
        (OLD, NEW.replace("a,1,P", "a,1"), "id", None),
    ],
    ids=[
        "every kind of change", "the same", "line ends", "a title", "a key of two columns",
        "a quotation mark", "a row without a key", "a key twice", "a row twice", "another order",
        "a short row",
    ],
)  # fmt: skip
def test_the_same_is_said_of_lines_as_of_cells(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    key: str,
    left_out: int | None,
) -> None:
    for name, text in (("old", old), ("new", new)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    cells, _ = told(tmp_path, key, large=False, monkeypatch=monkeypatch)
    lines, left = told(tmp_path, key, large=True, monkeypatch=monkeypatch)
    assert lines == cells
    assert left == [left_out]
