"""Why a rule is skipped for want of a fact, and how to give it, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from qa_checks.model.inputs import AbsentColumn
from qa_checks.words import list_words

NO_PREVIOUS = "no previous release"
NO_HISTORY = "no earlier release (history in release.yml)"
IN_RELEASE = "in release.yml"
# What a fact is called, the option of `check` that gives it, its key in release.yml.
FACTS = {
    "as_at": ("reference date", "--as-at", "as_at"),
    "period_start": ("period", "--period", "period"),
    "period_end": ("period", "--period", "period"),
    "published_by": ("publication cut-off", "--published-by", "published_by"),
    "status": ("status, provisional or final", "", "status"),
    "previous_as_at": ("reference date of the previous release", "", "as_at"),
    "previous_period_end": ("period of the previous release", "", "period"),
    "previous_published_by": ("publication cut-off of the previous release", "", "published_by"),
}
EXPECTED = "expected_"
PREVIOUS_FACT = "previous_"


def no_previous_release(strict: bool) -> str:
    """Say that there is no previous release; `strict` is true of a release with a release.yml."""
    return f"{NO_PREVIOUS} ({f'previous {IN_RELEASE}' if strict else 'give --previous'})"


def no_column(title: str, absent: Sequence[AbsentColumn], strict: bool) -> str:
    """Say that no file has a column, and why, as release.yml says or should say.

    Parameters
    ----------
    title
        What the column is called.
    absent
        What the check lacks, with the reasons that are given.
    strict
        Whether the reason must stand in a release.yml.
    """
    given = list(dict.fromkeys(column.reason for column in absent if column.reason))
    if given:
        return f"no file has the column {title}: {list_words(given)}"
    ask = f" (say why under absent: {IN_RELEASE})" if strict and absent else ""
    return f"no file has the column {title}{ask}"


def lack(facts: Iterable[str], strict: bool, lists: Collection[str] = ()) -> str:
    """Say which facts are not given.

    Parameters
    ----------
    facts
        Names of parameters, such as ``as_at``.
    strict
        Whether facts come from a release.yml, not from the options of `check`.
    lists
        What a release may expect that are lists, not numbers.

    Returns
    -------
    str
        Such as ``no reference date (give --as-at) and no period (give --period)``.
    """
    return list_words(list(dict.fromkeys(_lacks(name, strict, lists) for name in facts)))


def _lacks(name: str, strict: bool, lists: Collection[str]) -> str:
    if name in FACTS:
        what, option, key = FACTS[name]
    else:
        key = name.removeprefix(EXPECTED)
        words = key.replace("_", " ")
        what = f"list of what is {words}" if key in lists else f"expected number of {words}"
        option, key = "", f"expect: {key}"
    place = "in its release.yml" if name.startswith(PREVIOUS_FACT) else IN_RELEASE
    return f"no {what} ({f'{key} {place}' if strict or not option else f'give {option}'})"
