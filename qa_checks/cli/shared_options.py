"""Commands get the options that all which run checks share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

from qa_checks.cli import options as o
from qa_checks.cli.choices import Choices


def with_choices(
    command: Callable[..., None], but: Collection[str] = (), words: Mapping[str, Any] = {}
) -> Callable[..., None]:
    """Give a command the shared options: its parameter ``choices`` becomes one option a field.

    typer reads a command's signature; this writes the fields of `Choices` into it.

    Parameters
    ----------
    but
        Fields that are no options of the command.
    words
        Options that the command has in words of its own.
    """
    signature = inspect.signature(command, eval_str=True, locals={"o": o, "Choices": Choices})
    own = [parameter for name, parameter in signature.parameters.items() if name != "choices"]
    usual = Choices()
    shared = {
        name: inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=getattr(usual, name),
            annotation=words.get(name, getattr(o, option.removeprefix("o."))),
        )
        for name, option in Choices.__annotations__.items()
        if name not in but
    }
    everything = [*own, *shared.values()]

    @functools.wraps(command)
    def expanded(**given: Any) -> None:
        choices = Choices(**{name: given.pop(name) for name in shared})
        command(**given, choices=choices)

    expanded.__signature__ = signature.replace(parameters=everything)  # type: ignore[attr-defined]
    expanded.__annotations__ = {parameter.name: parameter.annotation for parameter in everything}
    return expanded
