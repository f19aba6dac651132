"""A file that somebody named is whole or not there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from qa_checks.errors import UsageError
from qa_checks.exports.new_file import new_file


def test_what_ends_before_the_end_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "changes.csv"
    with suppress(KeyboardInterrupt), new_file(path) as aside:
        aside.write_text("half")
        raise KeyboardInterrupt
    assert list(path.parent.iterdir()) == []
    with new_file(path) as aside:
        aside.write_text("whole")
    assert path.read_text() == "whole"


def test_where_no_file_can_stand_the_option_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "changes.csv"
    with pytest.raises(UsageError) as refused, new_file(path, "--changes"):
        pass
    assert str(refused.value) == (
        f"{path}: The file cannot be written: File exists. Give --changes a file that can be "
        "written."
    )
