"""An export is there whole or not at all, and never in the place of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.errors import UsageError
from qa_checks.exports.new_folder import refuse_taken, write_folder


def fill(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "b.txt").write_text("b")
    (folder / "a.txt").write_text("a")


def test_it_names_the_files_it_wrote(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert write_folder(out, fill) == [out / "a.txt", out / "deep" / "b.txt"]
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert out.stat().st_mode & 0o777 == 0o755


def test_an_empty_folder_may_be_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert len(write_folder(out, fill)) == 2


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(UsageError) as refused:
        write_folder(out, fill)
    assert str(refused.value) == (
        f"{out}: The folder holds something; an export never replaces anything. "
        "Give --output another name, or move away what is there."
    )
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine")
    else:
        out.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="The name is taken by a file"):
        refuse_taken(out)


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def break_off(folder: Path) -> None:
        fill(folder)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_folder(tmp_path / "out", break_off)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    out = tmp_path / "file" / "out"
    with pytest.raises(UsageError) as refused:
        write_folder(out, fill)
    assert str(refused.value).startswith(f"{out}: The export cannot be written: ")
