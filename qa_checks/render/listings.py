"""Findings as the page lists them: some shown, some folded, the rest counted.

Rows and items are written here and not by the template, which takes several times as long: a page
may list ten thousand. Every text goes through `html_of`, or with others through `html_of_each`,
which escape it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup
from msgspec import Struct

from qa_checks.model.checks import Finding
from qa_checks.model.inputs import Role
from qa_checks.render.page_texts import NOTHING, anchor, html_of, html_of_each, icon, number
from qa_checks.render.report_words import further_places, own_key, say_role
from qa_checks.words import plural

OPEN = 10  # findings of one check that are shown at once
LISTED = 500  # findings of one check that are in the page at all
NIL = " nil"  # the class of a cell that has no value


class Listing(Struct, frozen=True):
    """Findings of one check that stand together, with the true count in the captions.

    A file and sheet that all of them share are said once, in the caption;
    ``scattered`` ones need a column for it.
    """

    shown: tuple[Finding, ...]
    folded: tuple[Finding, ...]
    caption: str
    more: str
    caption_of_folded: str
    rest: tuple[str, ...]
    scattered: bool


def list_findings(findings: Sequence[Finding], total: int, noun: str) -> Listing | None:
    """Findings with captions that say how many there are; None where there are none."""
    if not findings and total <= 0:
        return None
    total = max(total, len(findings))
    places = {(finding.file, finding.sheet, finding.role) for finding in findings}
    file, sheet, role = next(iter(places)) if len(places) == 1 else (None, None, Role.RELEASE)
    where = f" in {file}" if file else ""
    where += f", sheet {sheet}" if sheet else ""
    where += f" of the {say_role(role)}" if say_role(role) else ""
    shown, folded = tuple(findings[:OPEN]), tuple(findings[OPEN:LISTED])
    first, last = len(shown) + 1, len(shown) + len(folded)
    whole = plural(total, noun)
    caption = whole if total == len(shown) else f"First {len(shown)} of {whole}"
    kept, lost = len(findings) - last, total - len(findings)
    rest = [
        f"{plural(count, f'{more} {noun} is', f'{more} {noun}s are')} {place}."
        for count, more, place in (
            (kept, "more", "in the files beside this page"),
            (lost, "further", "counted here but not kept by this run"),
        )
        if count > 0
    ]
    return Listing(
        shown=shown,
        folded=folded,
        caption=f"{caption}{where}",
        more=f"Show {plural(len(folded), f'more {noun}')} ({first} to {last})",
        caption_of_folded=f"Findings {first} to {last}{where}",
        rest=tuple(rest),
        scattered=len(places) > 1,
    )


def list_rows(findings: Sequence[Finding], *, scattered: bool, decided: bool) -> Markup:
    """Rows of a table, with the columns for place and decision where those are asked for."""
    keys = html_of_each([own_key(finding) for finding in findings])
    values = html_of_each([finding.value or "" for finding in findings])
    messages = html_of_each([finding.message for finding in findings])
    rows = []
    for finding, key, value, message in zip(findings, keys, values, messages, strict=True):
        _, _, _, file, sheet, row, column, _, given, _, waived_by, role, places = finding
        shown = '<span class="none">empty</span>' if given is None else f"<code>{value}</code>"
        line = (
            f'<tr data-row><th scope="row" class="n{"" if row else NIL}">{number(row)}</th>'
            f'<td class="column{"" if column else NIL}">{html_of(column)}</td>'
            f'<td class="key{"" if key else NIL}">{key or NOTHING}</td>'
            f'<td class="value">{shown}</td><td class="message">{message}'
        )
        if places:
            line += f' <span class="sheet">{html_of(further_places(finding))}</span>'
        line += "</td>"
        if scattered:
            line += f'<td class="place">{html_of(file)}'
            line += f'<span class="sheet">{html_of(sheet)}</span>' if sheet else ""
            line += f'<span class="sheet">{say_role(role)}</span>' if say_role(role) else ""
            line += "</td>"
        if decided:
            line += f'<td class="by"><a href="#decision-{waived_by}">Decision {waived_by}</a></td>'
        rows.append(f"{line}</tr>")
    return Markup("\n".join(rows))  # noqa: S704 - every text in it is escaped


def list_items(findings: Iterable[Finding]) -> Markup:
    """Items of a list, each with its check and its place."""
    items = []
    for finding in findings:
        kind = "waived" if finding.waived_by else finding.severity.value
        places = [f"Row {number(finding.row)}"] if finding.row else []
        places += [html_of(part) for part in (finding.file, finding.sheet) if part]
        also = f"; {html_of(further_places(finding))}" if finding.places else ""
        items.append(
            f'<li><span class="badge {kind}">{icon(kind)}{kind}</span> '
            f'<a href="#check-{anchor(finding.check)}">{html_of(finding.check)}</a> '
            f'{html_of(finding.message)} <span class="sheet">{", ".join(places)}{also}</span></li>'
        )
    return Markup("\n".join(items))  # noqa: S704 - every text in it is escaped
