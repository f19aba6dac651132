"""What release.yml may say, and how it becomes a release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictFloat, StrictInt, StringConstraints

from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.fields import Day, Text
from qa_checks.model import ReleaseFacts, Role
from qa_checks.record.decision_file import DecisionEntry, read_decisions
from qa_checks.release import TO_FILL_IN, InputFile, Release
from qa_checks.strict import Strict

HERE = Path()


def _check_name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError("a name is made of lower-case letters, digits and underscores")
    return name


class Period(Strict):
    """First and last day of the period, both included."""

    start: Day
    end: Day


class ReleaseInput(Strict):
    """One file of the release and what it is."""

    path: Text = Field(
        description="Relative to release.yml. Other folders, absolute paths and links are followed."
    )
    basis: Text | None = Field(
        None, description="What the layouts of the catalogue call such a file: latest, in_year."
    )
    layout: Text | None = Field(None, description="The one layout it has.")
    unchecked: dict[str, Text] = Field(
        default_factory=dict,
        description="Sheets that look like data and need not be checked, each with the reason.",
    )


class Document(Strict):
    """A document that belongs to the release."""

    path: Text
    title: str = ""


class Expect(Strict):
    """What the producing analyst says must come out."""

    model_config = Strict.model_config | {"extra": "allow"}

    ungraded: dict[str, Text] = Field(default_factory=dict)

    __pydantic_extra__: dict[
        Annotated[str, AfterValidator(_check_name)],
        StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)],
    ]


class ReleaseFile(Strict):
    """release.yml."""

    release: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$")] = Field(
        description="The release's id: lower-case letters, digits, dots and hyphens."
    )
    title: Text
    as_at: Day | None = None
    period: Period | None = None
    published_by: Day | None = Field(None, description="Publication cut-off of the reports.")
    status: Literal["provisional", "final"] | None = None
    producer: Text | None = Field(None, description="The producing analyst.")
    files: list[ReleaseInput] = Field(min_length=1)
    previous: Text | None = Field(None, description="release.yml of the previous release.")
    expect: Expect = Field(default_factory=lambda: Expect.model_validate({}))
    absent: dict[str, Text] = Field(
        default_factory=dict,
        description="Columns the files of this release do not have although such files always "
        "have them, each with the reason: a header, or table.column.",
    )
    documents: list[Document] = Field(default_factory=list)
    decisions: Text | None = Field(None, description="decisions.yml, beside this file.")
    checklist: Text | None = Field(
        None, description="checklist.yml, beside this file: what the second analyst attests."
    )


def refuse_missing(path: Path) -> None:
    """Refuse a release file that is not there.

    Raises
    ------
    UsageError
        With what to do.
    """
    if not path.exists():
        raise UsageError(
            "There is no such file.",
            where=str(path),
            remedy="Name the release file, or write one with `qa-checks init FILE`.",
        )


def read_release(path: Path) -> Release:
    """Read release.yml, its decisions and the release before it.

    Raises
    ------
    ReleaseError
        With file and line, if one of them is not well formed.
    UsageError
        If there is no such file.
    """
    refuse_missing(path)
    file = read_model(path, ReleaseFile, ReleaseError)
    _check_dates(file, path)
    _check_reasons(file, path)
    previous_inputs: tuple[InputFile, ...] = ()
    previous_facts = None
    if file.previous:
        before = path.parent / file.previous
        if not before.is_file():
            line = find_line(path, ("previous",))
            raise ReleaseError(
                f"There is no previous release '{file.previous}'.", where=f"{path}:{line}"
            )
        previous = read_model(before, ReleaseFile, ReleaseError)
        previous_facts = _facts(previous)
        previous_inputs = _inputs(
            previous, before.parent, Role.PREVIOUS, Path(file.previous).parent
        )
    decisions: tuple[DecisionEntry, ...] = ()
    if file.decisions:
        decisions = read_decisions(_beside(path, "decisions", file.decisions, "decide"))
    attestations = None
    if file.checklist:
        from qa_checks.record.attestations import read_attestations

        attestations = read_attestations(_beside(path, "checklist", file.checklist, "attest"))
    return Release(
        facts=_facts(file),
        inputs=_inputs(file, path.parent, Role.RELEASE) + previous_inputs,
        expected=dict(file.expect.__pydantic_extra__ or {}),
        ungraded=file.expect.ungraded,
        absent=file.absent,
        previous_facts=previous_facts,
        decisions=decisions,
        attestations=attestations,
        strict=True,
        path=path,
    )


def previous_decisions(path: Path) -> tuple[DecisionEntry, ...]:
    """What was decided in the release before the one of a release.yml.

    Raises
    ------
    ReleaseError
        With file and line, if one of its files is not well formed.
    """
    file = read_model(path, ReleaseFile, ReleaseError)
    if not file.previous:
        return ()
    before = path.parent / file.previous
    named = read_model(before, ReleaseFile, ReleaseError).decisions
    return read_decisions(_beside(before, "decisions", named, "decide")) if named else ()


def _beside(path: Path, key: str, name: str, command: str) -> Path:
    """A file that release.yml names under a key, and that a command makes."""
    named = path.parent / name
    if not named.exists():
        raise ReleaseError(
            f"There is no {key} file '{name}'.",
            where=f"{path}:{find_line(path, (key,))}",
            remedy=f"Leave '{key}:' out: `qa-checks {command}` makes the file and names it here.",
        )
    return named


def _check_dates(file: ReleaseFile, path: Path) -> None:
    fault = None
    if file.period and file.period.end < file.period.start:
        fault = (
            "period",
            f"The period ends on {file.period.end}, before it starts on {file.period.start}.",
        )
    elif file.period and file.published_by and file.published_by < file.period.start:
        fault = ("published_by", f"published_by is {file.published_by}, before the period starts.")
    if fault:
        raise ReleaseError(fault[1], where=f"{path}:{find_line(path, (fault[0],))}")


def _check_reasons(file: ReleaseFile, path: Path) -> None:
    """A draft of `init` leaves open what only a person knows; a run needs it."""
    asked: list[tuple[tuple[str, ...], Mapping[str, str], str, str]] = [
        (("expect", "ungraded"), file.expect.ungraded, "has no grade", "grade"),
        (("absent",), file.absent, "is absent", "column"),
    ]
    for keys, reasons, state, lost in asked:
        for name, reason in reasons.items():
            if reason.startswith(TO_FILL_IN):
                raise ReleaseError(
                    f"The reason why {name} {state} is still to be filled in.",
                    where=f"{path}:{find_line(path, (*keys, name))}",
                    remedy=f"Write the reason in its place; if there is none, restore the {lost} "
                    "and take the line out.",
                )


def _facts(file: ReleaseFile) -> ReleaseFacts:
    return ReleaseFacts(
        id=file.release,
        title=file.title,
        as_at=file.as_at,
        period_start=file.period.start if file.period else None,
        period_end=file.period.end if file.period else None,
        published_by=file.published_by,
        status=file.status,
        producer=file.producer,
    )


def _inputs(
    file: ReleaseFile, folder: Path, role: Role, beside: Path = HERE
) -> tuple[InputFile, ...]:
    """The files of a release in the folder; ``beside`` leads there from the one that is run."""
    listed = []
    for item in file.files:
        path = folder / item.path
        shown = item.path if role is Role.RELEASE else str(beside / item.path)
        listed.append(
            InputFile(path, shown, item.basis, item.layout, role, unchecked=item.unchecked)
        )
    return tuple(listed)
