"""The releases with a text of ours, each opened once for all tests of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from functools import cache
from unittest.mock import patch

import pytest

from qa_checks import opened
from qa_checks.opened import Opened
from qa_checks.release_file import read_release
from tests.real.test_release_texts import OPTIONS, write_with_text


@pytest.fixture(scope="session")
def with_text(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Opened]]:
    """Gives the release of a year with its text."""
    with ExitStack() as open_releases:

        @cache
        def read(year: int) -> Opened:
            release = read_release(write_with_text(tmp_path_factory.mktemp("social-care"), year))
            with patch.object(opened, "bounded", nullcontext):  # not for as long as it stays open
                return open_releases.enter_context(opened.opened(release, OPTIONS))

        yield read
