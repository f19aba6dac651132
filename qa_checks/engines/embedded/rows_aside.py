"""Rows at fault of a large table that were put aside, and what else findings show of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, compress, repeat

from msgspec import Struct

from qa_checks.duckdb_core import Error
from qa_checks.engines.door import Rows, Wanted
from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.row_filters import PLACE
from qa_checks.engines.embedded.rows_with_cells import RowsWithCells
from qa_checks.sql_text import sql_names

TOGETHER = 20_000  # rows of all checks of a table that are fetched at once
WITHIN = "_entry"
ORDER = ("_source", "_row", WITHIN)


class Aside(Struct, frozen=True):
    """Where the rows at fault of a check were put aside: those with a flag, and some columns."""

    table: str
    flag: str
    columns: Sequence[str]


class RowsAside(Struct, frozen=True):
    """The rows of one large table that were put aside, with what is wanted of them, by check."""

    database: Database
    name: str
    wanted: Mapping[str, Wanted]
    aside: Mapping[str, Aside]

    @property
    def further(self) -> dict[str, list[str]]:
        """The columns that findings show of a check's rows and that were not put aside, if any."""
        left = {
            check: [name for name in self.wanted[check].columns if name not in rows.columns]
            for check, rows in self.aside.items()
        }
        return {check: names for check, names in left.items() if names}

    def read_further(self, cells: RowsWithCells) -> str:
        """Read further columns once for all checks: where they are put; '' if they cannot be.

        The keys of rows with a cell that was met at fault are read in the same scan.
        """
        further = self.further
        if not further:
            return ""
        keys = cells.columns_of(self.name)
        tables = [self.aside[check].table for check in further]
        tables += ["extract_cells"] if keys else []
        numbers = " UNION ALL ".join(f"SELECT _row FROM {name}" for name in dict.fromkeys(tables))
        columns = sql_names([*PLACE, *chain(*further.values()), *keys])
        read = name_aside("further_columns", self.name)
        try:
            self.database.ask(
                f"CREATE OR REPLACE TABLE {read} AS SELECT {columns} "
                f"FROM {self.name} WHERE _row IN ({numbers})"
            )
        except Error:
            return ""
        if keys:
            cells.tables[self.name] = read
        return read

    def selects(self, read: str) -> dict[str, str]:
        """SELECTs of the rows of each check, with all columns that are wanted, where they are."""
        selects = {
            check: f"SELECT * FROM {rows.table} WHERE {rows.flag}"
            for check, rows in self.aside.items()
        }
        further = self.further
        if further and not (read and self._tells_apart(read)):
            return {check: select for check, select in selects.items() if check not in further}
        for check, names in further.items():
            rows = self.aside[check]
            selects[check] = (
                f"SELECT {_of('a', rows.columns)}, {_of('f', names)} FROM {rows.table} AS a "
                f"JOIN {read} AS f USING ({sql_names(PLACE)}) WHERE a.{rows.flag}"
            )
        return selects

    def _tells_apart(self, read: str) -> bool:
        """Whether each row with further columns has a place of its own."""
        again = f"SELECT 1 FROM {read} GROUP BY {sql_names(PLACE)} HAVING count(*) > 1 LIMIT 1"
        return not self.database.ask(again)

    def fetch_together(self, read: str) -> dict[str, Rows]:
        """The rows of many checks in one statement, in the order of the file.

        None where not every row has a place of its own: what then orders them is another column
        for each check.
        """
        further = self.further
        checks = [
            check
            for check in self.aside
            if self.wanted[check].within_row == WITHIN and (read or check not in further)
        ]
        tables = list(dict.fromkeys(self.aside[check].table for check in checks))
        own = dict.fromkeys(
            name
            for check in checks
            for name in (*ORDER, *self.aside[check].columns, self.aside[check].flag)
        )
        rest = dict.fromkeys(chain(*(further.get(check, ()) for check in checks)))
        if not tables:
            return {}
        sets = " UNION ALL BY NAME ".join(
            f"SELECT {number} AS _set, * FROM {table}" for number, table in enumerate(tables)
        )
        joined = f" LEFT JOIN {read} AS f USING ({sql_names(PLACE)})" if rest else ""
        names = ", ".join(filter(None, [_of("a", own), _of("f", rest)]))
        rows = self.database.ask(
            f"SELECT a._set, {names} FROM ({sets}) AS a{joined} ORDER BY a._set, {_of('a', ORDER)}"
        )
        numbers, *values = zip(*rows, strict=True) if rows else repeat((), 1 + len(own) + len(rest))
        own_values = dict(zip(own, values, strict=False))
        further_values = dict(zip(rest, values[len(own) :], strict=True))
        places = zip(numbers, *(own_values[name] for name in ORDER), strict=True)
        if len({*places}) < len(rows):
            return {}
        fetched = {}
        for check in checks:
            aside = self.aside[check]
            number = tables.index(aside.table)
            of_table = slice(bisect_left(numbers, number), bisect_right(numbers, number))
            fails = own_values[aside.flag][of_table]
            columns = {
                name: (own_values if name in aside.columns else further_values)[name][of_table]
                for name in self.wanted[check].columns
            }
            fetched[check] = Rows(
                {name: [*compress(column, fails)] for name, column in columns.items()},
                fails.count(True),
            )
        return fetched


def name_aside(what: str, table: str) -> str:
    """The table into which something of a large table is put."""
    return f"{what}_of_{table.replace('.', '_')}"


def _of(source: str, names: Iterable[str]) -> str:
    return ", ".join(f'{source}."{name}"' for name in names)
