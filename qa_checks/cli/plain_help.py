"""Commands as users read them: help without types of Python, no option twice in silence."""

from __future__ import annotations

from collections import Counter
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup

from qa_checks.cli.plain_options import PlainReader


class PlainCommand(TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its arguments and options, `--help` among them."""
        return [_made_plain(param) for param in super().get_params(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of a command line, where each option with one value stands once."""
        _, _, given = self.make_parser(ctx).parse_args([*args])
        for param, times in Counter(given).items():
            option = param.opts[0]
            if times > 1 and not (param.multiple or getattr(param, "is_flag", False)):
                ctx.fail(f"{option} is given {times} times, and only the last would count.")
        return super().parse_args(ctx, args)


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
