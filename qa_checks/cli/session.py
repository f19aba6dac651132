"""What every command that runs checks does around the run: options, reports, exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec.structs import replace

from qa_checks.cli.asking import print_json, say
from qa_checks.cli.choices import FAILING_ROWS, Choices, Format
from qa_checks.cli.stops import see_it_through
from qa_checks.reading.connection import open_empty

if TYPE_CHECKING:
    from rich.console import Console

    from qa_checks.duckdb_core import Connection
    from qa_checks.model.report import Report
    from qa_checks.opened import Options
    from qa_checks.release import Release
    from qa_checks.render.screen import PlainConsole

HERE = Path()
COLOURS_FORCED = ("FORCE_COLOR", "TTY_COMPATIBLE")  # as rich knows them
EXIT_CODES = {"pass": 0, "fail": 1, "incomplete": 2}


class Verdict(SystemExit):
    """The end of a command that came to a verdict, with its exit code."""


def run_and_report(
    release: Release,
    choices: Choices,
    base: Path = HERE,
    open_database: Callable[[], Connection] = open_empty,
) -> None:
    """Run the checks, write and print the report, and leave with the verdict's exit code.

    The release's paths start from ``base``; what is printed names them from where the user is.
    """
    from qa_checks.assessment import run

    if choices.failing_rows:
        from qa_checks.exports.new_folder import refuse_taken

        refuse_taken(choices.failing_rows, FAILING_ROWS)
    with progress(choices) as tell, ThreadPoolExecutor(1) as aside:
        options = replace(
            options_of(choices, tell),
            open_database=open_database,
            meanwhile=partial(get_ready, choices, strict=release.strict),
            put_away=aside.submit,
        )
        report = run(release, options)
        folder = save(report, choices, tell)
        if folder is not None and release.strict:
            from qa_checks.review import past_runs

            past_runs.append(
                report, folder, bool(choices.rules or choices.theme or choices.severity)
            )
        rows = _write_failing_rows(report, release, choices) if choices.failing_rows else []
    leave(report, choices, folder, release.path or base / "release.yml", rows)


def save(report: Report, choices: Choices, tell: Callable[[str], None]) -> Path | None:
    """Write the report's files, unless none are wanted, and name their folder."""
    if choices.no_files:
        return None
    from qa_checks.render.report_folder import REPORTS, write

    tell("writing the report")
    folder = choices.output or REPORTS / report.release.id
    write(report, folder, see_it_through, workbook=not choices.no_workbook)
    return folder


def leave(
    report: Report,
    choices: Choices,
    folder: Path | None,
    release: Path,
    more: Sequence[str] = (),
) -> NoReturn:
    """Print the report, say what else was written, and leave with the verdict's exit code."""
    try:
        _print(report, choices, folder, release)
        say(*more, aside=True)
    except BrokenPipeError:
        # Who reads has seen enough (`| head`); the verdict stands all the same.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise Verdict(EXIT_CODES[report.verdict])


def _write_failing_rows(report: Report, release: Release, choices: Choices) -> list[str]:
    """Write the rows at fault, and say what was written."""
    from qa_checks.catalogue import load
    from qa_checks.exports import row_files
    from qa_checks.exports.new_folder import write_folder

    folder = choices.failing_rows
    assert folder is not None  # noqa: S101  only then is it called
    tables = row_files.collect(report, release.inputs, load(choices.catalogue))
    if tables:
        write_folder(folder, lambda aside: row_files.write(tables, aside), FAILING_ROWS)
    return row_files.describe(report, tables, folder)


def get_ready(choices: Choices, *, strict: bool = False) -> None:
    """Load what tells of the report; what is wrong there, telling will say.

    With ``strict`` also what a whole release has besides: a checklist and a history.
    """
    with suppress(Exception):
        if strict:
            from qa_checks.review import evidence, past_runs  # noqa: F401
        if not choices.no_files:
            from qa_checks.render import report_folder

            report_folder.get_ready(workbook=not choices.no_workbook)
        if choices.format is Format.TABLE:
            from qa_checks.render import as_terminal  # noqa: F401


def options_of(choices: Choices, tell: Callable[[str], None]) -> Options:
    """How to run, as the user chose."""
    from qa_checks.opened import Options
    from qa_checks.plan import Choice

    return Options(
        catalogue=choices.catalogue,
        selection=Choice(
            rules=_listed(choices.rules),
            themes=_listed(choices.theme),
            severity=choices.severity.value if choices.severity else None,
        ),
        fail_on=choices.fail_on,
        keep=choices.max_findings,
        progress=tell,
        second_opinion=choices.second_opinion,
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def console() -> Console | PlainConsole:
    """Where to print: plain where NO_COLOR is set, as on everything that is no terminal."""
    from qa_checks.render.screen import PlainConsole

    colours = sys.stdout.isatty() or any(map(os.environ.get, COLOURS_FORCED))
    if os.environ.get("NO_COLOR") or not colours:
        return PlainConsole()
    return _in_colours()


def _in_colours(*, stderr: bool = False) -> Console:
    from rich.console import Console

    class Outlet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would leave with 1, which is a verdict here

    return Outlet(stderr=stderr, color_system=None if os.environ.get("NO_COLOR") else "auto")


@contextmanager
def progress(choices: Choices) -> Iterator[Callable[[str], None]]:
    """A line on standard error that says what is being done; nothing where nobody looks."""
    if choices.quiet or choices.format is not Format.TABLE or not sys.stderr.isatty():
        yield lambda text: None  # noqa: ARG005  nobody looks
        return
    from rich.text import Text

    from qa_checks.render.report_words import clean

    with _in_colours(stderr=True).status("reading", spinner="dots") as status:
        yield lambda text: status.update(Text(clean(text)))


def _print(report: Report, choices: Choices, folder: Path | None, release: Path) -> None:
    match choices.format:
        case Format.JSON:
            from qa_checks.render import as_json

            print_json(as_json.render(report))
        case Format.GITHUB:
            from qa_checks.render import as_github

            sys.stdout.write(as_github.render(report, base=release.parent))
        case Format.TABLE:
            from qa_checks.render import as_terminal

            shown = folder / "report.html" if folder else None
            as_terminal.render(
                report,
                console(),
                quiet=choices.quiet,
                path=shown,
                base=release.parent,
                release=release,
            )
    sys.stdout.flush()
