"""Figures stand beside those of the previous release, with shares and the difference."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from qa_checks.catalogue.schemas import NamedFigure
from qa_checks.figures import share_figures
from qa_checks.render import as_json
from qa_checks.render.as_html import render
from qa_checks.render.figure_lines import figure_lines
from tests.render import reports
from tests.small_catalogue import run_on, visits, write_catalogue

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


def test_what_a_figure_counts_is_named_on_the_page() -> None:
    named = reports.report((), figures={"rare": 2}, counted={"rare": ("1, <Ann>", "2, Ben")})
    assert [line.counted for line in figure_lines(named)] == [("1, <Ann>", "2, Ben")]
    assert "<br>1, &lt;Ann&gt;<br>2, Ben</th>" in render(named)


def test_what_a_figure_counts_is_asked_of_the_release(tmp_path: Path) -> None:
    full = "SELECT count(*) FROM visits WHERE kind = 'Full'"
    which = "SELECT number, day, kind FROM visits WHERE kind = 'Full' ORDER BY number DESC"
    short = full.replace("Full", "Short")
    figure = {"title": "Full visits", "tables": ["visits"], "sql": full, "which": which}
    none = {"title": "Short visits", "tables": ["visits"], "sql": short, "which": which}
    write_catalogue(tmp_path, figures={"figures": {"full": figure, "short": none}})
    report = run_on(tmp_path, visits(["1", "10/05/2022", "Full"], ["2", "", "Full"]))
    assert dict(report.figures) == {"full": 2, "short": 0}
    assert dict(report.counted) == {"full": ("2, Full", "1, 10/05/2022, Full")}
    assert json.loads(as_json.render(report))["counted"] == {
        "full": ["2, Full", "1, 10/05/2022, Full"]
    }


def test_without_a_previous_release_the_page_does_not_speak_of_one() -> None:
    alone = reports.report((), figures={"good": 3}, shares={"good": 0.75})
    assert "Share then" not in render(alone)
    assert "75.0%" in render(alone)
    assert "Share then" in render(replace(alone, figures_before={"good": 2}))
