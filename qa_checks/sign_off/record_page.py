"""The page of a sign-off: the report once more, with a section that says who signed it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from qa_checks.render import page_texts
from qa_checks.sign_off.roles import ROLES
from qa_checks.words import plural, show_moment

if TYPE_CHECKING:
    from jinja2 import Template

    from qa_checks.model.report import Report


def render_page(report: Report, statements: Sequence[Mapping[str, Any]]) -> bytes:
    """Write sign-off.html: the page of a report with the record of its signatures.

    Parameters
    ----------
    report
        As report.json tells it; see `qa_checks.sign_off.report_files.tell_again`.
    statements
        Verified ones, in the order of signing.
    """
    from qa_checks.render import as_html

    record = Markup(render(statements))  # noqa: S704 - the template has escaped it
    return as_html.render(report, record).encode()


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
        first=predicate,
        subjects=statements[0]["subject"],
        states=states,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=page_texts.show,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(moment=_moment, count=plural)
    text = (files("qa_checks.sign_off") / "record.html.j2").read_text(encoding="utf-8")
    return environment.from_string(text)


def _moment(text: str) -> str:
    return show_moment(dt.datetime.fromisoformat(text))
