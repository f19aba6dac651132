"""The row of a finding is shown with what it was before, and without what rules mask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa_checks.model.checks import Finding
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.opened import Options, opened
from qa_checks.release import release_from_files
from qa_checks.review.surroundings import Change, Rows, Surroundings, Value
from qa_checks.words import MASKED
from tests.published import HEADER, provider, write_csv
from tests.render.reports import check, finding

OWNER = "Organisation which owns the provider"
GOOD = "Overall experiences and progress of children and young people"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    """Two homes, of which one stands in the previous release with other values."""
    folder = tmp_path_factory.mktemp("rows")
    header = [*HEADER, OWNER, "Name", "Town", "Parliamentary constituency"]
    now = [
        [*provider(1, Places="30"), "A Street", "Rose Cottage", "Leeds", ""],
        [*provider(2), "", "", "Poole", "Poole"],
    ]
    then = [[*provider(1, Sector="Voluntary", Event_number=""), "B", "C", "York", ""]]
    files = [
        write_csv(folder / name, [["Provider level as at 31 March 2018"], header, *lines])
        for name, lines in (("now.csv", now), ("then.csv", then))
    ]
    release = release_from_files(files[:1], ReleaseFacts("r", "R"), previous=files[1:])
    with opened(release, Options()) as read:
        yield Rows(read.loaded, read.catalogue)


def at(rows: Rows, row: int | None) -> Finding:
    [place] = [place for place in rows.loaded.places.values() if place.role is Role.RELEASE]
    return finding(check(), row=row)._replace(file=place.file, sheet=place.sheet, table="providers")


def test_the_row_under_its_headers_without_what_rules_mask(rows: Rows) -> None:
    around = rows.around(at(rows, 4))
    assert around.values[:2] == (
        Value("URN", "SC000002"),
        Value("Provision type", "Children's home"),
    )
    assert Value("Inspection date", "10/05/2017") in around.values
    assert [value for value in around.values if value.header == GOOD] == [Value(GOOD, "Good")]
    assert not {OWNER, "Name", "Town"} & {value.header for value in around.values}
    assert Value("Parliamentary constituency", "Poole") in around.values
    assert around.changes is None


def test_a_row_of_which_a_value_is_masked_shows_no_free_text(rows: Rows) -> None:
    masked = at(rows, 4)._replace(message=f"{MASKED} reads like an address.")
    around = Rows(rows.loaded, rows.catalogue, [masked]).around(at(rows, 4))
    assert Value("Sector", "Private") in around.values
    assert "Parliamentary constituency" not in {value.header for value in around.values}


def test_what_was_other_in_the_previous_release(rows: Rows) -> None:
    changes = rows.around(at(rows, 3)).changes
    assert changes == (
        Change("Sector", "Private", "Voluntary"),
        Change("Places", "30", "4"),
        Change("Event number", "10000001", None),
    )


def test_what_stands_in_no_row_has_no_surroundings(rows: Rows) -> None:
    assert rows.around(at(rows, None)) == Surroundings()
    assert rows.around(at(rows, 3)._replace(file="elsewhere.csv")) == Surroundings()


@pytest.mark.parametrize(
    ("header", "value", "held"),
    [
        ("Places", "30", [True, False]),
        ("places ", " 4", [False, True]),
        ("sector", "PRIVATE", [True, True]),
        ("Inspection date", "10/05/2017", [True, True]),
        ("Name", "Rose Cottage", [False, False]),
    ],
)
def test_rows_are_found_by_what_stands_in_them(
    rows: Rows, header: str, value: str, held: list[bool]
) -> None:
    assert rows.hold([at(rows, 3), at(rows, 4)], header, value) == held
