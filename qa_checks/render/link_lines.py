"""The links of a sign-off: for people, programs, workflows and CI servers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from qa_checks.model.links import Link, LinkState, exit_code
from qa_checks.render.as_github import command
from qa_checks.render.report_words import clean
from qa_checks.render.xml_text import element, write_case, write_suite
from qa_checks.words import plural

if TYPE_CHECKING:
    from rich.console import Console

    from qa_checks.render.screen import PlainConsole

FORMAT = "qa-checks/gate/1"
VERDICTS = ("pass", "fail", "incomplete")
WORDS = {LinkState.HOLDS: "holds", LinkState.BROKEN: "BROKEN", LinkState.UNKNOWN: "not checked"}
STYLES = {LinkState.HOLDS: "green", LinkState.BROKEN: "bold red", LinkState.UNKNOWN: "yellow"}


def summarise(links: Sequence[Link]) -> str:
    """One line: ``FAIL: 1 of 12 links is broken: second-analyst/digests``."""
    broken = [link.name for link in links if link.state is LinkState.BROKEN]
    unknown = [link.name for link in links if link.state is LinkState.UNKNOWN]
    word = VERDICTS[exit_code(links)].upper()
    if not broken and not unknown:
        return f"{word}: {'the link holds' if len(links) == 1 else f'all {len(links)} links hold'}"
    wrong, state = (broken, "broken") if broken else (unknown, "not checked")
    of = f"of {plural(len(links), 'link')}"
    names = clean(", ".join(wrong))
    return f"{word}: {plural(len(wrong), f'{of} is {state}', f'{of} are {state}')}: {names}"


def as_table(
    links: Sequence[Link], console: Console | PlainConsole, *, quiet: bool = False
) -> None:
    """Print every link, with the reason and what to do where one does not hold."""
    from qa_checks.render.screen import Screen
    from qa_checks.render.styled_lines import blanks, cells_of

    screen = Screen(console)
    names = max((len(clean(link.name)) for link in links), default=0)
    states = max(map(len, WORDS.values()))
    for link in links if not quiet else ():
        state = screen.text(WORDS[link.state].ljust(states), STYLES[link.state])
        lead = state + screen.text(f"  {clean(link.name).ljust(names)}  ")
        for line in _told(link):
            screen.hang(lead, screen.text(line), whole_words=True)
            lead = blanks(cells_of(lead))
    if links and not quiet:
        screen.blank()
    worst = (LinkState.HOLDS, LinkState.BROKEN, LinkState.UNKNOWN)[exit_code(links)]
    screen.line(screen.text(summarise(links), STYLES[worst]))


def _told(link: Link) -> list[str]:
    """What is said of a link: its title, or why it does not hold and what to do."""
    if link.holds:
        return [link.title]
    return [*(link.reason or link.title).splitlines(), *([link.remedy] if link.remedy else [])]


def as_json(links: Sequence[Link], release: str | None) -> str:
    """Write the links as JSON, as docs/json-schema/gate.json describes it."""
    content = {
        "format": FORMAT,
        "verdict": VERDICTS[exit_code(links)],
        "release": release,
        "links": [asdict(link) for link in links],
    }
    return json.dumps(content, indent=1) + "\n"


def as_github(links: Sequence[Link], release: str | None) -> str:
    """Write workflow commands: the outcome, then an error for each link that does not hold."""
    level = "error" if exit_code(links) else "notice"
    lines = [command(level, summarise(links), title=f"qa-checks gate {release or ''}".strip())]
    lines += [
        command("error", " ".join(_told(link)), title=link.name) for link in links if not link.holds
    ]
    return "\n".join(lines) + "\n"


def as_junit(links: Sequence[Link], release: str | None) -> str:
    """Write JUnit XML, a test case for each link."""
    states = [link.state for link in links]
    counts = {
        "name": clean(f"gate {release or ''}".strip()),
        "tests": str(len(links)),
        "failures": str(states.count(LinkState.BROKEN)),
        "errors": str(states.count(LinkState.UNKNOWN)),
    }
    return write_suite(counts, counts, map(_case, links))


def _case(link: Link) -> str:
    told = {"classname": "gate", "name": clean(link.name)}
    if link.holds:
        return write_case(told, [])
    kind = "failure" if link.state is LinkState.BROKEN else "error"
    reason = " ".join(map(clean, link.reason.splitlines()))
    text = "\n".join(map(clean, (f"{link.title}.", *_told(link))))
    return write_case(told, [element(kind, {"message": reason, "type": str(link.state)}, text)])
