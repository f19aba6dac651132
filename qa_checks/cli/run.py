"""`qa-checks run`: a whole release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.cli.session import run_and_report
from qa_checks.reading.connection import opening

if TYPE_CHECKING:
    from qa_checks.cli import options as o
    from qa_checks.cli.choices import Choices


def run_command(
    release: o.ReleaseArgument = Path("release.yml"),
    *,
    choices: Choices,
) -> None:
    """Check a whole release, described in a release.yml.

    Every check whose tables the release provides must run: one that lacks a fact makes the
    verdict incomplete. `qa-checks init FILE…` writes a release.yml to begin with.
    """
    with opening() as open_database:
        from qa_checks.release_file import read_release

        run_and_report(read_release(release), choices, release.parent, open_database)
