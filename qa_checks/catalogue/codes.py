"""Code lists: the values a column may have, each with its other spellings and its dates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from qa_checks.errors import CatalogueError

DATE_COLUMNS = ("valid_from", "valid_to")
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """Case and blanks forgiven: the form in which two spellings are compared."""
    return BLANKS.sub(" ", text.replace("’", "'").replace("‘", "'")).strip().casefold()


class CodeList(Struct, frozen=True, dict=True):
    """One file of ``schemas/codes``."""

    name: str
    path: Path
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    @cached_property
    def exact(self) -> dict[str, str]:
        """Every spelling the list declares, with its code."""
        return dict(self._spellings())

    @cached_property
    def folded(self) -> dict[str, str]:
        """The same with case and blanks forgiven."""
        return {fold(spelling): code for spelling, code in self._spellings()}

    @cached_property
    def titles(self) -> dict[str, str]:
        """How a code is called in sentences; empty when the list has no titles."""
        return {row["code"]: row["title"] for row in self.rows if row.get("title")}

    def _spellings(self) -> Iterator[tuple[str, str]]:
        for row in self.rows:
            yield row["code"], row["code"]
            for alias in filter(None, row.get("aliases", "").split("|")):
                yield alias, row["code"]

    def check(self) -> None:
        """Refuse a list in which one spelling means two codes."""
        known: dict[str, str] = {}
        for spelling, code in self._spellings():
            if known.setdefault(fold(spelling), code) != code:
                raise CatalogueError(
                    f"'{spelling}' stands for '{code}' and for '{known[fold(spelling)]}'.",
                    where=str(self.path),
                )

    @property
    def codes(self) -> list[str]:
        """The codes, in the order of the file, each once."""
        return list(dict.fromkeys(self.exact.values()))

    def sql_type(self, column: str) -> str:
        """DuckDB type of one of the list's columns."""
        if column in DATE_COLUMNS:
            return "DATE"
        if column == "aliases" or column.endswith("code"):
            return "VARCHAR"
        values = [row[column] for row in self.rows if row[column]]
        return "BIGINT" if values and all(value.isdigit() for value in values) else "VARCHAR"


def read_codes(path: Path) -> CodeList:
    """Read one code list.

    Raises
    ------
    CatalogueError
        If a row is ragged or a date is not ISO.
    """
    from qa_checks.catalogue.yaml_files import read_text

    text = read_text(path, CatalogueError).removeprefix("\ufeff")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if not lines or not lines[0] or lines[0][0] != "code":
        raise CatalogueError("The first column of a code list must be 'code'.", where=f"{path}:1")
    columns = tuple(lines[0])
    for name in (path.stem, *columns):
        if not PLAIN_NAME.fullmatch(name):  # both become names in SQL
            raise CatalogueError(
                f"'{name}' is not a plain name: lower-case letters, digits and underscores.",
                where=f"{path}:1",
            )
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            raise CatalogueError(
                f"This row has {len(line)} cells, the header has {len(columns)}.",
                where=f"{path}:{number}",
            )
        row = dict(zip(columns, line, strict=True))
        _check_dates(row, f"{path}:{number}")
        rows.append(row)
    return CodeList(path.stem, path, columns, tuple(rows))


def _check_dates(row: dict[str, str], where: str) -> None:
    for column in DATE_COLUMNS:
        if row.get(column):
            try:
                dt.date.fromisoformat(row[column])
            except ValueError:
                raise CatalogueError(
                    f"'{row[column]}' in {column} is not a date like 2021-08-31.", where=where
                ) from None
