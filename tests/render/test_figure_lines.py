"""Figures stand beside those of the previous release, with shares and the difference."""

from __future__ import annotations

from dataclasses import replace

from qa_checks.catalogue.schemas import NamedFigure
from qa_checks.figures import share_figures
from qa_checks.render.as_html import render
from qa_checks.render.figure_lines import figure_lines
from tests.render import reports

GRADES = ["good", "poor"]
NAMED = {
    name: NamedFigure(title=name, tables=["visits"], sql="SELECT 1", of=of)
    for name, of in (("good", GRADES), ("poor", GRADES), ("visits", []))
}


def test_a_share_is_of_the_figures_that_make_up_the_whole() -> None:
    figures = {"good": 30, "poor": 10, "visits": 50}
    assert share_figures(figures, NAMED) == {"good": 0.75, "poor": 0.25}
    assert share_figures({"good": None, "poor": 10}, NAMED) == {"poor": 1.0}
    assert share_figures({"good": 0, "poor": 0}, NAMED) == {}


def lines() -> list[tuple[object, ...]]:
    report = reports.report(
        (),
        figures={"good": 1500, "poor": 500, "new": 3, "gone": None, "same": 2, "rate": 0.5},
        figures_before={"good": 1600, "poor": 400, "new": 0, "gone": 7, "same": 2, "rate": 0.75},
        shares={"good": 0.75, "poor": 0.25},
        shares_before={"good": 0.8, "poor": 0.2},
    )
    return [
        (line.name, line.value, line.share, line.before, line.share_before, line.change)
        for line in figure_lines(report)
    ]


def test_each_figure_says_what_it_was_and_how_it_changed() -> None:
    assert lines() == [
        ("good", 1500, "75.0%", "1,600", "80.0%", "\u2212100 (\u22126.2%)"),
        ("poor", 500, "25.0%", "400", "20.0%", "+100 (+25.0%)"),
        ("new", 3, "", "0", "", "+3"),
        ("gone", None, "", "7", "", ""),
        ("same", 2, "", "2", "", "0"),
        ("rate", 0.5, "", "0.75", "", "\u22120.25 (\u221233.3%)"),
    ]


def test_without_a_previous_release_the_page_does_not_speak_of_one() -> None:
    alone = reports.report((), figures={"good": 3}, shares={"good": 0.75})
    assert "Share then" not in render(alone)
    assert "75.0%" in render(alone)
    assert "Share then" in render(replace(alone, figures_before={"good": 2}))
