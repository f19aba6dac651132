"""`qa-checks` and its commands, in the order in which a newcomer meets them.

Only the list of the commands stands here; the module of a command, and all that it imports, is
loaded when the command is chosen.
"""

from __future__ import annotations

import inspect
import os
from importlib import import_module
from typing import Annotated, Any, Final, NamedTuple

import typer

from qa_checks import __version__
from qa_checks.cli.plain_help import PlainCommand, PlainGroup

EPILOG = """\
| Examples | |
|---|---|
| `qa-checks demo` | Try everything on an invented release. |
| `qa-checks check providers.csv` | Check a published file as it is. |
| `qa-checks init data/*.csv` | Describe a release in release.yml. |
| `qa-checks run` | Check all of the release in release.yml. |
| `qa-checks compare old.csv new.csv` | Say what changed since the last release. |
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
MARKUP: Final = "markdown"
START = "To begin"
CHECK = "To check"
LEARN = "To understand"
SETTLE = "To settle and sign off"
ELSEWHERE = "To use elsewhere"


class Listed(NamedTuple):
    """A command as the list of help has it: its panel, where it is defined, its first line."""

    panel: str
    module: str
    member: str
    line: str


COMMANDS = {
    "demo": Listed(
        START,
        "demo",
        "demo_command",
        "Write an invented release with planted faults to a folder, and check it.",
    ),
    "init": Listed(
        START,
        "init",
        "init_command",
        "Write a release.yml that describes these files, for `qa-checks run`.",
    ),
    "check": Listed(
        CHECK,
        "check",
        "check_command",
        "Check published files as they are, without describing a release.",
    ),
    "run": Listed(
        CHECK, "run", "run_command", "Check a whole release, described in a release.yml."
    ),
    "compare": Listed(
        CHECK,
        "compare",
        "compare_command",
        "Say what changed between two releases, or any two files, and what must be explained.",
    ),
    "history": Listed(
        CHECK,
        "history",
        "history_command",
        "Show the runs of a release: what was fixed, what is new, and the time to the first pass.",
    ),
    "claims": Listed(
        CHECK,
        "claims",
        "claims_app",
        "Find queries for the numbers of a release's texts that nobody has bound.",
    ),
    "sample": Listed(
        SETTLE,
        "sample",
        "sample_app",
        "Draw a sample of the release, to be compared with the published reports, and read it "
        "back.",
    ),
    "decide": Listed(
        SETTLE,
        "decide",
        "decide_command",
        "Decide about findings, and write it to the release's decisions.yml.",
    ),
    "attest": Listed(
        SETTLE,
        "attest",
        "attest_command",
        "Attest an item of the checklist that no check can prove, in the release's checklist.yml.",
    ),
    "sign-off": Listed(
        SETTLE,
        "sign_off",
        "sign_off_command",
        "Sign a release that passes: its files, its report, and every decision in it.",
    ),
    "gate": Listed(
        SETTLE,
        "gate",
        "gate_command",
        "Say whether a release may be published: every link from its files to its signatures "
        "holds.",
    ),
    "rules": Listed(LEARN, "rules", "rules_app", "List, explain and test the rules."),
    "tabulate": Listed(
        ELSEWHERE,
        "tabulate",
        "tabulate_command",
        "Count a cube as a table, on the terminal or as CSV or XLSX; without a cube, list them.",
    ),
    "export": Listed(
        ELSEWHERE,
        "export",
        "export_app",
        "Write the schemas, the rules or the tables for pandera, Great Expectations, Frictionless "
        "or as JSON Schemas.",
    ),
}


class Commands(PlainGroup):
    """The commands by their first lines; the one that is chosen is loaded."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command whose name is the first of the words, and the words that are its own."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name else command, rest


def load_command(name: str) -> Any:
    """A command with its options, or a group with its commands."""
    if name != "sign-off":  # which alone needs it; no other passes it on
        from qa_checks.sign_off.passphrase import take_passphrase

        take_passphrase()
    from qa_checks.cli.shared_options import with_choices

    listed = COMMANDS[name]
    member = getattr(import_module(f"qa_checks.cli.{listed.module}"), listed.member)
    loaded = typer.Typer(rich_markup_mode=MARKUP)
    loaded.callback()(main)
    if isinstance(member, typer.Typer):
        loaded.add_typer(member, name=name, cls=PlainGroup)
    else:
        if "choices" in inspect.signature(member).parameters:  # it is also run without typer
            member = with_choices(member)
        loaded.command(name, cls=PlainCommand)(member)
    group: Any = typer.main.get_command(loaded)
    return group.commands[name]


app = typer.Typer(
    name="qa-checks",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=MARKUP,
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


def _stand_in() -> None:
    """Stands in the list for a command that is not loaded."""


if os.environ.get("NO_COLOR"):
    # Else help stays bold, which is no colour to rich. typer reads it when it first prints.
    os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"

for _name, _listed in COMMANDS.items():
    app.command(_name, rich_help_panel=_listed.panel, help=_listed.line)(_stand_in)
