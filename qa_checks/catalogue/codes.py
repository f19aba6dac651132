"""Code lists: the values a column may have, each with its other spellings and its dates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from qa_checks.errors import CatalogueError
from qa_checks.words import suggest

DATE_COLUMNS = ("valid_from", "valid_to")
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
WHOLE = re.compile(r"-?[0-9]{1,18}")  # what DuckDB can hold as a whole number
NUMBERS = {"integer": WHOLE, "number": re.compile(r"-?[0-9]{1,18}(\.[0-9]+)?")}  # by type
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

    def values(self, column_type: str) -> list[str | int | float]:
        """The codes as the values of a column of a type.

        Raises
        ------
        ValueError
            If the column holds numbers and a code is none.
        """
        if column_type not in NUMBERS:
            return [*self.codes]
        for code in self.codes:
            if not NUMBERS[column_type].fullmatch(code):
                raise ValueError(f"the code '{code}' of list '{self.name}' is no {column_type}")
        return [int(code) if WHOLE.fullmatch(code) else float(code) for code in self.codes]

    def sql_type(self, column: str) -> str:
        """DuckDB type of one of the list's columns."""
        if column in DATE_COLUMNS:
            return "DATE"
        if column == "aliases" or column.endswith("code"):
            return "VARCHAR"
        values = [row[column] for row in self.rows if row[column]]
        return "BIGINT" if values and all(map(WHOLE.fullmatch, values)) else "VARCHAR"


def code_fault(value: str, name: str | None, lists: Mapping[str, CodeList]) -> str:
    """Say that a value is no code of a list, with the nearest that is; '' if it is one."""
    if name is None or value in lists[name].codes:
        return ""
    return f"'{value}' is no code of '{name}'. {suggest(value, lists[name].codes)}".rstrip()


def read_codes(path: Path) -> CodeList:
    """Read one code list.

    Raises
    ------
    CatalogueError
        If a row is ragged, a date is not ISO or a code has no text or stands there twice.
    """
    from qa_checks.catalogue.yaml_files import read_text

    text = read_text(path, CatalogueError).removeprefix("\ufeff")
    lines = _read_lines(text, path)
    if not lines or not lines[0] or lines[0][0] != "code":
        raise CatalogueError("The first column of a code list must be 'code'.", where=f"{path}:1")
    columns = tuple(lines[0])
    for name in (path.stem, *columns):
        if not PLAIN_NAME.fullmatch(name):  # both become names in SQL
            raise CatalogueError(
                f"'{name}' is not a plain name: lower-case letters, digits and underscores.",
                where=f"{path}:1",
            )
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise CatalogueError(f"The column '{twice[0]}' stands there twice.", where=f"{path}:1")
    rows: list[dict[str, str]] = []
    known = set[tuple[str, str]]()
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            raise CatalogueError(
                f"This row has {len(line)} cells, the header has {len(columns)}.",
                where=f"{path}:{number}",
            )
        row = dict(zip(columns, line, strict=True))
        _check_row(row, known, f"{path}:{number}")
        rows.append(row)
    return CodeList(path.stem, path, columns, tuple(rows))


def _read_lines(text: str, path: Path) -> list[list[str]]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(lines)
    except csv.Error as fault:
        raise CatalogueError(
            f"This is not well-formed CSV: {fault}.", where=f"{path}:{lines.line_num}"
        ) from None


def _check_row(row: dict[str, str], known: set[tuple[str, str]], where: str) -> None:
    """Refuse a row without a code, with one that is known of that day, or with no date for one."""
    code = row["code"]
    if not code:
        raise CatalogueError("This row has no code.", where=where)
    if (code, row.get("valid_from", "")) in known:
        raise CatalogueError(f"The code '{code}' stands there twice.", where=where)
    known.add((code, row.get("valid_from", "")))
    for column in DATE_COLUMNS:
        if row.get(column) and not is_day(row[column]):
            raise CatalogueError(
                f"'{row[column]}' in {column} is not a date like 2021-08-31.", where=where
            )


def is_day(text: str) -> bool:
    """Whether a text is an ISO date; Python reads 20210831 too, which DuckDB does not."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
