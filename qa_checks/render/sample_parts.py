"""How report.json writes what a sample shows."""

from __future__ import annotations

from qa_checks.render.json_shapes import Key, Shape, listed, record
from qa_checks.render.report_parts import COUNT, TEXT, TEXTS

FLAG = Shape({"type": "boolean"})
SHARE = Shape({"type": "number", "minimum": 0, "maximum": 1}, float)
SHARES = record(Key("rate", SHARE), Key("lower", SHARE), Key("upper", SHARE))

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
