"""`qa-checks decide`: what to do about findings, written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from qa_checks.cli import options as o
from qa_checks.cli.asking import refuse_missing, say, take_up
from qa_checks.cli.decision_answers import Answers, Kind
from qa_checks.errors import InputError, ReleaseError, UsageError
from qa_checks.model.accountability import Decision

if TYPE_CHECKING:
    from qa_checks.appraisal import Judged
    from qa_checks.cli.decision_walk import Walk
    from qa_checks.model.report import Report
    from qa_checks.opened import Opened, Options
    from qa_checks.review.deciding import Question
    from qa_checks.review.earlier_decisions import EarlierDecisions
    from qa_checks.review.new_decisions import Book
    from qa_checks.review.surroundings import Rows

EVERYTHING = 100_000_000
WILD = "*?["
CHANGES = "compare"  # begins what names checks of what changed: compare.*, compare*


def decide_command(
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES",
            help="Checks: ids with commas between; * stands for any text ('PRV*,DAT004'). "
            "[default: all]",
            show_default=False,
        ),
    ] = "",
    release: o.SubjectOption = Path("release.yml"),
    keys: Annotated[
        list[str] | None,
        o.option(
            "--keys",
            "KEYS",
            "Keys of the findings, as the report gives them, with commas between, or 'all'; "
            "may be given several times.",
            callback=o.refuse_blank,
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        o.option(
            "--where",
            "HEADER=VALUE",
            "Only findings in rows that have this value; may be given several times.",
        ),
    ] = None,
    decision: Annotated[Kind | None, typer.Option("--decision", help="What is decided.")] = None,
    reason: Annotated[str, o.option("--reason", "TEXT", "Why, in a sentence.")] = "",
    who: Annotated[str, o.option("--who", "NAME", "Who decides: name or e-mail.")] = "",
    until: Annotated[
        str, o.option("--until", "DATE", "Last day it holds (2021-12-31). Errors need one.")
    ] = "",
    from_: Annotated[
        Path | None,
        o.option(
            "--from",
            "findings.xlsx",
            "Take over what was written into the columns Decision, Reason and Until.",
        ),
    ] = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Decide about findings, and write it to the release's decisions.yml.

    'accepted' and 'false-alarm' waive exactly the findings named, 'as-before' does so where the
    previous release decided on the same finding; 'fixed' records that findings of an earlier run
    are gone. At a terminal it goes through everything that is open, shows each
    finding with its row and what the previous release had there, and asks for what is not given.
    What `qa-checks compare` found is asked about only where RULES names it, whatever ran last:
    'compare.*' goes through all that changed since the previous release and waits for a reason.
    """
    del debug
    from qa_checks.appraisal import judge
    from qa_checks.cli.decision_walk import Walk
    from qa_checks.comparing.choice_of_rules import COMPARE
    from qa_checks.conclusion import conclude
    from qa_checks.opened import Options, opened
    from qa_checks.plan import Choice
    from qa_checks.release_file import read_release
    from qa_checks.review.decided_workbook import decides_on
    from qa_checks.review.deciding import lapsed
    from qa_checks.review.new_decisions import NAME, Book
    from qa_checks.review.surroundings import Rows

    take_up(release, "decisions", NAME)
    listed = _listed(rules)
    compared = any(rule.startswith(CHANGES) for rule in listed)
    options = Options(catalogue, Choice(rules=listed), keep=EVERYTHING, compared=compared)
    named = tuple(key.strip() for key in keys or ())
    given = Answers(named, tuple(where or ()), decision, reason.strip(), who.strip(), until.strip())
    if from_ is not None:
        if rules or replace(given, who="") != Answers():
            raise UsageError(
                "--from takes all but --who out of the workbook.",
                remedy="Leave out what else is given, or decide without --from.",
            )
        refuse_missing([] if given.who else ["--who"])
    with opened(read_release(release), options) as read:
        if compared and not read.given.has_previous:
            raise UsageError(
                "It names no previous release: nothing was compared, and nothing can be decided.",
                where=str(release),
                remedy="Name the release that it is compared with under `previous`.",
            )
        judged = judge(read, options)
        asked = judged
        if from_ is not None and decides_on(from_, COMPARE):
            asked = _with_changes(read, judged, options)
        report = conclude(read, asked, options)
        if report.problems:
            raise InputError(" ".join(problem.message for problem in report.problems))
        old = lapsed(report)
        before = Book(release, read.release.decisions, old.keys())
        rows = Rows(read.loaded, read.catalogue, report.findings)
        today, producer = report.started.date(), report.release.producer
        walk = Walk(rows, _read_earlier(release), given, today, producer)
        if from_ is not None:
            now = _take_over(from_, report, walk, before)
        else:
            now = _decide(
                walk, _narrow(_questions(report, rules, decision), where or [], rows), before
            )
        decided = {entry.rule for entry in now.entries if entry not in before.entries}
        for number, old_decision in old.items():
            if old_decision.rule in decided:
                _say_lapsed(number, old_decision, stays=before.entries[number - 1] in now.entries)
        release_now = replace(read.release, decisions=now.entries)
        report = conclude(replace(read, release=release_now), judged, options)
    _say_what_is_left(report, now, decided, whole=options.selection == Choice())


