"""The index of a catalogue's rules: rules/README.md.

``python -m qa_checks.catalogue.rule_index [CATALOGUE]`` writes it, by default
for the built-in catalogue.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.loading import load
from qa_checks.catalogue.rulebook import Catalogue, builtin

HEAD = """# Rules

{rules} rules in {themes} themes: {errors} of severity error, {warnings} of severity warning.
What a column may hold by itself (its type, its code list, whether it may be missing) is not here
but in [schemas/tables](../schemas/tables). `qa-checks rules show {example}` explains a rule;
[docs/rules.md](../docs/rules.md) says how one is written.

This page is generated: `python -m qa_checks.catalogue.rule_index`."""


def describe(catalogue: Catalogue) -> str:
    """Every rule of a catalogue by theme, as Markdown."""
    rules = sorted(catalogue.rules.values(), key=lambda bound: (bound.check.theme, bound.check.id))
    themes = [
        (theme, list(bound)) for theme, bound in groupby(rules, lambda bound: bound.check.theme)
    ]
    severities = Counter(bound.check.severity.value for bound in rules)
    head = HEAD.format(
        rules=len(rules),
        themes=len(themes),
        errors=severities["error"],
        warnings=severities["warning"],
        example=rules[0].check.id if rules else "ID",
    )
    contents = " · ".join(f"[{theme}](#{theme}) {len(bound)}" for theme, bound in themes)
    sections = [_section(theme, bound) for theme, bound in themes]
    return "\n\n".join([head, contents, *sections]) + "\n"


def _section(theme: str, rules: Iterable[BoundRule]) -> str:
    lines = [f"## {theme}", "", "| Rule | Severity | What must hold | Table |"]
    lines.append("| --- | --- | --- | --- |")
    for bound in rules:
        rule = bound.check
        link = f"[{rule.id}]({theme}/{bound.path.name})"
        lines.append(f"| {link} | {rule.severity} | {_cell(rule.title)} | {rule.table} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Text that cannot end a table's cell or line."""
    return " ".join(text.split()).replace("|", "\\|")


def write(folder: Path) -> Path:
    """Write the index of a catalogue's rules and return its path."""
    path = folder / "rules" / "README.md"
    path.write_text(describe(load(folder)), encoding="utf-8", newline="\n")
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write rules/README.md of a catalogue.")
    parser.add_argument("folder", nargs="?", type=Path, default=builtin(), help="the catalogue")
    write(parser.parse_args().folder)
