"""What the tests of databases share: a query is asked, and its rows come back as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from qa_checks.allowance import Patience
from qa_checks.model.sources import Query, SourceColumn
from qa_checks.sources.address import parse
from qa_checks.sources.delivery import fetch

PLACE = "the source"


@dataclass(frozen=True)
class Fetched:
    """What came."""

    columns: tuple[SourceColumn, ...]
    rows: list[tuple[Any, ...]]

    @property
    def first(self) -> dict[str, Any]:
        """The values of the first row."""
        names = [column.name for column in self.columns]
        return dict(zip(names, self.rows[0], strict=True))


def ask(
    url: str, text: str, folder: Path, patience: Patience | None = None, file: Path | None = None
) -> Fetched:
    """Ask a database."""
    address = parse(url)
    query = Query(address.url, address.shown, address.dialect, text)
    target = folder / "rows.parquet"
    columns = fetch(query, file or folder, target, patience or Patience(5, 30), PLACE)
    return Fetched(columns, duckdb.sql(f"FROM read_parquet('{target}')").fetchall())
