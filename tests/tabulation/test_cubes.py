"""A cube is counted cell by cell; what a snapshot does not give is not known, and never nought."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from qa_checks.engines import reference
from qa_checks.engines.door import Engine
from qa_checks.model.cube_numbers import Tabulation
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.report import Chart
from qa_checks.opened import Opened, Options, opened
from qa_checks.release import Release
from qa_checks.render import as_json
from qa_checks.tabulation.counts import explain_unknown, rows_behind, tabulate
from tests.small_catalogue import LAYOUT, run_on, visits, write_catalogue
from tests.tabulation.adding import add_up

CUBE: dict[str, Any] = {
    "cube": "visits",
    "title": "Visits",
    "tables": ["visits"],
    "select": (
        "SELECT number, day, kind, score, person, open, _source, _row FROM visits "
        "WHERE number IS NOT NULL"
    ),
    "order": ["number"],
    "dimensions": {
        "kind": {"title": "Kind", "codes": "kinds"},
        "open": {"title": "Open", "values": [True, False], "needs": ["visits.open"]},
    },
    "measures": {
        "visits": "count",
        "score": {"sum": "score"},
        "persons": {"count_distinct": "person"},
    },
    "shares": {
        "of_all": {"of": "visits"},
        "of_kind": {"of": "visits", "within": ["kind"]},
        "of_persons": {"of": "persons"},
    },
}
ROWS = (
    ["3", "10/05/2022", "Full", "5", "", "Yes", "Ann"],
    ["2", "", "Full", "7", "", "No", "Ann"],
    ["1", "", "Full", "", "", "", "Ben"],
)


@contextmanager
def reading(folder: Path, cube: dict[str, Any], **parts: Any) -> Iterator[tuple[Opened, Engine]]:
    write_catalogue(folder, cube=cube, **parts)
    release = Release(facts=ReleaseFacts("test", "Test"), inputs=(visits(*ROWS),))
    with opened(release, Options(folder)) as read:
        engine = reference.start(read.loaded, {})
        yield read, engine


def test_cells_are_sums_over_rows_of_some_values(tmp_path: Path) -> None:
    with reading(tmp_path, CUBE) as (read, engine):
        cube, snapshot = read.catalogue.cubes["visits"], read.loaded.release
        table = tabulate(engine, cube, snapshot)
        assert table == Tabulation(
            "visits",
            ("kind", "open"),
            ("visits", "score"),
            (("Full", False, 1, 7), ("Full", True, 1, 5), ("Full", None, 1, 0)),
        )
        assert add_up(table, "visits", {}) == 3
        assert add_up(table, "score", {"kind": ["Full", "Short"]}) == 12
        assert add_up(table, "visits", {"kind": "Short"}) == 0
        assert add_up(table, "visits", {"open": None}) == 1
        assert add_up(table, "persons", {}) is None
        behind = rows_behind(engine, cube, snapshot, {"open": [True, False]}, ["number", "person"])
        assert behind == [{"number": "2", "person": "Ann"}, {"number": "3", "person": "Ann"}]


def test_each_snapshot_is_counted_by_itself(tmp_path: Path) -> None:
    write_catalogue(tmp_path, cube=CUBE)
    files = (visits(ROWS[0]), visits(ROWS[1], ROWS[2], role=Role.PREVIOUS))
    release = Release(facts=ReleaseFacts("test", "Test"), inputs=files)
    with opened(release, Options(tmp_path)) as read:
        engine = reference.start(read.loaded, {})
        cube = read.catalogue.cubes["visits"]
        counted = [
            add_up(tabulate(engine, cube, snapshot), "score", {})
            for snapshot in (read.loaded.release, read.loaded.previous)
        ]
    assert counted == [5, 7]


def test_what_is_not_given_is_not_known(tmp_path: Path) -> None:
    columns = {
        name: names for name, names in LAYOUT["blocks"][0]["columns"].items() if name != "open"
    }
    layout = LAYOUT | {"blocks": [{"table": "visits", "columns": columns}]}
    with reading(tmp_path, CUBE, layout=layout) as (read, engine):
        cube, snapshot = read.catalogue.cubes["visits"], read.loaded.release
        table = tabulate(engine, cube, snapshot)
        assert table is not None
        assert table.dimensions == ("kind",)
        assert add_up(table, "visits", {"open": True}) is None
        assert add_up(table, "visits", {"kind": "Full"}) == 3
        assert rows_behind(engine, cube, snapshot, {"open": None}) == []
        missing = read.loaded.previous
        assert tabulate(engine, cube, missing) is None
        assert explain_unknown(engine, cube, missing) == "no file has visits"
        assert rows_behind(engine, cube, missing, {}) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"needs": ["visits.share", "visits.day"]}, ""),
        (
            {"given": {"that": "EXISTS (SELECT 1 FROM visits WHERE score > 9)", "else": "low"}},
            "low",
        ),
    ],
)
def test_a_cube_says_why_it_is_not_known(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    with reading(tmp_path, CUBE | change) as (read, engine):
        cube, snapshot = read.catalogue.cubes["visits"], read.loaded.release
        assert explain_unknown(engine, cube, snapshot) == why
        assert (tabulate(engine, cube, snapshot) is None) == bool(why)


def test_figures_are_cells_with_shares_and_what_they_count(tmp_path: Path) -> None:
    figures = {
        "open": {"title": "Open", "where": {"open": True}, "share": "of_all", "which": ["number"]},
        "short": {"title": "Short", "where": {"kind": "Short"}, "which": ["number"]},
        "full": {"title": "Full", "where": {"kind": "Full"}, "which": ["number", "day", "kind"]},
        "persons": {"title": "Persons", "measure": "persons", "share": "of_persons"},
        "score": {"title": "Score", "measure": "score", "where": {"open": False}},
    }
    write_catalogue(tmp_path, cube=CUBE | {"figures": figures})
    report = run_on(tmp_path, visits(*ROWS), visits(ROWS[0], role=Role.PREVIOUS))
    assert dict(report.figures) == {"open": 1, "short": 0, "full": 3, "persons": 2, "score": 7}
    assert list(report.figure_titles) == list(figures)
    assert report.shares == {"open": 1 / 3, "persons": 1.0}
    assert report.figures_before["open"] == 1
    assert dict(report.counted) == {
        "open": ("3",),
        "full": ("1, Full", "2, Full", "3, 10/05/2022, Full"),
    }
    assert json.loads(as_json.render(report))["counted"]["open"] == ["3"]


def test_charts_stand_by_their_place_with_what_was_before(tmp_path: Path) -> None:
    series = {"Open": {"open": True}, 'Not "open"': {"open": [False, None]}}
    charts = {
        "scores": {"title": "S", "category": "kind", "series": {"All": {}}, "measure": "score"},
        "openings": {"title": "O", "category": "kind", "series": series, "place": -1},
        "nothing": {"title": "N", "category": "kind", "series": {"Short": {"kind": "Short"}}},
    }
    write_catalogue(tmp_path, cube=CUBE | {"charts": charts})
    report = run_on(tmp_path, visits(*ROWS), visits(ROWS[0], role=Role.PREVIOUS))
    assert report.charts == (
        Chart("openings", "O", ("Open", 'Not "open"'), {"Full": (1, 2)}, {"Full": (1, 0)}),
        Chart("scores", "S", ("All",), {"Full": (12,)}, {"Full": (5,)}),
    )
