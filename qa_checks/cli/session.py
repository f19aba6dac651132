"""What every command that runs checks does around the run: progress, reports, exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from qa_checks.catalogue import builtin
from qa_checks.cli.options import FailOn, Format
from qa_checks.model import Report, Severity, Verdict
from qa_checks.plan import Selection
from qa_checks.release import Release
from qa_checks.run import Options, run

EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCOMPLETE: 2}


@dataclass(frozen=True)
class Choices:
    """The shared options of one command."""

    catalogue: Path | None
    rules: str
    theme: str
    severity: FailOn | None
    fail_on: FailOn
    keep: int
    format: Format
    output: Path | None
    write_files: bool
    quiet: bool


def run_and_report(release: Release, choices: Choices) -> None:
    """Run the checks, write and print the report, and leave with the verdict's exit code."""
    with _progress(choices) as tell:
        report = run(release, _options(choices, tell))
        folder = None
        if choices.write_files:
            from qa_checks.render.files import write

            tell("writing the report")
            folder = choices.output or Path("reports") / report.release.id
            write(report, folder)
    _print(report, choices, folder)
    raise typer.Exit(EXIT_CODES[report.verdict])


def _options(choices: Choices, tell: Callable[[str], None]) -> Options:
    return Options(
        catalogue=choices.catalogue or builtin(),
        selection=Selection(
            rules=_listed(choices.rules),
            themes=_listed(choices.theme),
            severity=choices.severity.value if choices.severity else None,
        ),
        fail_on=Severity(choices.fail_on.value),
        keep=choices.keep,
        progress=tell,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@contextmanager
def _progress(choices: Choices) -> Iterator[Callable[[str], None]]:
    """A line on standard error that says what is being done; nothing where nobody looks."""
    if choices.quiet or choices.format is not Format.TABLE or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    from qa_checks.render.words import clean

    with Console(stderr=True).status("reading", spinner="dots") as status:
        from rich.text import Text

        yield lambda text: status.update(Text(clean(text)))


def _print(report: Report, choices: Choices, folder: Path | None) -> None:
    match choices.format:
        case Format.JSON:
            from qa_checks.render import as_json

            sys.stdout.write(as_json.render(report))
        case Format.GITHUB:
            from qa_checks.render import as_github

            sys.stdout.write(as_github.render(report))
        case Format.TABLE:
            from rich.console import Console

            from qa_checks.render import as_terminal

            shown = folder / "report.html" if folder else None
            as_terminal.render(report, Console(), quiet=choices.quiet, path=shown)
    sys.stdout.flush()
