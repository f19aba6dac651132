"""A cube needs what its SQL reads: a column that no file has makes null with the reason, not 0."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.catalogue.cubes import Cube
from qa_checks.engines import reference
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Options, opened
from qa_checks.reading.contents import File
from qa_checks.release import InputFile, Release
from qa_checks.tabulation.counts import explain_unknown, tabulate
from qa_checks.tabulation.cube_totals import count_figures
from tests.own_rules import parser
from tests.small_catalogue import (
    HEADER,
    LAYOUT,
    TABLE,
    run_on,
    sheet_of,
    visits,
    write_catalogue,
)
from tests.tabulation.test_cubes import CUBE, ROWS, reading

WHERE = "WHERE score >= 5 AND number IS NOT NULL"
PLAIN = f"SELECT number, kind, open, person, _source, _row FROM visits {WHERE}"
FIGURES = {"all": {"title": "All"}, "open": {"title": "Open", "where": {"open": True}}}
SMALL: dict[str, Any] = {
    "cube": "visits",
    "title": "Visits",
    "tables": ["visits"],
    "select": PLAIN,
    "dimensions": {"open": {"title": "Open", "values": [True, False]}},
    "measures": {"visits": "count", "persons": {"count_distinct": "person"}},
    "figures": FIGURES,
}


def without(*dropped: str) -> dict[str, Any]:
    layout = copy.deepcopy(LAYOUT)
    for name in dropped:
        del layout["blocks"][0]["columns"][name]
    return layout


def cube_of(folder: Path, select: str, **changes: Any) -> Cube:
    write_catalogue(folder, cube=SMALL | {"select": select} | changes)
    return load(folder, parser()).cubes["visits"]


@pytest.mark.parametrize(
    ("dropped", "figures", "why"),
    [
        ("score", {"all": None, "open": None}, "no file has the column score of visits"),
        ("open", {"all": 2, "open": None}, ""),
        ("person", {"all": 2, "open": 1}, ""),
        ("day", {"all": 2, "open": 1}, ""),
    ],
)
def test_a_figure_is_null_without_a_column_it_is_made_of(
    tmp_path: Path, dropped: str, figures: dict[str, int | None], why: str
) -> None:
    with reading(tmp_path, SMALL, layout=without(dropped)) as (read, engine):
        cube, snapshot = read.catalogue.cubes["visits"], read.loaded.release
        assert count_figures(engine, read.catalogue.cubes, snapshot).values == figures
        assert explain_unknown(engine, cube, snapshot) == why
        table = tabulate(engine, cube, snapshot)
        assert ("open" in table.dimensions if table else None) == (
            None if why else dropped != "open"
        )


@pytest.mark.parametrize(
    ("select", "needs"),
    [
        (PLAIN, ["number", "score"]),
        (PLAIN.replace("score >= 5", "SCORE IS NOT NULL"), ["number", "score"]),
        (PLAIN.replace(WHERE, ""), []),
        (f"{PLAIN} AND EXISTS (SELECT 1 FROM visits AS o WHERE o.day < visits.day)",
         ["day", "number", "score"]),
        (f"WITH few AS (SELECT * FROM visits WHERE share > 0) {PLAIN.replace('visits', 'few')}",
         ["number", "score", "share"]),
        (f"{PLAIN} GROUP BY ALL", ["kind", "number", "open", "person", "score"]),
        (PLAIN.replace("SELECT", "SELECT DISTINCT"), ["kind", "number", "open", "person", "score"]),
        (f"{PLAIN} UNION ALL {PLAIN.replace('score >= 5', 'share > 0')}",
         ["number", "score", "share"]),
        (f"{PLAIN} EXCEPT {PLAIN}", ["kind", "number", "open", "person", "score"]),
        (f"SELECT number, open, person, _source, _row FROM ({PLAIN}) AS s",
         ["kind", "number", "open", "person", "score"]),
        (PLAIN.replace("FROM visits WHERE", "FROM visits JOIN codes.kinds AS k ON k.code = kind "
         "WHERE"), ["kind", "number", "score"]),
        (PLAIN.replace("FROM visits WHERE", "FROM visits LEFT JOIN codes.kinds AS k "
         "ON k.code = kind WHERE"), ["number", "score"]),
        (PLAIN.replace("FROM visits WHERE", "FROM visits LEFT JOIN codes.kinds AS k "
         "ON k.code = kind WHERE k.code = 'Full' AND"), ["kind", "number", "score"]),
    ],
)  # fmt: skip
def test_what_decides_the_rows_is_needed_by_all(
    tmp_path: Path, select: str, needs: list[str]
) -> None:
    assert cube_of(tmp_path, select).needs == [f"visits.{name}" for name in needs]


def test_what_is_optional_is_not_needed(tmp_path: Path) -> None:
    optional = ["visits.score", "visits.open"]
    cube = cube_of(tmp_path, PLAIN, optional=optional)
    assert (cube.needs, cube.dimensions["open"].needs) == (["visits.number"], [])


def test_a_dimension_of_a_code_list_needs_what_it_is_joined_by(tmp_path: Path) -> None:
    select = (
        "SELECT v.number, k.code = 'Full' AS open, v.person, v._source, v._row "
        "FROM visits AS v LEFT JOIN codes.kinds AS k ON k.code = v.kind"
    )
    cube = cube_of(tmp_path, select)
    assert (cube.needs, cube.dimensions["open"].needs) == ([], ["visits.kind"])


def test_a_condition_needs_what_it_asks_of_the_tables_counted(tmp_path: Path) -> None:
    given = {"that": "NOT EXISTS (SELECT 1 FROM visits WHERE share > 1)", "else": "odd"}
    assert cube_of(tmp_path, PLAIN.replace(WHERE, ""), given=given).needs == ["visits.share"]


def test_a_derived_column_that_says_no_needs_needs_its_own_columns(tmp_path: Path) -> None:
    high = {"title": "High", "type": "boolean", "derived": "coalesce(t.score > 5, FALSE)"}
    table = TABLE | {"columns": TABLE["columns"] | {"high": high}}
    select = "SELECT number, open, person, _source, _row FROM visits WHERE high"
    with reading(tmp_path, SMALL | {"select": select}, table=table, layout=without("score")) as (
        read,
        engine,
    ):
        assert count_figures(engine, read.catalogue.cubes, read.loaded.release).values == {
            "all": None,
            "open": None,
        }


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("basis = 'latest'", ""),
        ("basis IN ('in_year', 'latest')", ""),
        ("'in_year' = basis", "no file gives visits with basis in year"),
        ("(basis = 'in_year' OR basis = 'register')",
         "no file gives visits with basis in year or register"),
        ("(basis = 'in_year' OR number = '1')", ""),
    ],
)  # fmt: skip
def test_rows_of_a_kind_that_no_file_gives_are_no_nought(
    tmp_path: Path, condition: str, why: str
) -> None:
    basis = {"title": "Basis", "example": "latest"}
    table = TABLE | {"columns": TABLE["columns"] | {"basis": basis}}
    layout = LAYOUT | {"set": {"basis": "latest"}}
    select = f"SELECT number, open, person, _source, _row FROM visits WHERE {condition}"
    with reading(tmp_path, SMALL | {"select": select}, table=table, layout=layout) as (
        read,
        engine,
    ):
        cube, snapshot = read.catalogue.cubes["visits"], read.loaded.release
        assert explain_unknown(engine, cube, snapshot) == why


def test_the_small_cube_needs_its_number_alone(tmp_path: Path) -> None:
    cube = cube_of(tmp_path, CUBE["select"])
    assert cube.needs == ["visits.number"]


def short(name: str, dropped: str, *rows: list[str]) -> InputFile:
    """A file of visits without one of the columns."""
    at = HEADER.index(dropped)
    lines = [[cell for place, cell in enumerate(row) if place != at] for row in (HEADER, *rows)]
    file = File(Path(name), "1" * 64, 1, (sheet_of(lines),))
    return InputFile(Path(name), name, opened=file)


@pytest.mark.parametrize(
    ("dropped", "where", "figures"),
    [
        ("Score", WHERE, (None, None)),
        ("Open", WHERE, (3, None)),
        ("Day", WHERE, (3, 2)),
        # Of the file without the column no row counts: what is counted is known.
        ("Open", "WHERE kind = 'Full'", (2, 1)),
        ("Kind", "WHERE kind = 'Full'", (None, None)),
    ],
)
def test_a_column_that_one_of_two_files_lacks_makes_no_number_too_small(
    tmp_path: Path, dropped: str, where: str, figures: tuple[int | None, ...]
) -> None:
    other = short("other.csv", dropped, ["9", "", "Short", "8", "", "Yes", "Cid"])
    files = (visits(*(row for row in ROWS if row[3])), other)
    cube = SMALL | {"select": PLAIN.replace(WHERE, where)}
    write_catalogue(tmp_path, cube=cube, codes={"kinds": "code\nFull\nShort\n"})
    report = run_on(tmp_path, *files)
    assert tuple(report.figures.values()) == figures


def test_the_file_that_lacks_a_column_is_named(tmp_path: Path) -> None:
    write_catalogue(tmp_path, cube=SMALL)
    files = (visits(*ROWS), short("other.csv", "Score", ["9", "", "Full"]))
    release = Release(facts=ReleaseFacts("test", "Test"), inputs=files)
    with opened(release, Options(tmp_path)) as read:
        engine = reference.start(read.loaded, {})
        cube, snapshot = read.catalogue.cubes["visits"], read.loaded.release
        why = "other.csv has no column score of visits"
        assert explain_unknown(engine, cube, snapshot) == why
