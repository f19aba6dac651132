"""`qa-checks check`: published files as they are."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.cli.asking import read_day
from qa_checks.cli.session import run_and_report
from qa_checks.days import read_span
from qa_checks.errors import UsageError
from qa_checks.reading.connection import opening

if TYPE_CHECKING:
    from qa_checks.cli import options as o
    from qa_checks.cli.choices import Choices
    from qa_checks.release import Release


def check_command(
    files: o.FilesArgument,
    layout: o.LayoutOption = None,
    as_at: o.AsAtOption = None,
    period: o.PeriodOption = None,
    published_by: o.PublishedByOption = None,
    previous: o.PreviousOption = None,
    *,
    choices: Choices,
) -> None:
    """Check published files as they are, without describing a release.

    Sheets and columns are recognised by their headers. A rule whose facts are missing
    (a reference date, a previous release) is skipped and says so. Of a text, the numbers are
    found and held against each other, and it is said which nobody has bound to a query.
    """
    with opening() as open_database:
        from qa_checks.model.inputs import ReleaseFacts
        from qa_checks.release import release_from_files

        start, end = _read_period(period)
        facts = ReleaseFacts(
            id=name_release(files),
            title=", ".join(path.name for path in files),
            as_at=read_day(as_at, "--as-at") if as_at is not None else None,
            period_start=start,
            period_end=end,
            published_by=(
                read_day(published_by, "--published-by") if published_by is not None else None
            ),
        )
        release = release_from_files(files, facts, layout, previous or [])
        run_and_report(release, choices, open_database=open_database)


def _read_period(text: str | None) -> tuple[dt.date | None, dt.date | None]:
    if text is None:
        return None, None
    try:
        start, end = read_span(text)
    except ValueError:
        raise UsageError(
            f"--period: '{text}' is not a period.",
            remedy="Write it as 2021-04-01..2021-08-31 or 01/04/2021..31/08/2021.",
        ) from None
    if end < start:
        raise UsageError(
            f"The period '{text}' ends before it starts.", remedy="Write the first day first."
        )
    return start, end


def name_release(files: list[Path]) -> str:
    """The release's id when nobody gave one: the first file's name, made plain."""
    stem = files[0].name.split(".")[0].lower()
    name = re.sub(r"[^a-z0-9_-]+", "-", stem).strip("-_")[:80] or "release"
    return name if len(files) == 1 else f"{name}-and-{len(files) - 1}-more"


def find_release(data: list[Path] | None) -> Release:
    """The release a file describes, or the files themselves; release.yml without any."""
    from qa_checks.model.inputs import ReleaseFacts
    from qa_checks.release import release_from_files
    from qa_checks.release_file import read_release

    files = data or [Path("release.yml")]
    described = [path for path in files if path.suffix in (".yml", ".yaml")]
    if len(files) == 1 and described:
        return read_release(files[0])
    if described:
        raise UsageError(
            "A release file stands for all of its files.",
            where=str(described[0]),
            remedy="Give the release file alone, or the data files without it.",
        )
    title = ", ".join(path.name for path in files)
    release = release_from_files(files, ReleaseFacts(id=name_release(files), title=title), None, [])
    if release.texts:
        raise UsageError(
            "A text holds no rows.",
            where=str(release.texts[0]),
            remedy="Give data files; `qa-checks check` takes texts.",
        )
    return release
