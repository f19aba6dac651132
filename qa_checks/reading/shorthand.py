"""Signs that a published table has in the place of a value, or behind it: [x], [c], -, 300 [r]."""

from __future__ import annotations

import re
from collections.abc import Collection

from qa_checks.catalogue.schemas import Column
from qa_checks.sql_text import sql_literal

BRACKETED = re.compile(r"[\[(].*[\])]")
DIGITS = re.compile(r"\d+")
BLANK = r"[\s\p{Z}]"


def without_signs(column: Column, text: str, signs: Collection[str]) -> str:
    """SQL of a text without the signs of its layout; NULL where nothing else is written.

    A sign in brackets may stand behind any value; another only behind a number or a date, with a
    blank between, and a dash only alone.
    """
    if not signs:
        return text
    behind = [sign for sign in signs if BRACKETED.fullmatch(sign)]
    apart = [sign for sign in signs if sign not in behind and any(map(str.isalnum, sign))]
    either = _either(signs)
    patterns = [rf"^{BLANK}*({either})({BLANK}+({either}))*{BLANK}*$"]
    if behind:
        patterns.append(rf"({BLANK}*({_either(behind)}))+{BLANK}*$")
    if apart and not column.is_text:
        patterns.append(rf"{BLANK}+({_either(apart)}){BLANK}*$")
    return f"nullif(regexp_replace({text}, {sql_literal('|'.join(patterns))}, ''), '')"


def _either(signs: Collection[str]) -> str:
    return "|".join(DIGITS.sub("[0-9]+", re.escape(sign)) for sign in signs)
