"""What a comparison came to, in report.json."""

from __future__ import annotations

from qa_checks.model.changes import ChangeKind, ChangeState
from qa_checks.render.json_shapes import Key, Shape, listed, one_of, record
from qa_checks.render.report_parts import A_COUNT, NUMBER, SOME_TEXT, TEXT, TEXTS

CHANGE = record(
    Key("key", TEXT),
    Key("kind", one_of(ChangeKind)),
    Key("column", TEXT, "Title of the column; empty for a whole row."),
    Key("before", SOME_TEXT),
    Key("now", SOME_TEXT),
    Key("state", one_of(ChangeState)),
    Key("why", TEXT, "Why it is expected, what is to know, or what must be explained."),
    Key("check", TEXT, "The check whose finding it is; empty where it is expected or to know."),
    Key("file", SOME_TEXT, "Where it stands now; of a row that is gone, where it stood."),
    Key("sheet", SOME_TEXT),
    Key("row", NUMBER, "As a spreadsheet shows it."),
    Key("revision", Shape({"type": "boolean"}), "Whether it corrects what was published."),
)
CLASS = record(
    Key("title", TEXT),
    Key("state", one_of(ChangeState)),
    Key(
        "check",
        TEXT,
        "The check whose findings they are; empty where they are expected or to know.",
    ),
    Key("count", A_COUNT),
)
COLUMN = record(
    Key("name", TEXT),
    Key("title", TEXT),
    Key("changed", A_COUNT, "Rows of both sides in which it changed."),
    Key("reason", TEXT, "Why it was not compared; empty if it was."),
)
APART = record(
    Key("title", TEXT, "Why they cannot be compared."),
    Key("count", A_COUNT),
)
MOVEMENT = record(
    Key("title", TEXT),
    Key("labels", TEXTS, "The grades, as they head rows and columns."),
    Key(
        "counts",
        Shape(listed(listed(A_COUNT)).schema, lambda rows: [list(row) for row in rows]),
        "A row for each grade before, in it a number for each grade now.",
    ),
    Key("improved", A_COUNT, "Of the rows that can be compared."),
    Key("kept", A_COUNT),
    Key("declined", A_COUNT),
    Key(
        "apart",
        Shape(
            listed(APART).schema,
            lambda kinds: [{"title": title, "count": count} for title, count in kinds],
        ),
        "Rows that cannot be compared, by kind.",
    ),
)
COMPARED_TABLE = record(
    Key("name", TEXT),
    Key("title", TEXT),
    Key("rows_are", TEXT, "What a row is, in the plural."),
    Key("old", TEXT, "What was compared with."),
    Key("new", TEXT, "What was compared."),
    Key("old_rows", A_COUNT),
    Key("new_rows", A_COUNT),
    Key("both", A_COUNT, "Rows of both sides."),
    Key("added", A_COUNT),
    Key("gone", A_COUNT),
    Key("changed", A_COUNT, "Rows of both sides of which a cell changed."),
    Key("left_out", A_COUNT, "Rows that were not compared: they have no key, or share it."),
    Key("reason", TEXT, "Why nothing was compared; empty if it was."),
    Key("columns", listed(COLUMN)),
    Key("definitions", TEXTS, "What must be known before any number is read."),
    Key("classes", listed(CLASS), "All changes, by kind."),
    Key("movements", listed(MOVEMENT), "How grades moved."),
    Key("changes", listed(CHANGE), "The first of them; the findings hold more."),
)
