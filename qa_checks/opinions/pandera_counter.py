"""pandera as the one who counts the schemas' checks a second time.

It is given the schemas, never the engine's SQL, and of the data for each check what the check is
about: typed rows for patterns, uniqueness and keys; typed values for limits, with those beyond
them, which all other checks take for unknown; rows as text for missing values, where a cell that
cannot be read is not missing; the filled cells of a column, in a row or not, for types and codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pandera.pandas as pa

from qa_checks.catalogue.schemas import Column, Table
from qa_checks.engines.door import Failure
from qa_checks.model import Logic
from qa_checks.opinions.pandera_frames import (
    cell_frame,
    limit_frame,
    row_frame,
    rows_once,
    typed_frame,
)
from qa_checks.opinions.pandera_schema import has_own_key, to_pandera

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Loaded

WAYS_TO_WRITE_A_DAY: Final = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%Y", "%d %B %Y",
    "%d %b %Y",
)  # fmt: skip
WHOLE: Final = r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.]0+)?"
NUMBER: Final = r"[-+]?([0-9]*|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?([eE][-+]?[0-9]+)?"
LARGEST: Final = 2**63
SPELLING: Final = "pandera knows the codes, not how the rest of a sheet writes them"


class PanderaCounter:
    """Counts the constraints of the schemas."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.loaded: Loaded

    def load(self, loaded: Loaded, facts: Mapping[str, Any]) -> None:
        """Take the tables of a run; schemas know no facts."""
        del facts
        self.loaded = loaded

    def count_faults(self, asked: Mapping[str, Logic]) -> dict[str, int | Failure]:
        """Count the rows or cells at fault of each check, by its id."""
        counts: dict[str, int | Failure] = {}
        for table in self.loaded.schemas.tables.values():
            mine = [check for check, logic in asked.items() if logic.table == table.table]
            if mine:
                self.tell(f"the schema of {table.table} by pandera")
                schema = to_pandera(table, self.loaded.schemas.codes)
                counts |= {check: self._count(table, schema, check) for check in mine}
        return counts

    def _count(self, table: Table, schema: pa.DataFrameSchema, check: str) -> int | Failure:
        """Count the faults of one check, in a frame of what it is about."""
        name, _, word = check.removeprefix(f"{table.table}.").rpartition(".")
        if word == "spelling":
            return Failure(SPELLING)
        if word == "key":
            of_rows = pa.DataFrameSchema(checks=schema.checks)
            return _count_rows(of_rows, rows_once(self.loaded, table))
        checks = [known for known in schema.columns[name].checks if known.error == check]
        if word == "type":
            checks = [pa.Check(_reader(table.columns[name]))]
        held = pa.Column(checks=checks, nullable=word != "nullable")
        return _count_rows(pa.DataFrameSchema({name: held}), self._values(table, name, word))

    def _values(self, table: Table, name: str, word: str) -> pd.DataFrame:
        match word:
            case "ge" | "le":
                return limit_frame(self.loaded, table, name)
            case "nullable":
                return row_frame(self.loaded, table, name)
            case "type":
                return cell_frame(self.loaded, table, name)
            case "in" if table.columns[name].fold:
                return cell_frame(self.loaded, table, name)
            case "unique":
                rows = rows_once(self.loaded, table)
                # Of rows that share their key, only that is told.
                return rows[has_own_key(table, rows)] if table.unique_key else rows
            case _:
                return typed_frame(self.loaded, table, name)


def _count_rows(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> int:
    """Count the rows at fault; one counts once, however many of its cells are listed."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as fault:
        return int(fault.failure_cases["index"].nunique(dropna=False))
    return 0


def _reader(column: Column) -> Callable[[pd.Series], pd.Series]:
    """Says of each text whether it can be read as the column's type."""
    match column.type:
        case "date":
            return _is_date
        case "boolean":
            known = {word.casefold() for word in [*column.yes_words, *column.no_words]}
            return lambda texts: texts.str.casefold().isin(known)
        case "integer":
            return lambda texts: _is_number(texts, WHOLE) & (_size(texts) < LARGEST)
        case _:
            return lambda texts: _is_number(texts, NUMBER)


def _is_date(texts: pd.Series) -> pd.Series:
    readable = pd.Series(data=False, index=texts.index)
    for way in WAYS_TO_WRITE_A_DAY:
        readable |= pd.to_datetime(texts, format=way, errors="coerce").notna()
    return readable


def _is_number(texts: pd.Series, form: str) -> pd.Series:
    return texts.str.fullmatch(re.compile(form)) & _size(texts).notna()


def _size(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.replace(",", ""), errors="coerce").abs()
