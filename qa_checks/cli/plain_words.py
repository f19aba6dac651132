"""`check` and `run` with words that are plainly right, taken without typer.

Loading typer takes as long as checking a small file. What is written otherwise, help among it, is
typer's to read, and so is every word that could be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from qa_checks.cli.choices import Choices, Format
from qa_checks.cli.plain_options import UNREAD, read_plain
from qa_checks.model.checks import Severity

SHARED: dict[str, type] = {
    "--catalogue": Path,
    "--severity": Severity,
    "--format": Format,
    "--output": Path,
    "--no-files": bool,
    "--no-workbook": bool,
    "--failing-rows": Path,
    "--fail-on": Severity,
    "--second-opinion": bool,
    "--quiet": bool,
    "--debug": bool,
}
FACTS: dict[str, type] = {"--layout": str, "--as-at": str, "--period": str, "--published-by": str}
OPTIONS = {"check": {**FACTS, **SHARED}, "run": SHARED}


def read_words(words: Sequence[str]) -> Callable[[], None] | None:
    """The command that the words of a command line mean; None where typer has to look at them.

    Examples
    --------
    >>> read_words(["check", "--help"]) is read_words(["rules", "list"]) is None
    True
    """
    command, *rest = words or [""]
    if command not in OPTIONS:
        return None
    taken = take_words(command, rest)
    if taken is None:
        return None
    given, shared = taken
    module = import_module(f"qa_checks.cli.{command}")
    return partial(getattr(module, f"{command}_command"), **given, choices=Choices(**shared))


def take_words(command: str, words: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What the words say to the command itself, and what they choose that all commands share."""
    paths: list[Any] = []
    options: dict[str, Any] = {}
    left = iter(words)
    for word in left:
        if not word.startswith("-"):
            paths.append(read_plain(word, Path))
            continue
        kind = OPTIONS[command].get(word)
        value = True if kind is bool else next(left, "-")
        if kind is None or word in options or str(value).startswith("-"):
            return None
        options[word] = read_plain(value, kind)
    if UNREAD in (*paths, *options.values()):
        return None
    return _as_parameters(command, paths, options)


def _as_parameters(
    command: str, paths: Sequence[Path], options: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    match command, paths:
        case "run", []:
            own: dict[str, Any] = {}
        case "run", [release]:
            own = {"release": release}
        case "check", [_, *_]:
            own = {"files": paths}
        case _:
            return None
    shared: dict[str, Any] = {}
    for word, value in options.items():
        parameters = shared if word in SHARED else own
        parameters[word[2:].replace("-", "_")] = value
    return own, shared
