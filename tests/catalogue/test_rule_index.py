"""rules/README.md lists every rule of the catalogue and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace

from qa_checks.catalogue import load, rule_index
from tests.own_rules import parser

ROOT = Path(__file__).parents[2]
INDEX = ROOT / "rules" / "README.md"


def test_index_is_current() -> None:
    catalogue = load(ROOT, parser())
    assert INDEX.read_text(encoding="utf-8") == rule_index.describe(catalogue), (
        "rules/README.md is out of date: run python -m qa_checks.catalogue.rule_index"
    )


def test_every_rule_file_is_linked_once() -> None:
    links = re.findall(r"\]\((\w+/[\w.]+\.yml)\)", INDEX.read_text(encoding="utf-8"))
    files = [
        path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.yml")
    ]
    assert sorted(links) == sorted(files)


def test_counts_add_up() -> None:
    text = INDEX.read_text(encoding="utf-8")
    counted = re.search(r"(\d+) rules in \d+ themes: (\d+) of severity error, (\d+) of", text)
    assert counted
    total, errors, warnings = map(int, counted.groups())
    rows = re.findall(r"^\| \[\w+\]\(.*?\) \| (error|warning) \|", text, re.MULTILINE)
    assert (total, errors, warnings) == (len(rows), rows.count("error"), rows.count("warning"))


def test_a_title_cannot_break_the_table() -> None:
    catalogue = load(ROOT, parser())
    bound = next(iter(catalogue.rules.values()))
    odd = replace(bound.check, title="a | b\nc")
    rules = {odd.id: replace(bound, check=odd)}
    shown = rule_index.describe(replace(catalogue, rules=rules))
    assert "| a \\| b c |" in shown
