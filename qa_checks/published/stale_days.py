"""What titles and labels of a table say of its day or its values that is not so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from qa_checks.catalogue.code_names import find_names
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.cubes import listed, say_value
from qa_checks.days import MONTH, number_of
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.published.declared_tables import DeclaredTable, without_words
from qa_checks.published.labels import both
from qa_checks.published.located import Located
from qa_checks.published.printed import without_notes
from qa_checks.published.published_faults import Fault, fault_of
from qa_checks.published.times import AS_AT, PERIOD, Time, read_time, say_time
from qa_checks.reading.clues import MONTHS_SPAN, SPAN, Clue, guess_as_at, guess_period
from qa_checks.words import list_words, show

_ONE_YEAR = re.compile(
    rf"\b(\d{{1,2}} (?:{MONTH}))( (?:to|until|and) \d{{1,2}} (?:{MONTH}) (\d{{4}}))\b"
)
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST_TIME = re.compile(
    rf"(?:,|:|-|\u2013|\(| in| for| on) ?"
    rf"((?:(?:\d{{1,2}} )?({MONTH}) )?((?:19|20)\d\d)(?:[-\u2013/](\d\d))?)\)?"
    r"(?:(?:, | \()[a-z ]{3,30}\)?)?\.?\s*\Z",  # England, or provisional
    re.IGNORECASE,
)
_SERIES = 3  # days that show a series to be yearly


def find_stale_title(table: str, located: Located, facts: ReleaseFacts) -> Iterator[Fault]:
    """The title, if it says "as at" of another day, or names a period that ends on another."""
    # Of "1 April to 31 August 2021" the year stands for both days.
    clue = Clue(_ONE_YEAR.sub(r"\1 \3\2", Clue(located.title, "").words), "")
    as_at, _ = guess_as_at([clue])
    if as_at is not None:
        named = f" {facts.as_at.year}" if facts.as_at else ""
        others = clue.words.replace(f"{as_at.day} {as_at:%B %Y}".casefold(), "")
        if facts.as_at not in (None, as_at) and named not in f" {others}":
            yield _stale(table, located, f"as at {show(as_at)}", f"as at {show(facts.as_at)}")
    elif re.search(f"{SPAN}|{MONTHS_SPAN}", clue.words) and (period := guess_period([clue])):
        end = period[1]
        if facts.period_end and end not in (facts.period_end, facts.as_at):
            span = f"{show(period[0])} to {show(end)}"
            yield _stale(table, located, span, f"of a period that ends on {show(facts.period_end)}")
    elif facts.last_day and (said := _other_time(located.title, facts)):
        yield _stale(table, located, said, f"as at {show(facts.last_day)}")


def find_stale_labels(
    table: str, labels: Iterable[tuple[int, str]], facts: ReleaseFacts
) -> Iterator[Fault]:
    """Labels that say the day or period of another release, where this one's rows are counted."""
    for row, label in labels:
        bare, _ = without_notes(label)
        day, _ = guess_as_at([Clue(bare, "")])
        time = day or read_time(bare, AS_AT) or read_time(bare, PERIOD)
        if time and facts.last_day and _is_of_another(time, facts):
            sentence = (
                f"'{label}' stands where the rows of the release are counted, which is as at "
                f"{show(facts.last_day)}."
            )
            yield fault_of(table, row, label, sentence)


def _is_of_another(time: Time, facts: ReleaseFacts) -> bool:
    """Whether a day or period is not that of the release; a year may only begin in it."""
    if isinstance(time, dt.date):
        return time not in (facts.as_at, facts.period_end)
    start, end = time
    if isinstance(end, dt.date):
        return bool(facts.period_end) and end not in (facts.as_at, facts.period_end)
    if start == end:
        return not facts.covers(end)
    return facts.last_day is not None and facts.last_day.year not in (start, end)


def find_missing_day(
    declared: DeclaredTable, located: Located, times: Collection[Time], facts: ReleaseFacts
) -> Iterator[Fault]:
    """The as-at date of the release, if rows or columns stand for days and none is of it."""
    days = {time for time in times if isinstance(time, dt.date)}
    of_days = AS_AT in (declared.time, declared.family.columns)
    if of_days and days and facts.as_at and facts.as_at not in days:
        label = say_time(facts, AS_AT)
        side = "row" if declared.time == AS_AT else "column"
        last = show(max(days))
        sentence = (
            f"There is no {side} of {label}, the as-at date of the release; the last is {last}."
        )
        yield fault_of(declared.name, located.row, label, sentence)


def find_gap(
    declared: DeclaredTable,
    located: Located,
    times: Collection[Time],
    given: Iterable[ReleaseFacts],
) -> Iterator[Fault]:
    """The one day that a yearly series leaves out, if a release of it is given."""
    days = sorted({time for time in times if isinstance(time, dt.date)})
    if len(days) < _SERIES or len({(day.month, day.day) for day in days}) > 1:
        return
    years = set(range(days[0].year, days[-1].year)) - {day.year for day in days}
    if len(years) == 1:
        missing = days[0].replace(year=years.pop())
        for facts in given:
            if facts.as_at == missing:
                label = say_time(facts, AS_AT)
                side = "row" if declared.time == AS_AT else "column"
                sentence = (
                    f"There is no {side} of {label}, between those of the years beside it, but its "
                    "release is given."
                )
                yield fault_of(declared.name, located.row, label, sentence)


def _other_time(title: str, facts: ReleaseFacts) -> str:
    """The year, or month of it, at the end of a title, if it names no other and is not this one."""
    last = _LAST_TIME.search(without_notes(title)[0])
    if last is None or len(_ANY_YEAR.findall(title)) > 1:
        return ""
    words, month, year, next_year = last.groups()
    if next_year:
        time = read_time(f"{year}-{next_year}", PERIOD)
        return words if time and _is_of_another(time, facts) else ""
    return "" if facts.covers(int(year), number_of(month.casefold()) if month else 0) else words


def _stale(table: str, located: Located, titled: str, right: str) -> Fault:
    sentence = f"The title says {titled}, but the release is {right}: '{located.title}'."
    return fault_of(table, located.title_row or located.row, located.title, sentence)


def find_other_titles(
    declared: DeclaredTable, located: Located, codes: Mapping[str, CodeList]
) -> Iterator[Fault]:
    """The names of a code list in the title of a table that shows others of it alone."""
    selected = without_words(both(declared.family.where, declared.selected))
    for name, value in selected.items():
        dimension = declared.cube.dimensions.get(name)
        code_list = codes.get(dimension.codes) if dimension and dimension.codes else None
        wanted = [shown for shown in listed(value) if shown is not None]
        named = find_names(code_list, located.title) if code_list else []
        if named and wanted and not {code for code, _ in named}.intersection(wanted):
            shown = list_words([f"'{say_value(item)}'" for item in wanted])
            sentence = (
                f"The title names '{named[0][1][0]}', but the table is declared to show {shown}: "
                f"'{located.title}'."
            )
            row = located.title_row or located.row
            yield fault_of(declared.name, row, located.title, sentence)
