"""Goes through findings that wait for a decision, shows each, and asks for what is not given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.cli.asking import ask, at_terminal, read_day, say
from qa_checks.cli.decision_answers import Answers, Kind
from qa_checks.days import a_year_after
from qa_checks.errors import UsageError
from qa_checks.model.checks import Finding
from qa_checks.record.addresses import refuse_producer
from qa_checks.record.decision_file import DecisionEntry
from qa_checks.review.deciding import (
    ALL,
    OpenFinding,
    Question,
    choose,
    choose_among,
    refuse_found,
)
from qa_checks.review.earlier_decisions import EarlierDecisions
from qa_checks.review.new_decisions import Answer, Book, fixing, refuse_end, waiving
from qa_checks.review.surroundings import Rows
from qa_checks.words import list_words, plural, says_nothing, shorten, show

SHOWN = 20  # findings of a check that are listed at a time
LONGEST = 60  # characters of a value in the row


class Walk(Struct):
    """One walk through findings: what shows their rows, and what options have answered.

    ``who`` is kept once it has been said.
    """

    rows: Rows
    earlier: EarlierDecisions
    given: Answers
    today: dt.date
    producer: str | None = None
    who: str = ""

    def go_through(self, asked: Sequence[Question], book: Book) -> Book:
        """Decide on the findings of each check; each decision is written as soon as it is made."""
        if len(asked) > 1:
            findings = sum(len(about.standing) for about in asked)
            say(f"{findings:,} findings of {len(asked)} checks wait for a decision.")
        for number, about in enumerate(asked, start=1):
            if len(asked) > 1:
                say("", f"[{number} of {len(asked)}]")
            self._show(about)
            book = self._ask_about(about, book)
        return book

    def decide_on_keys(self, asked: Sequence[Question], book: Book) -> Book:
        """Decide on the findings that options name, alike and at once."""
        for about in asked:
            self._show(about, rows=len(asked) == 1 and not self.given.complete)
        keys = self.given.keys or (ALL,)
        kind = self.given.decision or self._ask_kind("")
        if kind is None:
            return book
        chosen = choose_among(keys, asked)
        meant = [(about, here) for about, here in zip(asked, chosen, strict=True) if here]
        if kind is Kind.AS_BEFORE:
            again = [self._as_before(about, here)[0] for about, here in meant]
            return self.add(book, [entry for entries in again for entry in entries])
        answer = self._answer(kind, self._reason(), meant[0][0])
        for about, _ in meant:
            refuse_end(answer.until, self.today, about)
        return self.add(book, [waiving(about, here, answer) for about, here in meant])

    def call_fixed(self, asked: Question, book: Book) -> Book:
        """Write that findings of an earlier run are gone."""
        self._show(asked)
        keys = self.given.keys or (ask("Key of the finding that was fixed"),)
        refuse_found(keys, asked)
        answer = self._answer(Kind.FIXED, self._reason(), asked)
        return self.add(book, [fixing(asked, keys, answer)])

    def _ask_about(self, asked: Question, book: Book) -> Book:
        """Ask about a check's findings until each has a decision or the rest is left open."""
        while asked.standing:
            kind = self.given.decision or self._ask_kind(
                " (Enter alone leaves it open)"
                if len(asked.standing) == 1
                else " (Enter alone leaves them open)",
                as_before=any(
                    self.earlier.about(asked.rule, open_finding) for open_finding in asked.standing
                ),
            )
            chosen = self._ask_keys(asked) if kind else []
            if not kind or not chosen:
                break
            if kind is Kind.AS_BEFORE:
                entries, chosen = self._as_before(asked, chosen)
            else:
                entries = [waiving(asked, chosen, self._answer(kind, self._reason(), asked))]
            book = self.add(book, entries)
            left = tuple(
                open_finding for open_finding in asked.standing if open_finding not in chosen
            )
            asked = replace(asked, standing=left)
            if left:
                self._list(asked, rows=False)
        return book

    def add(self, book: Book, entries: Sequence[DecisionEntry]) -> Book:
        """Write decisions, and say which they are."""
        if not entries:
            return book
        now = book.add(entries)
        last = len(now.entries)
        first = last - len(entries) + 1
        which = f"decision {last}" if first == last else f"decisions {first} to {last}"
        say(f"Wrote {which} to {now.path}.")
        return now

    def _show(self, asked: Question, *, rows: bool = True) -> None:
        outcome = asked.outcome
        check = outcome.check
        say(f"{check.id} {check.name} ({check.severity}): {check.title}")
        counted = plural(outcome.all_findings, "finding")
        if outcome.waived:
            counted += f", {outcome.waived_findings:,} of them with a decision"
        say(counted)
        self._list(asked, rows=rows)

    def _list(self, asked: Question, *, rows: bool) -> None:
        for number, open_finding in enumerate(asked.standing, start=1):
            if number > SHOWN:
                say(f"  … and {plural(len(asked.standing) - SHOWN, 'more key')}")
                break
            finding = open_finding.finding
            place = f"row {finding.row:,}" if finding.row else finding.file or ""
            say(f"  {number}  {open_finding.label}  {place}", f"     {finding.message}")
            if rows:
                say(*self._row_of(finding), *self._earlier(asked.rule, open_finding))

    def _row_of(self, finding: Finding) -> list[str]:
        """What stands in the row of a finding, and what was there in the previous release."""
        around = self.rows.around(finding)
        lines = []
        if around.values:
            values = [f"{value.header}: {shorten(value.text, LONGEST)}" for value in around.values]
            lines.append(f"     In its row: {'; '.join(values)}")
        if around.changes is not None:
            changes = [
                f"{change.header}: {shorten(change.before or '(none)', LONGEST)}"
                for change in around.changes
            ]
            lines.append(f"     Last release: {'; '.join(changes) or 'the same'}")
        return lines

    def _earlier(self, rule: str, open_finding: OpenFinding) -> list[str]:
        before = self.earlier.about(rule, open_finding)
        if before is None:
            return []
        made = f"{before.decision} by {before.who} on {show(before.when)}"
        return [f"     Decided last release: {made}: {before.reason}"]

    def _as_before(
        self, asked: Question, chosen: Sequence[OpenFinding]
    ) -> tuple[list[DecisionEntry], list[OpenFinding]]:
        """Decide as in the previous release, where the same finding was decided on."""
        groups: dict[tuple[str, str], list[OpenFinding]] = {}
        for open_finding in chosen:
            before = self.earlier.about(asked.rule, open_finding)
            if before:
                groups.setdefault((before.decision, before.reason), []).append(open_finding)
            else:
                say(f"{open_finding.label} was not decided on in the previous release.")
        entries = []
        for (decision, reason), same in groups.items():
            kind = Kind(decision.replace(" ", "-"))
            entries.append(waiving(asked, same, self._answer(kind, reason, asked)))
        return entries, [open_finding for same in groups.values() for open_finding in same]

    def _ask_kind(self, empty: str, *, as_before: bool = False) -> Kind | None:
        """What is decided; None leaves the findings open, where that is offered."""
        kinds = [Kind.ACCEPTED, Kind.FALSE_ALARM, *([Kind.AS_BEFORE] if as_before else [])]
        listed = list_words([kind.value for kind in kinds], "or")
        while True:
            answer = ask(f"What is decided: {listed}{empty}", empty=bool(empty))
            if not answer:
                return None
            begun = answer.lower().replace(" ", "-")
            meant = [kind for kind in kinds if kind.value.startswith(begun)]
            if len(meant) == 1:
                return meant[0]

    def _ask_keys(self, asked: Question) -> list[OpenFinding]:
        """Findings by their numbers in the list or by their keys; none leaves them open."""
        standing = asked.standing
        if len(standing) == 1 and not self.given.decision:
            return list(standing)
        while True:
            answer = ask(
                "Which: numbers with commas between, keys, or all (Enter alone: none)", empty=True
            )
            if not answer:
                return []
            numbers = [part.strip() for part in answer.split(",")]
            if all(part.isdecimal() and 0 < int(part) <= len(standing) for part in numbers):
                return [standing[number] for number in dict.fromkeys(int(p) - 1 for p in numbers)]
            try:
                return choose([answer], asked)
            except UsageError as fault:
                say(str(fault))

    def _reason(self) -> str:
        reason = self.given.reason or ask("Why, in a sentence")
        while says_nothing(reason) and not self.given.reason:
            say(f"'{reason}' gives no reason.")
            reason = ask("Why, in a sentence")
        return reason

    def _answer(self, kind: Kind, reason: str, asked: Question) -> Answer:
        return Answer(kind.words, reason, self.decider(), self.today, self._until(kind, asked))

    def decider(self) -> str:
        """Who decides, asked once."""
        while not self.who:
            who = self.given.who or ask("Who decides")
            try:
                refuse_producer(who, self.producer, "decision")
            except UsageError as fault:
                if self.given.who or not at_terminal():
                    raise
                say(str(fault))
            else:
                self.who = who
        return self.who

    def _until(self, kind: Kind, asked: Question) -> dt.date | None:
        """The last day; who gave everything else and needs none is not asked."""
        text, must = self.given.until, asked.needs_end
        asks = at_terminal() and kind is not Kind.FIXED and (must or not self.given.complete)
        if text or not asks:
            until = read_day(text, "--until") if text else None
            if kind is not Kind.FIXED:
                refuse_end(until, self.today, asked)
            return until
        form = f"{a_year_after(self.today)} at the latest"
        form += "" if must else ", or nothing for no end"
        while True:
            answer = ask(f"Last day it holds ({form})", empty=not must)
            if not answer:
                return None
            try:
                until = read_day(answer, "Last day")
                refuse_end(until, self.today, asked)
            except UsageError as fault:
                say(str(fault))
            else:
                return until
