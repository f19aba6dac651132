"""The parts of report.json that are records of their own: what each holds and how it is written."""

from __future__ import annotations

from qa_checks.model.accountability import DecisionState, ItemState
from qa_checks.model.checks import Severity, State
from qa_checks.model.inputs import Role
from qa_checks.render.json_shapes import (
    SELF,
    Key,
    Shape,
    listed,
    mapped,
    one_of,
    record,
    refer,
    write_day,
    write_moment,
    write_number,
    write_seconds,
)

TEXT = Shape({"type": "string"})
TEXTS = listed(TEXT)
KNOWN_TEXT = Shape({"type": ["string", "null"]})
COUNT = Shape({"type": "integer", "minimum": 0})
DAY = Shape(
    {"type": ["string", "null"], "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    write_day,
)
SHA256 = Shape({"type": "string", "pattern": "^[0-9a-f]{64}$"})
SEVERITY = one_of(Severity)
RECOGNISED = ("exact", "prefix", "nearest", "ignored", "unknown", "repeated", "blank", "empty")
DEFINITIONS = {
    "text": KNOWN_TEXT,
    "count": COUNT,
    "date": DAY,
    "sha256": SHA256,
    "severity": SEVERITY,
}
SOME_TEXT = refer("text", KNOWN_TEXT)
TEXT_OR_NULL = Shape(SOME_TEXT.schema, lambda text: text or None)
A_COUNT = refer("count", COUNT)
A_DAY = refer("date", DAY)
A_DIGEST = refer("sha256", SHA256)
A_SEVERITY = refer("severity", SEVERITY)
NUMBER = Shape({"type": ["number", "null"]}, write_number)
SECONDS = Shape({"type": ["number", "null"], "minimum": 0}, write_seconds)
PLACE = Shape({"type": "integer", "minimum": 1})
PLACE_OR_NULL = Shape({"type": ["integer", "null"], "minimum": 1})
MOMENT = Shape(
    {
        "type": "string",
        "format": "date-time",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    },
    write_moment,
)
RELEASE = record(
    Key("id", TEXT),
    Key("title", TEXT),
    Key("as_at", A_DAY, "The date the latest inspections are counted on."),
    Key(
        "period",
        record(Key("start", A_DAY, part="period_start"), Key("end", A_DAY, part="period_end")),
        "First and last day of the inspections in year.",
        SELF,
    ),
    Key("published_by", A_DAY, "The publication cut-off: reports published later are not counted."),
    Key("status", SOME_TEXT, "provisional or final."),
    Key("producer", SOME_TEXT, "The producing analyst."),
)
SUMMARY = record(
    Key(
        "checks",
        record(*(Key(name, A_COUNT) for name in "passed failed waived skipped errored".split())),
        "How many checks ended in which way.",
        SELF,
    ),
    Key("errors", A_COUNT, "Failed checks of severity error."),
    Key("warnings", A_COUNT, "Failed checks of severity warning."),
    Key(
        "findings",
        A_COUNT,
        "How many findings no decision covers, also those the report does not list; one in "
        "several places is one.",
    ),
    Key(
        "decided_warnings",
        A_COUNT,
        "Waived checks of severity warning: every finding has a decision. With the failed ones "
        "they are all warnings that found something.",
    ),
)
COLUMN = record(
    Key("position", PLACE),
    Key("header", TEXT, "As the file writes it."),
    Key("table", SOME_TEXT, "The canonical table it was read into; null if it was not read."),
    Key("column", SOME_TEXT, "The column of that table."),
    Key(
        "recognised",
        one_of(RECOGNISED),
        "exact, prefix or nearest (misspelt) where it was read; ignored (known and not needed), "
        "unknown, repeated, blank (data without a header) or empty where it was not.",
    ),
)
INPUT = record(
    Key("path", TEXT),
    Key("role", one_of(Role), "Whether it is of this release or of the one before it."),
    Key("sheet", SOME_TEXT, "null for a file without sheets."),
    Key("sha256", A_DIGEST, "Digest of the whole file."),
    Key("bytes", A_COUNT, "Size of the whole file."),
    Key("rows", A_COUNT, "Rows of data read from the sheet."),
    Key(
        "layout",
        SOME_TEXT,
        "The layout it was recognised by; null where it is no known table and was not checked, or "
        "where it holds published tables.",
    ),
    Key("tables", mapped(A_COUNT), "Rows given to each canonical table."),
    Key(
        "columns",
        listed(COLUMN),
        "Every column of the sheet, in its order, and what its header was taken for.",
    ),
)
CHECK = record(
    Key("id", TEXT, part="check.id"),
    Key("name", TEXT, "The fault it looks for.", "check.name"),
    Key("title", TEXT, "What must hold.", "check.title"),
    Key("table", TEXT, part="check.table"),
    Key("severity", A_SEVERITY, part="check.severity"),
    Key("outcome", one_of(State), part="state"),
    Key(
        "reason", TEXT, "Why it was skipped or errored; else what is to be said of it, if anything."
    ),
    Key(
        "checked",
        A_COUNT,
        "What was looked at: rows in scope, and all that failed.",
    ),
    Key("failed", A_COUNT, "Rows that are invalid, waived ones included."),
    Key("unknown", A_COUNT, "Rows that could not be decided because a value is missing."),
    Key("waived", A_COUNT, "Invalid rows that a decision covers."),
    Key("seconds", SECONDS),
    Key("source", TEXTS, part="check.source"),
)
FINDING_PLACES = listed(
    record(Key("file", SOME_TEXT), Key("sheet", SOME_TEXT), Key("row", PLACE_OR_NULL))
)
FINDING_KEYS = (  # of texts, whole numbers and places only: see `as_json`
    Key("check", TEXT, "Id of the check."),
    Key("severity", A_SEVERITY),
    Key("table", TEXT),
    Key("file", SOME_TEXT),
    Key("sheet", SOME_TEXT),
    Key("row", PLACE_OR_NULL, "The row number a spreadsheet shows."),
    Key("column", SOME_TEXT, "The header as the file writes it."),
    Key("key", SOME_TEXT, "The key columns of the table, joined by ' / '."),
    Key("value", SOME_TEXT),
    Key("message", TEXT, "The fault with its values, in one sentence."),
    Key("waived_by", PLACE_OR_NULL, "Number of the decision that covers it."),
    Key("places", FINDING_PLACES, "Where else the same fault stands, in another view or file."),
)
TOOL = record(
    Key("version", TEXT),
    Key("engine", TEXT),
    Key("rulebook_sha256", A_DIGEST, "Digest of the schemas, layouts, code lists and rules."),
)
PROBLEM = record(Key("path", TEXT), Key("message", TEXT))
DECISION = record(
    Key("number", PLACE, "Its place in decisions.yml; waived_by of a finding names it."),
    Key("rule", TEXT, "Id of the check it is about."),
    Key("keys", TEXTS, "Keys of the findings it covers."),
    Key("decision", one_of(("accepted", "false alarm", "fixed"))),
    Key("reason", TEXT),
    Key("who", TEXT),
    Key("when", A_DAY),
    Key("until", A_DAY, "Last day it holds; null for one without end."),
    Key("covers", A_COUNT, "Findings of this run that it names; one in several places is one."),
    Key("state", one_of(DecisionState)),
    Key("dead_keys", TEXTS, "Those of its keys that no finding has."),
)
ITEM = record(
    Key("id", TEXT),
    Key("area", TEXT, "Title of the area it belongs to."),
    Key("title", TEXT, "What is so when the item is done."),
    Key("state", one_of(ItemState)),
    Key(
        "reason",
        TEXT,
        "Why it is so; empty for an item that a person attests and has attested.",
    ),
    Key("checks", TEXTS, "Ids of the checks of this run that prove it."),
    Key("note", SOME_TEXT, "What the attestation says."),
    Key("who", SOME_TEXT),
    Key("when", A_DAY),
)
ASSURANCE = record(
    Key("statement", TEXT_OR_NULL, "The statement of assurance."),
    Key("assumptions", TEXTS),
    Key("limitations", TEXTS),
)
OPINION = record(
    Key("id", TEXT, part="check"),
    Key("engine", one_of(("pandera", "Great Expectations"))),
    Key(
        "counted",
        Shape({"type": ["integer", "null"], "minimum": 0}),
        "Rows or cells it counts as invalid; null where it cannot.",
    ),
    Key("here", A_COUNT, "What qa-checks itself counts."),
    Key("agrees", Shape({"type": ["boolean", "null"]})),
    Key("reason", TEXT, "Why it cannot count; empty otherwise."),
)
SECOND_OPINION = record(
    Key("agreed", A_COUNT, "Checks for which both counts are the same."),
    Key(
        "disagreed",
        A_COUNT,
        "Checks for which they differ: the verdict is then incomplete, or fail.",
    ),
    Key("without", A_COUNT, "Checks no other engine could count; not among the agreed."),
    Key("checks", listed(OPINION), part="opinions"),
    null=True,
)
ABSENT = record(
    Key("path", TEXT),
    Key("sheet", SOME_TEXT),
    Key("table", TEXT),
    Key("column", TEXT),
    Key("title", TEXT, "What the column is called."),
    Key("since", A_DAY, "Since when such files have had it."),
    Key(
        "reason",
        TEXT_OR_NULL,
        "What release.yml says under absent:; a whole release without it is incomplete.",
    ),
)
