"""The report as one HTML file: complete, printable, and silent on the network."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from qa_checks.model import Report
from qa_checks.render import report_words, second_opinions
from qa_checks.render.page_templates import CompiledTemplates, read
from qa_checks.render.pages import page
from qa_checks.render.review_record import record
from qa_checks.words import grouped, plural

PAGE = "report.html.j2"
NOTHING = "\u2013"
LONG = 160  # letters of a value before it folds
WORD = 25  # letters of a word before it may break
ENDLESS = 30  # letters of a part of one before it may break anywhere
LONG_WORD = re.compile(rf"(\S{{{WORD + 1},}})")
PART = re.compile(r"(?<=[/_\-:,|@])(?=\w)|(?<=\.)(?=\w{4})")  # a file keeps its ending
LONGEST = 2_000  # letters of a value that are in the page at all


def render(report: Report, sign_off: Markup | None = None) -> str:
    """Write a report as one self-contained HTML page.

    Parameters
    ----------
    report
        What the run found.
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
        finalize=_shown,
        optimized=False,  # folding constants takes longer than one page saves by it
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known.filters.update(
        anchor=_anchor,
        soft=_soft,
        date=report_words.date,
        disagreements=second_opinions.disagreements,
        also=report_words.further_places,
        heading=_heading,
        number=_number,
        own_key=lambda finding: report_words.own_key(finding) or None,
        rows_of=_rows_of,
        second_opinion=second_opinions.summary,
        size=_size,
        text=_folded,
        took=_took,
    )
    known.globals.update(rows=report_words.things)
    return known


def _shown(value: object) -> object:
    """Make whatever the template prints safe to look at; escaping comes after it."""
    # isprintable runs at the speed of C and is true of nearly every value.
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return report_words.clean(value)
    return value


def _folded(value: str | None) -> str:
    """Fold a long text behind its beginning; cut one of absurd length and say so."""
    if value is None:
        return NOTHING
    if len(value) <= LONG:
        return _soft(value)
    whole = value
    if len(value) > LONGEST:
        whole = f"{value[:LONGEST]}… ({plural(len(value), 'character')} in all)"
    lead = f"{value[: LONG - 1]}…"
    inside = (
        f"<summary>{escape(report_words.clean(lead))}</summary>{escape(report_words.clean(whole))}"
    )
    return Markup(f'<details class="long">{inside}</details>')  # noqa: S704 - both escaped


def _soft(value: str) -> str:
    """Let a long word break where its parts meet, and only an endless part anywhere.

    ``inspections.publication_date.type`` may break behind a dot or an underscore.
    """
    if len(value) <= WORD or not LONG_WORD.search(value):
        return value
    pieces = LONG_WORD.split(report_words.clean(value))
    shown = [_breakable(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)]
    return Markup("").join(shown)


def _breakable(word: str) -> Markup:
    parts = [
        Markup('<span class="any">{}</span>').format(part) if len(part) > ENDLESS else escape(part)
        for part in PART.split(word)
    ]
    return Markup("<wbr>").join(parts)


def _number(value: float | None) -> str:
    """Group thousands; at most two decimal places; a dash for nothing."""
    if value is None:
        return NOTHING
    return grouped(value if isinstance(value, int) else float(f"{value:.2f}"))


def _rows_of(table: str) -> str:
    """``local_authorities`` → ``local authorities``."""
    return report_words.things(0, table).removeprefix("0 ") if table else "values"


def _heading(name: str) -> str:
    """``code_lists`` → ``Code lists``; a sentence keeps the names that stand in it."""
    if " " in name:
        first = name.split(" ", 1)[0]
        return name if "_" in first or "." in first else f"{name[:1].upper()}{name[1:]}"
    text = name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}"


def _anchor(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)


def _took(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} seconds"


def _size(count: int) -> str:
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if count >= step:
            return f"{count / step:,.1f} {unit}"
    return plural(count, "byte")
