"""`qa-checks` and its commands, in the order in which a newcomer meets them."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from qa_checks import __version__
from qa_checks.cli.attest import attest_command
from qa_checks.cli.check import check_command
from qa_checks.cli.decide import decide_command
from qa_checks.cli.demo import demo_command
from qa_checks.cli.export import export_app
from qa_checks.cli.gate import gate_command
from qa_checks.cli.history import history_command
from qa_checks.cli.init import init_command
from qa_checks.cli.rules import rules_app
from qa_checks.cli.run import run_command
from qa_checks.cli.sign_off import sign_off_command

EPILOG = """\
| Examples | |
|---|---|
| `qa-checks demo` | Try everything on an invented release. |
| `qa-checks check providers.csv` | Check a published file as it is. |
| `qa-checks init data/*.csv` | Describe a release in release.yml. |
| `qa-checks run` | Check all of the release in release.yml. |
| `qa-checks run --format json` | Give the report to a program. |
| `qa-checks rules show DAT004` | Explain a check: what must hold, why, what to do. |
| `qa-checks sign-off` | Sign a release that passes, as its second analyst. |
| `qa-checks gate` | Say whether a signed release may be published. |

| Exit code | |
|---|---|
| 0 | Pass: nothing failed that must not fail. |
| 1 | Fail: a check of severity error failed (with `--fail-on warning`, any check), or a link of a \
sign-off is broken. |
| 2 | Could not check: the command, a file or the rulebook is wrong, or a check could not run. |

`qa-checks COMMAND --help` explains a command and its options.
"""
START = "To begin"
CHECK = "To check"
LEARN = "To understand"
SETTLE = "To settle and sign off"
ELSEWHERE = "To use elsewhere"

app = typer.Typer(
    name="qa-checks",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qa-checks {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar="",
            help="Print the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Check a statistical release against a rulebook, and report what does not hold together.

    Every finding names the file, the row and the value, and says why it matters and what to do.
    The report is written to reports/ as a page to read (HTML), a workbook, JSON and JUnit.
    """
    del version


if os.environ.get("NO_COLOR"):
    from typer import rich_utils

    rich_utils.COLOR_SYSTEM = None  # else help stays bold, which is no colour to rich

app.command("demo", rich_help_panel=START)(demo_command)
app.command("init", rich_help_panel=START)(init_command)
app.command("check", rich_help_panel=CHECK)(check_command)
app.command("run", rich_help_panel=CHECK)(run_command)
app.command("history", rich_help_panel=CHECK)(history_command)
app.command("decide", rich_help_panel=SETTLE)(decide_command)
app.command("attest", rich_help_panel=SETTLE)(attest_command)
app.command("sign-off", rich_help_panel=SETTLE)(sign_off_command)
app.command("gate", rich_help_panel=SETTLE)(gate_command)
app.add_typer(rules_app, name="rules", rich_help_panel=LEARN)
app.add_typer(export_app, name="export", rich_help_panel=ELSEWHERE)
