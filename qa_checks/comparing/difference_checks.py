"""The checks that a comparison of two files is, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from qa_checks.model import Check, Severity

TABLE = "compared"
check = partial(Check, table=TABLE, theme="compare", source=("Comparison of two tables",))


def overlap_check() -> Check:
    """The words of the check that anything was compared."""
    return check(
        id="compare.overlap",
        name="nothing-compared",
        title="The two sides have rows and columns in common",
        severity=Severity.ERROR,
        why="Where no cell of one side meets one of the other, nothing was compared.",
        remedy="Look at whether these are the two files, and the key is written alike in both.",
    )


def added_check(old: str, new: str) -> Check:
    """The words of the check that no row was added."""
    return check(
        id="compare.added",
        name="row-added",
        title=f"Every row of {new} is in {old}",
        severity=Severity.WARNING,
        why="A row that the other side does not have counts in one of them only.",
        remedy="Find out whether it is new, or was left out before.",
    )


def gone_check(old: str, new: str) -> Check:
    """The words of the check that no row is gone."""
    return check(
        id="compare.gone",
        name="row-gone",
        title=f"Every row of {old} is in {new}",
        severity=Severity.WARNING,
        why="A row that is not there any more no longer counts.",
        remedy="Find out whether it has left, or was lost on the way.",
    )


def cell_check(id_: str, column: str) -> Check:
    """The words of the check that no cell of a column changed."""
    return check(
        id=f"compare.changed.{id_}",
        name="cell-changed",
        title=f"'{column}' is the same on both sides",
        severity=Severity.WARNING,
        why="A value that changed is a revision, or a fault of one of the two.",
        remedy="Compare with where both come from, and say which one is right.",
    )


def name_columns(columns: Sequence[str]) -> Mapping[str, str]:
    """A plain name for each header, as ids of checks have it; no two are the same."""
    names: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_")[:60] or "column"
        number, name = 1, plain
        while name in names.values():
            number += 1
            name = f"{plain}_{number}"
        names[column] = name
    return names
