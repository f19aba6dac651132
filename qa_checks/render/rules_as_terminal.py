"""Rules in the terminal: the list, and one rule explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa_checks.render.words import clean, plural

if TYPE_CHECKING:
    from qa_checks.catalogue import BoundRule


def print_rules(rules: Sequence[BoundRule]) -> None:
    """One line a rule, by theme."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Rule", "Severity", "Theme", "What must hold"):
        table.add_column(heading, no_wrap=heading != "What must hold")
    for bound in rules:
        rule = bound.rule
        style = "red" if rule.severity == "error" else "yellow"
        table.add_row(
            rule.id, Text(rule.severity, style=style), bound.theme, Text(clean(rule.title))
        )
    console = Console()
    console.print(table)
    console.print(
        f"{plural(len(rules), 'rule')}. `qa-checks rules show ID` explains one.", highlight=False
    )


def print_rule(bound: BoundRule) -> None:
    """Everything a rule's file says, under fixed headings."""
    import yaml
    from rich.console import Console
    from rich.text import Text

    rule = bound.rule
    console = Console(highlight=False)
    console.print(Text(f"{rule.id}  {rule.name}", style="bold"), Text(f"({rule.severity})"))
    console.print(Text(clean(rule.title)))
    logic = rule.require or rule.query or ""
    if rule.unique:
        logic = f"each combination of {', '.join(rule.unique)} occurs once"
    if rule.references:
        ref = rule.references
        logic = f"{', '.join(ref.columns)} stands in {', '.join(ref.to_columns)} of {ref.to}"
    if rule.figure:
        bounds = rule.figure.model_dump(exclude={"name"}, exclude_none=True)
        logic = f"figure {rule.figure.name}: " + ", ".join(f"{k} {v}" for k, v in bounds.items())
    scope = rule.scope.model_dump(by_alias=True, exclude_none=True)
    examples = rule.examples.model_dump(exclude_defaults=True)
    parts = {
        "Asserts": logic,
        "Of": rule.table + (f", where {scope}" if scope else ""),
        "Needs": (f"facts {', '.join(sorted(bound.facts))}" if bound.facts else "")
        + (f" {rule.given.else_} → skipped" if rule.given else ""),
        "Why": rule.why,
        "What to do": rule.remedy,
        "Source": "; ".join(rule.source),
        "Finding": rule.message,
        "Examples": yaml.safe_dump(examples, sort_keys=False, allow_unicode=True, width=88).strip(),
        "File": bound.where,
    }
    for heading, text in parts.items():
        if text.strip():
            console.print()
            console.print(Text(heading, style="bold"))
            for line in text.strip().splitlines():
                console.print(Text("  " + clean(line)))
