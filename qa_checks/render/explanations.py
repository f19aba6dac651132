"""What a rule or a schema's check says, under fixed headings, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qa_checks.catalogue.schemas import Column
from qa_checks.model.checks import Check
from qa_checks.placeholders import OPTIONAL
from qa_checks.words import and_more, list_words

if TYPE_CHECKING:
    from qa_checks.catalogue import BoundRule, Catalogue

MOST_CODES = 30  # of a code list that is shown whole
FAULTS = {  # the last part of a schema check's id: how its column's value is judged
    "nullable": "a value that is missing",
    "in": "a value that is not in the code list",
    "spelling": "a code in other letters or with other spaces; it is read as the code all the same",
    "unique": "a value that several rows have",
    "key": "a row with the same values as another in these columns",
}
KINDS = {
    "date": "dates such as 31/08/2021, 2021-08-31, 31-Aug-2021 and real dates of a workbook",
    "integer": "whole numbers",
    "number": "numbers",
    "boolean": "words for yes and no",
}


def explain_rule(bound: BoundRule) -> dict[str, str]:
    """Return what a rule's file says, by heading; what it says nothing of is left out.

    Parameters
    ----------
    bound
        The rule, read with its examples.
    """
    rule = bound.check
    parts = {
        "Condition": bound.condition,
        "Which rows": bound.rows,
        "What the release must say": list_words(sorted(bound.facts - set(bound.optional))),
        "Skipped when": "\n".join(condition.otherwise for condition in bound.preconditions),
        **_reasons(rule),
        "What a finding says": OPTIONAL.sub(r"\1", bound.message),
        "What it does not repeat": list_words(bound.masked),
        "Examples": bound.told_examples,
        "File": bound.where,
    }
    return _filled(parts)


def explain_check(check: Check, message: str, catalogue: Catalogue) -> dict[str, str]:
    """Return what a schema's check asks of a column, by heading.

    Parameters
    ----------
    check
        The check, such as ``providers.sector.in``.
    """
    table = catalogue.tables[check.table]
    name, kind = check.id.split(".")[1], check.id.rsplit(".", 1)[1]
    column = table.columns.get(name)
    parts = {
        "Which rows": f"Each row of {table.title.lower()}.",
        "A finding is": FAULTS.get(kind, ""),
        **(_values(column, kind, catalogue) if column else {}),
        **_reasons(check),
        "What a finding says": message,
        "File": f"schemas/tables/{table.table}.yml",
    }
    return _filled(parts)


def explain_announced(check: Check, announced: Mapping[str, str]) -> dict[str, str]:
    """Return what a check says that a release, its texts or a comparison announces, by heading."""
    parts = {
        "Which rows": announced["rows"],
        "A finding is": announced.get("finding", ""),
        **_reasons(check),
        "File": announced.get("declared_in", ""),
    }
    return _filled(parts)


def _reasons(check: Check) -> dict[str, str]:
    return {
        "Why it matters": check.why,
        "What to do": check.remedy,
        "Source": "\n".join(check.source),
    }


def _filled(parts: Mapping[str, str]) -> dict[str, str]:
    return {heading: text.strip() for heading, text in parts.items() if text.strip()}


def _values(column: Column, kind: str, catalogue: Catalogue) -> Mapping[str, str]:
    if kind in ("in", "spelling") and column.in_:
        codes = catalogue.codes[column.in_]
        known = codes.codes
        listed = "\n".join(f"{code}{_aliases(codes.rows, code)}" for code in known[:MOST_CODES])
        left = len(known) - MOST_CODES
        more = f"\n{and_more(left)}" if left > 0 else ""
        return {"Code list": f"schemas/codes/{codes.name}.csv", "Codes": f"{listed}{more}"}
    if kind == "type":
        readable = KINDS.get(column.type, column.type)
        words = [*column.yes_words, *column.no_words] if column.type == "boolean" else []
        return {"What can be read": readable + (f": {', '.join(words)}" if words else "")}
    if kind == "str_matches" and column.str_matches:
        return {"Form, as a regular expression": column.str_matches}
    return {}


def _aliases(rows: tuple[dict[str, str], ...], code: str) -> str:
    """The other spellings a list gives for a code."""
    aliases = [
        alias
        for row in rows
        if row["code"] == code
        for alias in row.get("aliases", "").split("|")
        if alias
    ]
    return f" (also {', '.join(dict.fromkeys(aliases))})" if aliases else ""
