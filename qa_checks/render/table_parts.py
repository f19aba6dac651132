"""Published tables in report.json, cell by cell."""

from __future__ import annotations

from qa_checks.model.published import CellState
from qa_checks.render.json_shapes import Key, listed, one_of, record
from qa_checks.render.report_parts import A_COUNT, NUMBER, SOME_TEXT, TEXT, TEXTS

COUNTED = record(
    Key("key", TEXT, "What names the row."),
    Key("file", SOME_TEXT),
    Key("sheet", SOME_TEXT),
    Key("row", NUMBER, "As a spreadsheet shows it."),
)
CELL = record(
    Key("row", A_COUNT, "Number of the row in the sheet."),
    Key("position", A_COUNT, "Number of the column, from 1."),
    Key("row_label", TEXT),
    Key("column_label", TEXT),
    Key("printed", TEXT, "The text of the cell."),
    Key("published", NUMBER, "The number it says; null if it says none."),
    Key("recomputed", NUMBER, "What the rows give, a share in percent; null where unknown."),
    Key("difference", NUMBER, "Recomputed less published."),
    Key("state", one_of(CellState)),
    Key("reason", TEXT, "Why it is not in the data or not published."),
    Key("notes", TEXTS, "What the notes say that it, its row or its column names."),
    Key("counted", A_COUNT, "Rows behind a cell that differs."),
    Key("rows", listed(COUNTED), "The first of them."),
)
CAUSE = record(
    Key("label", TEXT, "The label of the row that differs."),
    Key("text", TEXT, "What makes it equal; empty if nothing that was tried does."),
    Key("agreeing", A_COUNT, "Tables of the family with that cause in the row of that label."),
    Key("of", A_COUNT, "Tables of the family that differ there."),
    Key("tried", A_COUNT, "Causes that were tried."),
    Key("elsewhere", TEXT, "The cause that most of the others have, where this one has none."),
)
RECODED = record(
    Key("key", TEXT, "What names the row."),
    Key("of", TEXT, "Why it is re-coded, as the data has it: such as its owner."),
    Key("dimension", TEXT),
    Key("before", TEXT, "The value that the data has."),
    Key("after", TEXT, "The value that the tables count it under."),
    Key("release", TEXT, "The id of its release."),
    Key("file", SOME_TEXT),
    Key("sheet", SOME_TEXT),
    Key("row", NUMBER, "As a spreadsheet shows it."),
)
PUBLISHED_TABLE = record(
    Key("name", TEXT),
    Key("title", TEXT, "As it is published."),
    Key("check", TEXT, "The id of the check it is."),
    Key("file", TEXT),
    Key("sheet", SOME_TEXT),
    Key("row", A_COUNT, "Number of the row with its headers."),
    Key("cells", listed(listed(CELL)), "Row by row."),
    Key("causes", listed(CAUSE), "Of each row that differs."),
)
