"""`qa-checks demo`: a synthetic release to try everything on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli.session import Choices, run_and_report, with_choices
from qa_checks.errors import UsageError

MARK = "Made by `qa-checks demo`"


@with_choices
def demo_command(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[FOLDER]", help="Where to write it; an earlier demo is replaced."),
    ] = Path("demo-release"),
    clean: Annotated[
        bool, typer.Option("--clean", help="Plant no faults: the verdict is pass.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="Another number, another release.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write even if the folder holds something else.")
    ] = False,
    *,
    choices: Choices,
) -> None:
    """Write an invented release with planted faults to a folder, and check it.

    It has the size and shape of a real one, a previous release beside it, and a README that lists
    every fault planted: the report must find each. The verdict is fail; with `--clean` it is pass.
    """
    from qa_checks.demo.folder import SEED, write
    from qa_checks.release import read_release

    _check_folder(folder, force)
    release = write(folder, clean=clean, seed=SEED if seed is None else seed)
    if not choices.quiet:
        faults = "without faults" if clean else f"its faults are listed in {folder / 'README.md'}"
        sys.stderr.write(f"Wrote a synthetic release to {folder} ({faults}).\n")
        sys.stderr.write(f"Checking it as `qa-checks run {release}` does.\n\n")
        sys.stderr.flush()
    run_and_report(read_release(release), choices, release.parent)


def _check_folder(folder: Path, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError("This is a file.", where=str(folder), remedy="Give a folder to write to.")
    if force or not folder.exists() or not any(folder.iterdir()):
        return
    readme = folder / "README.md"
    if not readme.is_file() or MARK not in readme.read_text("utf-8", errors="replace")[:500]:
        raise UsageError(
            "The folder holds something that is no demo.",
            where=str(folder),
            remedy="Give another folder, or --force to write there; files of the same name are "
            "then replaced.",
        )
