"""A file that somebody named to be written: whole, or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa_checks.errors import writing
from qa_checks.placement import file_aside


@contextmanager
def new_file(path: Path, option: str = "--output") -> Iterator[Path]:
    """Give an empty file to be filled, which then stands under the name.

    Parameters
    ----------
    option
        The option that names the file.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    with writing("The file", path, f"Give {option} a file that can be written."):
        path.parent.mkdir(parents=True, exist_ok=True)
        with file_aside(path) as aside:
            yield aside
