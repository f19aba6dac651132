"""The report as one HTML file: complete, printable, and silent on the network."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from qa_checks.model.checks import Check
from qa_checks.model.report import Report
from qa_checks.render import listings, page_texts, report_words, sample_lines, second_opinions
from qa_checks.render.page_templates import CompiledTemplates, read
from qa_checks.render.pages import page
from qa_checks.render.review_record import record
from qa_checks.words import plural

PAGE = "report.html.j2"
TEMPLATES = (PAGE, "findings_by_unit.html.j2")  # of nearly every page


def render(report: Report, sign_off: Markup | None = None) -> str:
    """Write a report as one self-contained HTML page.

    Parameters
    ----------
    sign_off
        A section that stands right after the verdict: the record of a sign-off.

    Returns
    -------
    str
        The whole page. It loads nothing, and its content security policy
        forbids everything but its own style and script.
    """
    style, script = read("report.css"), read("report.js")
    return (
        environment()
        .get_template(PAGE)
        .render(
            page(report),
            record=record(report),
            sign_off=sign_off,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(style, script),
        )
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def environment() -> Environment:
    """What the page's templates may use."""
    known = Environment(
        loader=CompiledTemplates(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=page_texts.show,
        optimized=False,  # folding constants takes longer than one page saves by it
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known.filters.update(
        anchor=page_texts.anchor,
        soft=page_texts.soften,
        date=report_words.date,
        disagreements=second_opinions.disagreements,
        heading=_heading,
        interval=sample_lines.say_interval,
        number=page_texts.number,
        role=report_words.say_role,
        rows_of=_rows_of,
        sample_compared=sample_lines.say_compared,
        sample_further=sample_lines.say_further,
        sample_rate=sample_lines.say_rate,
        second_opinion=second_opinions.summary,
        size=_size,
        text=page_texts.fold,
        took=_took,
    )
    known.globals.update(
        rows=report_words.things,
        facets=_facets,
        icon=page_texts.icon,
        list_rows=listings.list_rows,
        list_items=listings.list_items,
    )
    return known


def _facets(check: Check, state: str) -> Markup:
    """What the page's filters know of a check."""
    facets = Markup('data-check data-state="{}" data-severity="{}" data-theme="{}" data-table="{}"')
    return facets.format(
        state, check.severity.value, page_texts.show(check.theme), page_texts.show(check.table)
    )


@lru_cache(maxsize=1_000)
def _rows_of(table: str) -> str:
    """``local_authorities`` → ``local authorities``."""
    return report_words.things(0, table).removeprefix("0 ")


def _heading(name: str) -> str:
    """``code_lists`` → ``Code lists``; a sentence keeps the names that stand in it."""
    if " " in name:
        first = name.split(" ", 1)[0]
        return name if "_" in first or "." in first else f"{name[:1].upper()}{name[1:]}"
    text = name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}"


def _took(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} seconds"


def _size(count: int) -> str:
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= step:
            return f"{count / step:,.1f} {unit}"
    return plural(count, "byte")
