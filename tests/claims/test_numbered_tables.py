"""References of a text to tables, figures and annexes: there, or not, or another table.

The release of visits has one published table, 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa_checks.model.checks import State
from tests.claims.making import Desk, desk, run, write_visits
from tests.published_tables.making import TABLE_2, write_csv

READ_1 = (
    'SELECT number AS n FROM published."1" '
    "WHERE row_label = '31 March 2022' AND column_label = 'Full'"
)


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("visits")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "There were 3 visits (Table 3).",
            [
                "'There were 3 visits (Table 3).': there is no Table 3 in this release. "
                "There are: 1."
            ],
        ),
        ("There were 3 visits (Table 1).", []),
        ("There were 3 visits (Table 1b).", []),
        ("There were 3 visits (Table 3 of the annual report).", []),
        ("Table 3: Visits\n\nThere were 3 visits (Table 3).", []),
        ("There were 3 visits (Figure 3).", []),
        (
            "Figure 1: Visits\n\nFigure 2: More\n\nThere were 3 visits (Figure 3).",
            [
                "'There were 3 visits (Figure 3).': there is no Figure 3 in this release. "
                "There are: 1, 2."
            ],
        ),
        (
            "# Annex A: Method\n\nThere were 3 visits (see Annex B).",
            [
                "'There were 3 visits (see Annex B).': there is no Annex B in this release. "
                "There are: A."
            ],
        ),
        ("They are in Tables 1 to 6.", []),  # most are missing: the workbook is another
    ],
)
def test_what_is_not_there_is_told(visits: Desk, text: str, told: list[str]) -> None:
    found = [item for item in visits.findings(f"{text}\n") if item.check == "text.reference"]
    assert [item.message for item in found] == told


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("Table 1", []),
        (
            "Table 2",
            ["'There were 2 full ones (Table 2).': its query reads published table 1."],
        ),
    ],
)
def test_a_sentence_names_the_table_that_its_claim_reads(
    tmp_path: Path, table: str, told: list[str]
) -> None:
    claim = {"says": "There were {n} full ones", "query": READ_1}
    path = write_visits(tmp_path, f"There were 2 full ones ({table}).\n", [claim])
    tables = path.with_name("tables.csv")
    rows = [line.split(",") for line in tables.read_text(encoding="utf-8").splitlines()]
    bare = [[cell.strip('"') for cell in row] for row in rows]
    bare[0] = [", ".join(cell.strip() for cell in bare[0])]
    write_csv(tables, [*bare, [], *TABLE_2])
    report = run(path)
    assert [item.message for item in report.findings if item.check == "text.reference"] == told


def test_where_nothing_is_numbered_the_check_is_skipped(visits: Desk) -> None:
    outcomes = {item.check.id: item for item in visits.judge("There were 3 (Figure 3).\n").outcomes}
    outcome = outcomes["text.reference"]
    assert (outcome.state, outcome.reason) == (
        State.SKIPPED,
        "the text refers to no table, figure or annex that can be looked up",
    )
