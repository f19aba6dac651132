"""SQL that turns published text into typed values and keeps what could not be read."""

from __future__ import annotations

import re
from collections.abc import Collection

from qa_checks.catalogue.schemas import Column
from qa_checks.reading.dates import day_of, has_time
from qa_checks.reading.usual_values import value_as_usual
from qa_checks.sql_text import sql_literal, sql_literals, sql_name

# Every blank that Python's strip takes off, so that both readings of a file agree.
BLANKS = sql_literal(
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
SCIENTIFIC = r"[0-9]+([.][0-9]+)?[eE][+]?[0-9]+"
# Texts that are surely the value they stand for, unless they are words for a missing one.
PLAIN_TEXTS = {"text": "[!-~]([ -~]*[!-~])?", "identifier": "[A-Z]*[0-9]+"}
# Signs of a wrong encoding (UTF-8 letters, quotation marks, dashes and € read as Windows-1252), and
# characters that nobody sees; Python and DuckDB read the pattern alike.
ODD = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|"
    "[\ufffd\ufeff]|\xe2[\u20ac\u201a\u201e]|\xc2[\xa0-\xbf]"
    "|\xc3[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|\xc5[\xb4-\xb7]|[\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3164\ue000-\uf8ff\ufe00-\ufe0f\U000e0000-\U000e007f]"
)


def holds_odd(text: str) -> bool:
    """Whether a text holds signs of a wrong encoding, or characters that nobody sees."""
    return re.search(ODD, text) is not None


def text_in(name: str) -> str:
    """SQL of the text in a column without blanks around it; NULL when nothing is left."""
    return clean(f"CAST({sql_name(name)} AS VARCHAR)")


def clean(raw: str) -> str:
    """The text without blanks around it; NULL when nothing is left.

    A text that begins and ends with a sign of plain ASCII, or does so without its spaces, is given
    at once: looking for every kind of blank takes many times as long.
    """
    spaceless = f"trim({raw})"
    return (
        f"CASE WHEN {_has_plain_ends(raw)} THEN {raw} "
        f"WHEN {_has_plain_ends(spaceless)} THEN {spaceless} "
        f"ELSE nullif(trim({raw}, {BLANKS}), '') END"
    )


def has_blanks(raw: str) -> str:
    """SQL condition under which a text, of which something is left, has blanks around it."""
    return f"CASE WHEN {_has_plain_ends(raw)} THEN FALSE ELSE {clean(raw)} <> {raw} END"


def _has_plain_ends(text: str) -> str:
    return f"{text} >= '!' AND {text} < chr(127) AND {text}[-1] BETWEEN '!' AND '~'"


def typed(column: Column, text: str, missing: Collection[str], usual: bool = False) -> str:
    """SQL of the typed value of a cleaned text; NULL when it cannot be read.

    Parameters
    ----------
    column
        What the schema says.
    text
        SQL of the text, blanks already taken off.
    missing
        Words that stand for a missing value.
    usual
        Whether every text is written as usual, or a word without a digit.
    """
    value = value_as_usual(column, text) if usual else _value(column, text)
    if not missing or not column.is_text:
        return value
    return f"CASE WHEN {text} IN ({sql_literals(missing)}) THEN NULL ELSE {value} END"


def read_plain(column: Column, raw: str) -> str:
    """SQL that reads a value only where it is written in its plainest form; '' for texts.

    What is read and written again must be the same text, so nothing is guessed: this is only a
    short cut for what `typed` says as well.
    """
    if column.type == "integer":
        value = f"TRY_CAST({raw} AS BIGINT)"
        return f"CASE WHEN CAST({value} AS VARCHAR) = {raw} THEN {value} END"
    if column.type == "date":
        value = f"TRY_CAST({raw} AS DATE)"
        return f"CASE WHEN length({raw}) = 10 AND CAST({value} AS VARCHAR) = {raw} THEN {value} END"
    if column.type == "boolean":
        yes, no = _listed(column.yes_words), _listed(column.no_words)
        return f"CASE WHEN {raw} IN ({yes}) THEN TRUE WHEN {raw} IN ({no}) THEN FALSE END"
    return ""


def faulty(column: Column, text: str, value: str, odd: bool, usual: bool = False) -> str:
    """SQL condition under which the text is worth keeping beside its value.

    Parameters
    ----------
    text, value
        SQL of the cleaned text and of the value read from it.
    odd
        Whether texts are searched for characters that betray a wrong encoding.
    usual
        As for `typed`.
    """
    if not column.is_text:
        unreadable = f"({text} IS NOT NULL AND {value} IS NULL)"
        may_have_time = column.type == "date" and not usual
        return f"({unreadable} OR {has_time(text, value)})" if may_have_time else unreadable
    strange = f" OR regexp_matches({text}, {sql_literal(ODD)})" if odd else ""
    return f"({text} IS DISTINCT FROM {value}{strange})"


def is_odd(column: Column, text: str, missing: Collection[str], odd: bool) -> str:
    """SQL condition under which a text of a column of texts is not simply the value it stands for.

    One look at its signs tells that of nearly every text; the others are read.
    """
    plain = PLAIN_TEXTS[column.type]
    value = typed(column, text, missing)
    read = f"{clean(text)} IS DISTINCT FROM {text} OR {faulty(column, text, value, odd)}"
    condition = f"NOT regexp_full_match({text}, {sql_literal(plain)}) AND ({read})"
    words = [word for word in missing if re.fullmatch(plain, word)]
    return f"({text} IN ({sql_literals(words)}) OR {condition})" if words else f"({condition})"


def _value(column: Column, text: str) -> str:
    match column.type:
        case "date":
            return day_of(text)
        case "integer":
            whole = "'[-+]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)([.]0+)?'"
            return (
                f"CASE WHEN regexp_full_match({text}, {whole}) "
                f"THEN TRY_CAST(replace({text}, ',', '') AS BIGINT) END"
            )
        case "number":
            whole = "[0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+"  # 0,125 has a decimal comma
            form = f"'[-+]?({whole})([.][0-9]+)?([eE][-+]?[0-9]+)?'"
            number = f"TRY_CAST(replace({text}, ',', '') AS DOUBLE)"
            return (
                f"CASE WHEN regexp_full_match({text}, {form}) AND isfinite({number}) "
                f"THEN {number} END"
            )
        case "boolean":
            yes, no = _listed(column.yes_words), _listed(column.no_words)
            return (
                f"CASE WHEN lower({text}) IN ({yes}) THEN TRUE "
                f"WHEN lower({text}) IN ({no}) THEN FALSE END"
            )
        case "identifier":
            return (
                f"CASE WHEN regexp_full_match({text}, '{SCIENTIFIC}') THEN NULL "
                f"WHEN regexp_full_match({text}, '[0-9]+[.]0+') THEN split_part({text}, '.', 1) "
                f"ELSE {text} END"
            )
        case _:
            return text


def _listed(words: Collection[str]) -> str:
    return sql_literals(word.casefold() for word in words)
