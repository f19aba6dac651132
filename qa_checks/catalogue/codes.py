"""Code lists: the values a column may have, each with its other spellings and its dates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from qa_checks.catalogue.yaml_files import read_text
from qa_checks.errors import CatalogueError

DATE_COLUMNS = ("valid_from", "valid_to")
BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """Case and blanks forgiven: the form in which two spellings are compared."""
    return BLANKS.sub(" ", text.replace("’", "'").replace("‘", "'")).strip().casefold()


@dataclass(frozen=True)
class CodeList:
    """One file of ``schemas/codes``.

    ``exact`` maps every spelling the list declares to its code, ``folded`` the
    same with case and blanks forgiven.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    exact: dict[str, str] = field(repr=False)
    folded: dict[str, str] = field(repr=False)

    @property
    def codes(self) -> list[str]:
        """The codes, in the order of the file, each once."""
        return list(dict.fromkeys(self.exact.values()))

    def sql_type(self, column: str) -> str:
        """DuckDB type of one of the list's columns."""
        if column in DATE_COLUMNS:
            return "DATE"
        position = self.columns.index(column)
        values = [row[position] for row in self.rows if row[position] is not None]
        whole = bool(values) and all(value.isdigit() for value in values if value)
        return (
            "BIGINT"
            if whole and column not in ("code", "aliases") and not column.endswith("code")
            else "VARCHAR"
        )


def read_codes(path: Path) -> CodeList:
    """Read one code list.

    Raises
    ------
    CatalogueError
        If a row is ragged, a date is not ISO, or one spelling means two codes.
    """
    text = read_text(path, CatalogueError).removeprefix("\ufeff")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if not lines or not lines[0] or lines[0][0] not in ("code", "word"):
        raise CatalogueError("The first column of a code list must be 'code'.", where=f"{path}:1")
    columns = tuple(lines[0])
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    rows: list[tuple[str | None, ...]] = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            raise CatalogueError(
                f"This row has {len(line)} cells, the header has {len(columns)}.",
                where=f"{path}:{number}",
            )
        row = dict(zip(columns, line, strict=True))
        _check_dates(row, f"{path}:{number}")
        code = line[0]
        for spelling in [code, *filter(None, row.get("aliases", "").split("|"))]:
            if folded.setdefault(fold(spelling), code) != code:
                raise CatalogueError(
                    f"'{spelling}' stands for '{code}' and for '{folded[fold(spelling)]}'.",
                    where=f"{path}:{number}",
                )
            exact[spelling] = code
        rows.append(tuple(cell or None for cell in line))
    return CodeList(path.stem, columns, tuple(rows), exact, folded)


def _check_dates(row: dict[str, str], where: str) -> None:
    for column in DATE_COLUMNS:
        if row.get(column):
            try:
                dt.date.fromisoformat(row[column])
            except ValueError:
                raise CatalogueError(
                    f"'{row[column]}' in {column} is not a date like 2021-08-31.", where=where
                ) from None
