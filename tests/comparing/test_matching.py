"""The comparison of two relations: what is added, gone, changed, and what cannot be compared."""

from __future__ import annotations

import duckdb
import pytest

from qa_checks.comparing.matched_rows import changed_cells, lone_rows
from qa_checks.comparing.matching import NEW, OLD, Asked, Matched, Side, match


def compare(
    old: list[tuple[object, ...]], new: list[tuple[object, ...]], key: tuple[str, ...] = ("id",)
) -> tuple[duckdb.DuckDBPyConnection, Matched]:
    connection = duckdb.connect()
    for name, rows in (("old", old), ("new", new)):
        connection.execute(
            f"CREATE TABLE {name} "
            "(_row BIGINT, id VARCHAR, part INTEGER, grade INTEGER, word VARCHAR)"
        )
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?)", rows)
    asked = Asked(key, ("grade", "word"))
    return connection, match(connection, Side("old", "old"), Side("new", "new"), asked, "d")


def test_rows_and_cells_that_differ_are_named_and_no_others() -> None:
    connection, matched = compare(
        [(2, "a", 1, 1, "x"), (3, "b", 1, 2, "x"), (4, "c", 1, None, "x"), (5, "e", 1, 4, None)],
        [(2, "d", 1, 1, "x"), (3, "c", 1, 3, "x"), (4, "b", 1, 2, "y"), (5, "e", 1, 4, None)],
    )
    numbers = (matched.old_rows, matched.new_rows, matched.both, matched.added, matched.gone)
    assert (*numbers, matched.changed, matched.left_out) == (4, 4, 3, 1, 1, 2, 0)
    assert matched.cells == {"grade": 1, "word": 1}
    assert [*changed_cells(connection, matched, "grade", None)] == [("c", None, 3, 3)]
    assert [*changed_cells(connection, matched, "word", None)] == [("b", "x", "y", 4)]
    assert [*lone_rows(connection, matched, NEW, None)] == [("d", 2)]
    assert [*lone_rows(connection, matched, OLD, None)] == [("a", 2)]


@pytest.mark.parametrize("twice", ["old", "new"])
def test_rows_of_a_repeated_key_are_named_and_not_compared(twice: str) -> None:
    repeated = [(2, "a", 1, 1, "x"), (3, "b", 1, 2, "x"), (7, "a", 1, 1, "x")]
    single = [(2, "a", 1, 4, "x"), (3, "b", 1, 3, "x")]
    old, new = (repeated, single) if twice == "old" else (single, repeated)
    _, matched = compare(old, new)
    [result] = matched.repeated
    assert (result.side.called, result.key, result.rows) == (twice, ("a",), (2, 7))
    assert matched.repeated_keys == 1
    assert matched.left_out == 3  # of which two are equal: they do not count as such
    assert (matched.both, matched.changed, matched.old_rows, matched.new_rows) == (
        1, 1, len(old), len(new),
    )  # fmt: skip


def test_a_key_that_is_twice_on_one_side_and_not_on_the_other_is_named() -> None:
    _, matched = compare([(2, "a", 1, 1, "x"), (3, "a", 1, 1, "x")], [(2, "b", 1, 1, "x")])
    assert [(group.key, group.rows) for group in matched.repeated] == [(("a",), (2, 3))]
    assert (matched.gone, matched.added, matched.left_out) == (0, 1, 2)


def test_a_row_without_a_whole_key_is_not_compared() -> None:
    _, matched = compare(
        [(2, "a", None, 1, "x"), (3, "b", 1, 2, "x")],
        [(2, "a", None, 1, "x"), (3, "b", 1, 2, "x"), (4, None, 1, 2, "x")],
        ("id", "part"),
    )
    assert matched.keyless == ((2,), (2, 4))
    assert (matched.both, matched.left_out, matched.added, matched.gone) == (1, 3, 0, 0)


def test_a_key_that_both_sides_repeat_is_taken_out_before_it_multiplies_pairs() -> None:
    connection = duckdb.connect(config={"memory_limit": "100MB", "temp_directory": ""})
    rows = (
        "SELECT range + 2 AS _row, 'home' AS id, repeat('x', 50) || range AS word FROM range(9000)"
    )
    connection.execute(f"CREATE TABLE old AS {rows} UNION ALL SELECT 1, 'one', 'a'")
    connection.execute(f"CREATE TABLE new AS {rows} UNION ALL SELECT 1, 'one', 'b'")
    sides = (Side("old", "old"), Side("new", "new"))
    matched = match(connection, *sides, Asked(("id",), ("word",)), "d")
    assert (matched.both, matched.cells, matched.left_out) == (1, {"word": 1}, 18_000)
    assert [(group.side.called, group.key, group.rows[:2]) for group in matched.repeated] == [
        ("old", ("home",), (2, 3)),
        ("new", ("home",), (2, 3)),
    ]
    # A row without a key is told from those of the join that is whole.
    connection.execute("INSERT INTO new VALUES (9002, NULL, 'c')")
    assert match(connection, *sides, Asked(("id",), ("word",)), "d").keyless == ((), (9002,))
