"""What schemas/expectations.yml may say: what a draft of release.yml expects, and how it knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from qa_checks.catalogue.known_tables import known_columns
from qa_checks.catalogue.orderings import identify
from qa_checks.catalogue.schema_sql import SchemaSql, check_sql
from qa_checks.catalogue.schemas import Schemas
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import CatalogueError
from qa_checks.fields import Name, Sql, Text
from qa_checks.strict import Strict

if TYPE_CHECKING:
    import duckdb


class Expectation(Strict):
    """One line below `expect:` in a release.yml: a number, or a list with a reason for each."""

    tables: list[Name] = Field(
        default_factory=list, description="Tables the files must give; else it is left out."
    )
    sql: Sql | None = Field(
        None,
        description="At the reference date $as_at: a SELECT of one row with the number as `value`, "
        "or of rows with `name` and `reason`.",
    )
    note: Text | None = Field(
        None, description="A comment above it; in braces, columns of the row and as_at."
    )
    unexplained: Text | None = Field(
        None, description="What a person has to say where there is no reason."
    )
    example: int | dict[str, Text] = Field(
        description="What stands there, commented out, while the reference date is not known."
    )

    @property
    def is_list(self) -> bool:
        """Whether it is a list with reasons, not a number."""
        return isinstance(self.example, dict)

    @model_validator(mode="after")
    def _lists_ask_for_reasons(self) -> Self:
        if self.is_list and self.sql and not self.unexplained:
            raise ValueError("a list needs 'unexplained'")
        return self


class Expectations(Strict):
    """schemas/expectations.yml, in the order of a draft."""

    expect: dict[Name, Expectation] = Field(default_factory=dict)


def expected_lists(folder: Path) -> frozenset[str]:
    """Names of what a release may expect that are lists with reasons, not numbers."""
    told = _read(folder).expect
    return frozenset(name for name, expectation in told.items() if expectation.is_list)


def read_expectations(schemas: Schemas, connection: duckdb.DuckDBPyConnection) -> Expectations:
    """What drafts of a catalogue expect; nothing where it does not say. Its SQL passes the guard.

    Raises
    ------
    CatalogueError
        With the file, if it is not well formed.
    """
    expectations = _read(schemas.folder)
    pieces = [
        SchemaSql(f"{_path(schemas.folder)}: {name}", item.sql)
        for name, item in expectations.expect.items()
        if item.sql
    ]
    known = known_columns(schemas.tables, schemas.codes)
    check_sql(pieces, known, identify(schemas.tables, schemas.codes), connection)
    return expectations


def _read(folder: Path) -> Expectations:
    path = _path(folder)
    return read_model(path, Expectations, CatalogueError) if path.exists() else Expectations()


def _path(folder: Path) -> Path:
    return folder / "schemas" / "expectations.yml"
