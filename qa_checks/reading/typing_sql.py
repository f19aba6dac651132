"""SQL that turns published text into typed values and keeps what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from qa_checks.catalogue.ruleset import sql_literal
from qa_checks.catalogue.schemas import Column

BLANKS = "chr(32) || chr(9) || chr(10) || chr(13) || chr(160)"
DATE_FORMATS = ["%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d-%b-%Y", "%d %B %Y", "%d %b %Y"]
SCIENTIFIC = r"[0-9]+([.][0-9]+)?[eE][+]?[0-9]+"
ODD_CHARACTERS = (
    r"[\x{FFFD}\x{FEFF}\x00-\x08\x0B\x0C\x0E-\x1F]|\x{C3}[\x{80}-\x{BF}]|\x{E2}\x{20AC}|\x{C2}[\x{A0}-\x{BF}]"
)


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """SQL of one column: its value, and when the text it was read from is worth keeping."""

    value: str
    fault: str


def clean(raw: str) -> str:
    """The text without blanks around it; NULL when nothing is left."""
    return f"nullif(trim({raw}, {BLANKS}), '')"


def typed(column: Column, text: str, missing: list[str], odd: bool) -> TypedColumn:
    """Typed value of a cleaned text, and the condition under which it is a fault.

    Parameters
    ----------
    column
        What the schema says.
    text
        SQL of the text, blanks already taken off.
    missing
        Words that stand for a missing value.
    odd
        Whether texts are searched for characters that betray a wrong encoding.
    """
    listed = ", ".join(sql_literal(word) for word in missing)
    absent = f"{text} IN ({listed})" if missing else "FALSE"
    if column.type == "text":
        strange = f"regexp_matches({text}, {sql_literal(ODD_CHARACTERS)})" if odd else "FALSE"
        return TypedColumn(f"CASE WHEN {absent} THEN NULL ELSE {text} END", f"({absent} OR {strange})")
    value = _value(column, text)
    fault = f"({text} IS NOT NULL AND ({value}) IS NULL)"
    if column.type == "identifier":
        value = f"CASE WHEN {absent} THEN NULL ELSE {value} END"
        fault = f"({absent} OR regexp_full_match({text}, '{SCIENTIFIC}|[0-9]+[.]0+'))"
    return TypedColumn(value, fault)


def _value(column: Column, text: str) -> str:
    match column.type:
        case "date":
            formats = ", ".join(f"'{pattern}'" for pattern in DATE_FORMATS)
            return (
                f"CASE WHEN regexp_matches({text}, '^[0-9]{{4}}-') THEN TRY_CAST({text} AS DATE) "
                f"WHEN regexp_matches({text}, '[0-9]{{4}}') THEN "
                f"CAST(try_strptime({text}, [{formats}]) AS DATE) END"
            )
        case "integer":
            return (
                f"CASE WHEN regexp_full_match({text}, '[-+]?([0-9]+|[0-9]{{1,3}}(,[0-9]{{3}})+)([.]0+)?') "
                f"THEN TRY_CAST(replace({text}, ',', '') AS BIGINT) END"
            )
        case "number":
            return (
                f"CASE WHEN regexp_full_match({text}, '[-+]?[0-9,]*[.]?[0-9]+([eE][-+]?[0-9]+)?') "
                f"THEN TRY_CAST(replace({text}, ',', '') AS DOUBLE) END"
            )
        case "boolean":
            yes = ", ".join(sql_literal(word.casefold()) for word in column.true_values or ["true"])
            no = ", ".join(sql_literal(word.casefold()) for word in column.false_values or ["false"])
            return f"CASE WHEN lower({text}) IN ({yes}) THEN TRUE WHEN lower({text}) IN ({no}) THEN FALSE END"
        case "identifier":
            return (
                f"CASE WHEN regexp_full_match({text}, '{SCIENTIFIC}') THEN NULL "
                f"WHEN regexp_full_match({text}, '[0-9]+[.]0+') THEN split_part({text}, '.', 1) "
                f"ELSE {text} END"
            )
        case _:
            return text
