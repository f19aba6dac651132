"""What cells of a column have in common is one fault of the column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qa_checks.catalogue import Catalogue
from qa_checks.reading.loaded import Loaded
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import visits

FAULTS = "SELECT header, fault, _row, cells FROM extract_column_faults ORDER BY position"
CELLS = "SELECT place, written, fault FROM extract_cells ORDER BY _row, position"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return small(tmp_path_factory.mktemp("office"))


def read_days(office: Catalogue, scratch: Path, *days: str) -> Loaded:
    rows = [[str(number), day] for number, day in enumerate(days, start=1)]
    return loaded(office, scratch / "s", visits(*rows))


@pytest.mark.parametrize("mark", ["/", "-"])
def test_a_column_with_the_month_first_is_one_fault(
    office: Catalogue, tmp_path: Path, mark: str
) -> None:
    days = ["05/06/2019", "05/13/2019", "", "12/31/2019"]
    if mark == "-":
        days = [day.replace("/", "-") if day[3:5] > "12" else day for day in days]
    read = read_days(office, tmp_path, *days)
    assert rows_of(read, FAULTS) == [("Day", "month_first", 2, 3)]
    assert rows_of(read, "SELECT DISTINCT day FROM visits") == [(None,)]
    assert rows_of(read, CELLS) == [
        ("row 2, Day", "05/06/2019", "month_first"),
        ("row 3, Day", days[1], "month_first"),
        ("row 5, Day", days[3], "month_first"),
    ]


@pytest.mark.parametrize(
    ("days", "unreadable"),
    [
        (["05/06/2019", "05/13/2019"], 1),  # one is a slip
        (["31/05/2019", "05/13/2019", "06/14/2019"], 2),  # the column has the day first
        (["2019-05-31", "05/13/2019", "06/14/2019"], 2),
        (["05/06/2019", "13/13/2019", "31/14/2019"], 2),  # no date either way
    ],
)
def test_other_columns_keep_a_fault_for_each_cell(
    office: Catalogue, tmp_path: Path, days: list[str], unreadable: int
) -> None:
    read = read_days(office, tmp_path, *days)
    assert rows_of(read, FAULTS) == []
    assert [fault for _, _, fault in rows_of(read, CELLS)] == ["unreadable"] * unreadable
    assert rows_of(read, "SELECT count(day) FROM visits") == [(len(days) - unreadable,)]


def test_the_day_is_the_one_after_the_twelfth(office: Catalogue, tmp_path: Path) -> None:
    read = read_days(office, tmp_path, "12/12/2019", "11/12/2019")
    assert rows_of(read, "SELECT day FROM visits ORDER BY number") == [
        (dt.date(2019, 12, 12),),
        (dt.date(2019, 12, 11),),
    ]
