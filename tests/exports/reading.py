"""A release opened for an export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa_checks.appraisal import Judged, judge
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Opened, Options, opened
from qa_checks.release import release_from_files

FACTS = ReleaseFacts("visits-2022", "Visits, 2022", as_at=dt.date(2022, 5, 31))


@contextmanager
def judged(catalogue: Path, file: Path) -> Iterator[tuple[Opened, Judged]]:
    """Read and judge one file, whose tables stay open meanwhile."""
    release, options = release_from_files([file], FACTS, None, []), Options(catalogue)
    with opened(release, options) as read:
        yield read, judge(read, options)
