"""What a rule or a schema's check says, under fixed headings, in words."""

from __future__ import annotations

from collections.abc import Mapping

from qa_checks.catalogue import BoundRule, Catalogue
from qa_checks.catalogue.extract import EXTRACT_TABLES
from qa_checks.catalogue.rules import Rule
from qa_checks.catalogue.schemas import Column, Table
from qa_checks.model import Check
from qa_checks.render.words import date
from qa_checks.words import OPTIONAL, list_words

MOST_CODES = 30  # of a code list that is shown whole
FORMS = {  # the last part of a schema check's id: how its column's value is judged
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


def explain_rule(bound: BoundRule, catalogue: Catalogue) -> dict[str, str]:
    """Return what a rule's file says, by heading; what it says nothing of is left out.

    Parameters
    ----------
    bound
        The rule.
    catalogue
        The catalogue it belongs to.
    """
    import yaml

    rule = bound.rule
    examples = rule.examples.model_dump(exclude_defaults=True)
    table = catalogue.tables.get(rule.table) or EXTRACT_TABLES.get(rule.table)
    parts = {
        "Condition": _logic(rule),
        "Which rows": _scope(rule, table),
        "What the release must say": list_words(sorted(bound.facts - set(rule.optional))),
        "Skipped when": rule.given.else_ if rule.given else "",
        "Why it matters": rule.why,
        "What to do": rule.remedy,
        "Source": "\n".join(rule.source),
        "What a finding says": OPTIONAL.sub(r"\1", rule.message),
        "What it does not repeat": list_words(rule.masked),
        "Examples": yaml.safe_dump(examples, sort_keys=False, allow_unicode=True, width=88)
        if rule.examples.valid
        else "",
        "File": bound.where,
    }
    return {heading: text.strip() for heading, text in parts.items() if text.strip()}


def explain_check(check: Check, message: str, catalogue: Catalogue) -> dict[str, str]:
    """Return what a schema's check asks of a column, by heading.

    Parameters
    ----------
    check
        The check, such as ``providers.sector.in``.
    message
        What its findings say.
    catalogue
        The catalogue it belongs to.
    """
    table = catalogue.tables[check.table]
    name, form = check.id.split(".")[1], check.id.rsplit(".", 1)[1]
    column = table.columns.get(name)
    parts = {
        "Which rows": f"Each row of {table.title.lower()}.",
        "A finding is": FORMS.get(form, ""),
        **(_values(column, form, catalogue) if column else {}),
        "Why it matters": check.why,
        "What to do": check.remedy,
        "Source": "\n".join(check.source),
        "What a finding says": message,
        "File": f"schemas/tables/{table.table}.yml",
    }
    return {heading: text for heading, text in parts.items() if text}


def explain_decisions(check: Check) -> dict[str, str]:
    """Return what the check of the decisions asks of each of them, by heading."""
    return {
        "Which rows": "Each decision in decisions.yml.",
        "A finding is": "A decision that has run out, is dated after the run, accepts an error "
        "for good, says fixed of what is still found, or names a finding that is not there.",
        "Why it matters": check.why,
        "What to do": check.remedy,
        "Source": "\n".join(check.source),
        "File": "decisions.yml of the release",
    }


def _logic(rule: Rule) -> str:
    if rule.unique:
        return f"Each combination of {list_words(rule.unique)} occurs once."
    if rule.references:
        ref = rule.references
        where = f" where {ref.where}" if ref.where else ""
        return (
            f"{list_words(ref.columns)} stands in {list_words(ref.to_columns)} of {ref.to}{where}."
        )
    if rule.figure:
        words = {"equals": "equals", "at_least": "is at least", "at_most": "is at most"}
        bounds = rule.figure.model_dump(exclude={"name"}, exclude_none=True)
        said = [f"{words[key]} {value}" for key, value in bounds.items()]
        return f"The figure {rule.figure.name} {list_words(said)}."
    if rule.query:
        return f"This query finds nothing:\n{rule.query}"
    return rule.require or ""


def _scope(rule: Rule, table: Table | None) -> str:
    if rule.figure:
        return ""
    name = table.title if table else rule.table
    scope = rule.scope
    limits = [
        f"{column} is {' or '.join(map(str, values))}"
        for column, values in (scope.__pydantic_extra__ or {}).items()
    ]
    if scope.from_ or scope.until:
        time = table.columns[table.time].title if table and table.time else "date"
        ends = [f"from {date(scope.from_)}"] if scope.from_ else []
        ends += [f"until {date(scope.until)}"] if scope.until else []
        limits.append(f"{time[:1].lower()}{time[1:]} {' '.join(ends)}")
    if scope.where:
        limits.append(scope.where)
    if not limits:
        return f"Each row of {name.lower()}."
    return "\n".join([f"Rows of {name.lower()} with", *limits])


def _values(column: Column, form: str, catalogue: Catalogue) -> Mapping[str, str]:
    if form in ("in", "spelling") and column.in_:
        codes = catalogue.codes[column.in_.removesuffix(".csv")]
        known = codes.codes
        listed = "\n".join(f"{code}{_aliases(codes.rows, code)}" for code in known[:MOST_CODES])
        more = f"\nand {len(known) - MOST_CODES:,} more" if len(known) > MOST_CODES else ""
        return {"Code list": f"schemas/codes/{codes.name}.csv", "Codes": f"{listed}{more}"}
    if form == "type":
        kind = KINDS.get(column.type, column.type)
        words = [*column.true_values, *column.false_values]
        return {"What can be read": kind + (f": {', '.join(words)}" if words else "")}
    if form == "str_matches" and column.str_matches:
        return {"Form, as a regular expression": column.str_matches}
    return {}


def _aliases(rows: tuple[dict[str, str], ...], code: str) -> str:
    """The other spellings a list gives for a code."""
    found = [
        alias
        for row in rows
        if row["code"] == code
        for alias in row.get("aliases", "").split("|")
        if alias
    ]
    return f" (also {', '.join(dict.fromkeys(found))})" if found else ""
