"""Whole numbers looked up among bits are those that a join finds."""

from __future__ import annotations

import duckdb
import pytest

from qa_checks.engines.embedded.database import Database
from qa_checks.engines.embedded.listed_numbers import MOST_BITS, look_up_bits
from qa_checks.model.logic import Predicate

LISTED = "SELECT n FROM providers WHERE n IS NOT NULL"
JOINED = f"CASE WHEN t.urn IS NOT NULL THEN t.urn IN ({LISTED}) END"
URNS = [None, -(2**63), -8, -7, -6, 0, 4, 5, 70, 71, 2**31, 2**63 - 1]


def looked_up(providers: str, listed: str = LISTED) -> tuple[Database, Predicate | None]:
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE providers AS {providers}")
    connection.execute("CREATE TABLE inspections (_row INTEGER, urn BIGINT)")
    connection.executemany("INSERT INTO inspections VALUES (?, ?)", [*enumerate(URNS)])
    predicate = Predicate(
        "inspections", JOINED.replace(LISTED, listed), known=("urn",), listed=listed
    )
    database = Database(connection, {})
    return database, look_up_bits(database, predicate, "bits_of_providers")


@pytest.mark.parametrize("kind", ["BIGINT", "SMALLINT", "HUGEINT"])
def test_a_number_is_among_the_bits_where_it_is_listed(kind: str) -> None:
    database, predicate = looked_up(f"SELECT unnest([-7, 70, NULL, 4, 4]::{kind}[]) AS n")
    assert predicate is not None
    assert (predicate.listed, predicate.known) == ("", ("urn",))
    judged = [
        database.ask(f"SELECT {condition} FROM inspections AS t ORDER BY _row")
        for condition in (predicate.condition, JOINED)
    ]
    assert judged[0] == judged[1]
    assert [URNS[row] for row, (there,) in enumerate(judged[0]) if there] == [-7, 4, 70]
    assert judged[0][0] == (None,)


@pytest.mark.parametrize(
    "values",
    [
        "['1', '2']",
        "[1.5, 2]",
        "[true]",
        "[]::INTEGER[]",
        f"[0, {MOST_BITS}]",
        "[DATE '2024-03-31']",
    ],
)
def test_other_values_and_numbers_far_apart_are_left_to_the_join(values: str) -> None:
    _, predicate = looked_up(f"SELECT unnest({values}) AS n")
    assert predicate is None


def test_what_cannot_be_evaluated_is_left_to_err_by_itself() -> None:
    _, predicate = looked_up(
        "SELECT 'Ann' AS n", "SELECT CAST(n AS INTEGER) FROM providers WHERE n IS NOT NULL"
    )
    assert predicate is None
