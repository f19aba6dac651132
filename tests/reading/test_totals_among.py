"""Totals among the rows of a table: named once, not read as records, and the same in any format."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from qa_checks.catalogue import Catalogue
from qa_checks.reading.formats import delimited_text
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile
from tests.fuzz.writers import Rows, ods, parquet, plain, xls, xlsx
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import HEADER, LAYOUT

pytestmark = pytest.mark.usefixtures("workbooks_here")

FOUND = "SELECT _row, fault, detail FROM extract_rows ORDER BY ALL"
WANTED = ("number", "day", "kind", "score", "person")
# Two columns are in no table, the first of them too.
WIDER = ["Area", "Number", "Day", "Kind", "Score", "Person", "Staff"]
READ_AS: dict[str, Callable[[str], Any]] = {"Day": dt.date.fromisoformat, "Score": int}


def line(*cells: str) -> list[str]:
    return [*cells, *[""] * (7 - len(cells))]


def typed_parquet(path: Path, rows: Rows) -> None:
    """With the types of the schema, as far as all cells of a column have them."""
    header, *below = rows
    table = {}
    for place, name in enumerate(header):
        texts = [row[place] or None for row in below]
        try:
            table[name] = pa.array([text and READ_AS.get(name, str)(text) for text in texts])
        except ValueError:
            table[name] = pa.array(texts, pa.string())
    pq.write_table(pa.table(table), path)


WAYS: dict[str, tuple[str, Callable[[Path, Rows], None]]] = {
    "row by row": ("small.csv", plain),
    "a large file": ("large.csv", plain),
    "Parquet": ("texts.parquet", parquet),
    "typed Parquet": ("typed.parquet", typed_parquet),
    "ODS": ("book.ods", ods),
    "XLSX": ("book.xlsx", xlsx),
    "XLS": ("book.xls", xls),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return small(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def wider(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A catalogue whose layout leaves out columns of a sheet."""
    columns = {name: [name.capitalize()] for name in WANTED}
    layout = {**LAYOUT, "blocks": [{"table": "visits", "columns": columns}]}
    return small(tmp_path_factory.mktemp("wider"), layout=layout)


def read(catalogue: Catalogue, folder: Path, rows: Rows, way: str) -> Loaded:
    name, write = WAYS[way]
    folder.mkdir(exist_ok=True)
    write(folder / name, rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delimited_text, "DIRECT_BYTES", -1 if way == "a large file" else 10**6)
        return loaded(catalogue, folder / "scratch", InputFile(folder / name, name))


def told(done: Loaded) -> tuple[list[int], list[Any]]:
    """Rows that are data, and what is noted of the others."""
    numbers = [row for (row,) in rows_of(done, "SELECT _row FROM visits ORDER BY 1")]
    return numbers, rows_of(done, FOUND)


def records(scores: Sequence[int], first: int = 1) -> list[list[str]]:
    return [
        [str(number), "2022-05-10", "Full", str(score), "0.5", "Yes", f"Ann {number}"]
        for number, score in enumerate(scores, start=first)
    ]


