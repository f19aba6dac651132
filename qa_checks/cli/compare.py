"""`qa-checks compare`: what changed between two releases, or any two files."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from msgspec.structs import replace

from qa_checks.cli import options as o
from qa_checks.cli.choices import FAILING_ROWS, Choices
from qa_checks.cli.session import (
    get_ready,
    leave,
    options_of,
    progress,
    save,
)
from qa_checks.cli.shared_options import with_choices
from qa_checks.errors import InputError, UsageError

WHAT = "What is compared"
CHANGES = "--changes"


@with_choices
def compare_command(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier one of the two.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later one.")],
    key: Annotated[
        list[str] | None,
        o.option(
            "--key",
            "COLUMNS",
            "Headers of the columns that tell rows apart, with commas between; one with a "
            "comma in quotation marks; may be given several times. Compares any two files, "
            "whatever they hold.",
            WHAT,
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        o.option(
            "--columns",
            "COLUMNS",
            "Headers of the columns that matter, named likewise; with --key. [default: all "
            "that both have]",
            WHAT,
        ),
    ] = None,
    changes: Annotated[
        Path | None,
        o.option(
            CHANGES,
            "FILE.csv",
            "A new file for every change, cell by cell, however many there are.",
            o.REPORT,
        ),
    ] = None,
    *,
    choices: Choices,
) -> None:
    """Say what changed between two releases, or any two files, and what must be explained.

    OLD and NEW are release files (release.yml), published files, or with --key any two files with
    headers. Each change that nobody would expect is a finding.
    """
    if changes is not None and changes.exists():
        raise UsageError(
            "It is already there.", where=f"{CHANGES} {changes}", remedy="Name a new file."
        )
    if key:
        _compare_loose(
            old, new, (_listed("--key", key), _listed("--columns", columns)), changes, choices
        )
    if columns:
        raise UsageError("--columns has a meaning with --key only.", remedy="Give both.")
    _compare_releases(old, new, changes, choices)


def _compare_releases(old: Path, new: Path, changes: Path | None, choices: Choices) -> NoReturn:
    """Compare two releases, or known files, by the comparisons of the catalogue, and leave."""
    from qa_checks.assessment import run
    from qa_checks.cli.check import find_release
    from qa_checks.comparing.loose_files import name_comparison
    from qa_checks.release import since

    before, now = find_release([old]), find_release([new])
    release = since(now, before, name_comparison(before.facts.id, now.facts.id))
    with progress(choices) as tell:
        options = options_of(choices, tell)
        try:
            options = replace(options, compared=True, take=_taker(changes))
            report = run(release, replace(options, meanwhile=partial(get_ready, choices)))
        except InputError as fault:
            by_key = "Any two files can be compared by the headers of a key: --key 'URN'."
            remedy = f"{fault.remedy} {by_key}".lstrip()
            raise InputError(fault.what, where=fault.where, remedy=remedy) from None
        folder = save(report, choices, tell)
    leave(report, choices, folder, release.path or Path("release.yml"))


def _taker(changes: Path | None) -> Callable[[Iterator[Sequence[str]]], None] | None:
    """What writes every change to a file, if one is wanted."""
    if changes is None:
        return None

    def take(lines: Iterator[Sequence[str]]) -> None:
        from qa_checks.exports.new_file import new_file
        from qa_checks.guarded_csv import write_csv

        with new_file(changes, CHANGES) as aside:
            write_csv(aside, lines)

    return take


def _compare_loose(
    old: Path,
    new: Path,
    names: tuple[tuple[str, ...], tuple[str, ...]],
    changes: Path | None,
    choices: Choices,
) -> NoReturn:
    """Compare two files by the headers of their keys, and leave."""
    _refuse_rules(choices)
    from qa_checks.comparing.loose_files import FilesAsked, HowToCompare, compare_files

    key, columns = names
    with progress(choices) as tell:
        threading.Thread(target=get_ready, args=[choices], daemon=True).start()
        how = HowToCompare(
            choices.catalogue,
            choices.fail_on,
            choices.max_findings,
            progress=tell,
            take=_taker(changes),
        )
        report = compare_files(FilesAsked(old, new, key, columns), how)
        folder = save(report, choices, tell)
    leave(report, choices, folder, Path("release.yml"))


def _refuse_rules(choices: Choices) -> None:
    """Refuse what only a comparison with rules can heed."""
    given = {
        "--rules": choices.rules,
        "--theme": choices.theme,
        "--severity": choices.severity,
        "--second-opinion": choices.second_opinion,
        FAILING_ROWS: choices.failing_rows,
    }
    for name, value in given.items():
        if value:
            raise UsageError(
                f"{name} has no meaning with --key: two files of any kind have no rules.",
                remedy="Leave one of the two out.",
            )


def _listed(option: str, texts: Sequence[str] | None) -> tuple[str, ...]:
    """The headers an option names, of each time that it is given at least one.

    They are parted as the cells of a line of CSV are, so a header in quotation marks may hold a
    comma.
    """
    listed: list[str] = []
    for text in texts or ():
        cells = next(csv.reader([text], skipinitialspace=True), [])
        names = [cell.strip() for cell in cells if cell.strip()]
        if not names:
            raise UsageError(
                f"{option} '{text}' names no column.",
                remedy=f"Name headers of both files, such as {option} 'URN'.",
            )
        listed += names
    return tuple(listed)
