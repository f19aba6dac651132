"""`qa-checks run`: a whole release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli.session import Choices, run_and_report, with_choices


@with_choices
def run_command(
    release: Annotated[
        Path, typer.Argument(metavar="RELEASE.yml", help="The release to check.")
    ] = Path("release.yml"),
    *,
    choices: Choices,
) -> None:
    """Check a whole release, described in a release.yml.

    Every check whose tables the release provides must run: one that lacks a fact makes the
    verdict incomplete. `qa-checks init FILE…` writes a release.yml to begin with.
    """
    from qa_checks.release_file import read_release

    run_and_report(read_release(release), choices, release.parent)
