"""What schemas/expectations.yml may say: what a draft of release.yml expects, and how it knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import field

from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.schema_sql import SchemaSql, check_sql
from qa_checks.catalogue.schemas import Schemas
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.duckdb_core import Connection
from qa_checks.errors import CatalogueError
from qa_checks.fields import Name, Record, Sql, Text, says


class Expectation(Record, frozen=True, kw_only=True):
    """One line below `expect:` in a release.yml: a number, or a list with a reason for each."""

    tables: Annotated[list[Name], says("Tables the files must give; else it is left out.")] = field(
        default_factory=list
    )
    sql: Annotated[
        Sql | None,
        says(
            "At the reference date $as_at: a SELECT of one row with the number as `value`, or of "
            "rows with `name` and `reason`."
        ),
    ] = None
    note: Annotated[
        Text | None, says("A comment above it; in braces, columns of the row and as_at.")
    ] = None
    unexplained: Annotated[
        Text | None, says("What a person has to say where there is no reason.")
    ] = None
    example: Annotated[
        int | dict[str, Text],
        says("What stands there, commented out, while the reference date is not known."),
    ]

    @property
    def is_list(self) -> bool:
        """Whether it is a list with reasons, not a number."""
        return isinstance(self.example, dict)

    def __post_init__(self) -> None:
        if self.is_list and self.sql and not self.unexplained:
            raise ValueError("a list needs 'unexplained'")


class Expectations(Record, frozen=True, kw_only=True):
    """schemas/expectations.yml, in the order of a draft."""

    expect: dict[Name, Expectation] = field(default_factory=dict)


def expected_lists(folder: Path) -> frozenset[str]:
    """Names of what a release may expect that are lists with reasons, not numbers."""
    told = _read(folder).expect
    return frozenset(name for name, expectation in told.items() if expectation.is_list)


def read_expectations(schemas: Schemas, connection: Connection) -> Expectations:
    """What drafts of a catalogue expect; nothing where it does not say. Its SQL passes the guard.

    Raises
    ------
    CatalogueError
        With the file, if it is not well formed.
    """
    expectations = _read(schemas.folder)
    pieces = [
        SchemaSql(_path(schemas.folder), ("expect", name, "sql"), item.sql)
        for name, item in expectations.expect.items()
        if item.sql
    ]
    check_sql(pieces, known_tables(schemas.tables, schemas.codes), connection)
    return expectations


def _read(folder: Path) -> Expectations:
    path = _path(folder)
    return read_model(path, Expectations, CatalogueError) if path.exists() else Expectations()


def _path(folder: Path) -> Path:
    return folder / "schemas" / "expectations.yml"
