"""The system of record in report.json: what was compared, and the queries that were asked."""

from __future__ import annotations

from qa_checks.model.reconciliation import DifferenceKind
from qa_checks.render.change_parts import COLUMN
from qa_checks.render.json_shapes import Key, Shape, listed, one_of, record
from qa_checks.render.report_parts import A_COUNT, NUMBER, SOME_TEXT, TEXT, TEXTS

DELIVERED = record(
    Key("name", TEXT, "As the query or the file calls it."),
    Key("type", TEXT, "As the database calls it; empty for a file."),
    Key("as_text", Shape({"type": "boolean"}), "Whether it was delivered as text."),
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
