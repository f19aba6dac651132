"""The findings of one check as the page lists them: some shown, some folded, the rest counted."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qa_checks.model.checks import Finding
from qa_checks.model.inputs import Role
from qa_checks.words import plural

OPEN = 10  # findings of one check that are shown at once
LISTED = 500  # findings of one check that are in the page at all


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
    where += " of the previous release" if role is Role.PREVIOUS else ""
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
