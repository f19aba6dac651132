"""Brings checks to their answers, each as soon as what it needs is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from qa_checks.engines.door import Failure, Wanted
from qa_checks.engines.embedded.known import Known
from qa_checks.engines.embedded.large_steps import LargeSteps
from qa_checks.engines.embedded.small_tables import SmallTables
from qa_checks.engines.embedded.steps import Step, take
from qa_checks.engines.embedded.told_rows import ToldRows
from qa_checks.model.logic import Predicate, Told


class Course(Struct, frozen=True):
    """Checks on their way: ``small`` and ``large`` tables have steps of their own.

    What others tell of is looked for before a check that leaves it out begins. All conditions on a
    large table are judged together, so they wait only for conditions that wait for nothing.
    """

    told_rows: ToldRows
    known: Known
    small: SmallTables
    large: LargeSteps

    def run(self, few: Mapping[str, Wanted], many: Mapping[str, Wanted]) -> Iterator[None]:
        """Bring each check to its answer, and come back after each step.

        Parameters
        ----------
        few
            Checks that look at few rows, or fetch theirs themselves.
        many
            Conditions on the rows of large tables.
        """
        self.known.things.update(self.small.scope_counts.scopes, self.told_rows.found())
        # What one check asks is asked in turn: after one that took all memory, no thread can begin.
        return take(self._begin(few, many), self.known.things, in_turn=len(few) + len(many) < 2)

    def _begin(self, few: Mapping[str, Wanted], many: Mapping[str, Wanted]) -> list[Step]:
        of_large = frozenset(told for each in many.values() for told in each.logic.told)
        steps = self.large.begin(many)
        waiting = {check: each for check, each in few.items() if each.logic.told}
        at_once = {check: each for check, each in few.items() if check not in waiting}
        steps += self.small.begin(at_once, [each.logic for each in waiting.values()])
        conditions = {c: each for c, each in at_once.items() if isinstance(each.logic, Predicate)}
        logics = [each.logic for each in (*many.values(), *few.values())]
        for told, table, facts in self.told_rows.unknown(logics):
            # A check that tells has the rows, but must not wait for those that wait for it.
            tellers = conditions if told in of_large else {**few, **many}
            needs = frozenset([told.check] if told.check in tellers else [])
            look_for = partial(self._look_for, told, table, facts)
            steps.append(Step(look_for, partial(self._keep_told, told), needs))
        for check, each in waiting.items():
            leave_out = partial(self.told_rows.leave_out, {check: each})
            steps.append(Step(leave_out, self._begin_small, frozenset(each.logic.told)))
        return steps

    def _look_for(self, told: Told, table: str, facts: Iterable[str]) -> str | Failure:
        return self.told_rows.look_for(told, table, facts, self.known.answers.get(told.check))

    def _keep_told(self, told: Told, table: str | Failure) -> Iterable[Step]:
        self.told_rows.tables[told] = table
        self.known.things.add(told)
        return ()

    def _begin_small(self, left: Mapping[str, Wanted | Failure]) -> list[Step]:
        return self.small.begin(self.known.go_on(left))