def _with_changes(read: Opened, judged: Judged, options: Options) -> Judged:
    """The same with the checks of what changed since the previous release."""
    from qa_checks.appraisal import judge
    from qa_checks.comparing.choice_of_rules import COMPARE

    changes = judge(read, replace(options, compared=True))
    own = [outcome for outcome in changes.outcomes if outcome.check.id.startswith(COMPARE)]
    return replace(judged, outcomes=[*judged.outcomes, *own])


def _decide(walk: Walk, asked: Sequence[Question], before: Book) -> Book:
    """Ask for decisions, or take them from the options."""
    given = walk.given
    if not asked:
        say("No finding waits for a decision.")
        return before
    _refuse_missing(asked, given)
    if given.decision is Kind.FIXED:
        return walk.call_fixed(asked[0], before)
    if given.keys or given.complete:
        return walk.decide_on_keys(asked, before)
    return walk.go_through(asked, before)


def _take_over(path: Path, report: Report, walk: Walk, before: Book) -> Book:
    """Take the decisions that were written into findings.xlsx, all of them or none."""
    from qa_checks.review.decided_workbook import take_over

    return walk.add(before, take_over(path, report, walk.decider(), walk.today))


def _read_earlier(release: Path) -> EarlierDecisions:
    """The previous release's decisions; what is wrong with its files is no fault of this one."""
    from qa_checks.release_file import previous_decisions
    from qa_checks.review.earlier_decisions import EarlierDecisions

    try:
        return EarlierDecisions(previous_decisions(release))
    except ReleaseError as fault:
        say(f"The previous release's decisions are not proposed: {fault}", aside=True)
        return EarlierDecisions()


def _listed(rules: str) -> tuple[str, ...]:
    """The ids and patterns that are named, in the case that ids of their kind have."""
    parts = [part.strip() for part in rules.split(",")]
    return tuple(_in_case(part) for part in parts if part)


def _in_case(part: str) -> str:
    if part.casefold().startswith(CHANGES):
        return part.lower()
    return part if "." in part else part.upper()


def _questions(report: Report, rules: str, decision: Kind | None) -> list[Question]:
    """What there is to decide on the checks that are meant.

    Raises
    ------
    UsageError
        If one check is meant, and it leaves nothing to decide.
    """
    from qa_checks.review.deciding import question, refuse_nothing, waiting

    listed = _listed(rules)
    if len(listed) == 1 and not any(sign in listed[0] for sign in WILD):
        asked = question(report, listed[0])
        if decision is not Kind.FIXED:
            refuse_nothing(asked)
        return [asked]
    if decision is Kind.FIXED:
        raise UsageError("'fixed' is said of one check.", remedy="Give its id.")
    return waiting(report)


def _narrow(asked: list[Question], where: Iterable[str], rows: Rows) -> list[Question]:
    """Only the findings in rows that have some values."""
    for condition in where:
        header, sign, value = condition.partition("=")
        if not sign:
            raise UsageError(
                f"--where: '{condition}' is not HEADER=VALUE.", remedy="As 'Sector=Private'."
            )
        kept = []
        for about in asked:
            held = rows.hold([open_.finding for open_ in about.standing], header, value)
            left = tuple(open_ for open_, fits in zip(about.standing, held, strict=True) if fits)
            if left:
                kept.append(replace(about, standing=left))
        if asked and not kept:
            raise UsageError(f"No finding without a decision is in a row with {condition}.")
        asked = kept
    return asked


def _refuse_missing(asked: Sequence[Question], given: Answers) -> None:
    """Refuse what cannot become a decision, before anybody is asked."""
    needed: dict[str, object] = {
        "--keys": given.keys or given.where,
        "--decision": given.decision,
        "--reason": given.reason or not given.needs_reason,
        "--who": given.who,
    }
    if given.decision is not Kind.FIXED and any(about.needs_end for about in asked):
        needed["--until"] = given.until
    refuse_missing([name for name, value in needed.items() if not value])


def _say_lapsed(number: int, old: Decision, *, stays: bool) -> None:
    what = "take it out of the file" if stays else "the new one takes its place"
    say(f"Decision {number} on {old.rule} no longer holds ({old.state}): {what}.", aside=True)


def _say_what_is_left(report: Report, now: Book, decided: set[str], *, whole: bool) -> None:
    """What is still to be done before the sign-off, if every check ran; and how to check again."""
    from qa_checks.comparing.choice_of_rules import COMPARE
    from qa_checks.render.report_words import verdict
    from qa_checks.review.open_points import next_steps

    if whole:
        say(f"{verdict(report)}.")
        for step in next_steps(report, now.release):
            say(f"Before the sign-off: {step}.")
    again = {rule.startswith(COMPARE) for rule in decided} or {False}
    for is_change in sorted(again):
        command = "compare OLD" if is_change else "run"
        say(f"Check again with `qa-checks {command} {now.release}`.")
