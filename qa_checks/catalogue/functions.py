"""The functions rule SQL may call: those that mean the same on other engines.

Left out are those that do not: `reverse`, `strip_accents`, `chr` and `levenshtein` see bytes, code
points or letters; `array_agg`, `first` and `last` take rows as they come; `stddev` is of a sample
here and of everything there; `date_sub` counts other things; `try_strptime` reads other patterns.
`any_value` takes rows as they come too: where a catalogue was written with it, `min` is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa_checks.words import suggest

FUNCTIONS = frozenset(
    """
    abs avg bit_length bool_and bool_or ceil char_length coalesce concat concat_ws
    contains count count_if count_star date_diff date_part date_trunc datediff day dayname
    dayofmonth dayofweek dense_rank ends_with first_value floor greatest if ifnull isodow lag
    last_day last_value lead least left length like_escape list list_contains list_sort list_value
    lower ltrim make_date max md5 median min mod month monthname not_like_escape ntile nullif
    position prefix quantile_cont quarter rank regexp_extract regexp_full_match regexp_matches
    regexp_replace replace right round row row_number rtrim sign split_part starts_with string_agg
    string_split strlen strpos strptime substr substring suffix sum trim trunc unnest upper week
    weekday year yearweek
    """.split()
)
# These mean the same in one use only: how that is written.
ONE_USE = {
    "round": "round(number), to a whole number",
    "regexp_replace": "regexp_replace(text, pattern, new, 'g'), of every match",
}
# `INTERVAL 3 MONTH` is a call of to_months in DuckDB's syntax tree; parts of a day are no dates.
INTERVALS = frozenset(("to_days", "to_weeks", "to_months", "to_years"))
OTHER_INTERVALS = {
    f"to_{unit}": unit.removesuffix("s").upper()
    for unit in (
        "microseconds milliseconds seconds minutes hours quarters decades centuries millennia"
    ).split()
}


def refuse_function(name: str, arguments: Sequence[dict[str, Any]]) -> str:
    """Why a function must not be called with these arguments; '' if it may.

    Parameters
    ----------
    name
        In small letters.
    arguments
        As DuckDB's syntax tree holds them.
    """
    if name in INTERVALS:
        return ""
    if name in OTHER_INTERVALS:
        unit = OTHER_INTERVALS[name]
        return f"INTERVAL … {unit} is not allowed; write it in DAY, WEEK, MONTH or YEAR"
    if name not in FUNCTIONS:
        hint = suggest(name, sorted(FUNCTIONS))
        return f"the function '{name}' is not on the list of allowed functions. {hint}".rstrip()
    if name in ONE_USE and not _is_that_use(name, arguments):
        return f"the function '{name}' is allowed only as {ONE_USE[name]}"
    return ""


def _is_that_use(name: str, arguments: Sequence[dict[str, Any]]) -> bool:
    if name == "round":
        return len(arguments) == 1
    last = arguments[-1].get("expression", {}) if len(arguments) == 4 else {}
    return bool(last.get("literal", {}).get("text") == "g")
