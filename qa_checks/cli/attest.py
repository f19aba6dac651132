"""`qa-checks attest`: what the second analyst looked at."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import ask, refuse_missing, say, take_up, today
from qa_checks.model.accountability import Assurance, ChecklistItem, ItemState
from qa_checks.words import plural

if TYPE_CHECKING:
    from qa_checks.release import Release

WHOLE = "The release as a whole"
_told = partial(o.option, callback=o.refuse_blank)


def attest_command(
    item: Annotated[
        str, typer.Argument(metavar="ITEM", help="The item's id, such as sql-read.")
    ] = "",
    release: o.SubjectOption = Path("release.yml"),
    note: Annotated[str, _told("--note", "TEXT", "What was looked at, and how.")] = "",
    by: Annotated[str, _told("--by", "NAME", "Who looked: name or e-mail.")] = "",
    statement: Annotated[
        str, _told("--statement", "TEXT", "The statement of assurance.", WHOLE)
    ] = "",
    assumption: Annotated[
        list[str] | None, _told("--assumption", "TEXT", "May be given several times.", WHOLE)
    ] = None,
    limitation: Annotated[
        list[str] | None, _told("--limitation", "TEXT", "May be given several times.", WHOLE)
    ] = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Attest an item of the checklist that no check can prove, in the release's checklist.yml.

    The producing analyst cannot. At a terminal, without ITEM, it goes through everything that is
    open, and asks for assumptions, limitations and the statement of assurance at the end.
    """
    del debug
    from qa_checks.release_file import read_release
    from qa_checks.review.attesting import NAME

    stated = Assurance(statement.strip(), tuple(assumption or ()), tuple(limitation or ()))
    everything = not item and stated == Assurance()
    needed = {"ITEM": item, "--note": note, "--by": by} if item or everything else {}
    refuse_missing([name for name, value in needed.items() if not value])
    take_up(release, "checklist", NAME)
    read = read_release(release)
    if item:
        _attest_one(release, read, item, note.strip(), by, catalogue)
    if stated != Assurance():
        _state(release, read, stated)
    if everything:
        _attest_all(release, read, by, catalogue)
    say(f"Check again with `qa-checks run {release}`.")


def _attest_one(
    path: Path, release: Release, item: str, note: str, by: str, catalogue: Path | None
) -> None:
    from qa_checks.review.attesting import find_item

    open_item = find_item(_checklist(release, catalogue), item)
    who = _who(by, release)
    if not note:
        _show(open_item)
    _write(path, open_item, note or ask("Note"), who)


def _attest_all(path: Path, release: Release, by: str, catalogue: Path | None) -> None:
    from qa_checks.review.attesting import waiting

    items = _checklist(release, catalogue)
    open_items = waiting(items)
    for item in items:
        if item not in open_items and item.state not in (ItemState.PROVEN, ItemState.ATTESTED):
            say(f"{item.id} is {item.state}: {item.reason}.")
    say(f"{plural(len(open_items), 'item')} to attest.")
    who = _who(by, release)
    for number, item in enumerate(open_items, start=1):
        say("")
        _show(item, f"[{number} of {len(open_items)}] ")
        note = ask("Note (Enter alone leaves it open)", empty=True)
        if note:
            _write(path, item, note, who)
    before = release.attestations.stated if release.attestations else Assurance()
    if not before.statement:
        _state(path, release, _ask_assurance(before))


def _ask_assurance(before: Assurance) -> Assurance:
    say("", "The release as a whole")
    for name, stated in (("Assumption", before.assumptions), ("Limitation", before.limitations)):
        for text in stated:
            say(f"{name}: {text}")
    texts: dict[str, list[str]] = {"An assumption": [], "A limitation": []}
    for question, answers in texts.items():
        while answer := ask(f"{question} (Enter alone when there are no more)", empty=True):
            answers.append(answer)
    assumptions, limitations = texts.values()
    statement = ask("Statement of assurance (Enter alone leaves it open)", empty=True)
    return Assurance(statement, tuple(assumptions), tuple(limitations))


def _who(by: str, release: Release) -> str:
    from qa_checks.record.addresses import refuse_producer

    who = by.strip() or ask("Who looked: name or e-mail")
    refuse_producer(who, release.facts.producer, "attestation")
    return who


def _checklist(release: Release, catalogue: Path | None) -> tuple[ChecklistItem, ...]:
    """The items as a run of all checks leaves them."""
    from qa_checks.assessment import run
    from qa_checks.opened import Options

    return run(release, Options(catalogue)).checklist


def _show(item: ChecklistItem, place: str = "") -> None:
    say(f"{place}{item.area}: {item.title} ({item.id})", item.asks or item.reason)


def _write(path: Path, item: ChecklistItem, note: str, who: str) -> None:
    from qa_checks.record.attestations import Attestation
    from qa_checks.review.attesting import attest

    attestation = Attestation(item=item.id, note=note, who=who, when=today())
    say(f"Attested {item.id} in {attest(path, attestation)}.")


def _state(path: Path, release: Release, assurance: Assurance) -> None:
    from qa_checks.review.attesting import state

    if assurance == Assurance():
        return
    before = release.attestations.stated if release.attestations else Assurance()
    say(f"Wrote the statement to {state(path, assurance, before)}.")
