"""Commands whose help says what a word or an option is, and not its type in Python."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup

from qa_checks.cli.plain_options import PlainReader


class PlainCommand(TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its arguments and options, `--help` among them."""
        return [_made_plain(param) for param in super().get_params(ctx)]


class PlainGroup(TyperGroup):
    """A command that has commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its arguments and options, `--help` among them."""
        return [_made_plain(param) for param in super().get_params(ctx)]


def _made_plain(param: Any) -> Any:
    """The parameter without its type in the help, and read without pydantic where that will do."""
    vars(param)["get_runtime_param"] = lambda: PlainReader(param)
    if isinstance(param, TyperArgument):
        vars(param)["display_type_rich"] = _no_type
    elif param.is_flag and param.metavar is None:
        param.metavar = ""
    return param


def _no_type(ctx: Any) -> None:
    del ctx
