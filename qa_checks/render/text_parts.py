"""Texts in report.json, number by number."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from qa_checks.model.texts import BlockKind, CheckedText, NumberKind, NumberState
from qa_checks.render.json_shapes import SELF, Key, Shape, listed, mapped, one_of, record
from qa_checks.render.report_parts import (
    A_COUNT,
    A_DIGEST,
    NUMBER,
    PLACE,
    PLACE_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
)


def _write_printed(value: Decimal | None) -> int | float | None:
    """A whole number has no decimal point, however it is printed."""
    if value is None or not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _write_given(value: float | int | str | None) -> float | int | str | None:
    """JSON knows no infinity and no NaN."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _count(state: NumberState) -> Key:
    counted = Shape(A_COUNT.schema, lambda text: text.states[state])
    return Key(state, counted, ABOUT[state], SELF)


def _by_reason(state: NumberState) -> Key:
    counts = Shape(COUNTS.schema, lambda text: COUNTS.write(text.reasons(state)))
    return Key(f"{state}_by_reason", counts, "The same by reason.", SELF)


def _write_shares(text: CheckedText) -> dict[str, float]:
    return {
        str(state): round(text.share(state), 4)
        for state in NumberState
        if state is not NumberState.EXEMPT
    }


def _list_unbound(text: CheckedText) -> list[dict[str, Any]]:
    return [UNBOUND.write(number) for number in text.of(NumberState.UNBOUND)]


ABOUT = {
    NumberState.UNBOUND: "Numbers that nobody has looked at.",
    NumberState.WRONG: "Numbers that are not what the data gives.",
    NumberState.OUTSIDE: "Numbers that the data cannot tell, each with a reason.",
    NumberState.CONSISTENT: "Numbers that close with other printed numbers, and no more than that.",
    NumberState.VERIFIED: "Numbers that a query gave, which a person has bound to them.",
    NumberState.EXEMPT: "Numbers that say nothing on the data: dates, numbers of tables.",
}
COUNTS = mapped(A_COUNT)
SHARES = mapped(NUMBER)
PRINTED_VALUE = Shape({"type": ["number", "null"]}, _write_printed)
GIVEN = Shape({"type": ["number", "string", "null"]}, _write_given)
BLOCK = record(
    Key("start", A_COUNT),
    Key("end", A_COUNT, "The first character behind it."),
    Key("kind", one_of(BlockKind)),
    Key("line", PLACE, "Line of the file; where it has none, number of the paragraph."),
    Key("page", PLACE_OR_NULL, "Page of a PDF."),
    Key("row", PLACE_OR_NULL, "Row of a table, of a cell; counted through the whole text."),
)
NUMBER_OF_TEXT = record(
    Key("start", A_COUNT, part="number.start"),
    Key("end", A_COUNT, "The first character behind it.", "number.end"),
    Key("line", PLACE),
    Key("printed", TEXT, part="number.printed"),
    Key("kind", one_of(NumberKind), part="number.kind"),
    Key("value", PRINTED_VALUE, "null where the words give none, as all or most.", "number.value"),
    Key("step", PRINTED_VALUE, "One in the last place printed.", "number.step"),
    Key("unit", TEXT, part="number.unit"),
    Key("state", one_of(NumberState)),
    Key(
        "reason",
        TEXT,
        "Why it is exempt, outside or wrong, or what it is consistent with; or empty.",
    ),
    Key("claim", PLACE_OR_NULL, "Number of the claim that binds it."),
    Key("hole", TEXT_OR_NULL, "The name that it has in the claim."),
    Key("recomputed", GIVEN, "What the query gives, unrounded."),
    Key("low", NUMBER, "The least value that is printed like this."),
    Key("high", NUMBER, "The greatest."),
)
CLAIM = record(
    Key("number", PLACE),
    Key("says", TEXT, "The words of claims.yml."),
    Key("line", PLACE, "Line of claims.yml."),
    Key("start", A_COUNT, "Where the words begin in the text."),
    Key("end", A_COUNT, "Behind them; 0 where they do not stand in the text."),
    Key("query", TEXT_OR_NULL),
    Key("scope", TEXTS, "The tables it reads."),
    Key("outside", TEXT_OR_NULL, "Why no query can tell."),
    Key("values", mapped(GIVEN), "What the query gives, by hole."),
    Key("fault", TEXT_OR_NULL, "Why it could not be checked."),
    Key("contradicting", TEXTS, "The first rows that contradict it."),
    Key("wrong", TEXTS, "What fills its holes in the text and is not what the data says."),
)
UNBOUND = record(
    Key("printed", TEXT, part="number.printed"),
    Key("line", PLACE),
    Key("sentence", TEXT, "Where it stands."),
)
COVERAGE = record(
    Key("found", Shape(A_COUNT.schema, lambda text: len(text.numbers)), "All numbers.", SELF),
    Key("claimed", A_COUNT, "Those that say something on the data: all but the exempt ones."),
    *map(_count, NumberState),
    _by_reason(NumberState.OUTSIDE),
    _by_reason(NumberState.EXEMPT),
    Key("shares", Shape(SHARES.schema, _write_shares), "Of the claimed ones, 0 to 1.", SELF),
    Key("required", SHARES, "What release.yml asks for, by state: 0 to 1."),
    Key(
        "nobody_has_looked_at",
        Shape(listed(UNBOUND).schema, _list_unbound),
        "The unbound numbers, each with its sentence.",
        SELF,
    ),
)
CHECKED_TEXT = record(
    Key("file", TEXT, part="text.file"),
    Key("sha256", A_DIGEST, part="text.sha256"),
    Key("coverage", COVERAGE, "How much of the text is checked.", SELF),
    Key("numbers", listed(NUMBER_OF_TEXT), "Every number, in the order of the text."),
    Key("claims", listed(CLAIM), "In the order of claims.yml."),
    Key(
        "content", TEXT, "What a reader sees; places are counted in its characters.", "text.content"
    ),
    Key("blocks", listed(BLOCK), "Its pieces: headings, paragraphs, items, cells.", "text.blocks"),
)
