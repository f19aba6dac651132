"""How release.yml and what it names become a release."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.earlier_releases import read_earlier
from qa_checks.errors import ReleaseError, UsageError
from qa_checks.model.inputs import Role
from qa_checks.release import TO_FILL_IN, Release
from qa_checks.release_inputs import list_files, list_sources
from qa_checks.release_yaml import ReleaseFile
from qa_checks.words import says_nothing

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
    previous, history = read_earlier(file, path)
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
        facts=file.facts,
        inputs=tuple(inputs),
        expected=file.expect.told,
        absent=file.absent,
        previous_facts=previous.file.facts if previous else None,
        history=tuple(earlier.file.facts for earlier in history),
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
        documents=_documents(file, path),
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


def previous_decisions(path: Path) -> tuple[DecisionEntry, ...]:
    """What was decided in the release before the one of a release.yml.

    Raises
    ------
    ReleaseError
        With file and line, if one of its files is not well formed.
    """
    file = read_model(path, ReleaseFile, ReleaseError)
    previous, _ = read_earlier(file, path)
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


def _documents(file: ReleaseFile, path: Path) -> tuple[Path, ...]:
    """The documents that belong to the release, each of which is there."""
    for place, document in enumerate(file.documents):
        if not (path.parent / document.path).is_file():
            raise ReleaseError(
                f"There is no document '{document.path}'.",
                where=f"{path}:{find_line(path, ('documents', place))}",
                remedy="Name the file relative to release.yml, or take the line out.",
            )
    return tuple(path.parent / document.path for document in file.documents)


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
