"""pandera as the one who counts the schemas' checks a second time.

It is given the schemas, never the engine's SQL, and the tables as texts, which are read anew: for
missing values, and for values and keys that must occur once, the rows; for types, codes, limits
and patterns the filled cells of a column, with those the check is about that have no value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.limits import limits_of
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.engines.door import Failure
from qa_checks.plan import PlannedCheck
from qa_checks.reading.dates import day_of
from qa_checks.reading.loaded import Loaded

WAYS_TO_WRITE_A_DAY: Final = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%Y", "%d %B %Y",
    "%d %b %Y",
)  # fmt: skip
WHOLE: Final = r"[-+]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)([.]0+)?"
NUMBER: Final = r"[-+]?([0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+)([.][0-9]+)?([eE][-+]?[0-9]+)?"
LARGEST: Final = 2**63
SPELLING: Final = Failure("pandera knows the codes, not how the rest of a sheet writes them")
FILLED: Final = pa.SeriesSchema(nullable=False)
PLACE: Final = "concat_ws(' ', _source, _block, _row) AS _place"


def count_with_pandera(
    loaded: Loaded, asked: Sequence[PlannedCheck], tell: Callable[[str], None]
) -> dict[str, int | Failure]:
    """Count the rows or cells at fault of each check of the schemas, by its id."""
    counts: dict[str, int | Failure] = {}
    for table in loaded.schemas.tables.values():
        checks = [planned.check.id for planned in asked if planned.check.table == table.table]
        if checks:
            tell(f"the schema of {table.table} by pandera")
            counter = _TableCounter(loaded, table)
            counts |= {check: counter.count(check) for check in checks}
    return counts


def check_words(column: Column, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """The built-in checks of pandera that a column has, each with its argument."""
    words: dict[str, Any] = {}
    for word, limit in limits_of(column, codes).items():
        match limit:
            case dt.date():
                words[word] = pd.Timestamp(limit)
            case str():
                words[word] = rf"(?:{limit})\Z"
            case _:
                words["isin" if word == "in" else word] = limit
    return words


class _TableCounter:
    """Counts the rows or cells of one table that its schema refuses.

    Of each row it has its place, and whether its file has the same row before it; of the cells in
    which the reader noted a fault what is written, a day as ISO has it. The row of such a cell need
    not be in the table: an unknown word is no judgement.
    """

    def __init__(self, loaded: Loaded, table: Table) -> None:
        self.table, self.codes = table, loaded.schemas.codes
        again = "SELECT _source, _row FROM extract_rows WHERE fault = 'duplicate'"
        written = f"coalesce(CAST({day_of('written')} AS VARCHAR), written) AS written"
        cursor = loaded.connection.cursor()
        self.rows = cursor.execute(
            f"SELECT {PLACE}, ((_source, _row) IN ({again})) IS TRUE AS _again, "
            f"CAST(COLUMNS(*) AS VARCHAR) FROM main.{table.table}"
        ).df()
        self.at_fault = cursor.execute(
            f"SELECT {PLACE}, column_name, fault, {written} FROM extract_cells "
            "WHERE table_name = $1",
            [table.table],
        ).df()

    def count(self, check: str) -> int | Failure:
        """Count what one check refuses."""
        name, _, word = check.removeprefix(f"{self.table.table}.").rpartition(".")
        match word:
            case "spelling":
                return SPELLING
            case "key":
                return _count_repeated(self._keyed(), self.table.key)
            case "unique":
                return _count_repeated(self._with_own_key(), [name])
            case "nullable":
                return _count_refused(FILLED, self._rows_without_fault(name)[name])
            case "type":
                return _count_refused(FILLED, self._filled_cells(name, word))
            case _:
                pandera_word = "isin" if word == "in" else word
                argument = check_words(self.table.columns[name], self.codes)[pandera_word]
                check_of = getattr(pa.Check, pandera_word)(argument)
                held = pa.SeriesSchema(checks=check_of, nullable=True)
                return _count_refused(held, self._filled_cells(name, word))

    def _filled_cells(self, name: str, word: str) -> pd.Series:
        """The filled cells of a column, and those without value a check is about, read anew."""
        limits = [f"{self.table.table}.{name}.{limit}" for limit in ("ge", "le")]
        unknown = ["unknown_code"]
        about = {"type": ["unreadable", *unknown], "in": unknown, "ge": limits, "le": limits}
        at_fault = self.at_fault[self.at_fault["column_name"] == name]
        without = at_fault.loc[at_fault["fault"].isin(about.get(word, [])), "written"]
        cells = pd.concat([self.rows[name].dropna(), without], ignore_index=True)
        return _read(self.table.columns[name], cells.astype("str"))

    def _rows_without_fault(self, name: str) -> pd.DataFrame:
        """The rows, less those where something is written in a column that has no value."""
        of_column = self.at_fault["column_name"] == name
        places = self.at_fault.loc[of_column & (self.at_fault["fault"] != "shorthand"), "_place"]
        return self.rows[~self.rows["_place"].isin(places)]

    def _keyed(self) -> pd.DataFrame:
        """The rows that have a whole key, less copies and those of views that repeat keys."""
        rows = self.rows[~self.rows["_again"]]
        if views := self.table.views:
            rows = rows[~rows[views.column].isin(views.repeated)]
        return rows.dropna(subset=self.table.key)

    def _with_own_key(self) -> pd.DataFrame:
        """The rows less copies and those that share their key, of which only that is told."""
        rows, keyed = self.rows[~self.rows["_again"]], self._keyed()
        shared = keyed.index[keyed.duplicated(self.table.key, keep=False)]
        return rows.drop(shared) if self.table.unique_key else rows


def _count_repeated(rows: pd.DataFrame, names: Sequence[str]) -> int:
    """Count the rows that share their values with another; a missing value is none."""
    return _count_refused(pa.DataFrameSchema(unique=names), rows.dropna(subset=names))


def _count_refused(schema: Any, held: pd.DataFrame | pd.Series) -> int:
    """Count the rows or cells at fault; one counts once, however often it is listed."""
    try:
        schema.validate(held, lazy=True)
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


def _numbers(texts: pd.Series, form: str) -> pd.Series:
    numbers = texts.where(texts.str.fullmatch(form)).str.replace(",", "")
    return pd.to_numeric(numbers, errors="coerce")
