"""A release with an engine that counts in it, for the commands that give numbers of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.cli.choices import Choices
from qa_checks.cli.session import options_of, progress
from qa_checks.errors import InputError

if TYPE_CHECKING:
    from qa_checks.engines.door import Engine
    from qa_checks.opened import Opened


@contextmanager
def open_whole(data: list[Path] | None, catalogue: Path | None) -> Iterator[tuple[Opened, Engine]]:
    """Read a release, or files, and have its rows counted.

    Raises
    ------
    InputError
        If a file cannot be read: a number without its rows would look like the number.
    """
    from qa_checks.cli.check import find_release
    from qa_checks.engines import reference
    from qa_checks.opened import opened

    release = find_release(data)
    with (
        progress(Choices()) as tell,
        opened(release, options_of(Choices(catalogue=catalogue), tell)) as read,
    ):
        if read.loaded.problems:
            raise InputError(" ".join(problem.message for problem in read.loaded.problems))
        yield read, reference.start(read.loaded, read.release.parameters)
