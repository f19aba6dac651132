"""`qa-checks decide`: what to do about findings, written down."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import ask, at_terminal, read_day, refuse_missing, say, take_up, today
from qa_checks.errors import InputError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from qa_checks.model import Report
    from qa_checks.release import Release
    from qa_checks.review.deciding import Question

SHOWN = 20  # findings that are listed
EVERYTHING = 100_000_000


class Kind(StrEnum):
    """What a decision may be."""

    ACCEPTED = "accepted"
    FALSE_ALARM = "false-alarm"
    FIXED = "fixed"


def decide_command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The check's id, such as DAT004.")],
    release: Annotated[
        Path, typer.Option("--release", metavar="RELEASE.yml", help="The release it is about.")
    ] = Path("release.yml"),
    keys: Annotated[
        list[str] | None,
        typer.Option(
            "--keys",
            metavar="KEYS",
            help="Keys of the findings, as the report gives them, with commas between, or 'all'; "
            "may be given several times.",
        ),
    ] = None,
    decision: Annotated[Kind | None, typer.Option("--decision", help="What is decided.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who decides: name or e-mail.")] = "",
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="DATE", help="Last day it holds (2021-12-31). Errors need one."
        ),
    ] = "",
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Decide about the findings of one check, and write it to the release's decisions.yml.

    'accepted' and 'false-alarm' waive exactly the findings named; 'fixed' records that findings
    of an earlier run are gone. At a terminal it asks for what is not given.
    """
    del debug
    from qa_checks.release_file import read_release
    from qa_checks.review.deciding import choose, lapsed, question, refuse_found
    from qa_checks.review.new_decisions import NAME, Answer, fixing, refuse_end, waiving, write

    rule = rule if "." in rule else rule.upper()
    take_up(release, "decisions", NAME)
    read = read_release(release)
    report = _look(read, rule, catalogue)
    asked = question(report, rule)
    _show(asked)
    given = {"--keys": keys, "--decision": decision, "--reason": reason, "--who": who}
    _refuse(asked, decision, given, until)
    kind = decision or _ask_kind()
    wanted = keys or _ask_keys(asked, kind)
    if kind is Kind.FIXED:
        refuse_found(wanted, asked)
    chosen = [] if kind is Kind.FIXED else choose(wanted, asked)
    answer = Answer(
        kind.value.replace("-", " "),
        reason.strip() or ask("Why, in a sentence"),
        who.strip() or ask("Who decides"),
        today(),
        _until(until, asked, kind, all(given.values())),
    )
    if kind is not Kind.FIXED:
        refuse_end(answer.until, today(), asked)
    entry = waiving(asked, chosen, answer) if chosen else fixing(asked, wanted, answer)
    old = lapsed(report)
    path = write(release, [entry], read.decisions, old.keys())
    now = read_release(release).decisions
    for number in [number for number, one in old.items() if one.rule == rule]:
        stays = read.decisions[number - 1] in now
        what = "take it out of the file" if stays else "the new one takes its place"
        say(
            f"Decision {number} on {rule} no longer holds ({old[number].state}): {what}.",
            aside=True,
        )
    say(f"Wrote decision {len(now)} to {path}: check again with `qa-checks run {release}`.")


def _look(release: Release, rule: str, catalogue: Path | None) -> Report:
    """Run the one check over the release's files."""
    from qa_checks.plan import Choice
    from qa_checks.run import Options, run

    if any(sign in rule for sign in "*?[,"):
        raise UsageError(f"'{rule}' is not the id of one check.", remedy="A decision is on one.")
    options = Options(catalogue, Choice(rules=(rule,)), keep=EVERYTHING)
    report = run(release, options)
    if report.problems:
        raise InputError(" ".join(problem.message for problem in report.problems))
    return report


def _show(asked: Question) -> None:
    from qa_checks.words import plural

    outcome = asked.outcome
    check = outcome.check
    say(f"{check.id} {check.name} ({check.severity}): {check.title}")
    said = plural(outcome.failed, "finding")
    if outcome.waived:
        said += f", {outcome.waived:,} of them with a decision"
    say(said)
    for number, one in enumerate(asked.standing, start=1):
        if number > SHOWN:
            say(f"  … and {plural(len(asked.standing) - SHOWN, 'more key')}")
            break
        finding = one.finding
        place = f"row {finding.row:,}" if finding.row else finding.file or ""
        say(f"  {number}  {one.label}  {place}", f"     {finding.message}")


def _refuse(
    asked: Question, decision: Kind | None, given: Mapping[str, object], until: str
) -> None:
    """Refuse what cannot become a decision, before anybody is asked."""
    from qa_checks.review.deciding import refuse_nothing

    if decision is not Kind.FIXED:
        refuse_nothing(asked)
        if asked.needs_end:
            given = {**given, "--until": until}
    refuse_missing([name for name, value in given.items() if not value])


def _ask_kind() -> Kind:
    while True:
        answer = ask("What is decided: accepted or false-alarm")
        for kind in (Kind.ACCEPTED, Kind.FALSE_ALARM):
            if kind.value.startswith(answer.lower().replace(" ", "-")):
                return kind


def _ask_keys(asked: Question, kind: Kind) -> list[str]:
    """Keys, or their numbers in the list that was shown."""
    if kind is Kind.FIXED:
        return [ask("Key of the finding that was fixed")]
    keys = [one.label for one in asked.standing]
    if len(keys) == 1:
        return keys
    answer = ask("Which: numbers with commas between, keys, or all")
    numbers = [part.strip() for part in answer.split(",")]
    if all(part.isdecimal() and 0 < int(part) <= len(keys) for part in numbers):
        return [keys[int(part) - 1] for part in numbers]
    return [answer]


def _until(text: str, asked: Question, kind: Kind, complete: bool) -> dt.date | None:
    """The last day; who gave everything else and needs none is not asked."""
    must = asked.needs_end
    if not text and at_terminal() and kind is not Kind.FIXED and (must or not complete):
        end = "2021-12-31" if must else "2021-12-31, or nothing for no end"
        text = ask(f"Last day it holds ({end})", empty=not must)
    return read_day(text, "--until") if text else None
