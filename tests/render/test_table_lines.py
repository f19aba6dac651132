from __future__ import annotations

import math

from qa_checks.model.published import CellState, PublishedCell, PublishedTable
from qa_checks.render.table_lines import group_causes, table_lines


def test_a_number_that_is_divided_by_nought_is_shown_as_it_is() -> None:
    cell = PublishedCell(2, 1, "London", "Rate", "3", 3, CellState.DIFFERS, math.inf)
    table = PublishedTable("1", "Rates", "tables.1", "t.csv", None, 1, ((cell,),))
    assert group_causes(table) == ["London: Rate 3 (rows: inf)."]
    [[line]] = [row.cells for row in table_lines([table])[0].rows]
    assert dict(line.facts)["Difference"] == "+inf"
