"""Figures stand beside those of the previous release, with shares and the difference."""

from __future__ import annotations

from msgspec.structs import replace

from qa_checks.render.as_html import render
from qa_checks.render.figure_lines import figure_lines
from tests.render import reports


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


def test_without_a_previous_release_the_page_does_not_speak_of_one() -> None:
    alone = reports.report((), figures={"good": 3}, shares={"good": 0.75})
    assert "Share then" not in render(alone)
    assert "75.0%" in render(alone)
    assert "Share then" in render(replace(alone, figures_before={"good": 2}))
