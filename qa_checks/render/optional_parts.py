"""The parts of report.json that only some releases have: changes, sources, samples, tables."""

from __future__ import annotations

from qa_checks.model.changes import ChangeKind, ChangeState
from qa_checks.model.published import CellState
from qa_checks.model.reconciliation import DifferenceKind
from qa_checks.render.json_shapes import Key, Shape, listed, one_of, record
from qa_checks.render.report_parts import A_COUNT, COUNT, NUMBER, SOME_TEXT, TEXT, TEXTS

FLAG = Shape({"type": "boolean"})
SHARE = Shape({"type": "number", "minimum": 0, "maximum": 1}, float)
SHARES = record(Key("rate", SHARE), Key("lower", SHARE), Key("upper", SHARE))

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
    Key("revision", FLAG, "Whether it corrects what was published."),
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
        listed(listed(A_COUNT)),
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

DELIVERED = record(
    Key("name", TEXT, "As the query or the file calls it."),
    Key("type", TEXT, "As the database calls it; empty for a file."),
    Key("as_text", FLAG, "Whether it was delivered as text."),
    Key("mixed", TEXT, "What is said of a column with several kinds of value; empty of others."),
)
SOURCE = record(
    Key("table", TEXT, "The table of the catalogue."),
    Key("shown", TEXT, "The database with its query, or the file."),
    Key("key", TEXTS, "The columns that name a row in both."),
    Key("columns", listed(DELIVERED), "What was delivered."),
)
DIFFERENCE = record(
    Key("key", TEXT),
    Key("kind", one_of(DifferenceKind)),
    Key("column", TEXT, "Title of the column; empty for a whole row."),
    Key("extract", SOME_TEXT, "What the extract says."),
    Key("source", SOME_TEXT, "What the source says."),
    Key("note", TEXT, "What no reader sees, such as a blank behind a text; empty without."),
    Key("check", TEXT, "The check whose finding it is."),
    Key("file", SOME_TEXT, "Of the extract; of a row that it lacks, the source."),
    Key("sheet", SOME_TEXT),
    Key("row", NUMBER, "Of the extract, as a spreadsheet shows it."),
    Key("source_row", NUMBER, "Of the source, where the names of the columns are row 1."),
)
RECONCILIATION = record(
    Key("name", TEXT, "Begins the ids of its checks."),
    Key("title", TEXT),
    Key("rows_are", TEXT, "What a row is, in the plural."),
    Key("source", SOURCE),
    Key("extract_rows", A_COUNT),
    Key("source_rows", A_COUNT),
    Key("both", A_COUNT, "Rows of both."),
    Key("missing", A_COUNT, "Rows of the source that the extract lacks."),
    Key("surplus", A_COUNT, "Rows of the extract that the source lacks."),
    Key("differing", A_COUNT, "Rows of both of which a field differs."),
    Key("left_out", A_COUNT, "Rows that were not compared: they have no key, or share it."),
    Key("reason", TEXT, "Why nothing was compared; empty if it was."),
    Key("columns", listed(COLUMN)),
    Key("notes", TEXTS, "What must be known before any number is read."),
    Key("differences", listed(DIFFERENCE), "The first of them; the findings hold more."),
)
TABLE_READ = record(
    Key("name", TEXT, "Empty for columns that could be of any of several tables."),
    Key("columns", TEXTS, "Those that it names; * where it takes all."),
)
DOUBT = record(
    Key("name", TEXT, "The kind of doubt."),
    Key("sentence", TEXT),
    Key("part", TEXT, "The piece of the query; empty where it is all of it."),
)
QUERY = record(
    Key("shown", TEXT, "The database with its query."),
    Key("check", TEXT, "The check that nothing in it is doubtful."),
    Key("text", TEXT, "The SQL that was asked.", "reading.text"),
    Key("dialect", TEXT, "What sqlglot calls the SQL; empty if it does not know it.",
        "reading.dialect"),
    Key("fault", TEXT, "Why it could not be followed; empty if it was.", "reading.fault"),
    Key("tables", listed(TABLE_READ), "What it reads.", "reading.tables"),
    Key("conditions", TEXTS, "Those that a row must meet.", "reading.conditions"),
    Key("doubts", listed(DOUBT), "What may give other rows than are meant.", "reading.doubts"),
)  # fmt: skip
SAMPLE = record(
    Key("file", TEXT, "The sheet, as release.yml names it.", "path"),
    Key("sha256", TEXT, "Its digest."),
    Key("rows_are", TEXT, "What was drawn."),
    Key("population", COUNT, "From how many."),
    Key("size", COUNT, "How many of them, in proportion to the strata."),
    Key("further", COUNT, "How many besides, one for each stratum too small for a share."),
    Key("seed", COUNT),
    Key("max_error", SHARE, "The largest error rate that is accepted.", "level.max_error"),
    Key("confidence", SHARE, part="level.confidence"),
    Key("allowed", COUNT, "How many errors may be in it."),
    Key("without_replacement", FLAG, "Whether the level is judged so (hypergeometric).", "exact"),
    Key("errors", COUNT, "Of the proportional sample."),
    Key("further_errors", COUNT, "Of those besides."),
    Key(
        "interval",
        SHARES,
        "The error rate of the proportional sample with its Clopper-Pearson interval.",
        "shares",
    ),
    Key("bound", SHARE, "The largest share of errors that is left possible; counts all errors."),
    Key("holds", FLAG, "Whether the level of acceptance holds."),
    Key("sentence", TEXT, "The same in words."),
    Key("who", TEXTS, "Who compared."),
    Key(
        "strata",
        listed(
            record(
                Key("name", TEXT),
                Key("population", COUNT),
                Key("compared", COUNT),
                Key("errors", COUNT),
                Key("interval", SHARES, part="shares"),
            )
        ),
        "Each stratum by itself.",
    ),
    Key(
        "differences",
        listed(
            record(
                Key("number", COUNT, "Its number in the sheet."),
                Key("name", TEXT, "What it is of."),
                Key("release", TEXT, "What the release says."),
                Key("report", TEXT, "What was published."),
                Key("note", TEXT),
                Key("further", FLAG, "Whether it was drawn besides."),
            )
        ),
        "What was published otherwise.",
    ),
    null=True,
)

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
