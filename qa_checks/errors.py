"""What can go wrong, sorted by whose fault it is.

Every error says what is wrong, where, and what to do about it. Only the
command line turns an error into an exit code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What DuckDB says before it looks at any row.
ABOUT_SQL = ("BinderException", "CatalogException", "ParserException", "SyntaxException")
VALUES = r"""(?s)(['"]).*\1|\(.*\)|(?<!\w)[+-]?\d[\d.:/-]*"""
CUT_OFF = r"""(?<!\w)['"].*"""  # a value that goes on in the next line
SOURCE = "\n\nLINE "  # behind it DuckDB shows the SQL


class QaChecksError(Exception):
    """Base of every error this package raises on purpose.

    Parameters
    ----------
    what
        The fault in one sentence, with its values.
    where
        File, sheet, row or key that is at fault, as ``file:line`` where known.
    remedy
        What the reader can do about it.
    """

    fault = "Something is wrong"

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return " ".join(part for part in (f"{place}{self.what}", self.remedy) if part)


class UsageError(QaChecksError):
    """The command or the call asks for something that does not exist."""

    fault = "Cannot run"


class CatalogueError(QaChecksError):
    """A schema, layout, code list or rule is not well formed: its author's fault."""

    fault = "The rulebook is not well formed"


class ReleaseError(QaChecksError):
    """A release file or decisions file is not well formed."""

    fault = "The release file is not well formed"


class InputError(QaChecksError):
    """A data file cannot be read."""

    fault = "Cannot read"


class SignersError(QaChecksError):
    """A list of signers or of revoked keys is not well formed."""

    fault = "The list of signers is not well formed"


@contextmanager
def writing(what: str, where: Path, remedy: str) -> Iterator[None]:
    """Say of something that it cannot be written, where the system refuses to.

    Raises
    ------
    UsageError
        With the reason that the system gives.
    """
    try:
        yield
    except OSError as fault:
        raise UsageError(
            f"{what} cannot be written: {fault.strerror or fault}.", where=str(where), remedy=remedy
        ) from fault


def without_values(fault: Exception) -> str:
    """The first paragraph of an error's message on one line, without values of the data.

    A library quotes the value it failed on, which may be one that reports mask.
    """
    text = str(fault)
    if type(fault).__name__ in ABOUT_SQL:
        text = text.split("\n\n", maxsplit=1)[0]
    elif not isinstance(fault, QaChecksError):
        first, *further = text.rsplit(SOURCE, maxsplit=1)[0].splitlines() or [""]
        whole = first if further else re.sub(VALUES, "(a value)", first)
        told = re.sub(CUT_OFF, "(a value)", whole)
        text = ": ".join(told.split(": ")[:2])  # behind a second colon stands what it failed on
    return " ".join(text.split())
