"""Texts for tests, from their words."""

from __future__ import annotations

from qa_checks.model.texts import Block, BlockKind, Text


def write_text(content: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Text:
    """A text of one block a line."""
    blocks = []
    start = 0
    for number, line in enumerate(content.split("\n"), start=1):
        blocks.append(Block(start, start + len(line), kind, number))
        start += len(line) + 1
    return Text("text.txt", "", content, tuple(blocks))
