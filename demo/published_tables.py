"""The published tables of the synthetic release, counted from its rows, and their declaration.

They are counted here a second time, without the program: the check is that both agree.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from demo.inspections import WORDS
from demo.planting import Fault, Planted
from demo.published_files import OVERALL, Row, Sheet
from demo.shapes import AS_AT, HOME, KINDS, PREVIOUS_AS_AT, SCHOOL_HOME, SECURE_HOME

PATH: Final = "data/published_tables.csv"
TITLE: Final = "the published tables, declared in tables.yml"
GRADES: Final = WORDS[1:]
REQUIRES_IMPROVEMENT: Final = {"Requires improvement": WORDS[3]}  # as it was called at first
HOMES: Final = (HOME, SECURE_HOME, SCHOOL_HOME)
AGENCY: Final = "Independent Fostering Agency"
TYPES: Final = tuple(kind.provision_type for kind in KINDS)
NOW, BEFORE = (f"{day.day} {day:%B %Y}" for day in (AS_AT, PREVIOUS_AS_AT))
DECLARATION: Final = """\
# What each published table shows. Its cells are recomputed from the rows of this release and, where
# a row is of another day, of the release before.
tables:
  - cube: latest_judgements
    rows: as_at
    columns: {each: grade}
    titles:
      "Table 1:": {homes: true}
      "Table 2:": {provision_type: Independent Fostering Agency}
  - cube: in_year_judgements
    rows: {each: provision_type, All providers: {}}
    columns: {each: grade, All: {}}
    titles: {"Table 3:": {}}
"""
OF_MARCH: Final = Fault(
    "tables", "tables.1", f"the row of {NOW} holds the numbers of {BEFORE}", "published tables"
)
DIGIT: Final = Fault(
    "tables", "tables.3", "one digit is wrong: inspections judged good", "published tables"
)
Grid = list[list[str | int]]


def count_tables(sheets: Mapping[str, Sheet], before: Sheet) -> dict[str, Grid]:
    """Count the three tables.

    Parameters
    ----------
    sheets
        Those of the release, by the names that faults call them.
    before
        Every provider with its latest inspection in the release before.

    Returns
    -------
    dict
        Title to rows, that of the headers first.
    """
    latest, inspections = sheets["providers as at"].rows, sheets["providers in year"].rows
    series = {
        f"Table 1: Latest overall judgement of children's homes of any type, as at {NOW}": HOMES,
        f"Table 2: Latest overall judgement of independent fostering agencies, as at {NOW}": (
            AGENCY,
        ),
    }
    tables: dict[str, Grid] = {
        title: [
            ["Date", *GRADES],
            [NOW, *_count(latest, types)],
            [BEFORE, *_count(before.rows, types)],
        ]
        for title, types in series.items()
    }
    by_type: Grid = [["Provision type", *GRADES, "All"]]
    for label, types in {**{kind: (kind,) for kind in TYPES}, "All providers": TYPES}.items():
        numbers = _count(inspections, types)
        by_type.append([label, *numbers, sum(numbers)])
    title = "Table 3: Overall judgements of inspections from 1 April to 31 August 2021"
    return {**tables, title: by_type}


def _count(rows: Iterable[Row], types: Iterable[str]) -> list[int]:
    """How many rows of some provision types have each overall grade."""
    wanted = {kind.casefold() for kind in types}
    words = Counter(
        REQUIRES_IMPROVEMENT.get(str(row[OVERALL]), row[OVERALL])
        for row in rows
        if str(row.get("Provision type")).casefold() in wanted and row.get(OVERALL)
    )
    return [words[grade] for grade in GRADES]


def plant_in_tables(tables: Mapping[str, Grid]) -> list[Planted]:
    """Let a row say the numbers of another day, and change a digit of one number."""
    first, _, third = tables.values()
    first[1] = [first[1][0], *first[2][1:]]
    homes, good = third[1], third[0].index("Good")
    tens, unit = divmod(int(homes[good]), 10)
    homes[good] = 10 * tens + (unit + 3) % 10
    tops = _tops(tables)
    return [Planted(OF_MARCH, PATH, tops[0] + 1), Planted(DIGIT, PATH, tops[2] + 1)]


def write_tables(tables: Mapping[str, Grid]) -> bytes:
    """Spell the tables out as CSV, below each other."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    for title, rows in tables.items():
        writer.writerows([[title], *rows, []])
    return file.getvalue().encode()


def _tops(tables: Mapping[str, Grid]) -> list[int]:
    """The rows that hold the headers, as a spreadsheet numbers them."""
    tops, row = [], 2
    for rows in tables.values():
        tops.append(row)
        row += len(rows) + 2
    return tops
