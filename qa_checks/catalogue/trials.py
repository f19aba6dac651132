"""SQL of rules is tried on empty tables: what can only fail, or find nothing, is told at once.

The guard knows names. Which table each of them means, and what type it has, the database says;
and that no row can meet a condition, whatever the rows hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, json

from qa_checks.catalogue.bound import HISTORY, PREVIOUS, BoundRule
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.extract import EARLIER_COLUMNS, EXTRACT_TABLES
from qa_checks.catalogue.plan_faults import BOOLEAN, plan_fault, result_type
from qa_checks.catalogue.rule_on_ground import RuleOnGround
from qa_checks.catalogue.schemas import Column, Schemas, Table
from qa_checks.duckdb_core import Connection
from qa_checks.fields import PLACE
from qa_checks.forms.form import Key
from qa_checks.model.logic import faults_sql
from qa_checks.sql_text import sql_literals

FACT = re.compile(r"\$(expected_)?([a-z_][a-z0-9_]*)")
FACTS = "trial.facts"  # whose one row the facts of a release are taken from
DAY, LIST, NUMBER, TEXT = "DATE", "VARCHAR[]", "DOUBLE", "VARCHAR"
STATUS = "status"  # the only fact that is a text
NO_CONDITION = "it is no condition, neither true nor false: compare it with something"
FINDS_NOTHING = "no row can be at fault, whatever the tables hold: it checks nothing"
COUNTS_NOTHING = "no row can count, whatever the tables hold: each of its numbers is 0"


class Trial(Struct, frozen=True):
    """A SELECT for SQL at a key of a file: of a condition alone, or of rows.

    ``is_known`` says of the latter that what it is made of is tried by itself, ``vain`` what it
    means that it finds none.
    """

    key: Key
    select: str
    is_condition: bool = False
    is_known: bool = False
    vain: str = FINDS_NOTHING


def trials_of(file: RuleOnGround, bound: BoundRule) -> Iterator[Trial]:
    """The conditions of a rule, each by itself, and what it comes down to."""
    conditions = [piece for piece in file.pieces() if piece.rows]
    for piece in conditions:
        select = f"SELECT (\n{piece.sql}\n) FROM {piece.rows}"
        yield Trial(piece.key, select, is_condition=True)
    key = (file.form.key,)
    select = f"SELECT 1 FROM (\n{faults_sql(bound.logic, bound.check.table)}\n) AS at_fault"
    yield Trial(key, select, is_known=key in [piece.key for piece in conditions])


def trial_of_cube(cube: Cube) -> Trial:
    """The rows that a cube counts."""
    return Trial(("select",), f"SELECT 1 FROM (\n{cube.select}\n) AS counted", vain=COUNTS_NOTHING)


def trial_faults(trials: Sequence[Trial], schemas: Schemas) -> Iterator[tuple[Trial, str]]:
    """What is wrong with SQL that has passed the guard."""
    if not trials:
        return
    with connect_empty() as connection:
        connection.execute(";".join([_facts(trials, schemas), *_empty_tables(schemas)]))
        for trial in trials:
            if fault := _fault(trial, schemas.codes, connection):
                yield trial, fault


def connect_empty() -> Connection:
    """Open a database for tables without rows; that they have none makes no condition false."""
    from qa_checks.duckdb_core import connect

    return connect(
        ":memory:",
        config={
            "threads": 1,
            "enable_external_access": False,
            "disabled_optimizers": "statistics_propagation",
        },
    )


def _fault(trial: Trial, codes: Mapping[str, CodeList], connection: Connection) -> str:
    sql = FACT.sub(lambda fact: f'(SELECT "{fact[0][1:]}" FROM {FACTS})', trial.select)
    try:
        plan = {} if trial.is_known else _plan(sql, connection)
        if fault := plan_fault(plan, codes, connection):
            return fault
        if trial.is_condition:
            return "" if result_type(plan["expressions"][0]) == BOOLEAN else NO_CONDITION
        finds_nothing = _plan(sql, connection, optimize=True)["type"] == "LOGICAL_EMPTY_RESULT"
        return trial.vain if finds_nothing else ""
    except ValueError as reason:
        return f"it cannot be run ({reason})"


def _plan(sql: str, connection: Connection, optimize: bool = False) -> dict[str, Any]:
    """What the database would do for a SELECT.

    Raises
    ------
    ValueError
        If it cannot be done, with the reason.
    """
    asked = "SELECT json_serialize_plan($1, optimize := $2)"
    [[text]] = connection.execute(asked, [sql, optimize]).fetchall()
    told = json.decode(text)
    if told["error"]:
        raise ValueError(str(told["error_message"]).splitlines()[0].rstrip("!."))
    plan: dict[str, Any] = told["plans"][0]
    return plan


def _facts(trials: Iterable[Trial], schemas: Schemas) -> str:
    """Makes a table of the facts that SQL names: not constants, by which conditions might fall."""
    named = {fact[0]: fact for trial in trials for fact in FACT.finditer(trial.select)}
    typed = {name[1:]: _fact_type(fact, schemas) for name, fact in named.items()}
    return f"CREATE SCHEMA trial; {_empty_table(FACTS, {'_row': NUMBER, **typed})}"


def _fact_type(fact: re.Match[str], schemas: Schemas) -> str:
    is_expected, name = fact.groups()
    if is_expected:
        return LIST if name in schemas.lists else NUMBER
    return TEXT if name == STATUS else DAY


def _empty_tables(schemas: Schemas) -> Iterator[str]:
    for release in (PREVIOUS, HISTORY, "codes."):
        yield f"CREATE SCHEMA {release.removesuffix('.')}"
    for name, table in EXTRACT_TABLES.items():
        yield _empty_table(name, _typed(table, schemas.codes))
    for name, table in schemas.tables.items():
        columns = _typed(table, schemas.codes)
        yield _empty_table(name, columns)
        yield _empty_table(f"{PREVIOUS}{name}", columns)
        yield _empty_table(f"{HISTORY}{name}", {**EARLIER_COLUMNS, **columns})
    for name, codes in schemas.codes.items():
        yield _empty_table(f"codes.{name}", {name: codes.sql_type(name) for name in codes.columns})


def _typed(table: Table, codes: Mapping[str, CodeList]) -> dict[str, str]:
    places = dict.fromkeys(PLACE, "BIGINT")
    return {**places, **{name: _type(column, codes) for name, column in table.columns.items()}}


def _type(column: Column, codes: Mapping[str, CodeList]) -> str:
    """The type of a column; one of codes is a type that has no other values."""
    listed = codes[column.in_].codes if column.in_ and column.is_text else []
    return f"ENUM({sql_literals(listed)})" if listed else column.sql_type


def _empty_table(name: str, columns: Mapping[str, str]) -> str:
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    return f"CREATE TABLE {name} ({listed})"
