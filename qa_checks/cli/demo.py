"""`qa-checks demo`: a synthetic release to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli.asking import say
from qa_checks.cli.choices import Choices, Format
from qa_checks.cli.options import flag
from qa_checks.cli.session import Verdict, run_and_report
from qa_checks.cli.shared_options import with_choices
from qa_checks.errors import UsageError

MARK = "Made by `qa-checks demo`"


@with_choices
def demo_command(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help="Where to write it; an earlier demo there is replaced. "
            "[default: demo-release, with --clean demo-release-clean]",
            show_default=False,
        ),
    ] = None,
    clean: Annotated[bool, flag("--clean", help="Plant no faults: the verdict is pass.")] = False,
    force: Annotated[
        bool, flag("--force", help="Write even if the folder holds something else.")
    ] = False,
    *,
    choices: Choices,
) -> None:
    """Write an invented release with planted faults to a folder, and check it.

    It has the size and shape of a real one, a previous release beside it, and a README that lists
    every fault planted: the report must find each. The verdict is fail; with `--clean` it is pass.
    """
    from qa_checks.demo_release import unpack
    from qa_checks.release_file import read_release
    from qa_checks.render.report_folder import REPORTS

    folder = folder or Path("demo-release-clean" if clean else "demo-release")
    _check_folder(folder, force)
    path = unpack(folder, clean=clean)
    release = read_release(path)
    talks = not choices.quiet and choices.format is Format.TABLE
    if not choices.quiet:
        say(
            f"Wrote a synthetic release to {folder}{', without faults' if clean else ''}.",
            *(() if clean else [f"{folder / 'README.md'} lists its faults."]),
            f"Checking it as `qa-checks run {path}` does.",
            "",
            aside=True,
        )
    try:
        run_and_report(release, choices, path.parent)
    except Verdict:
        if talks:
            page = (choices.output or REPORTS / release.facts.id) / "report.html"
            _tell_what_next(folder, clean, None if choices.no_files else page)
        raise


def _tell_what_next(folder: Path, clean: bool, page: Path | None) -> None:
    """What a newcomer may do now: read, compare, understand, break or mend, then use it."""
    steps = {"Read the report": str(page)} if page else {}
    if clean:
        steps["Spoil a value in"] = str(folder / "data")
        steps["and see it found"] = f"qa-checks run {folder / 'release.yml'}"
        steps["See a release that fails"] = "qa-checks demo"
    else:
        steps["Compare with what was planted"] = str(folder / "README.md")
        steps["Understand a check"] = "qa-checks rules show DAT004"
        steps["See a release that passes"] = "qa-checks demo --clean"
    steps["Check a file of your own"] = "qa-checks check FILE"
    widest = max(map(len, steps))
    lines = [f"  {why:<{widest}}   {what}" for why, what in steps.items()]
    say("", "What next:", *lines, aside=True)


def _check_folder(folder: Path, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError("This is a file.", where=str(folder), remedy="Give a folder to write to.")
    if force or not folder.exists() or not any(folder.iterdir()):
        return
    readme = folder / "README.md"
    if not readme.is_file() or MARK not in readme.read_text("utf-8", errors="replace")[:500]:
        raise UsageError(
            "The folder holds something that is not a demo.",
            where=str(folder),
            remedy="Give another folder, or --force to write there; files of the same name are "
            "then replaced.",
        )
