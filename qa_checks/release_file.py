"""How release.yml and what it names become a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.release import TO_FILL_IN, InputFile, Release
from qa_checks.release_inputs import list_files, list_sources
from qa_checks.release_yaml import ReleaseFile
from qa_checks.words import says_nothing, show

if TYPE_CHECKING:
    from qa_checks.record.decision_file import DecisionEntry


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
    previous, history = _read_earlier(file, path)
    inputs = [*list_files(file, path)]
    tables: dict[str, Path] = {}
    numbered = [(Role.PREVIOUS, 0, previous)] if previous else []
    numbered += [(Role.HISTORY, number, item) for number, item in enumerate(history, start=1)]
    for role, number, earlier in numbered:
        inputs += earlier.inputs(path, role, number)
        if kept := earlier.tables(path.parent):
            tables[role.database(number)] = kept
    sources = tuple(list_sources(file, path))
    inputs += (item for _, item in sources)
    decisions: tuple[DecisionEntry, ...] = ()
    if file.decisions:
        from qa_checks.record.decision_file import read_decisions

        decisions = read_decisions(_beside(path, "decisions", file.decisions, "decide"))
    attestations = None
    if file.checklist:
        from qa_checks.record.attestations import read_attestations

        attestations = read_attestations(_beside(path, "checklist", file.checklist, "attest"))
    return Release(
        facts=_facts(file),
        inputs=tuple(inputs),
        expected=file.expect.told,
        absent=file.absent,
        previous_facts=_facts(previous.file) if previous else None,
        history=tuple(_facts(earlier.file) for earlier in history),
        decisions=decisions,
        attestations=attestations,
        strict=True,
        tables=_beside(path, "tables", file.tables) if file.tables else None,
        sample=(_beside(path, "sample", file.sample), file.sample) if file.sample else None,
        sources=tuple(source for source, _ in sources),
        claims=tuple(_beside(path, "claims", name) for name in file.claims),
        coverage=_coverage(file, path),
        claims_before=previous.claims(path.parent) if file.claims and previous else (),
        earlier_tables=tables,
        path=path,
        unnamed=find_unnamed(file, path.parent),
    )


def find_unnamed(file: ReleaseFile, folder: Path) -> tuple[str, ...]:
    """Files that the release would be expected to name: nobody may think they were read."""
    kinds = {
        "decisions": file.decisions,
        "checklist": file.checklist,
        "tables": file.tables,
        "claims": file.claims,
    }
    return tuple(
        kind for kind, named in kinds.items() if not named and (folder / f"{kind}.yml").is_file()
    )


class Earlier(Struct, frozen=True):
    """A release before the one that is run: its release.yml as that one names it."""

    name: str
    line: int
    file: ReleaseFile

    @property
    def newest_day(self) -> dt.date:
        """The latest day it speaks of."""
        facts = _facts(self.file)
        days = (facts.as_at, facts.period_end, facts.published_by)
        return max((day for day in days if day is not None), default=dt.date.min)

    def claims(self, folder: Path) -> tuple[Path, ...]:
        """Its claims.yml files, as far as they are kept."""
        beside = folder / Path(self.name).parent
        return tuple(path for name in self.file.claims if (path := beside / name).is_file())

    def tables(self, folder: Path) -> Path | None:
        """Its tables.yml, if it has one that is kept."""
        path = folder / Path(self.name).parent / self.file.tables if self.file.tables else None
        return path if path and path.is_file() else None

    def inputs(self, path: Path, role: Role, number: int = 0) -> Iterator[InputFile]:
        """Its files, shown by the way to them from the release.yml that is run."""
        return list_files(self.file, path, self.name, role, number)


def _read_earlier(file: ReleaseFile, path: Path) -> tuple[Earlier | None, list[Earlier]]:
    """The previous release, which is the newest of the history unless it is named; and the others.

    Raises
    ------
    ReleaseError
        With file and line, if one is not there or not well formed, or is no earlier one.
    """
    named: dict[tuple[str | int, ...], str] = {}
    if file.previous:
        named["previous",] = file.previous
    named |= {("history", number): name for number, name in enumerate(file.history)}
    earlier: dict[Path, Earlier] = {}
    for keys, name in named.items():
        before, line = path.parent / name, find_line(path, keys)
        if not before.is_file():
            which = "previous" if keys == ("previous",) else "earlier"
            raise ReleaseError(f"There is no {which} release '{name}'.", where=f"{path}:{line}")
        release = Earlier(name, line, read_model(before, ReleaseFile, ReleaseError))
        if keys != ("previous",):
            _check_earlier(file, release, path)
        earlier.setdefault(before.resolve(), release)
    listed = list(earlier.values())
    if not listed:
        return None, []
    previous = (
        listed[0] if file.previous else max(listed, key=lambda candidate: candidate.newest_day)
    )
    return previous, [release for release in listed if release is not previous]


def _check_earlier(file: ReleaseFile, earlier: Earlier, path: Path) -> None:
    """Refuse, under history, a release of the same day or a later one."""
    if file.as_at and earlier.file.as_at and earlier.file.as_at >= file.as_at:
        raise ReleaseError(
            f"The release '{earlier.name}' is as at {show(earlier.file.as_at)}, not before this "
            f"one, which is as at {show(file.as_at)}.",
            where=f"{path}:{earlier.line}",
            remedy="List releases before this one under 'history'.",
        )


def previous_decisions(path: Path) -> tuple[DecisionEntry, ...]:
    """What was decided in the release before the one of a release.yml.

    Raises
    ------
    ReleaseError
        With file and line, if one of its files is not well formed.
    """
    file = read_model(path, ReleaseFile, ReleaseError)
    previous, _ = _read_earlier(file, path)
    if previous is None:
        return ()
    before, named = path.parent / previous.name, previous.file.decisions
    if not named:
        return ()
    from qa_checks.record.decision_file import read_decisions

    return read_decisions(_beside(before, "decisions", named, "decide"))


def _beside(path: Path, key: str, name: str, command: str = "") -> Path:
    """A file that release.yml names under a key, and that a command may make."""
    named = path.parent / name
    if not named.exists():
        made = f": `qa-checks {command}` makes the file and names it here" if command else ""
        raise ReleaseError(
            f"There is no {key} file '{name}'.",
            where=f"{path}:{find_line(path, (key,))}",
            remedy=f"Leave '{key}:' out{made or ', or write the file'}.",
        )
    return named


def _coverage(file: ReleaseFile, path: Path) -> dict[str, float]:
    """What the texts must reach, by the state of their numbers."""
    if file.coverage is None:
        return {}
    if not file.claims:
        raise ReleaseError(
            "Coverage is that of texts, and the release names none.",
            where=f"{path}:{find_line(path, ('coverage',))}",
            remedy="Name claims.yml under 'claims', or take 'coverage' out.",
        )
    told = structs.asdict(file.coverage)
    return {state: share for state, share in told.items() if share is not None}


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
    asked: list[tuple[tuple[str | int, ...], Mapping[str, str]]] = [
        (("expect", name), told)
        for name, told in file.expect.told.items()
        if isinstance(told, Mapping)
    ]
    asked += [(("absent",), file.absent)]
    asked += [(("files", place, "unchecked"), of.unchecked) for place, of in enumerate(file.files)]
    for keys, reasons in asked:
        for name, reason in reasons.items():
            if reason.startswith(TO_FILL_IN):
                raise ReleaseError(
                    f"The reason why {name} is {keys[-1]} is still to be filled in.",
                    where=f"{path}:{find_line(path, (*keys, name))}",
                    remedy="Write the reason in its place; if there is none, restore what is lost "
                    "and take the line out.",
                )
            if says_nothing(reason):
                raise ReleaseError(
                    f"The reason why {name} is {keys[-1]} is '{reason}', which says nothing.",
                    where=f"{path}:{find_line(path, (*keys, name))}",
                    remedy="Write the reason in words.",
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
