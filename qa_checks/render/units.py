"""Findings of one unit together: everything the checks say of one provider."""

from __future__ import annotations

from dataclasses import dataclass

from qa_checks.model import Finding, Report, Severity
from qa_checks.words import grouped, list_words, plural

SHOWN = 10  # units that are listed at once
UNITS = 200  # that are in the page at all
FINDINGS = 50  # of one unit that are in the page
Place = tuple[str | None, str | None, int | None]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit and its findings, errors first."""

    name: str
    said: str
    findings: tuple[Finding, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Units:
    """The units that have findings, those with the most errors first."""

    title: str
    shown: tuple[Unit, ...]
    folded: tuple[Unit, ...]
    fold: str
    more: str


def by_unit(report: Report) -> Units | None:
    """Put the findings of each unit together; None where the catalogue has no units.

    A unit is what the first part of a key names. A finding on a cell or a row of a file belongs
    to the unit that other findings on the same row are about.

    Parameters
    ----------
    report
        What the run found.
    """
    nouns = dict.fromkeys(
        noun for table in report.units for noun in report.units[table].split(" or ")
    )
    rows: dict[Place, str] = {}
    for finding in report.findings:
        if finding.table in report.units and finding.key and finding.row:
            rows.setdefault(_place(finding), _first(finding.key))
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.table in report.units and finding.key:
            found.setdefault(_first(finding.key), []).append(finding)
        elif finding.row and _place(finding) in rows:
            found.setdefault(rows[_place(finding)], []).append(finding)
    if not found:
        return None
    ranked = sorted(found.items(), key=lambda pair: (-_errors(pair[1]), -len(pair[1]), pair[0]))
    units = [_unit(name, findings) for name, findings in ranked[:UNITS]]
    shown, folded, left = units[:SHOWN], units[SHOWN:], len(ranked) - UNITS
    more = plural(left, "more has findings", "more have findings") if left > 0 else ""
    return Units(
        title=f"By {list_words(list(nouns), 'or')}",
        shown=tuple(shown),
        folded=tuple(folded),
        fold=f"Show {grouped(len(folded))} more" if folded else "",
        more=f"{more}; the files beside this page list them." if more else "",
    )


def _place(finding: Finding) -> Place:
    return finding.file, finding.sheet, finding.row


def _first(key: str) -> str:
    return key.split(" / ", 1)[0]


def _errors(findings: list[Finding]) -> int:
    return sum(one.severity is Severity.ERROR and one.waived_by is None for one in findings)


def _unit(name: str, findings: list[Finding]) -> Unit:
    errors = _errors(findings)
    waived = sum(one.waived_by is not None for one in findings)
    warnings = len(findings) - errors - waived
    counts = [
        plural(number, noun, many)
        for number, noun, many in (
            (errors, "error", ""),
            (warnings, "warning", ""),
            (waived, "waived", "waived"),
        )
        if number
    ]
    ordered = sorted(
        findings, key=lambda one: (one.waived_by is not None, one.severity is Severity.WARNING)
    )
    left = len(findings) - FINDINGS
    return Unit(
        name,
        f"{plural(len(findings), 'finding')}: {', '.join(counts)}",
        tuple(ordered[:FINDINGS]),
        f"{plural(left, 'more finding')} in the files beside this page." if left > 0 else "",
    )
