"""Totals among the rows of a table: named once, not read as records, and the same in any format."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from qa_checks.catalogue import Catalogue
from qa_checks.reading.formats import delimited_text
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile
from tests import spooled
from tests.fuzz.writers import Rows, ods, parquet, plain, xls, xlsx
from tests.reading.loading import loaded, rows_of, small
from tests.small_catalogue import HEADER, LAYOUT

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


Told = tuple[list[int], list[Any]]  # rows of a sheet that are data, and what is noted of others


def read(catalogue: Catalogue, folder: Path, sheets: Mapping[str, Rows], way: str) -> Loaded:
    """Read sheets in one format, as one release."""
    name, write = WAYS[way]
    folder.mkdir()
    files = []
    for number, rows in enumerate(sheets.values(), start=1):
        path = folder / f"{number}_{name}"
        write(path, rows)
        files.append(InputFile(path, path.name))
    with pytest.MonkeyPatch.context() as patched, spooled.here():
        patched.setattr(delimited_text, "DIRECT_BYTES", -1 if way == "a large file" else 10**6)
        return loaded(catalogue, folder / "scratch", *files)


def told(done: Loaded, sheets: Iterable[str]) -> dict[str, Told]:
    data = rows_of(done, "SELECT _source, _row FROM visits ORDER BY ALL")
    noted = rows_of(done, "SELECT _source, _row, fault, detail FROM extract_rows ORDER BY ALL")
    return {
        name: (
            [row for at, row in data if at == source],
            [tuple(note) for at, *note in noted if at == source],
        )
        for source, name in enumerate(sheets, start=1)
    }


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


SHEETS: dict[str, Rows] = {
    **{
        name: [HEADER, *DATA[:2], total, *DATA[2:4], total, *DATA[4:]]
        for name, total in AMONG.items()
    },
    **{name: [HEADER, *rows] for name, (rows, _, _) in SUMS.items()},
    **{name: [HEADER, *rows, *records([1], 9)] for name, rows in NO_SUMS.items()},
}


@pytest.fixture(scope="module", params=WAYS)
def told_of(
    request: pytest.FixtureRequest, office: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Told]:
    """What is told of all these sheets, in one format after the other."""
    done = read(office, tmp_path_factory.mktemp("sheets") / "files", SHEETS, request.param)
    return told(done, SHEETS)


@pytest.mark.parametrize("name", AMONG)
def test_totals_among_the_rows_are_named_once_and_not_read(
    name: str, told_of: dict[str, Told]
) -> None:
    assert told_of[name] == (
        [2, 3, 5, 6, 8, 9],
        [(4, "among", "rows 4 and 7: 2 totals")],
    )


@pytest.mark.parametrize("name", SUMS)
def test_a_sum_without_a_word_is_named_and_not_read(name: str, told_of: dict[str, Told]) -> None:
    rows, sums, detail = SUMS[name]
    numbers, noted = told_of[name]
    assert sorted([*numbers, *sums]) == list(range(2, 2 + len(rows)))
    assert noted == [(sums[0], "among", detail)]


@pytest.mark.parametrize("name", NO_SUMS)
def test_a_record_with_little_but_a_number_is_one_still(
    name: str, told_of: dict[str, Told]
) -> None:
    assert told_of[name] == ([*range(2, 1 + len(SHEETS[name]))], [])


def read_wider(folder: Path, sheets: Mapping[str, Rows], way: str, **more: Any) -> Loaded:
    """Read by a layout that leaves out columns."""
    columns = {name: [name.capitalize()] for name in WANTED}
    layout = {**LAYOUT, "blocks": [{"table": "visits", "columns": columns}], **more}
    return read(small(folder / "catalogue", layout=layout), folder / "files", sheets, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_total_named_in_a_column_of_no_table_is_told_by_its_sum(tmp_path: Path, way: str) -> None:
    rows = [["Leeds", str(number), "2022-05-10", "Full", "5", "Ann", "3"] for number in range(1, 9)]
    total, other = (["Leeds total", "", "", "", score, "", "9"] for score in ("15", "16"))
    sheet = [WIDER, *rows[:3], total, rows[3], other, *rows[4:]]
    done = read_wider(tmp_path, {"visits": sheet}, way)
    assert told(done, ["visits"])["visits"] == (
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
    rows = [["Leeds", str(number), "2022-05-10", "Full", "5", "Ann", "3"] for number in range(1, 5)]
    sheet = [WIDER, *rows[:2], ["All areas", "", "", "", "3", "", "9"], *rows[2:]]
    done = read_wider(tmp_path, {"visits": sheet}, way, totals=["All areas"])
    assert told(done, ["visits"]) == {"visits": ([2, 3, 5, 6], [])}


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


def test_every_format_has_the_same_totals(tmp_path: Path) -> None:
    sheets = {f"seed {seed}": [WIDER, *rows_by_chance(seed)] for seed in range(6)}
    by_way = [told(read_wider(tmp_path / way, sheets, way), sheets) for way in WAYS]
    first, *others = by_way
    for _, noted in first.values():
        assert [fault for _, fault, _ in noted].count("among") == 1
    assert others == [first] * (len(WAYS) - 1)
