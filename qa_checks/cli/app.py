"""`qa-checks` and its commands, in the order in which a newcomer meets them.

Only the list of the commands stands here; the module of a command, and all that it imports, is
loaded when the command is chosen.
"""

from __future__ import annotations

import inspect
import os
from importlib import import_module
from typing import Annotated, Any, Final

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
# By panel of the list of help, each by its first line.
PANELS = {
    "To begin": {
        "demo": "Write an invented release with planted faults to a folder, and check it.",
        "init": "Write a release.yml that describes these files, for `qa-checks run`.",
    },
    "To check": {
        "check": "Check published files as they are, without describing a release.",
        "run": "Check a whole release, described in a release.yml.",
        "compare": "Say what changed between two releases, or any two files, and what must be "
        "explained.",
        "history": "Show the runs of a release: what was fixed, what is new, and the time to the "
        "first pass.",
        "claims": "Find queries for the numbers of a release's texts that nobody has bound.",
    },
    "To settle and sign off": {
        "sample": "Draw a sample of the release, to be compared with the published reports, and "
        "read it back.",
        "decide": "Decide about findings, and write it to the release's decisions.yml.",
        "attest": "Attest an item of the checklist that no check can prove, in the release's "
        "checklist.yml.",
        "sign-off": "Sign a release that passes: its files, its report, and every decision in it.",
        "gate": "Say whether a release may be published: every link from its files to its "
        "signatures holds.",
    },
    "To understand": {
        "rules": "List, explain and test the rules.",
    },
    "To use elsewhere": {
        "tabulate": "Count a cube as a table, on the terminal or as CSV or XLSX; without a cube, "
        "list them.",
        "export": "Write the schemas, the rules or the tables for pandera, Great Expectations, "
        "Frictionless or as JSON Schemas.",
    },
}
COMMANDS = {name: line for panel in PANELS.values() for name, line in panel.items()}


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

    own = name.replace("-", "_")
    module = import_module(f"qa_checks.cli.{own}")
    loaded = typer.Typer(rich_markup_mode=MARKUP)
    loaded.callback()(main)
    if group_of_commands := getattr(module, f"{own}_app", None):
        loaded.add_typer(group_of_commands, name=name, cls=PlainGroup)
    else:
        member = getattr(module, f"{own}_command")
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

for _panel, _commands in PANELS.items():
    for _name, _line in _commands.items():
        app.command(_name, rich_help_panel=_panel, help=_line)(_stand_in)
