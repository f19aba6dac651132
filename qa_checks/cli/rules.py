"""`qa-checks rules`: list, explain and test the rulebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import print_json, say
from qa_checks.cli.choices import Listing
from qa_checks.cli.plain_help import PlainCommand
from qa_checks.cli.session import console
from qa_checks.errors import UsageError
from qa_checks.words import list_words, plural, suggest

if TYPE_CHECKING:
    from qa_checks.catalogue import BoundRule, Catalogue
    from qa_checks.model.checks import Check

ListFormat = Annotated[
    Listing, typer.Option("--format", help="A table for people, or JSON for programs.")
]

rules_app = typer.Typer(
    help="List, explain and test the rules.", invoke_without_command=True, no_args_is_help=False
)


@rules_app.callback()
def rules(
    context: typer.Context,
    catalogue: o.CatalogueOption = None,
    theme: o.ThemeOption = None,
    severity: o.SeverityOption = None,
    format: ListFormat = Listing.TABLE,  # noqa: A002
) -> None:
    """List the rules, explain one (`show`) or test them (`test`).

    `qa-checks rules` alone lists them all; `--theme` and `--severity` list some.
    """
    context.obj = catalogue
    if context.invoked_subcommand is None:
        list_rules(context, catalogue, theme, severity, format)
    elif theme or severity or format is not Listing.TABLE:
        raise UsageError(
            "--theme, --severity and --format belong to the list of rules.",
            remedy="Write them behind `qa-checks rules list`.",
        )


@rules_app.command("list", cls=PlainCommand)
def list_rules(
    context: typer.Context,
    catalogue: o.CatalogueOption = None,
    theme: o.ThemeOption = None,
    severity: o.SeverityOption = None,
    format: ListFormat = Listing.TABLE,  # noqa: A002
) -> None:
    """List the rules by theme, as `qa-checks rules` alone does."""
    bound = list(_load(catalogue or context.obj).rules.values())
    chosen = [
        rule
        for rule in bound
        if rule.check.theme in _themes(theme, bound)
        and (severity is None or rule.check.severity is severity)
    ]
    if format is Listing.JSON:
        import json

        keys = ("id", "name", "title", "theme", "table", "severity")
        listed = [{key: getattr(rule.check, key) for key in keys} for rule in chosen]
        print_json(json.dumps(listed, indent=2) + "\n")
        return
    from qa_checks.render.rules_as_terminal import print_rules

    print_rules(sorted(chosen, key=lambda rule: (rule.check.theme, rule.check.id)), console())


def _themes(text: str | None, rules: list[BoundRule]) -> set[str]:
    known = {rule.check.theme for rule in rules}
    wanted = {part.strip() for part in (text or "").split(",") if part.strip()}
    for unknown in sorted(wanted - known):
        raise UsageError(
            f"There is no rule of the theme '{unknown}'.",
            remedy=f"Available: {list_words(sorted(known))}.",
        )
    return wanted or known


@rules_app.command("show", cls=PlainCommand)
def show_rule(
    context: typer.Context,
    rule: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Its id as reports give it: DAT004, or providers.sector.in for a schema's check.",
            show_default=False,
        ),
    ],
    catalogue: o.CatalogueOption = None,
) -> None:
    """Explain one check: what must hold, why, what to do, where it comes from, examples.

    Any check that a report names can be shown: rules, those of the schemas, and those that a
    release's tables, texts, sources and decisions, or a comparison, announce.
    """
    from qa_checks.render.explanations import explain_rule
    from qa_checks.render.rules_as_terminal import print_explanation

    loaded = _load(catalogue or context.obj)
    by_name = {bound.check.name: bound for bound in loaded.rules.values()}
    wanted = rule.strip()
    bound = loaded.rules.get(wanted.upper()) or by_name.get(wanted.lower())
    if bound:
        check, parts = bound.check, explain_rule(bound)
    else:
        check, parts = _explain_other(wanted, loaded, [*loaded.rules, *by_name])
    title = (check.id, check.name, str(check.severity))
    print_explanation(title, check.title, parts, console())


def _explain_other(
    wanted: str, catalogue: Catalogue, rules: list[str]
) -> tuple[Check, dict[str, str]]:
    """What a check that is no rule says: one of the schemas, or one that is announced."""
    from qa_checks.catalogue.announced_checks import announced_ids, find_announced
    from qa_checks.comparing.releases import announce
    from qa_checks.plan.constraints import every_schema_check
    from qa_checks.render.explanations import explain_announced, explain_check

    known = every_schema_check(catalogue)
    if wanted.lower() in known:
        planned = known[wanted.lower()]
        return planned.check, explain_check(planned.check, planned.message, catalogue)
    compared = {check.id: check for check in announce(catalogue)}
    announced = find_announced(wanted.lower(), compared)
    if announced:
        return announced[0], explain_announced(*announced)
    raise UsageError(
        f"There is no check '{wanted}'.",
        remedy=_hint(wanted, [*rules, *known, *compared, *announced_ids()]),
    )


def _hint(wanted: str, ids: list[str]) -> str:
    """Name the nearest ids, or how to see them all."""
    inside = [f"'{name}'" for name in ids if name.casefold().startswith(f"{wanted.casefold()}.")]
    if inside:
        return f"Did you mean {list_words(inside, 'or')}?"
    return suggest(
        wanted, ids, "`qa-checks rules` lists the rules; a report names every check.", most=3
    )


@rules_app.command("test", cls=PlainCommand)
def test_rules(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Rule files to test; all rules without."),
    ] = None,
    catalogue: o.CatalogueOption = None,
) -> None:
    """Run the examples of rules: each must find exactly the keys it names, and nothing else."""
    from qa_checks.catalogue import builtin, load
    from qa_checks.examples import run_examples

    loaded = load(catalogue or context.obj or builtin(), examples=True)
    rules = _chosen(loaded, files)
    total, wrong = 0, 0
    for result in run_examples(loaded, rules):
        total += 1
        if not result.holds:
            wrong += 1
            say(f"WRONG  {result.sentence}")
    say(
        f"{plural(total, 'example')} of {plural(len(rules), 'rule')}: "
        f"{total - wrong} right, {wrong} wrong."
    )
    raise typer.Exit(1 if wrong else 0 if total else 2)


def _load(folder: Path | None) -> Catalogue:
    from qa_checks.catalogue import load

    return load(folder, examples=True)


def _chosen(catalogue: Catalogue, files: list[Path] | None) -> list[BoundRule]:
    if not files:
        return [bound for bound in catalogue.rules.values() if _is_own(bound, catalogue)]
    by_path = {bound.path.resolve(): bound for bound in catalogue.rules.values()}
    chosen = []
    for file in files:
        inside = [bound for path, bound in by_path.items() if path.is_relative_to(file.resolve())]
        if not inside:
            raise UsageError(
                f"'{file}' is not a rule of this catalogue.",
                remedy=f"Its rules stand below {catalogue.folder / 'rules'}; "
                "use --catalogue for another.",
            )
        chosen += inside
    return chosen


def _is_own(bound: BoundRule, catalogue: Catalogue) -> bool:
    """Whether a rule stands in the catalogue itself; those on the form of files hold for all."""
    return bound.path.resolve().is_relative_to(catalogue.folder.resolve())
