"""The Python interface: check files and DataFrames, or run a whole release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, Unpack

from qa_checks.assessment import run
from qa_checks.catalogue.typed_records import RecordError, read_record
from qa_checks.days import WAYS_TO_WRITE, read_day
from qa_checks.errors import UsageError
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release import InputFile, Release
from qa_checks.release_file import read_release
from qa_checks.release_yaml import Expect
from qa_checks.text_files import is_text
from qa_checks.words import suggest

if TYPE_CHECKING:
    import pandas as pd

    Table: TypeAlias = "str | Path | pd.DataFrame"
    Tables: TypeAlias = Table | Sequence[Table] | Mapping[str, Table]

Day: TypeAlias = dt.date | str


class Facts(TypedDict, total=False):
    """What the caller knows of the release. A day is a date, or text like 2021-08-31.

    ``period`` holds the first and the last day; ``expect`` is what the
    ``expect:`` of a release.yml says.
    """

    as_at: Day | None
    period: tuple[Day, Day] | None
    published_by: Day | None
    expect: Mapping[str, Any] | None


def check(
    data: Tables,
    *,
    previous: Tables | None = None,
    catalogue: str | Path | None = None,
    **facts: Unpack[Facts],
) -> Report:
    """Check files and DataFrames as they are.

    Sheets and columns are recognised by their headers. A rule whose facts are
    missing is skipped and says so. The numbers of a text are held against each
    other.

    Parameters
    ----------
    data
        A path, a DataFrame, a list of these, or a mapping of names to these.
        The columns of a DataFrame are headers as published.
    previous
        The same of the previous release.
    catalogue
        A folder with ``schemas/`` and ``rules/``; the built-in one if None.
    **facts
        ``as_at``, ``period``, ``published_by`` and ``expect``, see `Facts`.

    Returns
    -------
    Report
        Every outcome, its findings and the verdict.

    Raises
    ------
    QaChecksError
        If the catalogue or an argument is wrong. A file that cannot be read
        is a problem in the report.

    Examples
    --------
    >>> report = qa_checks.check({"homes": frame}, as_at="2018-03-31")  # doctest: +SKIP
    >>> [finding.message for finding in report.findings]  # doctest: +SKIP
    """
    inputs = [*_inputs(data, Role.RELEASE), *_inputs(previous, Role.PREVIOUS)]
    if not inputs:
        raise UsageError("There is nothing to check.", remedy="Give a path or a DataFrame.")
    _refuse_unknown(facts)
    names = [item.shown for item in inputs if item.role is Role.RELEASE]
    texts = [item for item in inputs if item.opened is None and is_text(item.path)]
    start, end = _period(facts.get("period"))
    about = ReleaseFacts(
        id="check",
        title=", ".join(names),
        as_at=_day(facts.get("as_at"), "as_at"),
        period_start=start,
        period_end=end,
        published_by=_day(facts.get("published_by"), "published_by"),
    )
    release = Release(
        facts=about,
        inputs=tuple(item for item in inputs if item not in texts),
        texts=tuple(item.path for item in texts if item.role is Role.RELEASE),
        texts_before=tuple(item.path for item in texts if item.role is Role.PREVIOUS),
        expected=_expect(facts.get("expect") or {}).told,
    )
    return run(release, _options(catalogue))


def run_release(path: str | Path, *, catalogue: str | Path | None = None) -> Report:
    """Check a whole release, described in a release.yml.

    Parameters
    ----------
    path
        The release.yml.
    catalogue
        A folder with ``schemas/`` and ``rules/``; the built-in one if None.

    Raises
    ------
    QaChecksError
        If the release file or the catalogue is not well formed.
    """
    return run(read_release(Path(path)), _options(catalogue))


def _options(catalogue: str | Path | None) -> Options:
    return Options(Path(catalogue) if catalogue is not None else None)


def _inputs(data: Tables | None, role: Role) -> list[InputFile]:
    if data is None:
        return []
    if isinstance(data, Mapping):
        return [_input(str(name), table, role) for name, table in data.items()]
    if isinstance(data, list | tuple):
        return [_input("", table, role, number) for number, table in enumerate(data, start=1)]
    return [_input("", data, role)]


def _input(name: str, table: object, role: Role, number: int = 1) -> InputFile:
    if isinstance(table, str | Path):
        return InputFile(Path(table), name or str(table), role=role)
    from qa_checks.reading.formats.data_frame import is_frame, open_frame

    if not is_frame(table):
        raise UsageError(
            f"A value of type {type(table).__name__} cannot be checked.",
            remedy="Give paths and pandas DataFrames: one, a list, or a mapping of names to them.",
        )
    shown = name or f"frame {number}"
    return InputFile(Path(shown), shown, role=role, opened=open_frame(shown, table))  # type: ignore[arg-type]


def _refuse_unknown(facts: Mapping[str, object]) -> None:
    known = list(Facts.__annotations__)
    for name in facts:
        if name not in known:
            hint = suggest(name, known, f"Known: {', '.join(known)}.")
            raise UsageError(f"check() does not know '{name}'.", remedy=hint)


def _day(value: Day | None, name: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date) or value is None:
        return value
    try:
        return read_day(value)
    except (AttributeError, TypeError, ValueError):
        raise UsageError(
            f"{name}: '{value}' is not a date.", remedy=f"Write it as {WAYS_TO_WRITE}."
        ) from None


def _period(value: tuple[Day, Day] | None) -> tuple[dt.date | None, dt.date | None]:
    if value is None:
        return None, None
    if isinstance(value, str) or len(value) != 2:
        raise UsageError("period: give its first and its last day.")
    start, end = (_day(day, "period") for day in value)
    if start and end and end < start:
        raise UsageError(f"The period ends on {end}, before it starts on {start}.")
    return start, end


def _expect(value: Mapping[str, Any]) -> Expect:
    try:
        return read_record(dict(value), Expect)
    except RecordError as wrong:
        fault = wrong.faults[0]
        place = ".".join(map(str, fault.place))
        raise UsageError(f"expect: '{place}': {fault.text}.") from None
