"""`qa-checks` and its commands."""

from __future__ import annotations

import os
import re
import sys
import traceback
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from qa_checks import __version__
from qa_checks.cli import options as o
from qa_checks.cli.rules import rules_app
from qa_checks.cli.session import Choices, run_and_report
from qa_checks.errors import QaChecksError, UsageError
from qa_checks.model import ReleaseFacts
from qa_checks.release import read_release, release_from_files
from qa_checks.run import MOST_FINDINGS

COULD_NOT_CHECK = 2

app = typer.Typer(
    name="qa-checks",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit code 0: pass. 1: fail. 2: could not check. Nothing else.",
)
app.add_typer(rules_app, name="rules")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qa-checks {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and leave.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Check a statistical release against a rulebook and report what does not hold together.

    Begin with `qa-checks demo`, or point `qa-checks check` at a published file.
    """
    del version


@app.command("run")
def run_command(
    release: Annotated[
        Path, typer.Argument(metavar="[RELEASE.yml]", help="The release to check.")
    ] = Path("release.yml"),
    catalogue: o.CatalogueOption = None,
    rules: o.RulesOption = "",
    theme: o.ThemeOption = "",
    severity: o.SeverityOption = None,
    format: o.FormatOption = o.Format.TABLE,  # noqa: A002  the option's name
    output: o.OutputOption = None,
    no_files: o.NoFilesOption = False,
    fail_on: o.FailOnOption = o.FailOn.ERROR,
    max_findings: o.MostFindingsOption = MOST_FINDINGS,
    quiet: o.QuietOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Check a whole release, described in a release.yml.

    Every check whose tables the release provides must run: one that lacks a fact makes the
    verdict incomplete. `qa-checks init FILE…` writes a release.yml to begin with.
    """
    del debug
    choices = Choices(
        catalogue,
        rules,
        theme,
        severity,
        fail_on,
        max_findings,
        format,
        output,
        not no_files,
        quiet,
    )
    run_and_report(read_release(release), choices)


@app.command("check")
def check_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Published files: CSV, XLSX, XLS, ODS, Parquet, or gzip of these."
        ),
    ],
    layout: Annotated[
        str | None,
        typer.Option("--layout", help="What kind of file it is, if it is not recognised."),
    ] = None,
    as_at: Annotated[
        datetime | None,
        typer.Option(
            "--as-at",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Reference date of the release (2021-08-31).",
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="START..END",
            help="First and last day of the period (2021-04-01..2021-08-31).",
        ),
    ] = None,
    published_by: Annotated[
        datetime | None,
        typer.Option(
            "--published-by",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="Publication cut-off of the inspection reports.",
        ),
    ] = None,
    previous: Annotated[
        list[Path] | None,
        typer.Option(
            "--previous",
            metavar="FILE",
            help="A file of the previous release to compare with; may be given several times.",
        ),
    ] = None,
    catalogue: o.CatalogueOption = None,
    rules: o.RulesOption = "",
    theme: o.ThemeOption = "",
    severity: o.SeverityOption = None,
    format: o.FormatOption = o.Format.TABLE,  # noqa: A002
    output: o.OutputOption = None,
    no_files: o.NoFilesOption = False,
    fail_on: o.FailOnOption = o.FailOn.ERROR,
    max_findings: o.MostFindingsOption = MOST_FINDINGS,
    quiet: o.QuietOption = False,
    debug: o.DebugOption = False,
) -> None:
    """Check published files as they are, without describing a release.

    Sheets and columns are recognised by their headers. A rule whose facts are missing
    (a reference date, a previous release) is skipped and says so.
    """
    del debug
    start, end = _read_period(period)
    facts = ReleaseFacts(
        id=_name_release(files),
        title=", ".join(path.name for path in files),
        as_at=_day(as_at),
        period_start=start,
        period_end=end,
        published_by=_day(published_by),
    )
    choices = Choices(
        catalogue,
        rules,
        theme,
        severity,
        fail_on,
        max_findings,
        format,
        output,
        not no_files,
        quiet,
    )
    run_and_report(release_from_files(files, facts, layout, previous or []), choices)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _read_period(text: str | None) -> tuple[date | None, date | None]:
    if text is None:
        return None, None
    try:
        start, end = (date.fromisoformat(part.strip()) for part in text.split(".."))
    except ValueError:
        raise UsageError(
            f"'{text}' is not a period.", remedy="Write it as 2021-04-01..2021-08-31."
        ) from None
    if end < start:
        raise UsageError(f"The period '{text}' ends before it starts.")
    return start, end


def _name_release(files: list[Path]) -> str:
    """The release's id when nobody gave one: the first file's name, made plain."""
    stem = files[0].name.split(".")[0].lower()
    name = re.sub(r"[^a-z0-9_-]+", "-", stem).strip("-") or "release"
    return name if len(files) == 1 else f"{name}-and-{len(files) - 1}-more"


def run_from_shell() -> None:
    """Entry point: every way to end leads to exit code 0, 1 or 2."""
    try:
        app(standalone_mode=True)
    except QaChecksError as fault:
        _explain(f"{fault.fault}: {fault}")
    except KeyboardInterrupt:
        _explain("Stopped before the end; nothing was written.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(COULD_NOT_CHECK)
    except Exception as fault:  # noqa: BLE001  the last line of defence has to catch all
        _explain(
            f"qa-checks itself is at fault: {type(fault).__name__}: {fault}. "
            "Please report it, with what --debug prints."
        )


def _explain(message: str) -> None:
    from qa_checks.render.words import clean

    if "--debug" in sys.argv:
        traceback.print_exc()
    sys.stderr.write(clean(message) + "\n")
    sys.exit(COULD_NOT_CHECK)
