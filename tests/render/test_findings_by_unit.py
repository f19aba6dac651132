"""All findings of one provider stand together, those with the most errors first."""

from __future__ import annotations

from msgspec.structs import replace

from qa_checks.model.checks import Finding
from qa_checks.model.report import Report
from qa_checks.render.as_html import render
from qa_checks.render.findings_by_unit import UNITS, group_by_unit
from tests.render import reports

UNIT = {"inspections": "provider or local authority", "providers": "provider"}
ERROR, WARNING = reports.check("DAT004"), reports.check("LAT002", "warning")
CELL = reports.check("STR018", "warning", table="extract_cells")


def on(check: object, unit: str, row: int, **more: object) -> Finding:
    key = f"{unit} / {row} / latest"
    return reports.finding(check, key=key, row=row, **more)  # type: ignore[arg-type]


def of(*findings: Finding) -> Report:
    by_check = {
        check.id: [finding for finding in findings if finding.check == check.id]
        for check in (ERROR, WARNING, CELL)
    }
    ended = [
        reports.outcome(check, "failed", by_check[check.id])
        for check in (ERROR, WARNING, CELL)
        if by_check[check.id]
    ]
    return replace(reports.report(ended), units=UNIT)


def test_findings_of_several_checks_are_put_together() -> None:
    report = of(
        on(ERROR, "SC2", 5),
        on(WARNING, "SC1", 3),
        on(WARNING, "SC1", 4),
        on(WARNING, "SC2", 5, waived_by=1),
        reports.finding(CELL, key="row 5, Sector", row=5),
        reports.finding(CELL, key="row 9, Sector", row=9),
    )
    units = group_by_unit(report)
    assert units is not None
    assert units.title == "Findings by provider or local authority"
    assert [(unit.name, unit.counts) for unit in units.shown] == [
        ("SC2", "3 findings: 1 error, 1 warning, 1 waived"),
        ("SC1", "2 findings: 2 warnings"),
    ]
    assert [finding.check for finding in units.shown[0].findings] == ["DAT004", "STR018", "LAT002"]
    assert (units.folded, units.more) == ((), "")


def test_a_figure_is_no_unit() -> None:
    figure = reports.finding(ERROR, key="local_authorities", row=None, file=None)
    report = replace(of(on(ERROR, "SC2", 5), figure), figures={"local_authorities": 151})
    units = group_by_unit(report)
    assert units is not None
    assert [unit.name for unit in units.shown] == ["SC2"]


def test_after_ten_they_are_folded_and_after_two_hundred_counted() -> None:
    report = of(*(on(ERROR, f"SC{n:04}", n) for n in range(1, UNITS + 3)))
    units = group_by_unit(report)
    assert units is not None
    assert (len(units.shown), len(units.folded), units.fold) == (10, 190, "Show 190 more")
    assert units.more == "2 more have findings; the files beside this page list them."


def test_a_catalogue_that_names_no_unit_has_no_such_view() -> None:
    report = replace(of(on(ERROR, "SC2", 5)), units={})
    assert group_by_unit(report) is None
    assert 'id="units"' not in render(report)


def test_the_page_shows_them_with_their_place() -> None:
    page = render(of(on(ERROR, "<b>SC2", 5)))
    assert 'id="units-title">Findings by provider or local authority</h2>' in page
    assert "<strong>&lt;b&gt;SC2</strong>" in page
    assert '<a href="#check-DAT004">DAT004</a>' in page
