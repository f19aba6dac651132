"""pandera as the one who counts the schemas' checks a second time.

It is given the schemas, never the engine's SQL, and the tables as texts, which are read anew: for
missing values, and for values and keys that must occur once, the rows; for types, codes, limits
and patterns the filled cells of a column, with those the check is about that have no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa

from qa_checks.catalogue.schemas import Column, Table
from qa_checks.engines.door import Failure
from qa_checks.opinions.pandera_words import check_words
from qa_checks.plan import PlannedCheck
from qa_checks.reading.dates import day_of
from qa_checks.reading.loaded import Loaded
from qa_checks.sql_text import sql_literal

WAYS_TO_WRITE_A_DAY: Final = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%Y", "%d %B %Y",
    "%d %b %Y",
)  # fmt: skip
WHOLE: Final = re.compile(r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.]0+)?")
NUMBER: Final = re.compile(r"[-+]?([0-9]*|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?([eE][-+]?[0-9]+)?")
LARGEST: Final = 2**63
WITHOUT_VALUE: Final = {"type": ["unreadable", "unknown_code"], "in": ["unknown_code"]}
SPELLING: Final = Failure("pandera knows the codes, not how the rest of a sheet writes them")
PLACE: Final = "_place"
AGAIN: Final = "_again"


def count_with_pandera(
    loaded: Loaded,
    asked: Sequence[PlannedCheck],
    facts: Mapping[str, Any],
    tell: Callable[[str], None],
) -> dict[str, int | Failure]:
    """Count the rows or cells at fault of each check of the schemas, by its id."""
    del facts
    counts: dict[str, int | Failure] = {}
    for table in loaded.schemas.tables.values():
        checks = [planned.check.id for planned in asked if planned.check.table == table.table]
        if checks:
            tell(f"the schema of {table.table} by pandera")
            counter = _TableCounter(loaded, table)
            counts |= {check: counter.count(check) for check in checks}
    return counts


class _TableCounter:
    """Counts the rows or cells of one table that its schema refuses."""

    def __init__(self, loaded: Loaded, table: Table) -> None:
        self.table, self.codes = table, loaded.schemas.codes
        self.rows = read_rows(loaded, table)
        self.at_fault = read_cells_at_fault(loaded, table)

    def count(self, check: str) -> int | Failure:
        """Count what one check refuses."""
        name, _, word = check.removeprefix(f"{self.table.table}.").rpartition(".")
        once = self.rows[~self.rows[AGAIN]]
        match word:
            case "spelling":
                return SPELLING
            case "key":
                return _count_repeated(self._keyed(once), self.table.key)
            case "unique":
                return _count_repeated(self._with_own_key(once), [name])
            case "nullable":
                filled = pa.DataFrameSchema({name: pa.Column(nullable=False)})
                return _count_refused(filled, self._rows_without_fault(name))
            case _:
                return self._count_cells(name, word)

    def _count_cells(self, name: str, word: str) -> int:
        """Count the filled cells that cannot be read, or hold what they may not."""
        column, cells = self.table.columns[name], self._filled_cells(name, word)
        if word == "type":
            check = pa.Check(lambda texts: _read(column, texts).notna())
        else:
            word = "isin" if word == "in" else word
            check = getattr(pa.Check, word)(check_words(column, self.codes)[word])
            cells = _read(column, cells)
        held = pa.DataFrameSchema({name: pa.Column(checks=check, nullable=True)})
        return _count_refused(held, cells.to_frame(name))

    def _filled_cells(self, name: str, word: str) -> pd.Series:
        """The values of a column, and the cells without one that a check is about."""
        limits = [f"{self.table.table}.{name}.{limit}" for limit in ("ge", "le")]
        faults = limits if word in ("ge", "le") else WITHOUT_VALUE.get(word, [])
        at_fault = self.at_fault[self.at_fault["column_name"] == name]
        without = at_fault.loc[at_fault["fault"].isin(faults), "written"]
        return pd.concat([self.rows[name].dropna(), without], ignore_index=True).astype("str")

    def _rows_without_fault(self, name: str) -> pd.DataFrame:
        """The rows, less those where something is written in a column that has no value."""
        of_column = self.at_fault["column_name"] == name
        places = self.at_fault.loc[of_column & (self.at_fault["fault"] != "shorthand"), PLACE]
        return self.rows[~self.rows[PLACE].isin(places)]

    def _keyed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that have a whole key, less those of views that repeat keys."""
        if views := self.table.views:
            rows = rows[~rows[views.column].isin(views.repeated)]
        return rows.dropna(subset=self.table.key)

    def _with_own_key(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows less those that share their key, of which only that is told."""
        if not self.table.unique_key:
            return rows
        keyed = self._keyed(rows)
        return rows.drop(keyed.index[keyed.duplicated(self.table.key, keep=False)])


def _count_repeated(rows: pd.DataFrame, names: Sequence[str]) -> int:
    """Count the rows that share their values with another; a missing value is none."""
    known = rows.dropna(subset=names)
    return _count_refused(pa.DataFrameSchema(unique=names), known)


def _count_refused(schema: pa.DataFrameSchema, rows: pd.DataFrame) -> int:
    """Count the rows at fault; one counts once, however many of its cells are listed."""
    try:
        schema.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as fault:
        return int(fault.failure_cases["index"].nunique(dropna=False))
    return 0


def _read(column: Column, texts: pd.Series) -> pd.Series:
    """The values that texts say; missing where one cannot be read as the column's type."""
    match column.type:
        case "date":
            ways = (
                pd.to_datetime(texts, format=way, errors="coerce") for way in WAYS_TO_WRITE_A_DAY
            )
            return reduce(pd.Series.fillna, ways)
        case "boolean":
            words = {word.casefold() for word in [*column.yes_words, *column.no_words]}
            return texts.where(texts.str.casefold().isin(words))
        case "integer":
            numbers = _numbers(texts, WHOLE)
            return numbers.where(numbers.abs() < LARGEST)
        case "number":
            return _numbers(texts, NUMBER)
        case _:
            return texts


def _numbers(texts: pd.Series, form: re.Pattern[str]) -> pd.Series:
    numbers = texts.where(texts.str.fullmatch(form)).str.replace(",", "")
    return pd.to_numeric(numbers, errors="coerce")


def read_rows(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The rows of a table, each with its place and whether its file has the same row before it."""
    values = ", ".join(
        f'{_text(name, column)} AS "{name}"' for name, column in table.columns.items()
    )
    again = "SELECT _source, _row FROM extract_rows WHERE fault = 'duplicate'"
    return _frame(
        loaded,
        f"SELECT {_place()}, ((_source, _row) IN ({again})) IS TRUE AS {AGAIN}, {values} "
        f"FROM main.{table.table}",
    )


def read_cells_at_fault(loaded: Loaded, table: Table) -> pd.DataFrame:
    """The cells of which the reader noted a fault, a day in them written as ISO has it.

    The row of such a cell need not be in the table: an unknown word is no judgement.
    """
    written = f"coalesce(CAST({day_of('written')} AS VARCHAR), written) AS written"
    return _frame(
        loaded,
        f"SELECT {_place()}, column_name, fault, {written} FROM extract_cells "
        f"WHERE table_name = {sql_literal(table.table)}",
    )


def _place() -> str:
    return f"concat_ws(' ', _source, _block, _row) AS {PLACE}"


def _text(name: str, column: Column) -> str:
    """SQL of a value as text, yes and no in the column's own words."""
    if column.type != "boolean":
        return f'CAST("{name}" AS VARCHAR)'
    yes, no = sql_literal(column.yes_words[0]), sql_literal(column.no_words[0])
    return f'CASE WHEN "{name}" THEN {yes} WHEN NOT "{name}" THEN {no} END'


def _frame(loaded: Loaded, sql: str) -> pd.DataFrame:
    return loaded.connection.cursor().execute(sql).df()
