"""`qa-checks init`: a release.yml to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import say
from qa_checks.errors import UsageError
from qa_checks.words import plural


def init_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="The files of the release.")],
    output: Annotated[Path, o.option("--output", "FILE", "The release file to write.")] = Path(
        "release.yml"
    ),
    force: Annotated[
        bool, o.flag("--force", help="Replace the release file if it is there.")
    ] = False,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Write a release.yml that describes these files, for `qa-checks run`.

    Where published tables stand in them, tables.yml beside it says what each shows, as far as
    their labels and numbers tell. Texts among the files are listed as documents.

    What can be seen in the files is filled in, with a comment that says where it comes from;
    what cannot is left commented out, with an example. Read it through before the first run.
    """
    del debug
    from qa_checks.placement import write_file
    from qa_checks.release import TO_FILL_IN
    from qa_checks.scaffold import draft_release

    if output.is_dir():
        raise UsageError(
            "This is a folder.", where=str(output), remedy="Give the name of a file to write."
        )
    _refuse_taken(output, force, "Give --output another name, or --force to replace it.")
    draft = draft_release(files, output.parent, catalogue)
    beside, tables = output.with_name("tables.yml"), draft.tables
    if tables:
        if output.name == beside.name:
            raise UsageError(
                f"--output: {beside.name} is the name of the file that declares published tables.",
                remedy="Give --output another name, such as release.yml.",
            )
        _refuse_taken(
            beside, force, "Give --output a name in another folder, or --force to replace it."
        )
    output.parent.mkdir(parents=True, exist_ok=True)
    write_file(output, draft.release.encode())
    if tables:
        write_file(beside, tables.text.encode())
        left = f", and leaves {tables.left} to you" if tables.left else ""
        say(f"Wrote {beside}: it declares {plural(len(tables.titles), 'published table')}{left}.")
    name = "" if output == Path("release.yml") else f" {output}"
    missing = draft.release.count(TO_FILL_IN)
    ask = f", write {plural(missing, 'reason')} in place of {TO_FILL_IN}" if missing else ""
    say(f"Wrote {output}: read it through{ask}, then check the release with `qa-checks run{name}`.")


def _refuse_taken(path: Path, force: bool, remedy: str) -> None:
    if path.exists() and not force:
        raise UsageError("This file is there already.", where=str(path), remedy=remedy)
