"""pandera as the one who counts the schemas' checks a second time.

It is given the schemas, never the engine's SQL, and of the data: typed rows for patterns,
uniqueness and keys; typed values for limits, with those beyond them, which all other checks take
for unknown; rows as text for missing values, where a cell that cannot be read is not
missing; the filled cells of one column, in a row or not, for types and code lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pandera.pandas as pa

from qa_checks.catalogue.limits import schema_limits
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.engines.door import Failure
from qa_checks.model import Logic
from qa_checks.opinions.pandera_frames import cell_frame, limit_frame, row_frame, typed_frame
from qa_checks.opinions.pandera_schema import check_words, has_own_key, to_pandera

if TYPE_CHECKING:
    from qa_checks.reading.loaded import Loaded

WAYS_TO_WRITE_A_DAY: Final = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%Y", "%d %B %Y",
    "%d %b %Y",
)  # fmt: skip
WHOLE: Final = r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.]0+)?"
NUMBER: Final = r"[-+]?([0-9]*|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?([eE][-+]?[0-9]+)?"
LARGEST: Final = 2**63
ROWS_AGAIN: Final = "SELECT _source, _row FROM extract_rows WHERE fault = 'duplicate'"
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
            mine = {check for check, logic in asked.items() if logic.table == table.table}
            if mine:
                self.tell(f"the schema of {table.table} by pandera")
                counted = self._count(table, mine)
                counts.update({check: counted[check] for check in mine})
        spellings = {check for check in counts if check.endswith(".spelling")}
        return counts | dict.fromkeys(spellings, Failure(SPELLING))

    def _count(self, table: Table, wanted: Collection[str]) -> Counter[str]:
        rows = to_pandera(table, self.loaded.schemas.codes)
        for typed in rows.columns.values():
            typed.coerce, typed.nullable = False, True  # typed already; texts may be missing
        counts = count_faults(rows, typed_frame(self.loaded, table))
        if any(check.endswith((".key", ".unique")) for check in counts):
            for check in [check for check in counts if check.endswith((".key", ".unique"))]:
                del counts[check]
            counts += self._count_repeats(table, rows)
        for name, column in table.columns.items():
            place = f"{table.table}.{name}"
            typed = rows.columns[name]
            typed.checks = [check for check in typed.checks if check.error in _limits(table, name)]
            if typed.checks:
                limited = pa.DataFrameSchema({name: typed}, name=table.table)
                # The larger count: a value that was left in the rows above is here too.
                counts |= count_faults(limited, limit_frame(self.loaded, table, name))
            if f"{place}.nullable" in wanted:
                filled = pa.DataFrameSchema({name: pa.Column(str)}, name=table.table)
                counts += count_faults(filled, row_frame(self.loaded, table, name))
            checks = self._cell_checks(place, column)
            ids = {str(check.error) for check in checks}
            if ids & set(wanted):
                for counted in ids:
                    del counts[counted]  # of the typed values, which have no unknown code
                cells = pa.DataFrameSchema({name: pa.Column(str, checks)}, name=table.table)
                counts += count_faults(cells, cell_frame(self.loaded, table, name))
        return counts

    def _count_repeats(self, table: Table, rows: pa.DataFrameSchema) -> Counter[str]:
        """Rows that share a key, and of the others those that share a value."""
        frame = typed_frame(self.loaded, table, leaving_out=ROWS_AGAIN)
        keys = f"{table.table}.key"
        counts = Counter({keys: count_faults(rows, frame)[keys]})
        others = frame[has_own_key(table, frame)] if table.unique_key else frame
        found = count_faults(rows, others)
        names = (f"{table.table}.{name}.unique" for name in table.columns)
        return counts + Counter({name: found[name] for name in names})

    def _cell_checks(self, place: str, column: Column) -> list[pa.Check]:
        checks = []
        if not column.is_text:
            checks.append(pa.Check(_reader(column), error=f"{place}.type"))
        if column.in_ is not None and column.fold:
            codes = check_words(column, self.loaded.schemas.codes)["isin"]
            checks.append(pa.Check.isin(codes, error=f"{place}.in"))
        return checks


def count_faults(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Counter[str]:
    """Rows at fault by check; a row counts once however many of its cells are listed."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as fault:
        cases = fault.failure_cases
    else:
        return Counter()
    names = (
        f"{schema.name}.{column}.nullable" if check == "not_nullable" else str(check)
        for column, check in zip(cases["column"], cases["check"], strict=True)
    )
    return Counter(name for name, _ in set(zip(names, cases["index"], strict=True)))


def _limits(table: Table, name: str) -> set[str]:
    return {limit.check for _, limit in schema_limits(table, name)}


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
