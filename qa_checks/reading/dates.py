"""SQL that reads the day a text says, and tells whether it says a time of day as well."""

from __future__ import annotations

ZONE = "Europe/London"  # an instant counts on the day it falls on in the United Kingdom
DAY = "%d/%m/%Y"
FORMATS = [
    DAY,
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d-%b-%Y",
    "%d %B %Y",
    "%d %b %Y",
]
_YEAR_FIRST = "'^[0-9]{4}-'"
_MOMENT = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt ][0-9:.]+"
# Zones by other names are not read: BST is British here and Bangladesh's to a program.
_OFFSET = " ?([Zz]|UTC|GMT|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"


def day_of(text: str) -> str:
    """SQL of the day that a text says; NULL if it says none."""
    return (
        f"CASE WHEN regexp_matches({text}, {_YEAR_FIRST}) THEN "
        f"CASE WHEN NOT contains({text}, ':') OR regexp_full_match({text}, '{_MOMENT}') "
        f"THEN TRY_CAST({text} AS DATE) ELSE CAST({_in_the_uk(text)} AS DATE) END "
        f"WHEN regexp_matches({text}, '[0-9]{{4}}') THEN CAST({_by_format(text)} AS DATE) END"
    )


def has_time(text: str, day: str) -> str:
    """SQL condition under which a text says more than the day that was read from it.

    Midnight says nothing more: that of the United Kingdom, or the one that is written if it falls
    on the same day there.
    """
    written = (
        f"CASE WHEN regexp_matches({text}, {_YEAR_FIRST}) THEN TRY_CAST({text} AS TIMESTAMP) "
        f"ELSE {_by_format(text)} END"
    )
    return (
        f"(contains({text}, ':') AND {day} <> {written} "
        f"AND coalesce({day} <> {_in_the_uk(text)}, TRUE))"
    )


def _in_the_uk(text: str) -> str:
    """SQL of date and time in the United Kingdom at an instant; NULL if no zone is given."""
    return (
        f"CASE WHEN regexp_full_match({text}, '{_MOMENT}{_OFFSET}') "
        f"THEN timezone('{ZONE}', TRY_CAST({text} AS TIMESTAMPTZ)) END"
    )


def _by_format(text: str) -> str:
    listed = ", ".join(f"'{pattern}'" for pattern in FORMATS)
    return f"try_strptime({text}, [{listed}])"
