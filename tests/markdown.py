"""Files and commands in the project's own Markdown, so that tests can follow it to the letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^\*\*`([^`\n]+)`\*\*\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """One command of a console block and what the page says it prints."""

    text: str
    prints: tuple[str, ...]


def read(path: str) -> str:
    """One page, by its path in the project."""
    return (ROOT / path).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Fenced blocks of one language."""
    return [match[2] for match in FENCE.finditer(text) if match[1] == language]


def between(text: str, name: str) -> str:
    """What stands between ``<!-- name -->`` and ``<!-- /name -->``."""
    return text.split(f"<!-- {name} -->\n", 1)[1].split(f"<!-- /{name} -->", 1)[0]


def files(text: str) -> dict[str, str]:
    """Blocks that stand below a path in bold type: path and content."""
    return {match[1]: match[2] for match in FILE.finditer(text)}


def commands(text: str) -> list[Command]:
    """Every command of the console blocks, with the lines printed below it."""
    fragments = []
    for block in blocks(text, "console"):
        head, *rest = re.split(r"^\$ ", block, flags=re.MULTILINE)
        assert not head.strip(), f"a console block begins with a command: {head}"
        for part in rest:
            line, *printed = part.rstrip("\n").split("\n")
            fragments.append(Command(line, tuple(printed)))
    return fragments
