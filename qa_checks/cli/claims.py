"""`qa-checks claims`: the sentences of a release's texts, bound to queries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import say
from qa_checks.cli.plain_help import PlainCommand
from qa_checks.cli.whole_release import open_whole
from qa_checks.errors import UsageError
from qa_checks.words import grouped, plural

if TYPE_CHECKING:
    from qa_checks.claims.claims_file import DeclaredText
    from qa_checks.claims.suggesting.suggested_texts import SuggestedText

claims_app = typer.Typer(
    help="Find queries for the numbers of a release's texts that nobody has bound.",
    no_args_is_help=True,
)


@claims_app.callback()
def claims_group() -> None:
    """Keep `suggest` a command of its own, though it is the only one."""


@claims_app.command("suggest", cls=PlainCommand)
def suggest_claims(
    release: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[RELEASE.yml|FILE]...",
            help="The release, or published files as they are. [default: release.yml]",
        ),
    ] = None,
    text: Annotated[
        list[Path] | None,
        o.option(
            "--text",
            "FILE",
            "A text for which there is no claims.yml yet; may be given several times. "
            "[default: the texts of the release]",
        ),
    ] = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Print entries for claims.yml: for each unbound number the cubes' numbers it may be.

    Each entry holds as it stands: its words stand once in the text, and its query gives what is
    printed. Comments say what each number would be, and what else it may be, the likeliest first.
    Nothing is bound by it: many numbers have a value by chance, so read an entry before you put it
    into claims.yml.
    """
    del debug
    from qa_checks.claims.suggesting.suggested_texts import Desk

    with open_whole(release, catalogue) as (read, engine):
        texts = tuple(map(_without_claims, text)) if text else read.texts
        if not texts:
            raise UsageError(
                "The release names no claims.yml, and so no text.",
                remedy="Give the text with --text FILE.",
            )
        facts = read.release.parameters
        desk = Desk(engine, read.loaded, read.catalogue, facts, read.declaration)
        for suggested in list(desk.suggest(texts)):  # nothing is printed if one cannot be read
            _print(suggested)


def _without_claims(path: Path) -> DeclaredText:
    from qa_checks.claims.claims_file import DeclaredText

    return DeclaredText(path, str(path), path, str(path))


def _print(suggested: SuggestedText) -> None:
    from qa_checks.claims.suggesting.ready_entries import write_entry

    for entry in suggested.entries:
        say(*write_entry(entry).split("\n"))
    say(
        f"{suggested.declared.shown}: {plural(suggested.unbound, 'number')} without a claim, "
        f"entries for {grouped(suggested.suggested)} of them. Nothing is bound: read each before "
        "you take it over.",
        aside=True,
    )
