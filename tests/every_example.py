"""Every example of every rule, run once for all tests that ask about examples."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

from qa_checks import examples
from qa_checks.catalogue import Catalogue
from qa_checks.engines.door import Engine
from qa_checks.examples import ExampleResult
from qa_checks.judging.outcomes import Keeping, settle
from qa_checks.model.checks import Outcome, State
from qa_checks.model.logic import faults_sql
from qa_checks.opinions.sqlite_copy import copy_table
from qa_checks.opinions.sqlite_dialect import Unsayable, to_sqlite
from qa_checks.opinions.sqlite_functions import register
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded


@dataclass
class EveryExample:
    """By rule: what came of its examples, and what the engine and SQLite counted in each.

    Where SQLite could not count there is the reason.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    results: dict[str, list[ExampleResult]] = field(default_factory=partial(defaultdict, list))
    counted: dict[str, list[tuple[int, int | str]]] = field(
        default_factory=partial(defaultdict, list)
    )


class _Recounter:
    """Counts what the engine counted again in SQLite, behind the engine's back."""

    def __init__(
        self, sqlite: sqlite3.Connection, catalogue: Catalogue, every: EveryExample
    ) -> None:
        register(sqlite)
        self.sqlite, self.catalogue, self.every = sqlite, catalogue, every
        self.said: dict[tuple[str, str], str] = {}
        self.empty: frozenset[str] = frozenset()  # tables that are so in SQLite

    def settle(
        self, engine: Engine, loaded: Loaded, plan: list[PlannedCheck], keeping: Keeping
    ) -> list[Outcome]:
        """Settle the one check of the plan as ever, and count it once more."""
        [planned], [outcome] = plan, settle(engine, loaded, plan, keeping)
        self.every.outcomes.append(outcome)
        if not self.every.counted:
            for name in self.catalogue.codes:
                copy_table(loaded, self.sqlite, f"codes.{name}")
        if outcome.state in (State.PASSED, State.FAILED):
            for name in self._read_by(planned):
                self._copy(loaded, name)
            again = self._count(planned, engine.database.facts)
            self.every.counted[planned.check.id].append((outcome.failed, again))
        return [outcome]

    def _copy(self, loaded: Loaded, name: str) -> None:
        """Copy a table, unless it is as empty as it was."""
        [(filled,)] = loaded.connection.execute(f"SELECT count(*) > 0 FROM {name}").fetchall()
        if filled or name not in self.empty:
            self.sqlite.execute(f'DROP TABLE IF EXISTS "{name}"')
            copy_table(loaded, self.sqlite, name)
        self.empty = self.empty - {name} if filled else self.empty | {name}

    def _read_by(self, planned: PlannedCheck) -> set[str]:
        """The tables of a check, and where it may be told that a cell cannot be read."""
        tables = self.catalogue.rules[planned.check.id].tables | {"extract_cells"}
        return {name for name in tables if not name.startswith("codes.")}

    def _count(self, planned: PlannedCheck, facts: Mapping[str, Any]) -> int | str:
        sql = faults_sql(planned.logic, planned.check.table)
        try:
            asked = sql, repr(facts)
            if asked not in self.said:
                self.said[asked] = to_sqlite(sql, facts)
            [(count,)] = self.sqlite.execute(f"SELECT count(*) FROM ({self.said[asked]})")
        except (Unsayable, sqlite3.Error) as reason:
            return str(reason)
        return int(count)


def run(catalogue: Catalogue) -> EveryExample:
    """Run all examples in the engine and in SQLite."""
    every = EveryExample()
    with closing(sqlite3.connect(":memory:")) as sqlite:
        recounter = _Recounter(sqlite, catalogue, every)
        with patch.object(examples, "settle", recounter.settle):
            for result in examples.run_examples(catalogue, catalogue.rules.values()):
                every.results[result.rule].append(result)
    return every
