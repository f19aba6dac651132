"""Findings of one unit together: everything the checks say of one provider."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from qa_checks.model.checks import Finding, Severity
from qa_checks.model.inputs import Role
from qa_checks.model.report import Report
from qa_checks.words import grouped, list_words, plural

SHOWN = 10  # units that are listed at once
UNITS = 200  # that are in the page at all
FINDINGS = 50  # of one unit that are in the page
Place = tuple[Role, str | None, str | None, int | None]


class UnitFindings(Struct, frozen=True):
    """One unit and its findings, errors first; ``more`` says how many are not among them."""

    name: str
    counts: str
    findings: tuple[Finding, ...]
    more: str


class FindingsByUnit(Struct, frozen=True):
    """The units that have findings, those with the most errors first."""

    title: str
    shown: tuple[UnitFindings, ...]
    folded: tuple[UnitFindings, ...]
    fold: str
    more: str


def group_by_unit(report: Report) -> FindingsByUnit | None:
    """Put the findings of each unit together; None where there are none or no units.

    A unit is what the first part of a key names. A finding on a cell or a row of a file belongs
    to the unit that other findings on the same row are about.
    """
    by_name = _by_name(report) if report.units else {}
    if not by_name:
        return None
    ranked = sorted(by_name.items(), key=lambda pair: (-_errors(pair[1]), -len(pair[1]), pair[0]))
    units = [_unit(name, findings) for name, findings in ranked[:UNITS]]
    shown, folded, left = units[:SHOWN], units[SHOWN:], len(ranked) - UNITS
    more = plural(left, "more has findings", "more have findings") if left > 0 else ""
    nouns = dict.fromkeys(noun for unit in report.units.values() for noun in unit.split(" or "))
    return FindingsByUnit(
        title=f"Findings by {list_words(list(nouns), 'or')}",
        shown=tuple(shown),
        folded=tuple(folded),
        fold=f"Show {grouped(len(folded))} more" if folded else "",
        more=f"{more}; the files beside this page list them." if more else "",
    )


def _by_name(report: Report) -> dict[str, list[Finding]]:
    findings = report.findings
    own_units = _own_units(findings, report)
    named: dict[Place, str] = {}
    if None in own_units:
        for finding, unit in zip(findings, own_units, strict=True):
            if finding.row and unit is not None:
                for file, sheet, row in finding.all_places:
                    named.setdefault((finding.role, file, sheet, row), unit)
    by_name: dict[str, list[Finding]] = {}
    for finding, own in zip(findings, own_units, strict=True):
        place = (finding.role, finding.file, finding.sheet, finding.row)
        unit = named.get(place) if own is None and finding.row else own
        if unit is not None:
            by_name.setdefault(unit, []).append(finding)
    return by_name


def _own_units(findings: Iterable[Finding], report: Report) -> list[str | None]:
    """What the first part of each key names; a figure that is not as expected is about no unit."""
    units, figures = report.units, report.figures
    return [
        key.partition(" / ")[0] if key and table in units and key not in figures else None
        for _, _, table, _, _, _, _, key, *_ in findings
    ]


def _errors(findings: list[Finding]) -> int:
    return sum(
        finding.severity is Severity.ERROR and finding.waived_by is None for finding in findings
    )


def _unit(name: str, findings: list[Finding]) -> UnitFindings:
    errors = _errors(findings)
    waived = sum(finding.waived_by is not None for finding in findings)
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
        findings,
        key=lambda finding: (finding.waived_by is not None, finding.severity is Severity.WARNING),
    )
    left = len(findings) - FINDINGS
    return UnitFindings(
        name,
        f"{plural(len(findings), 'finding')}: {', '.join(counts)}",
        tuple(ordered[:FINDINGS]),
        f"{plural(left, 'more finding')} in the files beside this page." if left > 0 else "",
    )
