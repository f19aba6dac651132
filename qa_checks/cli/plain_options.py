"""Values of options that are plainly right; typer reads the others and says what is wrong.

typer reads every value with pydantic, which takes longer to load than a small file to be checked.
"""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

UNREAD = object()


class PlainReader:
    """Stands in the place of what typer reads the values of a parameter with."""

    def __init__(self, param: Any) -> None:
        self.param = param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as its command takes it."""
        read = self._read_all(value)
        if read is UNREAD:
            typers = type(self.param).get_runtime_param(self.param)
            read = typers.coerce(value, param=param, ctx=ctx)
        return read

    def _read_all(self, value: Any) -> Any:
        told = self.param.type_descriptor
        several = self.param.multiple or self.param.nargs == -1
        if value is None:
            return () if several else None
        if told.parameter_info.parser is not None:
            return UNREAD
        if not several:
            return read_plain(value, told.annotation)
        if get_origin(told.annotation) is not list or not isinstance(value, list | tuple):
            return UNREAD
        [kind] = get_args(told.annotation)
        values = [read_plain(item, kind) for item in value]
        return UNREAD if any(item is UNREAD for item in values) else values


def read_plain(value: Any, kind: Any) -> Any:
    """A value that is one of a kind or the plain text of one; else `UNREAD`.

    Examples
    --------
    >>> read_plain("2018", str), read_plain(5, int), read_plain("5", int) is UNREAD
    ('2018', 5, True)
    """
    if not isinstance(kind, type):
        return UNREAD
    if type(value) is kind:
        return value
    if not isinstance(value, str):
        return UNREAD
    if issubclass(kind, Enum):
        return next((member for member in kind if member.value == value), UNREAD)
    if kind is Path and value and "\0" not in value:
        path = Path(value)
        return UNREAD if _is_closed(path) else path
    return UNREAD


def _is_closed(path: Path) -> bool:
    """Whether a path leads to something that cannot be read."""
    try:
        path.stat()
    except OSError:
        return False
    return not os.access(path, os.R_OK)