DATA = records([5, 5, 5, 5, 5, 5])
AMONG = {
    "a total": line("Total", "", "", "30"),
    "a subtotal in a column of codes": line("", "", "North subtotal", "30"),
    "a total behind the name of its part": line("North", "Total", "", "30"),
    "a total in a column of days": line("", "Total", "", "30"),
    "a total of a part": line("Total for the north:", "", "", "30"),
    "a total that no program has worked out": line("Total", "", "", "=SUM(D2:D3)"),
    "sums alone in half the columns": line("TOTAL", "", "", "30", "4"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", AMONG)
def test_totals_among_the_rows_are_named_once_and_not_read(
    office: Catalogue, tmp_path: Path, name: str, way: str
) -> None:
    total = AMONG[name]
    rows = [HEADER, *DATA[:2], total, *DATA[2:4], total, *DATA[4:]]
    assert told(read(office, tmp_path, rows, way)) == (
        [2, 3, 5, 6, 8, 9],
        [(4, "among", "rows 4 and 7: 2 totals")],
    )


def number_alone(*numbers: str) -> list[str]:
    return line("", "", "", *numbers)


SUMS: dict[str, tuple[list[list[str]], list[int], str]] = {
    "of all rows above": (
        [*records([1, 2, 4]), number_alone("7"), *records([1, 1], 4)],
        [5],
        "row 5: 1 sum of the rows above",
    ),
    "of the rows since the sum before, and of all": (
        [
            *[*records([1, 2, 4]), number_alone("7")],
            *[*records([3, 3, 3], 4), number_alone("9")],
            *[number_alone("16"), *records([1], 7)],
        ],
        [5, 9, 10],
        "rows 5, 9 and 10: 3 sums of the rows above",
    ),
    "of few rows, where another has more": (
        [
            *[*records([4]), number_alone("4")],
            *[*records([1, 2, 4], 2), number_alone("7")],
            *[*records([3, 3], 5), number_alone("6"), *records([1], 7)],
        ],
        [3, 7, 10],
        "rows 3, 7 and 10: 3 sums of the rows above",
    ),
    "since a total that is named": (
        [
            *[*records([1, 2]), line("Total", "", "", "3")],
            *[*records([3, 3, 3], 3), number_alone("9"), *records([1], 7)],
        ],
        [4, 8],
        "rows 4 and 8: 1 total and 1 sum of the rows above",
    ),
    "beside a number that is none": (
        [*records([1, 2, 4]), number_alone("7", "0.25"), *records([1], 4)],
        [5],
        "row 5: 1 sum of the rows above",
    ),
    "of a part that is named": (
        [
            *[*records([1, 2, 4]), line("", "", "", "7", "", "", "Leeds")],
            *[*records([3], 4), line("", "", "", "3", "", "", "York"), *records([1], 5)],
        ],
        [5, 7],
        "rows 5 and 7: 2 sums of the rows above",
    ),
    "of a part with the code of its area": (
        [*records([1, 2, 4]), line("E92000001", "", "", "7"), *records([1], 4)],
        [5],
        "row 5: 1 sum of the rows above",
    ),
    "that no program has worked out": (
        [*records([1, 2]), number_alone("=SUM(D2:D3)"), *records([1], 3)],
        [4],
        "row 4: 1 sum of the rows above",
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SUMS)
def test_a_sum_without_a_word_is_named_and_not_read(
    office: Catalogue, tmp_path: Path, name: str, way: str
) -> None:
    rows, sums, detail = SUMS[name]
    numbers, noted = told(read(office, tmp_path, [HEADER, *rows], way))
    assert sorted([*numbers, *sums]) == list(range(2, 2 + len(rows)))
    assert noted == [(sums[0], "among", detail)]


NO_SUMS = {
    "a number that is no sum": [*records([1, 2, 4]), number_alone("8")],
    "the sum of two rows": [*records([1, 2]), number_alone("3")],
    "the number above": [*records([1, 0, 0]), number_alone("1")],
    "nought": [*records([0, 0, 0]), number_alone("0")],
    "a sum beside a number of a record": [*records([1, 2, 4]), line("7", "", "", "7")],
    "a sum beside two texts": [*records([1, 2, 4]), line("Leeds", "", "Full", "7")],
    "a sum beside an answer": [*records([1, 2, 4]), line("", "", "", "7", "", "Yes")],
    "a sum beside a day": [*records([1, 2, 4]), line("", "2022-05-10", "", "7")],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NO_SUMS)
def test_a_record_with_little_but_a_number_is_one_still(
    office: Catalogue, tmp_path: Path, name: str, way: str
) -> None:
    rows = [*NO_SUMS[name], *records([1], 9)]
    assert told(read(office, tmp_path, [HEADER, *rows], way)) == ([*range(2, 2 + len(rows))], [])


@pytest.mark.parametrize("way", WAYS)
def test_a_total_named_in_a_column_of_no_table_is_told_by_its_sum(
    wider: Catalogue, tmp_path: Path, way: str
) -> None:
    rows = [["Leeds", str(number), "2022-05-10", "Full", "5", "Ann", "3"] for number in range(1, 9)]
    total, other = (["Leeds total", "", "", "", score, "", "9"] for score in ("15", "16"))
    done = read(wider, tmp_path, [WIDER, *rows[:3], total, rows[3], other, *rows[4:]], way)
    assert told(done) == (
        [2, 3, 4, 6, 7, 8, 9, 10, 11],
        [(5, "among", "row 5: 1 sum of the rows above")],
    )
    cells = "SELECT part, position, written FROM extract_unread WHERE _row = 5 ORDER BY position"
    assert rows_of(done, cells) == [
        ("below", 1, "Leeds total"), ("below", 5, "15"), ("below", 7, "9"),
    ]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_total_that_the_layout_names_may_stand_in_a_column_of_no_table(
    tmp_path: Path, way: str
) -> None:
    columns = {name: [name.capitalize()] for name in WANTED}
    blocks = [{"table": "visits", "columns": columns}]
    naming = small(tmp_path / "c", layout={**LAYOUT, "blocks": blocks, "totals": ["All areas"]})
    rows = [["Leeds", str(number), "2022-05-10", "Full", "5", "Ann", "3"] for number in range(1, 5)]
    total = ["All areas", "", "", "", "3", "", "9"]
    assert told(read(naming, tmp_path / "d", [WIDER, *rows[:2], total, *rows[2:]], way)) == (
        [2, 3, 5, 6],
        [],
    )


def rows_by_chance(seed: int) -> list[list[str]]:
    """Records, and among them what is a total, may be one, or only looks like one."""
    chosen = random.Random(seed)
    rows: list[list[str]] = []
    every: list[int] = []
    since: list[int] = []
    for number in range(1, 120):
        score = chosen.randrange(9)
        odd = chosen.randrange(30)
        area, person = chosen.choice(("Leeds", "")), chosen.choice(("Ann", "Total Care", "Bo"))
        row = [area, str(number), "2022-05-10", "Full", str(score), person, "4"]
        if odd == 0:
            row = ["", chosen.choice(("Total", "")), "", "", str(sum(every)), "", ""]
        elif odd == 1:
            row = ["Leeds total", "", "", "", str(sum(since)), "", "12"]
        elif odd == 2:
            row = [area, "", "", "", str(score), "", ""]
        elif odd == 3:
            row = [area, "", "", "Full", str(score), "Leeds total", ""]
        elif odd == 4:
            row = [area, str(number), "", "", "", "Ann Total", ""]
        elif odd == 5:
            row = ["", "", "", "Full", str(chosen.choice((sum(every), sum(since)))), "", ""]
        elif odd == 6:
            row[chosen.randrange(1, 6)] = ""
        rows.append(row)
        if odd in (0, 1, 3):
            since = []
        else:
            every.append(score)
            since.append(score)
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_every_format_has_the_same_totals(wider: Catalogue, tmp_path: Path, seed: int) -> None:
    rows = [WIDER, *rows_by_chance(seed)]
    by_way = {way: told(read(wider, tmp_path / way, rows, way)) for way in WAYS}
    first, *others = by_way.values()
    assert [fault for _, fault, _ in first[1]].count("among") == 1
    assert others == [first] * (len(WAYS) - 1)
