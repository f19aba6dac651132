"""Plain values of options are read as typer reads them, and what is not plain is left to typer."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperCommand

from qa_checks.cli.app import COMMANDS, load_command
from qa_checks.cli.plain_options import UNREAD, read_plain


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("a", str, "a"),
        (5, int, 5),
        ("5", int, UNREAD),
        (True, int, UNREAD),
        ("red", Colour, Colour.RED),
        (Colour.RED, Colour, Colour.RED),
        ("RED", Colour, UNREAD),
        ("a/b", Path, Path("a/b")),
        ("", Path, UNREAD),
        ("a\0", Path, UNREAD),
        ("a", Path | None, UNREAD),
    ],
)
def test_only_what_is_plainly_right_is_read(value: object, kind: Any, read: object) -> None:
    assert read_plain(value, kind) == read


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("check", ["a.csv", "b.csv", "--format", "json", "--output", "o", "--max-findings", "7"]),
        ("check", ["a.csv"]),
        ("run", ["release.yml", "--fail-on", "warning", "--rules", "DAT004,DAT005", "--quiet"]),
        ("compare", ["a.csv", "b.csv", "--key", "urn"]),
        ("gate", []),
    ],
)
def test_typer_reads_the_same(name: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    command = load_command(name)
    assert name in COMMANDS
    plain = command.make_context(name, list(words)).params
    monkeypatch.setattr(type(command), "get_params", TyperCommand.get_params)
    for param in command.params:
        vars(param).pop("get_runtime_param", None)
        param._runtime_param = None
    assert command.make_context(name, list(words)).params == plain


def test_typer_says_what_is_wrong() -> None:
    with pytest.raises(typer.BadParameter, match="greater than or equal to 1"):
        load_command("check").make_context("check", ["a.csv", "--max-findings", "0"])
