"""The second opinion on a run: other engines count, and the counts are compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qa_checks.model import Opinion, Outcome, SecondOpinion, State
from qa_checks.opinions.faults_sql import faults_sql, is_of_rows
from qa_checks.opinions.on_gx import BATCH, DATABASE, Answer, Expected, count_by_gx
from qa_checks.opinions.schema_half import count_by_pandera
from qa_checks.opinions.sqlite_sql import Unsayable, to_sqlite
from qa_checks.opinions.sqlite_tables import copy_tables
from qa_checks.plan import PlannedCheck
from qa_checks.reading.loaded import Loaded

SCHEMA = "schema"
PANDERA, GX = "pandera", "Great Expectations"
NO_ANSWER = Answer(None, "no count came back")


def ask(
    loaded: Loaded,
    plan: Sequence[PlannedCheck],
    outcomes: Sequence[Outcome],
    facts: Mapping[str, Any],
    progress: Callable[[str], None] = lambda _: None,
) -> SecondOpinion:
    """Have every check that ran counted again: the schemas' by pandera, the rules by another.

    Parameters
    ----------
    loaded
        The tables of the run, still open.
    outcomes
        What the engine said of the plan, before any decision.
    facts
        The named parameters of the release.

    Returns
    -------
    SecondOpinion
        One opinion for each check that ran, in the plan's order. A check that
        was skipped or errored has none.
    """
    ran = {one.check.id: one.failed for one in outcomes if _counted(one)}
    mine = [one for one in plan if one.check.id in ran]
    schemas = [one for one in mine if one.check.theme == SCHEMA]
    rules = [one for one in mine if one.check.theme != SCHEMA]
    answers = count_by_pandera(loaded, schemas, progress)
    answers.update(_ask_gx(loaded, rules, facts, progress))
    return SecondOpinion(
        tuple(
            _compare(one, ran[one.check.id], answers.get(one.check.id, NO_ANSWER)) for one in mine
        )
    )


def _counted(outcome: Outcome) -> bool:
    return outcome.state in (State.PASSED, State.FAILED, State.WAIVED)


def _ask_gx(
    loaded: Loaded,
    rules: Sequence[PlannedCheck],
    facts: Mapping[str, Any],
    progress: Callable[[str], None],
) -> dict[str, Answer]:
    if not rules:
        return {}
    progress("second opinion: copying the tables to SQLite")
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        database = Path(scratch) / DATABASE
        copy_tables(loaded, database)
        expected, answers = expectations(rules, facts)
        answers.update(count_by_gx(database, expected, progress))
    return answers


def expectations(
    rules: Sequence[PlannedCheck], facts: Mapping[str, Any]
) -> tuple[list[Expected], dict[str, Answer]]:
    """The rules as SQLite says them, and for those it cannot say the reason."""
    said, unsaid = [], {}
    for one in rules:
        try:
            said.append(_expectation(one, facts))
        except Unsayable as reason:
            unsaid[one.check.id] = Answer(None, str(reason))
    return said, unsaid


def _expectation(planned: PlannedCheck, facts: Mapping[str, Any]) -> Expected:
    check = planned.check
    table = BATCH if is_of_rows(planned.logic) else check.table
    sql = to_sqlite(faults_sql(planned.logic, table), facts)
    return Expected(check.id, check.table, sql, check.title, check.severity)


def _compare(planned: PlannedCheck, here: int, answer: Answer) -> Opinion:
    engine = PANDERA if planned.check.theme == SCHEMA else GX
    agrees = None if answer.count is None else answer.count == here
    return Opinion(planned.check.id, engine, answer.count, here, agrees, answer.reason)
