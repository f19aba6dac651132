"""A release that was read, for the commands that write or count what stands in it."""

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
    from qa_checks.opened import Opened, Options


@contextmanager
def open_data(data: list[Path] | None, catalogue: Path | None) -> Iterator[tuple[Opened, Options]]:
    """Read a release, or files, with options that say aloud what is being done."""
    from qa_checks.cli.check import find_release
    from qa_checks.opened import opened

    release = find_release(data)
    with progress(Choices()) as tell:
        options = options_of(Choices(catalogue=catalogue), tell)
        with opened(release, options) as read:
            yield read, options


@contextmanager
def open_whole(data: list[Path] | None, catalogue: Path | None) -> Iterator[tuple[Opened, Engine]]:
    """Read a release, or files, and have its rows counted.

    Raises
    ------
    InputError
        If a file cannot be read: a number without its rows would look like the number.
    """
    from qa_checks.engines import reference

    with open_data(data, catalogue) as (read, _):
        if read.loaded.problems:
            raise InputError(" ".join(problem.message for problem in read.loaded.problems))
        yield read, reference.start(read.loaded, read.release.parameters)
