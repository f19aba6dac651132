"""The record of a sign-off: a section put into the page that was signed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qa_checks.errors import UsageError
from qa_checks.render import report_words
from qa_checks.sign_off.roles import ROLES
from qa_checks.words import plural, show_moment

if TYPE_CHECKING:
    from jinja2 import Template

MARK = b"<!-- sign-off -->"
BEFORE = b'<li><a href="#verdict">Verdict</a></li>\n'
CONTENTS = b'<li><a href="#sign-off">Sign-off</a></li>\n'


def put_into(page: bytes, statements: Sequence[Mapping[str, Any]]) -> bytes:
    """Give report.html with the record at its marker, and named in the contents.

    Every other byte is as it was.

    Parameters
    ----------
    page
        The report.html that was signed.
    statements
        Verified ones, in the order of signing.

    Raises
    ------
    UsageError
        If the page has no place for the record.
    """
    head, mark, rest = page.partition(MARK)
    if not mark:
        raise UsageError(
            "report.html has no place for the record of a sign-off.",
            remedy="Run `qa-checks run` again: it was written by another version.",
        )
    if statements:
        head = head.replace(BEFORE, BEFORE + CONTENTS, 1)
    return head + mark + b"\n" + render(statements).encode() + rest


def render(statements: Sequence[Mapping[str, Any]]) -> str:
    """Write the section; everything in it is escaped."""
    signatures = [
        {
            "title": ROLES[statement["predicate"]["role"]].title,
            "does": ROLES[statement["predicate"]["role"]].does,
            "file": f"{statement['predicate']['role']}.json",
            **statement["predicate"],
        }
        for statement in statements
    ]
    if not signatures:
        return ""
    predicate = signatures[0]
    states = Counter(item["state"] for item in predicate["checklist"] or [])
    return _template().render(
        signatures=signatures,
        said=predicate,
        subjects=statements[0]["subject"],
        states=states,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: report_words.clean(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(moment=_moment, day=_day, count=plural)
    text = (files("qa_checks.sign_off") / "record.html.j2").read_text(encoding="utf-8")
    return environment.from_string(text)


def _moment(text: str) -> str:
    return show_moment(dt.datetime.fromisoformat(text))


def _day(text: str | None) -> str:
    return report_words.date(dt.date.fromisoformat(text)) if text else ""
