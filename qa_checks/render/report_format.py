"""What report.json holds: every key, its shape and its meaning.

The writer (`as_json`) and the published schema (docs/json-schema/report.json) both come
from here. The keys are a promise to other programs: one that changes its meaning, or is
taken away, needs a new number of the format.
"""

from __future__ import annotations

from typing import Any

from qa_checks.model.report import Verdict
from qa_checks.render.json_shapes import (
    SELF,
    Key,
    Shape,
    listed,
    mapped,
    one_of,
    record,
)
from qa_checks.render.optional_parts import (
    COMPARED_TABLE,
    PUBLISHED_TABLE,
    QUERY,
    RECODED,
    RECONCILIATION,
    SAMPLE,
)
from qa_checks.render.report_parts import (
    ABSENT,
    ASSURANCE,
    CHECK,
    DECISION,
    DEFINITIONS,
    FINDING_KEYS,
    INPUT,
    ITEM,
    MOMENT,
    NUMBER,
    PROBLEM,
    RELEASE,
    SECOND_OPINION,
    SECONDS,
    SUMMARY,
    TEXT,
    TEXTS,
    TOOL,
)
from qa_checks.render.text_parts import CHECKED_TEXT

FORMAT = "qa-checks/report/2"
DESCRIPTION = (
    f"What one run found, in the format {FORMAT}. Every key is always present; what is not known "
    "is null. The same input and the same rulebook give the same bytes, started and seconds apart."
)


KEYS = (
    Key(
        "format",
        Shape({"const": FORMAT}, lambda _: FORMAT),
        "Name and version of this format.",
        SELF,
    ),
    Key(
        "verdict",
        one_of(Verdict),
        "pass; fail: a check failed that must not; incomplete: nothing failed, but something "
        "could not be checked.",
    ),
    Key("release", RELEASE, "What the release says of itself."),
    Key("summary", SUMMARY),
    Key("inputs", listed(INPUT), "Every sheet of every file, in the order of reading."),
    Key("checks", listed(CHECK), "Every check, the worst first.", "outcomes"),
    Key(
        "findings",
        listed(record(*FINDING_KEYS)),
        "The findings the run was asked to keep, in the order of the checks.",
    ),
    Key(
        "figures",
        mapped(NUMBER),
        "Named numbers of the release; null where the files do not give one.",
    ),
    Key("figures_before", mapped(NUMBER), "The same of the previous release; empty without one."),
    Key(
        "counted",
        mapped(TEXTS),
        "What some of the figures count, one text each: things to know that are no faults.",
    ),
    Key("shares", mapped(NUMBER), "Figures that are a part of a whole as its share, 0 to 1."),
    Key("shares_before", mapped(NUMBER), "The same of the previous release."),
    Key("tables", listed(PUBLISHED_TABLE), "The published tables, each cell with its state."),
    Key(
        "recoded",
        listed(RECODED),
        "Each row that published tables count under another value than the data has.",
    ),
    Key("texts", listed(CHECKED_TEXT), "The texts, each number in them with its state."),
    Key(
        "compared",
        listed(COMPARED_TABLE),
        "Tables compared with those of before, by `qa-checks compare`; empty in other runs.",
    ),
    Key(
        "sources",
        listed(RECONCILIATION),
        "Tables of the release compared with the system of record, row by row and field by field.",
    ),
    Key("queries", listed(QUERY), "What databases were asked, and what each query reads."),
    Key("tool", TOOL, "What judged."),
    Key("reason", TEXT, "Why the verdict is what it is, in one sentence."),
    Key(
        "problems",
        listed(PROBLEM),
        "Files that could not be read; with one the verdict is never pass.",
    ),
    Key("decisions", listed(DECISION), "Every entry of decisions.yml, in its order."),
    Key(
        "checklist",
        listed(ITEM),
        "Every item of the catalogue's checklist, in its order; empty where no whole release was "
        "checked.",
    ),
    Key(
        "sample",
        SAMPLE,
        "What a sample compared with the published reports shows; null where release.yml names "
        "none, and where its sheet is not filled in as it must be: an item of the checklist says "
        "why.",
    ),
    Key("assurance", ASSURANCE, "What the second analyst states of the release as a whole."),
    Key(
        "second_opinion",
        SECOND_OPINION,
        "What other engines counted for the checks that ran; null unless it was asked for.",
    ),
    Key(
        "notes",
        TEXTS,
        "What the run took the release for where nobody said it, such as a date from a title.",
    ),
    Key(
        "absent",
        listed(ABSENT),
        "Columns that files of a kind have had for years and a file of this release has not.",
    ),
    Key("started", MOMENT, "When the run began."),
    Key("seconds", SECONDS, "How long it took."),
)


def describe_report() -> dict[str, Any]:
    """The JSON Schema of report.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "qa-checks report",
        "description": DESCRIPTION,
        **record(*KEYS).schema,
        "$defs": {name: shape.schema for name, shape in DEFINITIONS.items()},
    }
