"""`qa-checks rules`: list, explain and test the rulebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from qa_checks.catalogue import BoundRule, Catalogue, builtin, load
from qa_checks.cli import options as o
from qa_checks.errors import UsageError

rules_app = typer.Typer(
    help="List, explain and test the rules.", invoke_without_command=True, no_args_is_help=False
)


@rules_app.callback()
def list_rules(
    context: typer.Context,
    catalogue: o.CatalogueOption = None,
    theme: o.ThemeOption = "",
    severity: o.SeverityOption = None,
    format: o.FormatOption = o.Format.TABLE,  # noqa: A002
) -> None:
    """List the rules, or explain (`show`) and test (`test`) them."""
    context.obj = catalogue
    if context.invoked_subcommand is not None:
        return
    themes = {part.strip() for part in theme.split(",") if part.strip()}
    found = [
        bound
        for bound in _load(catalogue).rules.values()
        if (not themes or bound.theme in themes)
        and (severity is None or bound.rule.severity == severity.value)
    ]
    if format is o.Format.JSON:
        import json

        listed = [
            {
                "id": b.rule.id,
                "name": b.rule.name,
                "title": b.rule.title,
                "theme": b.theme,
                "table": b.rule.table,
                "severity": b.rule.severity,
            }
            for b in found
        ]
        sys.stdout.write(json.dumps(listed, indent=2, ensure_ascii=False) + "\n")
        return
    from qa_checks.render.rules_as_terminal import print_rules

    print_rules(found)


@rules_app.command("show")
def show_rule(
    context: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="ID", help="The rule's id, such as DAT004.")],
    catalogue: o.CatalogueOption = None,
) -> None:
    """Explain one rule: what must hold, why, what to do, where it comes from, examples."""
    rules = _load(catalogue or context.obj).rules
    if rule.upper() not in rules:
        import difflib

        near = difflib.get_close_matches(rule.upper(), list(rules), n=3)
        raise UsageError(
            f"There is no rule '{rule}'.",
            remedy=f"Did you mean {' or '.join(near)}?"
            if near
            else "`qa-checks rules` lists them all.",
        )
    from qa_checks.render.rules_as_terminal import print_rule

    print_rule(rules[rule.upper()])


@rules_app.command("test")
def test_rules(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE…]", help="Rule files to test; all rules without."),
    ] = None,
    catalogue: o.CatalogueOption = None,
) -> None:
    """Run the examples of rules: each must find exactly the keys it names, and nothing else."""
    from qa_checks.examples import run_examples
    from qa_checks.render.words import plural

    loaded = _load(catalogue or context.obj)
    rules = _chosen(loaded, files)
    total, wrong = 0, 0
    for result in run_examples(loaded, rules):
        total += 1
        if not result.holds:
            wrong += 1
            sys.stdout.write(f"WRONG  {result.sentence}\n")
    sys.stdout.write(
        f"{plural(total, 'example')} of {plural(len(rules), 'rule')}: "
        f"{total - wrong} right, {wrong} wrong.\n"
    )
    raise typer.Exit(1 if wrong else 0 if total else 2)


def _load(folder: Path | None) -> Catalogue:
    from qa_checks.reading.store import connect

    return load(folder or builtin(), connect(), examples=True)


def _chosen(catalogue: Catalogue, files: list[Path] | None) -> list[BoundRule]:
    if not files:
        return list(catalogue.rules.values())
    by_path = {bound.path.resolve(): bound for bound in catalogue.rules.values()}
    chosen = []
    for file in files:
        inside = [bound for path, bound in by_path.items() if path.is_relative_to(file.resolve())]
        if not inside:
            raise UsageError(
                f"'{file}' is no rule of this catalogue.",
                remedy=f"Its rules stand below {catalogue.folder / 'rules'}; "
                "use --catalogue for another.",
            )
        chosen += inside
    return chosen
