"""`qa-checks history`: the runs of a release."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import print_json
from qa_checks.cli.choices import Listing
from qa_checks.errors import ReleaseError


def history_command(
    release: Annotated[
        Path,
        typer.Argument(
            metavar="RELEASE.yml|FOLDER",
            help="The release, or the folder its reports were written to.",
        ),
    ] = Path("release.yml"),
    form: Annotated[
        Listing, typer.Option("--format", help="What to print: text for people, JSON for programs.")
    ] = Listing.TABLE,
    debug: o.DebugOption = False,
) -> None:
    """Show the runs of a release: what was fixed, what is new, and the time to the first pass.

    Every `qa-checks run` that writes a report adds a line to history.jsonl beside it.
    """
    del debug
    from qa_checks.render import history_as_text
    from qa_checks.review.past_runs import read

    folder = release if release.is_dir() else _folder_of(release)
    history, name = read(folder), folder.resolve().name
    if form is Listing.JSON:
        print_json(history_as_text.render_json(history, name))
    else:
        sys.stdout.write(history_as_text.render(history, name))


def _folder_of(release: Path) -> Path:
    from qa_checks.catalogue.yaml_files import read_model
    from qa_checks.release_file import refuse_missing
    from qa_checks.release_yaml import ReleaseFile
    from qa_checks.render.report_folder import REPORTS

    refuse_missing(release)
    return REPORTS / read_model(release, ReleaseFile, ReleaseError).release
