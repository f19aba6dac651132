"""What tables.yml may not say is refused with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.errors import ReleaseError
from tests.published_tables.making import SERIES, TABLE_1, judge, prepare, publish


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"cube": "visit"}, ":2: There is no cube 'visit'. Did you mean 'visits'?"),
        (
            {"columns": {"each": "kinds"}},
            "Cube 'visits' has no dimension 'kinds'. Did you mean 'kind'?",
        ),
        (
            {"where": {"kind": "Whole"}},
            "Dimension 'kind' has no value 'Whole'. Its values: Full, Short.",
        ),
        (
            {"titles": {"Table 1:": {"measure": "score"}}},
            "Cube 'visits' has no measure 'score'. Did you mean 'scores'?",
        ),
        ({"titles": {"Table 1:": {}, "Table 1": {}}}, "The table '1' is declared twice."),
        ({"rounded": 0}, ":9: 'rounded': input should be greater than 0."),
        ({"columns": "period"}, "only one side of a table stands for days or periods."),
        ({"columns": {"each": "period"}}, "Cube 'visits' has no dimension 'period'."),
        ({"top": 0}, "'top': input should be greater than 0."),
        (
            {"columns": {"All": {}}, "top": 10},
            "top is of rows or columns that stand for each value of a dimension.",
        ),
        ({"colums": "kind"}, "'colums' is not a key of this file. Did you mean 'columns'?"),
    ],
)
def test_what_is_not_there_is_refused(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        publish(tmp_path, [TABLE_1], {**SERIES, **changes})
    assert fault in str(refused.value)


def test_a_declaration_that_is_not_there_is_said(tmp_path: Path) -> None:
    prepare(tmp_path, "tables.csv", SERIES)
    (tmp_path / "2022" / "tables.yml").unlink()
    with pytest.raises(ReleaseError) as refused:
        judge(tmp_path)
    assert str(refused.value).endswith(
        "There is no tables file 'tables.yml'. Leave 'tables:' out, or write the file."
    )


def test_a_number_is_no_sign_in_the_place_of_one(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError) as refused:
        publish(tmp_path, [TABLE_1], SERIES, shorthand={"999": "not available"})
    assert "shorthand: '999' is a number, and no sign in its place." in refused.value.what
