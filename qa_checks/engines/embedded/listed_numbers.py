"""Whole numbers that another table lists, as bits: to look one up costs less than to join."""

from __future__ import annotations

from msgspec.structs import replace

from qa_checks.duckdb_core import Error
from qa_checks.engines.embedded.database import Database
from qa_checks.model.logic import Predicate

MOST_BITS = 1 << 27  # 16 MiB


def look_up_bits(database: Database, predicate: Predicate, table: str) -> Predicate | None:
    """The same predicate, with the values of its column looked up among bits.

    None if what is listed are not whole numbers, or they lie too far apart. The column must hold
    whole numbers.

    Parameters
    ----------
    table
        Where the bits are put aside.
    """
    listed = f"({predicate.listed}) AS listed(number)"
    try:
        [(least, most)] = database.ask(
            f"SELECT min(number), max(number) FROM {listed}", predicate.facts
        )
        if not isinstance(least, int) or most - least >= MOST_BITS:
            return None
        database.ask(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT bitstring_agg(number, {least}, {most}) AS bits FROM {listed}",
            predicate.facts,
        )
    except Error:
        return None
    [name] = predicate.known or ()
    bit = f'get_bit((SELECT bits FROM {table}), CAST(t."{name}" - ({least}) AS INTEGER))'
    condition = (
        f'CASE WHEN t."{name}" BETWEEN {least} AND {most} THEN {bit} = 1 '
        f'WHEN t."{name}" IS NOT NULL THEN FALSE END'
    )
    return replace(predicate, condition=condition, listed="")
