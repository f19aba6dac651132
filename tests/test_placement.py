"""What stands under a name is whole, or is what stood there before."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from qa_checks.placement import file_aside, folder_aside, move_together, write_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_a_new_file_is_readable_by_all_and_alone(tmp_path: Path) -> None:
    path = write_file(tmp_path / "new.json", b"{}")
    assert (names(tmp_path), path.read_bytes(), mode(path)) == (["new.json"], b"{}", 0o644)


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "release.yml"
    path.write_text("old")
    path.chmod(0o600)
    write_file(path, b"new")
    assert (names(tmp_path), path.read_text(), mode(path)) == (["release.yml"], "new", 0o600)


def test_a_link_is_replaced_and_where_it_led_is_left_alone(tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere.yml", tmp_path / "release.yml"
    target.write_text("theirs")
    target.chmod(0o777)
    link.symlink_to(target)
    write_file(link, b"ours")
    assert (link.is_symlink(), link.read_text(), mode(link)) == (False, "ours", 0o644)
    assert target.read_text() == "theirs"


@pytest.mark.parametrize("fault", [OSError, ZeroDivisionError, KeyboardInterrupt])
def test_a_fault_leaves_what_was_there_and_nothing_else(
    fault: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / "gate.xml"
    path.write_text("old")

    def half() -> None:
        with file_aside(path) as aside:
            aside.write_text("ha")
            raise fault

    with pytest.raises(fault):
        half()
    assert (names(tmp_path), path.read_text()) == (["gate.xml"], "old")


def test_a_folder_in_the_place_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_file(tmp_path / "taken", b"")
    assert names(tmp_path) == ["taken"]


def test_files_whose_folder_aside_is_gone_take_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "first").write_text("old")
    with folder_aside(tmp_path) as aside:
        aside.rmdir()
        with pytest.raises(FileNotFoundError):
            move_together(aside, tmp_path, ["first"], ["first", "second"])
    assert (names(tmp_path), (tmp_path / "first").read_text()) == (["first"], "old")


def test_a_file_no_longer_written_goes_with_the_earlier_ones(tmp_path: Path) -> None:
    for name in ("first", "second", "other"):
        (tmp_path / name).write_text("old")
    with folder_aside(tmp_path) as aside:
        (aside / "first").write_text("new")
        move_together(aside, tmp_path, ["first"], ["first", "second"])
    assert names(tmp_path) == ["first", "other"]
    assert (tmp_path / "first").read_text() == "new"
